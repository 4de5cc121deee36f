"""Proposing: versions are read by the classifier, and relevant items find their story."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ingest import gazetteer, vocabulary
from ingest.core import classify
from ingest.core.gazetteer import Gazetteer
from ingest.core.types import Proposed, ReadText
from ingest.models import Item, ItemVersion, Proposal, PublisherKind, Source, WaitingVersion
from ingest.services.bulk import insert_alike, insert_rows
from ingest.services.grouping import group_proposals, mark_items
from ingest.services.judging import Answers, judged
from ingest.services.locks import Lock, hold
from ingest.services.teasers import want_pages

_NAMES_KEPT_S = 60
"""A vendor that an editor added is known to every worker within this time."""

LOST_AFTER = timedelta(minutes=5)
"""A version that waits for longer is sent to the classifier again; to be sent twice does no harm."""

log = structlog.get_logger(__name__)


def propose_items(version_ids: Sequence[int]) -> int:
    """Propose for the given versions that have no answer of this classifier yet; tells how many.

    Safe to repeat: a version that has its proposal is left alone, and so is its item's story.
    """
    versions = _with_sources(set(version_ids) - _answered(version_ids))
    if not versions:
        WaitingVersion.objects.filter(pk__in=version_ids).delete()
        return 0
    answers = judged(_read_each(versions))
    log.debug("items_read", versions=len(answers))
    plain = [answer for answer in answers if _is_plain(*answer)]
    others = [answer for answer in answers if not _is_plain(*answer)]
    proposals = (_store(plain) if plain else []) + (_store_and_group(others) if others else [])
    relevant = sum(proposal.is_relevant for proposal in proposals)
    log.info("items_proposed", versions=len(proposals), relevant=relevant)
    return len(proposals)


def answer_at_once(versions: Sequence[ItemVersion], now: datetime) -> list[ItemVersion]:
    """Answer those of some versions in which nothing is found, in the transaction that stored them; gives the rest.

    That is most of what newsrooms publish: it neither waits for the classifier nor is it read from the database for
    it. What is found, what changed, and what could not be read is left to `propose_items`, which groups it.
    """
    log.debug("entries_stored", versions=len(versions))
    answers = judged(_read_each([version for version in versions if version.number == 1]))
    plain = [answer for answer in answers if _is_plain(*answer)]
    _store_new(plain, now)
    done = {version.pk for version, _ in plain}
    return [version for version in versions if version.pk not in done]


def _read_each(versions: Sequence[ItemVersion]) -> Answers:
    """What the rules say of each version. One that they cannot read stays in the queue, and harms no other."""
    read: list[tuple[ItemVersion, Proposed]] = []
    for version in versions:
        try:
            read += answer_versions([version])
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            log.exception("item_not_read", version=version.pk, source=version.item.source.slug)
    return read


def _with_sources(version_ids: Collection[int]) -> list[ItemVersion]:
    """The versions with items and sources at hand; each source is read once, however many versions it gave."""
    rows = ItemVersion.objects.filter(pk__in=version_ids).select_related("item").order_by("pk")
    versions = list(rows.defer("html_as_came", "title_as_came", "named", "author"))
    sources = Source.objects.select_related("jurisdiction").defer("notes", "config", "past")
    by_key = sources.in_bulk({version.item.source_id for version in versions})
    for version in versions:
        version.item.source = by_key[version.item.source_id]
    return versions


def _is_plain(version: ItemVersion, said: Proposed) -> bool:
    """Whether an answer changes nothing but itself: most items are new, and say nothing of what we look for."""
    return not said.is_relevant and version.number == 1 and version.item.story_id is None


def answer_versions(versions: Sequence[ItemVersion]) -> list[tuple[ItemVersion, Proposed]]:
    """What the rules say of each version; its item, source and that one's jurisdiction are at hand."""
    return [
        (
            version,
            propose_text(
                ReadText(version.title, version.text, version.repair, version.language),
                published=version.published_at.date() if version.published_at else None,
                publisher=_authority_behind(version.item.source),
            ),
        )
        for version in versions
    ]


def propose_text(text: ReadText, *, published: date | None, publisher: str = "") -> Proposed:
    """What the classifier makes of a text, with the names and cues of this moment; stores nothing."""
    return classify.propose(
        text,
        published=published,
        gazetteer=names_now(),
        vocabulary=vocabulary.load(),
        publisher=publisher,
    )


def _authority_behind(source: Source) -> str:
    """The place whose authority publishes the source itself; empty for the press and all others."""
    is_official = source.publisher_kind == PublisherKind.GOVERNMENT
    return source.jurisdiction.code if is_official and source.jurisdiction else ""


