"""Writes to places: made from ISO 3166 data the first time that they are needed."""

from __future__ import annotations

from django.db import transaction

from jurisdictions import codes, names
from jurisdictions.models import Jurisdiction, JurisdictionKind


def _kind_of(code: str) -> JurisdictionKind:
    if code == codes.UNION:
        return JurisdictionKind.UNION
    return JurisdictionKind.SUBDIVISION if codes.is_subdivision(code) else JurisdictionKind.COUNTRY


@transaction.atomic
def keep_jurisdiction(code: str) -> Jurisdiction:
    """The place of an ISO 3166 code, made with its parent where it is not there yet.

    Raises LookupError for a code that ISO 3166 does not know.
    """
    existing = Jurisdiction.objects.filter(code=code).first()
    if existing is not None:
        return existing
    if not codes.is_code(code):
        raise LookupError(f"“{code}” is not an ISO 3166 code in upper case.")
    name = names.subdivision_name(code) if codes.is_subdivision(code) else names.territory_name(code, "en")
    if not name:
        raise LookupError(f"ISO 3166 has no place {code}.")
    parent_code = codes.parent_code(code)
    parent = keep_jurisdiction(parent_code) if parent_code else None
    return Jurisdiction.objects.create(code=code, kind=_kind_of(code), parent=parent, name=name)


@transaction.atomic
def load_countries() -> int:
    """Make every country and the Union; gives how many were new."""
    before = Jurisdiction.objects.count()
    known = set(Jurisdiction.objects.values_list("code", flat=True))
    Jurisdiction.objects.bulk_create(
        Jurisdiction(code=code, kind=_kind_of(code), name=names.territory_name(code, "en"))
        for code in [*names.country_codes(), codes.UNION]
        if code not in known
    )
    return Jurisdiction.objects.count() - before
