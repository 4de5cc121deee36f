"""Pages behind items: their full text read where a feed gave a teaser, and whether they still stand."""

from __future__ import annotations

import hashlib
import time
from datetime import datetime, timedelta

import structlog
from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Max

from ingest.core.languages import find_language
from ingest.core.teasers import is_web
from ingest.core.updates import Sorted
from ingest.http import Answer, Ask, fetch_all
from ingest.models import (
    Item,
    ItemVersion,
    Origin,
    PageRead,
    PageState,
    SourceFormat,
    StoryState,
    Update,
)
from ingest.services.captures import keep_snapshot
from ingest.services.cleaning import clean
from ingest.services.extraction import Extracted, extract_text
from ingest.services.proposing import propose_items
from ingest.services.storing import await_proposals
from ingest.services.versions import reasons_of, sort_against

log = structlog.get_logger(__name__)

AT_ONCE = 20
BUDGET_S = 150.0
"""How long one run takes pages apart; one may need fifteen seconds, and its task ends after 240."""

RETRIES = (timedelta(minutes=15), timedelta(hours=2), timedelta(hours=12))
"""After these waits a page is asked again; then it is given up, and the teaser stays."""

CHECKS = (timedelta(days=1), timedelta(days=3), timedelta(days=10), timedelta(days=30))
"""Waits between looks at a page whose item left its source."""

_LEASE = timedelta(minutes=10)
_CONFIRMED_AFTER = timedelta(hours=20)
_LEFT_AFTER = timedelta(days=1)
_PUT_OFF = timedelta(minutes=2)
_MORE_THAN_TEASER = 1.1


def read_due_pages(now: datetime) -> int:
    """Read pages that wait, through the gate; tells how many became versions. Safe to repeat and to run twice."""
    with transaction.atomic():
        due = PageRead.objects.due(now).select_for_update(skip_locked=True, of=("self",))
        pages = {page.pk: page for page in due.select_related("item")[:AT_ONCE]}
        PageRead.objects.filter(pk__in=pages).update(next_at=now + _LEASE)
    asks = {pk: Ask(page.url) for pk, page in pages.items()}
    versions = []
    started = time.monotonic()
    for pk, answer in fetch_all(asks, memory=cache) if asks else ():
        version = _take(pages.pop(pk), answer, now)
        if version is not None:
            versions.append(version)
        if time.monotonic() - started > BUDGET_S:
            break
    PageRead.objects.filter(pk__in=pages).update(next_at=now)  # what the time did not suffice for is next
    propose_items(versions)
    return len(versions)


def _take(page: PageRead, answer: Answer, now: datetime) -> int | None:
    if answer.is_put_off:
        PageRead.objects.filter(pk=page.pk).update(next_at=now + _PUT_OFF)
        return None
    found = Extracted(error=answer.error) if answer.error else extract_text(answer)
    teaser = page.item.versions.filter(origin=Origin.ENTRY).order_by("-number").first()
    if not found.error and found.kind == "html" and teaser and len(found.text) < len(teaser.text) * _MORE_THAN_TEASER:
        _give_up(page, "The page says no more than the entry does.")
        return None
    if found.error:
        is_final = answer.status in {404, 410} or page.attempts >= len(RETRIES)
        if is_final:
            _give_up(page, found.error)
        else:
            _try_later(page, found.error, now)
        return None
    version = keep_page(page.item, answer, found, now)
    PageRead.objects.filter(pk=page.pk).update(state=PageState.READ, error="", attempts=F("attempts") + 1)
    return version


def _give_up(page: PageRead, error: str) -> None:
    PageRead.objects.filter(pk=page.pk).update(state=PageState.GIVEN_UP, error=clean(error, 1_000))


def _try_later(page: PageRead, error: str, now: datetime) -> None:
    """The teaser stays, with the reason; a page is asked four times at most."""
    next_at = now + RETRIES[page.attempts]
    PageRead.objects.filter(pk=page.pk).update(attempts=page.attempts + 1, next_at=next_at, error=clean(error, 1_000))