def names_now() -> Gazetteer:
    """The names that are known at this moment, those that editors added included."""
    return _names_of(int(time.monotonic() // _NAMES_KEPT_S))


@lru_cache(maxsize=1)
def _names_of(_minute: int) -> Gazetteer:
    return _names_under(gazetteer.live_mark())


@lru_cache(maxsize=1)
def _names_under(_mark: int) -> Gazetteer:
    """Read anew only where a name changed: it takes as long as a hundred items."""
    return gazetteer.load(live=True)


def make_ready() -> None:
    """Read all names and words now. A worker does it before it forks, so that its processes share them."""
    words = vocabulary.load()
    for language in (*words.languages, ""):
        words.for_language(language)
    gazetteer.load()
    propose_text(ReadText("", ""), published=None)


def _answered(version_ids: Sequence[int]) -> set[int]:
    """Those that these rules have answered, with or without a learned model."""
    by_these = Q(classifier_version=classify.VERSION) | Q(classifier_version__startswith=f"{classify.VERSION}+")
    rows = Proposal.objects.filter(by_these, version__in=version_ids)
    return set(rows.values_list("version_id", flat=True))


def _store_new(answers: Answers, now: datetime) -> None:
    """Store answers that say nothing, on versions that nobody else can see yet."""
    told = [proposal_row(version, said) for version, said in answers if not _is_blank(said)]
    blank = [(version.pk, said) for version, said in answers if _is_blank(said)]
    insert_rows(told)
    for _, alike in groupby(sorted(blank, key=_classifier_of), key=_classifier_of):
        rows = list(alike)
        pattern = proposal_row(ItemVersion(), rows[0][1])
        insert_alike(pattern, {"version": [pk for pk, _ in rows], "score": [said.score for _, said in rows]})
    want_pages(((version, False) for version, _ in answers), now, names_now)


def _is_blank(said: Proposed) -> bool:
    """Whether an answer holds nothing but its score."""
    return said is classify.NOTHING or said == Proposed(score=said.score, classifier=said.classifier)


def _classifier_of(row: tuple[int, Proposed]) -> str:
    return row[1].classifier


@transaction.atomic
def _store(answers: Sequence[tuple[ItemVersion, Proposed]]) -> list[Proposal]:
    """Store answers that no story waits for; the constraint decides where two workers store one."""
    rows = [proposal_row(version, proposed) for version, proposed in answers]
    fresh = {version for (version,) in insert_rows(rows, returning=["version"])}
    proposals = [row for row in rows if row.version_id in fresh]
    want_pages(((row.version, row.is_relevant) for row in proposals), timezone.now(), names_now)
    _settle(answers)
    return proposals


@transaction.atomic
def _store_and_group(answers: Sequence[tuple[ItemVersion, Proposed]]) -> list[Proposal]:
    """Store what no other worker stored meanwhile, and group it; one at a time, for grouping's sake."""
    hold(Lock.GROUPING)
    answered = _answered([version.pk for version, _ in answers])
    proposals = Proposal.objects.bulk_create(
        [proposal_row(version, proposed) for version, proposed in answers if version.pk not in answered]
    )
    _mark_items(proposals)
    log.debug("proposals_stored", proposals=len(proposals))
    group_proposals(proposals)
    want_pages(((row.version, row.is_relevant) for row in proposals), timezone.now(), names_now)
    _settle(answers)
    return proposals


def _settle(answers: Sequence[tuple[ItemVersion, Proposed]]) -> None:
    WaitingVersion.objects.filter(pk__in=[version.pk for version, _ in answers]).delete()


def waiting_versions(now: datetime, *, since: timedelta = LOST_AFTER, most: int = 2_000) -> list[int]:
    """Versions whose message was lost with its worker: they wait for so long. Each is given to one caller only."""
    with transaction.atomic():
        rows = WaitingVersion.objects.filter(since__lte=now - since).oldest_first()
        ids = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
        WaitingVersion.objects.filter(pk__in=ids).update(since=now)
    return ids


def proposal_row(version: ItemVersion, proposed: Proposed) -> Proposal:
    """The answer as a row, not yet stored."""
    answer = proposed.as_json()
    return Proposal(
        version=version,
        classifier_version=proposed.classifier or classify.VERSION,
        learned=proposed.learned,
        is_relevant=answer["relevant"],
        is_unsure=answer["unsure"],
        is_reaction=answer["reaction"],
        score=answer["score"],
        stage=answer["stage"] or "",
        kinds=answer["kinds"],
        jurisdictions=answer["jurisdictions"],
        vendors=answer["vendors"],
        drafts=answer["drafts"],
        evidence=answer["evidence"],
    )


def _mark_items(proposals: Sequence[Proposal]) -> None:
    """Mark the items of new proposals; most have one version only, of which nothing needs to be looked up."""
    marks: dict[tuple[bool, bool], list[int]] = {}
    changed: dict[int, Item] = {}
    for proposal in proposals:
        item = proposal.version.item
        if proposal.version.number > 1:
            changed[item.pk] = item
        else:
            item.is_relevant, item.is_unsure = proposal.is_relevant, proposal.is_unsure
            marks.setdefault((item.is_relevant, item.is_unsure), []).append(item.pk)
    for (is_relevant, is_unsure), ids in marks.items():
        Item.objects.filter(pk__in=ids).update(is_relevant=is_relevant, is_unsure=is_unsure)
    mark_items(list(changed.values()))
