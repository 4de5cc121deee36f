"""Check a list of names: which vendor each one means, and by which of its names it was met."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Value
from django.db.models.functions import Replace

from actions.models import Alias, Vendor
from actions.names import fold

MOST_NAMES = 500
LONGEST_NAME = 200
LEAST_LIKENESS = 0.35
"""In shared trigrams: "huawai" comes as close as 0.4 to Huawei. Nobody is offered what lies below."""

_FORMS = re.compile(
    r"\b(?:co|company|corp|corporation|gmbh|inc|incorporated|ltd|limited|llc|llp|plc|pte|pty|sa|sas|spa|srl|bv|nv|ag|ab|as"
    r"|oy|kk|ooo|oao|pao|zao|group|holding|holdings|technology|technologies)\b"
)
"""Legal forms and the like, of which no name is made; they never match alone."""


@dataclass(frozen=True, slots=True)
class Near:
    """A vendor whose name comes close. `likeness` from 0 to 1."""

    vendor: Vendor
    alias: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Checked:
    """One name of the list: the vendor that it means, else those whose names come close."""

    given: str
    vendor: Vendor | None = None
    alias: str = ""
    near: tuple[Near, ...] = ()


def split_names(text: str) -> list[str]:
    """Names out of pasted text or a file: one a line, or the first cell of each row; each once, in order.

    A comma separates names only where the text has a single line, since legal names hold commas.
    """
    lines = [line.strip() for line in text.replace("\x00", "").lstrip("\ufeff").splitlines()]
    lines = [line for line in lines if line]
    if len(lines) == 1:
        lines = [part.strip() for part in re.split(r"[,;]", lines[0])]
    names = [re.split(r"[;\t]", line)[0].strip().strip('"').strip()[:LONGEST_NAME] for line in lines]
    return list(dict.fromkeys(name for name in names if fold(name)))


def check(names: Sequence[str]) -> list[Checked]:
    """Match each name exactly (folded, without spaces and legal forms), else tell what comes close.

    Two queries whatever the length of the list.
    """
    keys = {name: _keys(name) for name in names}
    met = _exactly({key for of_name in keys.values() for key in of_name})
    found = {name: next((met[key] for key in keys[name] if key in met), None) for name in names}
    near = _close([name for name in names if found[name] is None])
    return [
        Checked(name, vendor=alias.vendor, alias=alias.text) if alias else Checked(name, near=near.get(name, ()))
        for name, alias in found.items()
    ]


def _keys(name: str) -> tuple[str, ...]:
    """The name as a key: whole, then without its legal form."""
    folded = fold(name)
    bare = " ".join(_FORMS.sub(" ", folded).split())
    return tuple(dict.fromkeys(key.replace(" ", "") for key in (folded, bare) if key))


def _exactly(keys: set[str]) -> dict[str, Alias]:
    """Aliases by their folded text without spaces; of two, the one that is a vendor's own name."""
    spaceless = Alias.objects.annotate(tight=Replace("folded", Value(" "), Value("")))
    rows = spaceless.filter(tight__in=keys).select_related("vendor")
    met: dict[str, Alias] = {}
    for alias in sorted(rows, key=lambda row: (row.text != row.vendor.name, row.pk)):
        met.setdefault(alias.folded.replace(" ", ""), alias)
    return met


def _close(names: Sequence[str]) -> dict[str, tuple[Near, ...]]:
    """At most three vendors for each name, by trigrams, in one query."""
    if not names:
        return {}
    sql = """
        SELECT given.position, near.vendor_id, near.text, near.likeness
        FROM unnest(%s::text[]) WITH ORDINALITY AS given(folded, position)
        CROSS JOIN LATERAL (
            SELECT DISTINCT ON (a.vendor_id) a.vendor_id, a.text, similarity(a.folded, given.folded) AS likeness
            FROM actions_alias a WHERE a.folded %% given.folded
            ORDER BY a.vendor_id, similarity(a.folded, given.folded) DESC
        ) AS near
        WHERE near.likeness >= %s
        ORDER BY given.position, near.likeness DESC, near.vendor_id
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [[fold(name) for name in names], LEAST_LIKENESS])
        rows = cursor.fetchall()
    vendors = Vendor.objects.in_bulk({row[1] for row in rows})
    found: dict[str, list[Near]] = {}
    for position, vendor, alias, likeness in rows:
        of_name = found.setdefault(names[position - 1], [])
        if len(of_name) < 3:
            of_name.append(Near(vendors[vendor], alias, round(likeness, 2)))
    return {name: tuple(near) for name, near in found.items()}