@transaction.atomic
def keep_page(item: Item, answer: Answer, found: Extracted, now: datetime) -> int | None:
    """The full text as a version of its own, beside the teaser; its key, or None where it is known already."""
    item = Item.objects.select_for_update().get(pk=item.pk)
    digest = hashlib.sha256(f"page\n{found.text}".encode()).hexdigest()
    if item.versions.filter(content_sha256=digest).exists():
        return None
    entry = item.versions.filter(origin=Origin.ENTRY).order_by("-number").first()
    before = item.versions.filter(origin__in=[Origin.PAGE, Origin.PDF]).order_by("-number").first()
    title = (entry.title if entry else "") or found.title
    version = ItemVersion(
        item=item,
        number=(item.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        content_sha256=digest,
        title=title,
        title_as_came=clean(found.title, 1_000),
        text=found.text,
        language=find_language(f"{title}\n{found.text}", declared=entry.language if entry else "")[:12],
        url=item.url,
        author=entry.author if entry else "",
        published_at=entry.published_at if entry else None,
        seen_at=now,
        snapshot=keep_snapshot(answer, now),
        origin=Origin.PDF if found.kind == "pdf" else Origin.PAGE,
        update=Update.FULLER,
        page_starts=list(found.page_starts),
    )
    known = before or entry
    told = _withdrawal(known, found) if known else None
    if told is None and before is not None:
        told = sort_against(before, version.title, version.text, version.language)
    if told is not None:
        version.update, version.update_reasons = Update(told.kind), reasons_of(told)
    version.save()
    await_proposals([version], now)
    log.info("page_read", item=item.pk, origin=version.origin, characters=len(version.text))
    return version.pk


def _withdrawal(before: ItemVersion, found: Extracted) -> Sorted | None:
    """What a page says where it takes itself back, heading included; None where it says nothing of the kind."""
    told = sort_against(before, found.title or before.title, found.text, before.language)
    return told if told.kind == "retraction" else None


def find_departed(now: datetime) -> int:
    """Begin to look after pages of items in stories that left their source; tells how many."""
    rows = Item.objects.standing().relevant().filter(story__isnull=False, page_read__check_at__isnull=True)
    rows = rows.exclude(story__state=StoryState.REJECTED).exclude(source__format=SourceFormat.DESK)
    left = rows.filter(source__last_body_at__gt=F("last_seen_at") + _LEFT_AFTER)
    begun = 0
    for item in left.select_related("page_read")[:500]:
        if not is_web(item.url):
            continue
        page, made = PageRead.objects.get_or_create(
            item=item, defaults={"url": item.url, "next_at": now, "state": PageState.GIVEN_UP, "check_at": now}
        )
        if not made and page.checks == 0:
            PageRead.objects.filter(pk=page.pk).update(check_at=now)
        begun += made or page.checks == 0
    return begun


def check_pages(now: datetime) -> int:
    """Ask pages whose items left their source whether they still stand; tells how many are taken back.

    Two answers of 404 or 410, most of a day apart, are a retraction; a server's bad hour is not. So is
    a page that stands and says that it is withdrawn.
    """
    with transaction.atomic():
        due = PageRead.objects.to_check(now).select_for_update(skip_locked=True)
        pages = {page.pk: page for page in due[:AT_ONCE]}
        PageRead.objects.filter(pk__in=pages).update(check_at=now + _LEASE)
    gone = []
    for pk, answer in fetch_all({pk: Ask(p.url) for pk, p in pages.items()}, memory=cache) if pages else ():
        version = _check(pages[pk], answer, now)
        if version is not None:
            gone.append(version)
    propose_items(gone)
    return len(gone)


def _check(page: PageRead, answer: Answer, now: datetime) -> int | None:
    rows = PageRead.objects.filter(pk=page.pk)
    if answer.is_put_off:
        rows.update(check_at=now + _PUT_OFF)
        return None
    if answer.status not in {404, 410}:
        next_at = now + CHECKS[page.checks] if page.checks < len(CHECKS) else None
        rows.update(check_at=next_at, checks=page.checks + 1, gone_since=None)
        return _keep_withdrawn(page.item, answer, now)
    if page.gone_since is None or now - page.gone_since < _CONFIRMED_AFTER:
        rows.update(check_at=now + timedelta(days=1), gone_since=page.gone_since or now)
        return None
    rows.update(check_at=None, checks=page.checks + 1)
    return _keep_gone(page.item_id, answer.status, now)


def _keep_withdrawn(item: Item, answer: Answer, now: datetime) -> int | None:
    """A page that stands and says that it is withdrawn, as a version; nothing else that changed in it is kept."""
    found = Extracted(error=answer.error) if answer.error else extract_text(answer)
    last = item.versions.exclude(update=Update.NOISE).order_by("-number").first()
    if found.error or last is None or not _withdrawal(last, found):
        return None
    return keep_page(item, answer, found, now)


@transaction.atomic
def _keep_gone(item_id: int, status: int, now: datetime) -> int | None:
    """That the page is gone, as a version with the text that it had."""
    item = Item.objects.select_for_update().get(pk=item_id)
    last = item.versions.exclude(update=Update.NOISE).order_by("-number").first()
    if last is None or last.origin == Origin.GONE:
        return None
    digest = hashlib.sha256(f"gone\n{now.date()}".encode()).hexdigest()
    number = (item.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = ItemVersion.objects.create(
        item=item,
        number=number,
        content_sha256=digest,
        title=last.title,
        text=last.text,
        language=last.language,
        url=last.url,
        published_at=last.published_at,
        page_starts=last.page_starts,
        seen_at=now,
        origin=Origin.GONE,
        update=Update.RETRACTION,
        update_reasons=[["gone", str(status)]],
    )
    await_proposals([version], now)
    log.info("page_gone", item=item.pk, status=status)
    return version.pk
