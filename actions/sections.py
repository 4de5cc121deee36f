"""Actions put into the order in which a page tells them: what stands, what comes, what is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actions.lifecycle import ENDED_STAGES, STRENGTH, Kind, Stage, Standing, stands_on
from actions.models import Action


class Section(StrEnum):
    """Where on a page an action stands, in the order of the page."""

    STANDS = "stands"
    COMING = "coming"
    UNCLEAR = "unclear"
    SUSPENDED = "suspended"
    PROPOSED = "proposed"
    ENDED = "ended"


TITLES: dict[Section, str | Promise] = {
    Section.STANDS: _("In force"),
    Section.COMING: _("Coming into force"),
    Section.UNCLEAR: _("Decided; not known whether in force"),
    Section.SUSPENDED: _("Suspended"),
    Section.PROPOSED: _("Proposed"),
    Section.ENDED: _("Ended or refused"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """One section of a page with its actions, the strictest first where they stand."""

    section: Section
    actions: list[Action]

    @property
    def title(self) -> str | Promise:
        return TITLES[self.section]


def section_of(action: Action, day: date) -> Section:
    """Where `action` belongs on a page that is read on `day`; what stands is told by the rules of `lifecycle`."""
    life = action.life
    standing = stands_on(life, day)
    if standing is Standing.YES:
        return Section.STANDS
    if life.stage is Stage.PROPOSED:
        return Section.PROPOSED
    if life.stage is Stage.REJECTED or life.stage in ENDED_STAGES or (life.ended and life.ended.last < day):
        return Section.ENDED
    if life.stage is Stage.SUSPENDED:
        return Section.SUSPENDED
    return Section.COMING if standing is Standing.NO else Section.UNCLEAR


def by_strength(action: Action) -> tuple[int, int, str]:
    """Sort key: the strictest kind first, then the newest."""
    newest = action.announced_first.toordinal() if action.announced_first else 0
    return STRENGTH.index(Kind(action.kind)), -newest, action.slug


def grouped(actions: Iterable[Action], day: date) -> list[Group]:
    """The sections that hold anything, in the order of the page."""
    found: dict[Section, list[Action]] = {section: [] for section in Section}
    for action in actions:
        found[section_of(action, day)].append(action)
    found[Section.STANDS].sort(key=by_strength)
    found[Section.COMING].sort(key=lambda action: (action.effective_first or date.max, action.slug))
    return [Group(section, rows) for section, rows in found.items() if rows]


def standing(groups: Iterable[Group]) -> list[Action]:
    """What stands, out of groups that were made before."""
    return next((group.actions for group in groups if group.section is Section.STANDS), [])
