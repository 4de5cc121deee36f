"""Teasers: which pages are worth reading for their full text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Count

from ingest import vocabulary
from ingest.core.gazetteer import Gazetteer
from ingest.core.teasers import is_teaser, promise_of
from ingest.models import ItemVersion, Origin, PageRead, PageState, PublisherKind, SourceFormat, Update

FRESH = timedelta(days=14)
"""A teaser that only promises something is followed while it is news."""

MOST_A_DAY = 20
"""Pages of one source in a day that are read for a promise alone: politeness, and our own time."""


def want_pages(answers: Iterable[tuple[ItemVersion, bool]], now: datetime, names: Callable[[], Gazetteer]) -> int:
    """Note the pages whose text is worth reading: behind a teaser, where the item may matter. Tells how many.

    An item may matter if it was found relevant or unsure, which stands beside its version, or if an
    authority that we follow for its topics published it. Of all others, those whose headline or
    teaser names a vendor or tells a step, within a budget. Never all. `names` gives the vendors; it
    is asked only where it must be.
    """
    wanted: list[ItemVersion] = []
    others: list[ItemVersion] = []
    for version, is_found in answers:
        if _has_more(version):
            (wanted if is_found or _is_followed(version) else others).append(version)
    wanted += _promising(others, now, names)
    if not wanted:
        return 0
    rows = [PageRead(item=version.item, url=version.item.url, next_at=now) for version in wanted]
    PageRead.objects.bulk_create(rows, ignore_conflicts=True)
    news = {version.item_id for version in wanted if version.update in {Update.SUBSTANCE, Update.RETRACTION}}
    if news:
        again = PageRead.objects.filter(item__in=news).exclude(state=PageState.WAITING)
        again.update(state=PageState.WAITING, attempts=0, next_at=now, error="")
    return len(rows)


def _has_more(version: ItemVersion) -> bool:
    if version.origin != Origin.ENTRY or version.update == Update.NOISE:
        return False
    return version.item.source.format != SourceFormat.DESK and is_teaser(version.text, version.item.url)


def _is_followed(version: ItemVersion) -> bool:
    source = version.item.source
    return source.publisher_kind == PublisherKind.GOVERNMENT and bool(source.topics)


def _promising(teasers: Sequence[ItemVersion], now: datetime, names: Callable[[], Gazetteer]) -> list[ItemVersion]:
    """Fresh teasers that promise something, what names a vendor first, at most MOST_A_DAY of each source in a day."""
    by_source: dict[int, list[tuple[int, ItemVersion]]] = defaultdict(list)
    for version in teasers:
        if now - (version.published_at or now) < FRESH and (promise := _promise(version, names)):
            by_source[version.item.source_id].append((promise, version))
    read = _read_today(list(by_source), now)
    chosen: list[ItemVersion] = []
    for source, found in by_source.items():
        best = sorted(found, key=lambda pair: -pair[0])
        chosen += [version for _, version in best[: max(0, MOST_A_DAY - read[source])]]
    return chosen


def _promise(version: ItemVersion, names: Callable[[], Gazetteer]) -> int:
    return promise_of(
        version.title, version.text, language=version.language, gazetteer=names(), vocabulary=vocabulary.load()
    )


def _read_today(sources: Sequence[int], now: datetime) -> Counter[int]:
    """How many pages of items that came within a day are read or wait, by source."""
    if not sources:
        return Counter()
    rows = PageRead.objects.filter(item__source__in=sources, item__first_seen_at__gt=now - timedelta(days=1))
    return Counter(dict(rows.order_by().values_list("item__source").annotate(Count("pk"))))
