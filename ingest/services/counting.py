"""Counting what editors decided, as it comes: the numbers of /quality/ are kept, and only what changed is counted anew.

Triggers log every item and decision that is to be counted anew (`Uncounted`), whoever changed it. Here their marks are
taken off the tallies and put on afresh, a batch in one transaction: tallies are always the sum of what was counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import structlog
from django.db import connection, transaction
from django.db.models import Prefetch

from ingest.models import Counted, Decision, Proposal, Tally, Thing, Uncounted
from ingest.services.decided import said_of
from ingest.services.locks import Lock, hold
from ingest.services.marks import Figure, Mark, marks_of_decision, marks_of_item

log = structlog.get_logger(__name__)

AT_ONCE = 500
"""Changes that one transaction counts: some two hundred milliseconds."""

MOST_BATCHES = 100


class Key(NamedTuple):
    """An item or a decision."""

    what: str
    thing: int


class Counts(NamedTuple):
    """What a thing counts for, and when it was decided; nothing where it is gone or taken back."""

    marks: tuple[Mark, ...] = ()
    decided_at: datetime | None = None


@transaction.atomic
def count_changes(most: int = AT_ONCE) -> int:
    """Count the oldest `most` logged changes; tells how many there were. Safe to repeat, and side by side with itself.

    A change that is logged while this runs has a row of its own, which stays for the next call.
    """
    hold(Lock.COUNTING)
    rows = list(Uncounted.objects.order_by("pk").values_list("pk", "what", "thing")[:most])
    if not rows:
        return 0
    keys = {Key(what, thing) for _pk, what, thing in rows}
    _replace(_counts_of_items(keys) | _counts_of_decisions(keys))
    Uncounted.objects.filter(pk__in=[pk for pk, _what, _thing in rows]).delete()
    log.debug("decisions_counted", changes=len(rows), things=len(keys))
    return len(rows)


def count_logged() -> int:
    """Count what is logged, batch by batch, for some twenty seconds at most; tells how many changes there were."""
    total = 0
    for _ in range(MOST_BATCHES):
        if not (counted := count_changes()):
            break
        total += counted
    return total


def _counts_of_items(keys: Collection[Key]) -> dict[Key, Counts]:
    items = {key.thing for key in keys if key.what == Thing.ITEM}
    said = said_of(items) if items else {}
    counts = {item: Counts(tuple(marks_of_item(one)), one.decided_at) for item, one in said.items()}
    return {Key(Thing.ITEM, item): counts.get(item, Counts()) for item in items}


def _counts_of_decisions(keys: Collection[Key]) -> dict[Key, Counts]:
    asked = {key.thing for key in keys if key.what == Thing.DECISION}
    if not asked:
        return {}
    proposals = Prefetch("proposals", Proposal.objects.only("is_relevant", "drafts").order_by("-pk"))
    rows = Decision.objects.filter(pk__in=asked).prefetch_related(proposals, "actions")
    counts = {decision.pk: Counts(tuple(marks_of_decision(decision))) for decision in rows}
    return {Key(Thing.DECISION, pk): counts.get(pk, Counts()) for pk in asked}


def _replace(counts: Mapping[Key, Counts]) -> None:
    """Take off what these things counted for, and put on what they count for now."""
    before = _counted(counts)
    tallies = _tallies(mark for one in counts.values() for mark in one.marks)
    change: Counter[int] = Counter()
    rows = []
    for key, one in counts.items():
        change.subtract(before.get(key, ()))
        now = [tallies[mark] for mark in one.marks]
        change.update(now)
        if now:
            rows.append(Counted(what=key.what, thing=key.thing, tallies=now, decided_at=one.decided_at))
    _add({tally: count for tally, count in change.items() if count})
    for what, things in _by_what(key for key, one in counts.items() if not one.marks and key in before).items():
        Counted.objects.filter(what=what, thing__in=things).delete()
    Counted.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["what", "thing"], update_fields=["tallies", "decided_at"]
    )


def _counted(keys: Iterable[Key]) -> dict[Key, list[int]]:
    found: dict[Key, list[int]] = {}
    for what, things in _by_what(keys).items():
        rows = Counted.objects.filter(what=what, thing__in=things).values_list("thing", "tallies")
        found |= {Key(what, thing): tallies for thing, tallies in rows}
    return found


def _by_what(keys: Iterable[Key]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        found[key.what].append(key.thing)
    return found


def _tallies(marks: Iterable[Mark]) -> dict[Mark, int]:
    """The keys of the tallies of these marks; those that are new begin at zero."""
    asked = set(marks)
    known = _known(asked)
    if missing := asked - known.keys():
        Tally.objects.bulk_create(
            [Tally(figure=mark.figure, name=mark.name, part=mark.part) for mark in sorted(missing)],
            ignore_conflicts=True,
        )
        known |= _known(missing)
    return known


def _known(asked: set[Mark]) -> dict[Mark, int]:
    names = {mark.name for mark in asked}
    rows = Tally.objects.filter(figure__in={mark.figure for mark in asked}, name__in=names)
    rows = rows.filter(part__in={mark.part for mark in asked})
    found = {
        Mark(Figure(figure), name, part): pk
        for pk, figure, name, part in rows.values_list("pk", "figure", "name", "part")
    }
    return {mark: pk for mark, pk in found.items() if mark in asked}


def _add(change: Mapping[int, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ingest_tally SET count = count + change.by "
            "FROM unnest(%s::bigint[], %s::integer[]) AS change (id, by) WHERE ingest_tally.id = change.id",
            [list(change), list(change.values())],
        )
