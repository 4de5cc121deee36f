"""Words of the desk: fields of evidence, reasons of grouping."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions import labels
from actions.lifecycle import Kind
from ingest.desk.queue import LaneTab, place_name
from jurisdictions import codes

register = template.Library()
_LINE_ENDS = re.compile(r"\n+")

FIELDS = {
    "kind": gettext_lazy("kind"),
    "kinds": gettext_lazy("kind"),
    "stage": gettext_lazy("stage"),
    "jurisdiction": gettext_lazy("place"),
    "jurisdictions": gettext_lazy("place"),
    "authority": gettext_lazy("authority"),
    "vendor": gettext_lazy("vendor"),
    "vendors": gettext_lazy("vendor"),
    "target": gettext_lazy("target"),
    "targets": gettext_lazy("target"),
    "announced": gettext_lazy("announced"),
    "effective": gettext_lazy("effective"),
    "instrument": gettext_lazy("instrument"),
    "relevant": gettext_lazy("relevant"),
    "reaction": gettext_lazy("reaction"),
}


@register.filter
def field_word(field: str) -> str:
    """The field that evidence shows, as editors read it."""
    return str(FIELDS.get(field, field))


@register.filter
def story_reason(reason: Mapping[str, Any]) -> str:
    """Why an item stands in its story, in a sentence."""
    if "split_from" in reason:
        return _("Split out of another story by hand.")
    if "merged_from" in reason:
        return _("Brought here by hand from another story.")
    if "put_back" in reason:
        return _("Brought back by an undo.")
    if "opened_by_hand" in reason:
        return _("Added by hand.")
    if "score" not in reason:
        return _("It opened this story.")
    same = [place_name(code) for code in reason.get("jurisdictions", [])] + list(reason.get("vendors", []))
    kinds = [str(labels.KINDS[Kind(kind)]).lower() for kind in reason.get("kinds", []) if kind in labels.KINDS]
    words = [f"“{word}”" for word in reason.get("words", [])[:4]]
    return _("Joined for the same %(same)s (likeness %(score)s %%).") % {
        "same": ", ".join(same + kinds + words) or _("event"),
        "score": round(100 * reason["score"]),
    }


@register.filter
def kind_word_of(kind: str) -> str:
    return str(labels.KINDS[Kind(kind)])


@register.inclusion_tag("ingest/nav.html")
def desk_nav(here: str, lanes: Sequence[LaneTab] = ()) -> dict[str, Any]:
    """The parts of the desk; `here` names the one that the page is."""
    parts = [
        ("add", _("Add"), "desk_add"),
        ("items", _("All items"), "desk_items"),
        ("sample", _("Sample"), "desk_sample"),
        ("verify", _("To verify"), "desk_verify"),
        ("reports", _("Reports"), "desk_reports"),
        ("sources", _("Sources"), "desk_sources"),
        ("decisions", _("Decisions"), "desk_decisions"),
        ("learning", _("Learning"), "desk_learning"),
    ]
    return {"here": here, "lanes": lanes, "parts": [(name, word, reverse(route)) for name, word, route in parts]}


@register.filter
def is_kind(value: object) -> bool:
    return value in labels.KINDS


@register.filter
def place_word(code: str) -> str:
    """The name of a place by its code; what was typed where it is none."""
    return place_name(code) if codes.is_code(code) else code


@register.filter
def is_web(address: str) -> bool:
    """Whether an address may stand in a link: http or https, never a script."""
    return address.lower().startswith(("https://", "http://"))


@register.filter
def spaced(text: str) -> str:
    """Paragraphs with a blank line between them; what is kept has one line end only."""
    return _LINE_ENDS.sub("\n\n", text)
