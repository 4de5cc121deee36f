"""What the directory has already that a draft may be about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from actions.models import Action, Announcement
from actions.spans import Span, parse_span

NEAR = timedelta(days=7)
_MOST = 8
_FAR = 10**6


@dataclass(frozen=True, slots=True)
class Known:
    """Published actions that a draft may be about, the likeliest first; `same` is surely the same step."""

    actions: Sequence[Action] = ()
    same: Action | None = None


def known_actions(drafts: Sequence[Mapping[str, Any]], *, vendors: Mapping[str, int], day: date | None) -> list[Known]:
    """For each draft the actions of its place against its vendors, in two queries for all.

    `vendors` tells the ids of the names that drafts use. An action of the same kind that was
    announced within NEAR of the draft is taken for the same step.
    """
    wanted = {vendors[name] for draft in drafts for name in draft["vendors"] if name in vendors}
    places = {draft["jurisdiction"] for draft in drafts}
    rows = Action.objects.published().filter(jurisdiction__code__in=places, targets__vendor__in=wanted)
    actions = list(rows.distinct().for_list().order_by("-announced_first", "pk")[:200]) if wanted else []
    return [_known_to(draft, actions, vendors, day) for draft in drafts]


def _known_to(
    draft: Mapping[str, Any], actions: Iterable[Action], vendors: Mapping[str, int], day: date | None
) -> Known:
    hit = {vendors[name] for name in draft["vendors"] if name in vendors}
    span = span_or_none(draft.get("announced")) or (Span.day(day) if day else None)
    fitting = [
        action
        for action in actions
        if action.jurisdiction.code == draft["jurisdiction"] and hit & {t.vendor_id for t in action.targets.all()}
    ]
    fitting.sort(key=lambda action: (action.kind != draft["kind"], days_apart(action.announced, span)))
    same = next(
        (a for a in fitting[:1] if a.kind == draft["kind"] and days_apart(a.announced, span) <= NEAR.days), None
    )
    return Known(fitting[:_MOST], same)


def known_announcements(known: Iterable[Known]) -> list[Announcement]:
    """The announcements of what drafts may be about, once each, the latest first."""
    found = {action.announcement.pk: action.announcement for entry in known for action in entry.actions}
    return sorted(found.values(), key=lambda row: (row.made_known_first or date.min, row.pk), reverse=True)[:_MOST]


def days_apart(one: Span | None, other: Span | None) -> int:
    """Days between two spans, 0 where they touch; very many where one is not known."""
    if one is None or other is None:
        return _FAR
    return max(0, (other.first - one.last).days, (one.first - other.last).days)


def span_or_none(text: str | None) -> Span | None:
    try:
        return parse_span(text or "")
    except ValueError:
        return None
