"""One action, vendor or place with all that its page shows of it alone, each by one statement.

For an action prefetching takes eleven statements, and most of the page's processor time to write them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, models

from actions.held import reading
from actions.models import (
    Action,
    ActionAuthority,
    ActionCitation,
    Alias,
    Announcement,
    Citation,
    InstrumentReference,
    Milestone,
    Quote,
    Reaction,
    Revision,
    Series,
    Target,
    Vendor,
)
from jurisdictions.models import Authority, Coverage, Jurisdiction

Row = TypeVar("Row", bound=models.Model)

SHOWN = [field.attname for field in Action._meta.concrete_fields if field.name != "search"]  # noqa: SLF001 (Django's)
PARTS = {
    "targets": """
        json_agg(json_build_array(target, vendor) ORDER BY position, target.id)
        FROM actions_target target LEFT JOIN actions_vendor vendor ON vendor.id = vendor_id
        WHERE action_id = action.id""",
    "roles": """
        json_agg(json_build_array(role, authority) ORDER BY role.id)
        FROM actions_actionauthority role JOIN jurisdictions_authority authority ON authority.id = authority_id
        WHERE action_id = action.id""",
    "references": """
        json_agg(reference ORDER BY id) FROM actions_instrumentreference reference WHERE action_id = action.id""",
    "milestones": """
        json_agg(json_build_array(milestone, citation) ORDER BY on_first, milestone.id)
        FROM actions_milestone milestone LEFT JOIN actions_citation citation ON citation.id = citation_id
        WHERE action_id = action.id""",
    "cited": """
        json_agg(json_build_array(cited, citation) ORDER BY position, cited.id)
        FROM actions_actioncitation cited JOIN actions_citation citation ON citation.id = citation_id
        WHERE action_id = action.id""",
    "quotes": """
        json_agg(json_build_array(quote, citation) ORDER BY quote.id)
        FROM actions_quote quote JOIN actions_citation citation ON citation.id = citation_id
        WHERE action_id = action.id""",
    "reactions": """
        json_agg(json_build_array(reaction, citation, ARRAY(
            SELECT action_id FROM actions_reaction_actions named WHERE reaction_id = reaction.id
        )) ORDER BY on_first, reaction.id)
        FROM actions_reaction reaction LEFT JOIN actions_citation citation ON citation.id = citation_id
        WHERE announcement_id = action.announcement_id
           OR reaction.id IN (SELECT reaction_id FROM actions_reaction_actions WHERE action_id = action.id)""",
    "revisions": """
        json_agg(json_build_object('id', id, 'action_id', action_id, 'number', number, 'kind', kind, 'reason', reason,
            'editor_id', editor_id, 'recorded_at', recorded_at, 'sequence', sequence, 'is_quiet', is_quiet
        ) ORDER BY sequence)
        FROM actions_revision WHERE action_id = action.id""",
    "siblings": """
        json_agg(sibling.id ORDER BY line.announced_first DESC NULLS LAST, line.slug)
        FROM actions_action sibling JOIN actions_line line ON line.action_id = sibling.id
        WHERE sibling.announcement_id = action.announcement_id AND sibling.id <> action.id""",
}
"""What hangs on an action: lists of rows, each with the rows that it names beside it."""
_WHOLE = f"""
    SELECT {", ".join(f"action.{name}" for name in SHOWN)}, to_json(announcement), to_json(series),
           {", ".join(f"(SELECT {part})" for part in PARTS.values())}
    FROM actions_action action
    JOIN actions_announcement announcement ON announcement.id = announcement_id
    LEFT JOIN actions_series series ON series.id = series_id
    WHERE action.slug = %s
"""


def whole(slug: str) -> tuple[Action, list[int]] | None:
    """The action at `slug` with all that `reading.record_of` reads, and the keys of those that were announced with it.

    The related rows stand where prefetching would have put them, in their own order. A withdrawn action is given too.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WHOLE, [slug])
        found = cursor.fetchone()
    if found is None:
        return None
    action = Action.from_db(connection.alias, SHOWN, found[: len(SHOWN)])
    announcement, series, *lists = found[len(SHOWN) :]
    parts = dict(zip(PARTS, (rows or [] for rows in lists), strict=True))
    action.jurisdiction = reading().places[action.jurisdiction_id]
    action.announcement = _row(Announcement, announcement)
    action.announcement.series = _row(Series, series) if series else None
    _hang(action, "targets", _with(Target, "vendor", Vendor, parts["targets"]))
    _hang(action, "roles", _with(ActionAuthority, "authority", Authority, parts["roles"]))
    _hang(action, "references", [_row(InstrumentReference, cells) for cells in parts["references"]])
    _hang(action, "milestones", _with(Milestone, "citation", Citation, parts["milestones"]))
    _hang(action, "cited", _with(ActionCitation, "citation", Citation, parts["cited"]))
    _hang(action, "quotes", _with(Quote, "citation", Citation, parts["quotes"]))
    _hang(action, "revisions", [_row(Revision, cells) for cells in parts["revisions"]])
    _hang_reactions(action, parts["reactions"])
    return action, parts["siblings"]


