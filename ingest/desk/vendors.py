"""Vendors by the names that people write."""

from __future__ import annotations

from actions.models import Vendor


def find_vendor(name: str) -> Vendor | None:
    """The vendor of a slug, a name or an alias; None where no vendor, or more than one, goes by it."""
    if not name.strip():
        return None
    exact = Vendor.objects.filter(slug=name).first() or Vendor.objects.filter(name__iexact=name.strip()).first()
    if exact is not None:
        return exact
    rows = list(Vendor.objects.named(name)[:2])
    return rows[0] if len(rows) == 1 else None
