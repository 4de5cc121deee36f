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
from ingest.desk.reasons import doubts_in_words, learned_changes
from ingest.models import Proposal
from ingest.quality.page import language_name
from ingest.services.judging import doubts_of_proposal
from jurisdictions import codes

register = template.Library()
register.filter(learned_changes)
register.filter("language_word", language_name)
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
    if "merged_item" in reason:
        return _("It came with an item that was made one with it.")
    if "score" not in reason:
        return _("It opened this story.")
    same = [place_name(code) for code in reason.get("jurisdictions", [])] + list(reason.get("vendors", []))
    kinds = [str(labels.KINDS[Kind(kind)]).lower() for kind in reason.get("kinds", []) if kind in labels.KINDS]
    words = [f"“{word}”" for word in reason.get("words", [])[:4]]
    words = [*reason.get("instruments", []), *([_("day of the event")] if reason.get("event_day") else []), *words]
    if reason.get("follow_up"):
        words.append(_("and as a follow-up"))
    return _("Joined for the same %(same)s (likeness %(score)s %%).") % {
        "same": ", ".join(same + kinds + words) or _("event"),
        "score": round(100 * reason["score"]),
    }


@register.filter
def doubts(proposal: Proposal) -> str:
    """Why the classifier is not sure of an item."""
    return doubts_in_words(doubts_of_proposal(proposal))


NAMED_BY = {
    "new": gettext_lazy("first seen under this name"),
    "key": gettext_lazy("known by its key"),
    "guid": gettext_lazy("known by its guid"),
    "guid_path": gettext_lazy("known by its guid without scheme and host"),
    "url": gettext_lazy("known by its address and a like title"),
    "fr_document": gettext_lazy("known by its Federal Register number"),
    "fr_told": gettext_lazy("known by the Federal Register number that it tells, and a like title"),
    "likeness": gettext_lazy("known by the same title, a like text, and the same address or day"),
}
ALIASES = {
    "key": gettext_lazy("key"),
    "guid": gettext_lazy("guid"),
    "guid_path": gettext_lazy("guid without host"),
    "url": gettext_lazy("address"),
    "fr_document": gettext_lazy("FR document number"),
    "fr_told": gettext_lazy("FR document number that it tells"),
}
CHANGES = {
    "number": gettext_lazy("A date or a number: %(what)s"),
    "stage": gettext_lazy("A step or a denial: %(what)s"),
    "name": gettext_lazy("A name: %(what)s"),
    "grew": gettext_lazy("More text: %(what)s words"),
    "shrank": gettext_lazy("Less text: %(what)s words"),
    "retracted": gettext_lazy("It takes itself back: %(what)s"),
    "gone": gettext_lazy("The page is gone (%(what)s), and it left its source"),
    "wording": gettext_lazy("Wording: %(what)s"),
    "noise": gettext_lazy("What differs at each reading: %(what)s"),
}


@register.filter
def match_reason(named: Mapping[str, Any]) -> str:
    """By what an entry was known as its item."""
    return str(NAMED_BY.get(str(named.get("by")), ""))


@register.filter
def alias_word(kind: str) -> str:
    return str(ALIASES.get(kind, kind))


@register.filter
def alias_reason(reason: str) -> str:
    """How an item came to bear a name."""
    kind = reason.removeprefix("met by ")
    return str(NAMED_BY.get(kind, _("moved by an editor") if reason == "moved by an editor" else reason))


@register.filter
def update_reason(reason: Sequence[str]) -> str:
    """What a version was sorted by, in words."""
    what, words = reason[0], reason[1]
    if what.startswith("proposal:"):
        field = field_word(what.partition(":")[2])
        for kind in labels.KINDS:
            words = words.replace(str(kind), str(labels.KINDS[kind]).lower())
        return _("Read anew: %(field)s %(what)s") % {"field": field, "what": words}
    return str(CHANGES.get(what, "%(what)s")) % {"what": words}


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
