"""Teasers: which pages are worth reading for their full text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ingest.core.teasers import is_teaser
from ingest.models import Origin, PageRead, PageState, Proposal, PublisherKind, SourceFormat, Update


def want_pages(proposals: Sequence[Proposal], now: datetime) -> int:
    """Note the pages whose text is worth reading: behind a teaser, where the item may matter. Tells how many.

    An item may matter if it was found relevant or unsure, or if an authority that we follow for
    its topics published it. Never all.
    """
    rows = []
    for proposal in proposals:
        item, version = proposal.version.item, proposal.version
        source = item.source
        is_followed = source.publisher_kind == PublisherKind.GOVERNMENT and bool(source.topics)
        may_matter = proposal.is_relevant or proposal.is_unsure or is_followed
        has_more = version.origin == Origin.ENTRY and is_teaser(version.text, item.url)
        if may_matter and has_more and source.format != SourceFormat.DESK and version.update != Update.NOISE:
            rows.append(PageRead(item=item, url=item.url, next_at=now))
    PageRead.objects.bulk_create(rows, ignore_conflicts=True)
    anew = [row.item_id for row in rows]
    news = [p.version.item_id for p in proposals if p.version.update in {Update.SUBSTANCE, Update.RETRACTION}]
    again = PageRead.objects.filter(item__in=set(anew) & set(news)).exclude(state=PageState.WAITING)
    again.update(state=PageState.WAITING, attempts=0, next_at=now, error="")
    return len(rows)
