"""The lines of the page of changes, up to two hundred a list: put together by hand, as those of `lines` are.

Whatever is not a number, a slug, a code or a fixed word of ours is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from actions import labels
from actions.labels import RevisionKind
from actions.templatetags.lines import day_writer
from actions.templatetags.marks import drawn

if TYPE_CHECKING:
    from actions.happenings import Happening, Written
    from actions.headings import Heading
    from actions.outlook import Ahead, Named
    from jurisdictions.models import Jurisdiction

register = template.Library()


class _Words:
    """Places, marks and revisions in the reader's language, each put into words once a list."""

    def __init__(self) -> None:
        self.day = day_writer()
        self._places: dict[str, str] = {}
        self._marks: dict[tuple[str, str], str] = {}

    def place(self, place: Jurisdiction) -> str:
        if place.code not in self._places:
            self._places[place.code] = escape(place.display_name)
        return self._places[place.code]

    def titled(self, action: Heading | Named) -> str:
        """The mark of an action and its title, which leads to it."""
        sort = (action.kind, action.stage)
        if sort not in self._marks:
            self._marks[sort] = drawn("kind_mark", kind=action.kind, stage=action.stage, named=True)
        url, title = action.get_absolute_url(), escape(action.title)
        return f'{self._marks[sort]} <a href="{url}" lang="en">{title}</a>'


def _joined(lines: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(lines))  # noqa: S308 (this module escapes what it puts in)


@register.simple_tag
def happened_lines(rows: Iterable[Happening]) -> SafeString:
    """Steps that were taken: the day, the action, its place and what the step was."""
    words, steps = _Words(), {str(kind): escape(str(word)) for kind, word in labels.MILESTONES.items()}
    lines = []
    for row in rows:
        text = f': <span lang="en">{escape(row.text)}</span>' if row.text else ""
        told = f"{words.place(row.action.jurisdiction)} · {steps.get(row.kind, '')}{text}"
        lines.append(
            f'<li>{words.day(row.on)} <span>{words.titled(row.action)} <span class="quiet">{told}</span></span></li>'
        )
    return _joined(lines)


@register.simple_tag
def written_lines(rows: Iterable[Written]) -> SafeString:
    """Revisions of our record: the moment, the action at its permanent address, what was done and why."""
    words, kinds = _Words(), {value: escape(str(word)) for value, word in RevisionKind.choices}
    months = {month: str(word) for month, word in MONTHS.items()}
    lines = []
    for row in rows:
        at = localtime(row.at)
        reason = f": {escape(row.reason)}" if row.reason else ""
        told = f"{words.place(row.jurisdiction)} · {kinds[row.kind]}{reason}"
        lines.append(
            f'<li><time datetime="{at.isoformat()}">{at.day} {months[at.month]} {at.year}, {at:%H:%M}</time> '
            f'<span><a href="{row.url}" lang="en">{escape(row.title)}</a> <span class="quiet">{told}</span></span></li>'
        )
    return _joined(lines)


@register.simple_tag
def ahead_lines(rows: Iterable[Ahead]) -> SafeString:
    """Days that are still to come: the day, the action, its place and what comes."""
    words, effect = _Words(), escape(_("Takes effect"))
    lines = []
    for row in rows:
        text = f'<span lang="en">{escape(row.text)}</span>' if row.text else effect
        told = f"{words.place(row.action.jurisdiction)} · {text}"
        lines.append(
            f'<li>{words.day(row.on)}<span>{words.titled(row.action)} <span class="quiet">{told}</span></span></li>'
        )
    return _joined(lines)
