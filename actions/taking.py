"""What the filters leave, as records with their addresses, read in batches: for files that may be long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import translation

from actions.exports.exported import Exported
from actions.filters import ActionFilters
from actions.models import Action, Revision
from actions.reading import record_of
from actions.records import from_json
from jurisdictions.models import Jurisdiction

BATCH = 500


def exported(filters: ActionFilters) -> Iterator[Exported]:
    """Every action that is left, newest first; as we said on `known_on`, where the filters name such a day."""
    keys = list(filters.ordered(filters.lines()).values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        yield from _said(batch) if filters.known_on else _now(batch)


def exported_action(action: Action) -> Exported:
    """One action as it is now; it has a revision, as every published action."""
    return next(_now([action.pk]))


def exported_revision(revision: Revision) -> Exported:
    """What one revision held."""
    return next(_said([revision.pk]))


def exported_as(action: Action, number: int, recorded_at: datetime) -> Exported:
    """An action that was read already, by `whole` or `for_record`, under its latest revision."""
    return Exported(
        record=record_of(action),
        url=settings.BASE_URL + reverse("action", args=[action.slug]),
        permalink=settings.BASE_URL + reverse("revision", args=[action.slug, number]),
        revision=number,
        recorded_at=recorded_at,
        place=_english(action.jurisdiction),
    )


def _now(keys: list[int]) -> Iterator[Exported]:
    latest = Revision.objects.filter(action=OuterRef("pk")).order_by("-number")
    rows = Action.objects.for_record().annotate(
        last_number=Subquery(latest.values("number")[:1]), last_recorded_at=Subquery(latest.values("recorded_at")[:1])
    )
    found = rows.in_bulk(keys)
    for key in keys:
        action = found.get(key)
        if action is not None and action.last_number:  # type: ignore[attr-defined] # annotated
            yield exported_as(action, action.last_number, action.last_recorded_at)  # type: ignore[attr-defined] # annotated


def _said(keys: list[int]) -> Iterator[Exported]:
    found = Revision.objects.select_related("action").in_bulk(keys)
    codes = {revision.record["jurisdiction"] for revision in found.values()}
    places = {place.code: place for place in Jurisdiction.objects.filter(code__in=codes)}
    for key in keys:
        revision = found[key]
        yield Exported(
            record=from_json(revision.record),
            url=settings.BASE_URL + reverse("action", args=[revision.action.slug]),
            permalink=settings.BASE_URL + reverse("revision", args=[revision.action.slug, revision.number]),
            revision=revision.number,
            recorded_at=revision.recorded_at,
            place=_english(places[revision.record["jurisdiction"]]),
        )


def _english(place: Jurisdiction) -> str:
    with translation.override("en"):
        return place.display_name
