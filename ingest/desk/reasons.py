"""Why a story stands where it stands in the queue, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_CHANGES = {
    "unsure": lambda: _("put here by what editors decided before"),
    "sure": lambda: _("brought forward by what editors decided before"),
    "offered": lambda: _("not found by the rules, offered for what editors decided before"),
    "kinds": lambda: _("a kind doubted for what editors decided before"),
    "stage": lambda: _("a stage retold after what editors decided before"),
}


def queue_reason(probability: float, reasons: Mapping[str, Any], place_names: Mapping[str, str]) -> str:
    """How likely, and what makes it matter: “82 % likely · first of Namibia · official source · 3 sources”."""
    if not reasons:
        return ""
    told = [_("%(percent)s %% likely") % {"percent": percent(probability)}]
    places = [place_names.get(code, code) for code in reasons.get("new_places", [])]
    if places:
        told.append(_("first of %(names)s") % {"names": _few(places)})
    if reasons.get("new_vendors"):
        told.append(_("first on %(names)s") % {"names": _few(reasons["new_vendors"])})
    if reasons.get("is_official"):
        told.append(_("official source"))
    sources = int(reasons.get("sources", 1))
    if sources > 1:
        told.append(ngettext("%(n)s source", "%(n)s sources", sources) % {"n": sources})
    told += [_CHANGES[change]() for change in reasons.get("learned", []) if change in _CHANGES]
    return " · ".join(told)


def percent(probability: float) -> int:
    """Whole percent; never 0 or 100, which nobody can promise."""
    return min(99, max(1, round(100 * probability)))


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:2])
    return shown if len(names) < 3 else _("%(names)s and others") % {"names": shown}