_VENDOR = """
    SELECT to_json(vendor), (
        SELECT json_agg(alias ORDER BY text) FROM actions_alias alias WHERE vendor_id = vendor.id
    )
    FROM actions_vendor vendor WHERE slug = %s
"""


def whole_vendor(slug: str) -> Vendor | None:
    """The vendor at `slug` with its names; of its parent key, slug and name are known."""
    with connection.cursor() as cursor:
        cursor.execute(_VENDOR, [slug])
        found = cursor.fetchone()
    if found is None:
        return None
    cells, aliases = found
    vendor, now = _row(Vendor, cells), reading()
    vendor.home = now.places[vendor.home_id] if vendor.home_id else None
    if vendor.parent_id:
        parent = now.vendors[vendor.parent_id]
        vendor.parent = Vendor(pk=vendor.parent_id, slug=parent.slug, name=parent.name)
    _hang(vendor, "aliases", [_row(Alias, alias) for alias in aliases or ()])
    return vendor


_PLACE = """
    SELECT (SELECT to_json(coverage) FROM jurisdictions_coverage coverage WHERE jurisdiction_id = %(place)s), (
        SELECT json_agg(json_build_array(slug, name) ORDER BY name)
        FROM jurisdictions_authority authority
        WHERE jurisdiction_id = %(place)s AND EXISTS (
            SELECT FROM actions_actionauthority role JOIN actions_line line ON line.action_id = role.action_id
            WHERE role.authority_id = authority.id
        )
    )
"""


def about_place(place: Jurisdiction) -> tuple[Coverage | None, list[tuple[str, str]]]:
    """What is watched in a place, and slug and name of its authorities that took an action which is published."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, {"place": place.pk})
        coverage, authorities = cursor.fetchone()
    return _row(Coverage, coverage) if coverage else None, [(slug, name) for slug, name in authorities or ()]


def _hang_reactions(action: Action, rows: Sequence[Any]) -> None:
    """Those that name this action, and those to its announcement, each with the actions that it names."""
    told = _with(Reaction, "citation", Citation, [row[:2] for row in rows])
    for reaction, (_, _, named) in zip(told, rows, strict=True):
        _hang(reaction, "actions", [Action.from_db(connection.alias, ["id"], [key]) for key in named])
    naming = [one for one, (_, _, named) in zip(told, rows, strict=True) if action.pk in named]
    _hang(action, "reactions", naming)
    announcement = action.announcement
    _hang(announcement, "reactions", [one for one in told if one.announcement_id == announcement.pk])


def _with(model: type[Row], name: str, other: type[models.Model], pairs: Iterable[Any]) -> list[Row]:
    """Rows, each with the one that its foreign key `name` leads to."""
    rows = []
    for cells, beside in pairs:
        row = _row(model, cells)
        setattr(row, name, _row(other, beside) if beside else None)
        rows.append(row)
    return rows


def _row(model: type[Row], cells: dict[str, Any]) -> Row:
    """A row of the database that came as JSON."""
    values = [
        read(cells[name]) if read and cells[name] is not None else cells[name]
        for name, read in _readers(model).items()
        if name in cells
    ]
    return model.from_db(connection.alias, cells, values)


@lru_cache(maxsize=32)
def _readers(model: type[models.Model]) -> dict[str, Callable[[str], Any] | None]:
    """How each column, in the order of the model, is read out of JSON; None for one that stays as it is."""
    dates: dict[type, Callable[[str], Any]] = {
        models.DateTimeField: datetime.fromisoformat,
        models.DateField: date.fromisoformat,
    }
    return {field.attname: dates.get(type(field)) for field in model._meta.concrete_fields}  # noqa: SLF001 (Django's)


def _hang(row: models.Model, name: str, rows: list[Any]) -> None:
    """Let `row.<name>.all()` give these rows, as if they had been prefetched."""
    manager = getattr(row, name)
    found = manager.model._default_manager.all()  # noqa: SLF001 (Django's)
    found._result_cache, found._prefetch_done = rows, True  # noqa: SLF001 (as Django's own prefetching does)
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found
