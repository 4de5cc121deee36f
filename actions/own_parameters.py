"""Parameters that one page takes beside the filters: the order of a matrix, the year of a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from actions.parameters import FilterError


def take(query: QueryDict, name: str, known: Sequence[str], default: str) -> str:
    """One value out of a closed list; raises FilterError for any other."""
    value = query.get(name, "").strip() or default
    if value not in known:
        message = _("“%(value)s” is not a value of “%(name)s”. Choose from %(known)s.")
        raise FilterError(name, message % {"value": value[:60], "name": name, "known": ", ".join(filter(None, known))})
    return value


def without(query: QueryDict, *names: str) -> QueryDict:
    """The query string that is left for the filters."""
    rest = query.copy()
    for name in names:
        rest.pop(name, None)
    return rest


def joined(query: str, own: Mapping[str, str]) -> str:
    """A query string of the filters with the page's own parameters; empty ones are left out."""
    tail = "&".join(f"{name}={value}" for name, value in own.items() if value)
    return "&".join(part for part in (query, tail) if part)
