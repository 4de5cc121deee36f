"""A first headline for a draft, in the plain words of the directory; an editor may write a better one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import override

from actions.lifecycle import Kind
from ingest.desk.queue import place_name

_DOES = {
    Kind.PROCUREMENT_BAN: (
        "bars public bodies from buying or using {what}",
        "bar public bodies from buying or using {what}",
    ),
    Kind.SHUTDOWN_ORDER: ("orders {what} to close", "order {what} to close"),
    Kind.ADVISORY: ("warns against {what}", "warn against {what}"),
    Kind.REMOVAL_ORDER: ("has installed {what} equipment taken out", "have installed {what} equipment taken out"),
    Kind.MARKET_RESTRICTION: ("restricts {what} in its market", "restrict {what} in its market"),
    Kind.SANCTIONS_LISTING: ("puts {what} on a list", "put {what} on a list"),
}
_NOUNS = {
    Kind.PROCUREMENT_BAN: "procurement ban",
    Kind.SHUTDOWN_ORDER: "order to close",
    Kind.ADVISORY: "warning",
    Kind.REMOVAL_ORDER: "order to remove equipment",
    Kind.MARKET_RESTRICTION: "market restriction",
    Kind.SANCTIONS_LISTING: "listing",
}


def headline_of(draft: Mapping[str, Any]) -> str:
    """Such as "Canada orders Hikvision to close", in the record's English; empty where the draft says too little."""
    vendors, code = draft.get("vendors") or [], draft.get("jurisdiction") or ""
    if not vendors or not code or draft.get("kind") not in _DOES:
        return ""
    with override("en"):  # whatever language the editor reads the desk in
        kind, place, what = Kind(draft["kind"]), place_name(code), _listed(vendors)
    done, to_do = (words.format(what=what) for words in _DOES[kind])
    match draft.get("stage"):
        case "proposed":
            return f"{place} proposes to {to_do}"[:200]
        case "lifted":
            return f"{place} lifts its {_NOUNS[kind]} on {what}"[:200]
        case "rejected":
            return f"{place} drops its proposed {_NOUNS[kind]} on {what}"[:200]
        case _:
            return f"{place} {done}"[:200]


def _listed(names: Sequence[str]) -> str:
    if len(names) > 3:
        return f"{names[0]}, {names[1]} and others"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
