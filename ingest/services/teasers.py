"""Teasers: which pages are worth reading for their full text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ingest.core.teasers import is_teaser
from ingest.models import ItemVersion, Origin, PageRead, PageState, PublisherKind, SourceFormat, Update


def want_pages(answers: Iterable[tuple[ItemVersion, bool]], now: datetime) -> int:
    """Note the pages whose text is worth reading: behind a teaser, where the item may matter. Tells how many.

    An item may matter if it was found relevant or unsure, which stands beside its version, or if an authority that
    we follow for its topics published it. Never all.
    """
    rows, news = [], []
    for version, is_found in answers:
        source = version.item.source
        is_followed = source.publisher_kind == PublisherKind.GOVERNMENT and bool(source.topics)
        may_matter = (is_found or is_followed) and source.format != SourceFormat.DESK
        if may_matter and version.update != Update.NOISE and _has_more(version):
            rows.append(PageRead(item=version.item, url=version.item.url, next_at=now))
            if version.update in {Update.SUBSTANCE, Update.RETRACTION}:
                news.append(version.item_id)
    if rows:
        PageRead.objects.bulk_create(rows, ignore_conflicts=True)
    if news:
        again = PageRead.objects.filter(item__in=set(news)).exclude(state=PageState.WAITING)
        again.update(state=PageState.WAITING, attempts=0, next_at=now, error="")
    return len(rows)


def _has_more(version: ItemVersion) -> bool:
    return version.origin == Origin.ENTRY and is_teaser(version.text, version.item.url)
