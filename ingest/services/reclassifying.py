"""Reclassifying: what the classifier in use makes of kept items. Old proposals stay; decided stories are left in peace.

A run goes in batches and keeps its place, so it may stop anywhere and be taken up again. Of each item only the latest
version is read. What became relevant is grouped; a waiting story is told anew; an approved one goes to "updates" only
for substance, and a rejected one never: a person has read its text and said no.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import structlog
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from ingest.core.learning.differences import NOTHING, Answer, differences, is_substance
from ingest.core.learning.rows import pairs_of
from ingest.core.learning.versions import age_of
from ingest.core.types import Proposed
from ingest.models import DecisionKind, Item, ItemVersion, Proposal, Reclassification, Source, Story, StoryState
from ingest.services.grouping import group_proposals, mark_items, refresh_story
from ingest.services.judging import in_use, judged
from ingest.services.locks import Lock, hold
from ingest.services.proposing import answer_versions, proposal_row

log = structlog.get_logger(__name__)

AT_ONCE = 100
"""Versions of one batch: some hundred milliseconds of reading, and one short transaction."""

_WAITING = {StoryState.NEW, StoryState.UPDATES}


class ReclassifyRefused(Exception):  # noqa: N818 - a rule that says no, with its sentence
    """A run that cannot be started or taken up; `str()` is the sentence."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which items: first seen since a day, of one source, last answered by a version older than this one."""

    since: date | None = None
    source: str = ""
    older_than: str = ""
    """Empty: older than the classifier in use."""


def start(scope: Scope, now: datetime) -> Reclassification:
    """Begin a run over all items in scope; nothing is read yet. Raises ReclassifyRefused."""
    if scope.source and not Source.objects.filter(slug=scope.source).exists():
        raise ReclassifyRefused(_("There is no source named %(slug)s.") % {"slug": scope.source})
    if scope.older_than and age_of(scope.older_than) == (0, 0):
        raise ReclassifyRefused(
            _("“%(name)s” is no version of the classifier. Write one such as rules-2 or rules-2+learned-7.")
            % {"name": scope.older_than}
        )
    version = in_use().version
    run = Reclassification(
        started_at=now,
        to_version=version,
        since=scope.since,
        source_slug=scope.source,
        older_than=scope.older_than or version,
        last_version=ItemVersion.objects.aggregate(last=Max("pk"))["last"] or 0,
        total=0,
    )
    run.total = _to_do(run).count()
    if not run.total:
        run.ended_at = now
    run.save()
    log.info("reclassification_started", run=run.pk, total=run.total, to=version)
    return run


def open_runs() -> QuerySet[Reclassification]:
    return Reclassification.objects.filter(ended_at__isnull=True)


def reclassify_batch(run_id: int) -> bool:
    """Do the next batch of a run; tells whether there is more. Safe to repeat, and side by side with itself."""
    run = Reclassification.objects.filter(pk=run_id, ended_at__isnull=True).first()
    if run is None:
        return False
    if run.to_version != in_use().version:
        _end(run)
        log.warning("reclassification_overtaken", run=run.pk, to=run.to_version, now=in_use().version)
        return False
    versions = _batch(run)
    answers = judged(answer_versions(versions))
    return _store(run, answers)


def preview(scope: Scope, *, most: int | None = None) -> tuple[int, Counter[str]]:
    """How many items are in scope, and what would change, counted by name; nothing is written."""
    run = Reclassification(
        to_version=in_use().version,
        since=scope.since,
        source_slug=scope.source,
        older_than=scope.older_than or in_use().version,
        last_version=ItemVersion.objects.aggregate(last=Max("pk"))["last"] or 0,
    )
    done, found = 0, Counter[str]()
    while versions := _batch(run):
        old = _newest([version.pk for version in versions])
        for version, said in judged(answer_versions(versions)):
            found += differences(_answer(old.get(version.pk)), _answer(proposal_row(version, said)))
        done += len(versions)
        run.cursor = versions[-1].pk
        if most and done >= most:
            break
    return done, found


def _to_do(run: Reclassification) -> QuerySet[ItemVersion]:
    """Latest versions in scope whose newest proposal is older than the run asks for."""
    names = Proposal.objects.order_by().values_list("classifier_version", flat=True).distinct()
    older = [name for name in names if age_of(name) < age_of(run.older_than)]
    latest = ItemVersion.objects.filter(item=OuterRef("item")).order_by("-number").values("pk")[:1]
    proposals = Proposal.objects.filter(version=OuterRef("pk"))
    newest = Subquery(proposals.order_by("-pk").values("classifier_version")[:1])
    rows = ItemVersion.objects.filter(pk__gt=run.cursor, pk__lte=run.last_version, pk=Subquery(latest))
    rows = rows.alias(newest=newest).filter(newest__in=older)
    rows = rows.exclude(Exists(proposals.filter(classifier_version=run.to_version)))
    if run.since:
        rows = rows.filter(item__first_seen_at__gte=datetime.combine(run.since, datetime.min.time(), tzinfo=UTC))
    return rows.filter(item__source__slug=run.source_slug) if run.source_slug else rows


def _batch(run: Reclassification) -> list[ItemVersion]:
    rows = _to_do(run).select_related("item__source__jurisdiction").defer("html_as_came")
    return list(rows.order_by("pk")[:AT_ONCE])


@transaction.atomic
def _store(run: Reclassification, answers: Sequence[tuple[ItemVersion, Proposed]]) -> bool:
    hold(Lock.GROUPING)
    cursor = run.cursor
    run = Reclassification.objects.select_for_update().get(pk=run.pk)
    if run.cursor != cursor or run.ended_at:
        return False  # another worker did this batch, and sends the next
    if not answers:
        _end(run)
        return False
    old = _newest([version.pk for version, _said in answers])
    fresh = Proposal.objects.bulk_create([proposal_row(version, said) for version, said in answers])
    changes = Counter(run.differences)
    for proposal in fresh:
        changes += differences(_answer(old.get(proposal.version_id)), _answer(proposal))
    _apply(fresh, old)
    run.differences, run.cursor = dict(changes), answers[-1][0].pk
    run.done_count = min(run.done_count + len(answers), run.total)
    run.save(update_fields=["differences", "cursor", "done_count"])
    log.info("items_reclassified", run=run.pk, count=len(answers), done=run.done_count, total=run.total)
    return True


def _apply(fresh: Sequence[Proposal], old: dict[int, Proposal]) -> None:
    """Mark the items, group what became relevant, and tell the stories that it concerns."""
    items = {item.pk: item for item in Item.objects.filter(pk__in=[p.version.item_id for p in fresh])}
    stories = Story.objects.select_for_update().in_bulk({item.story_id for item in items.values() if item.story_id})
    newly, told = [], set()
    for proposal in fresh:
        item = items[proposal.version.item_id]
        story = stories.get(item.story_id or 0)
        if story is None:
            newly.append(proposal)
        elif story.state in _WAITING:
            told.add(story.pk)
        elif story.state == StoryState.APPROVED and _is_news(story, proposal, old.get(proposal.version_id)):
            story.state = StoryState.UPDATES
            told.add(story.pk)
    mark_items(list(items.values()))
    for pk in sorted(told):
        _tell(stories[pk])
    group_proposals(newly, is_news=_is_news)


def _tell(story: Story) -> None:
    """Write a waiting story anew. One in which nothing is found any more stays in the queue, as unsure."""
    refresh_story(story)
    if not story.kinds and not story.is_unsure and not story.score:
        story.is_unsure = True
        story.save(update_fields=["is_unsure"])


def _is_news(story: Story, proposal: Proposal, old: Proposal | None = None) -> bool:
    """Whether a proposal tells a decided story what neither its editor nor the proposal before it said."""
    last = story.decisions.filter(undone_at__isnull=True, kind=DecisionKind.APPROVE).first()
    if last is None or story.state == StoryState.REJECTED:
        return False
    decided, stages = pairs_of(last.answer)
    read = Proposal.objects.filter(decisions=last) if old is None else [old]
    before = [draft for row in read for draft in row.drafts]
    return is_substance(before, proposal.drafts, decided=decided, stages=stages)


def _newest(versions: Sequence[int]) -> dict[int, Proposal]:
    rows = Proposal.objects.filter(version__in=versions).order_by("version_id", "-pk").distinct("version_id")
    return {row.version_id: row for row in rows}


def _answer(proposal: Proposal | None) -> Answer:
    if proposal is None:
        return NOTHING
    return Answer(
        proposal.is_relevant, proposal.is_unsure, frozenset(proposal.kinds), proposal.stage, tuple(proposal.drafts)
    )


def _end(run: Reclassification) -> None:
    run.ended_at = timezone.now()
    run.save(update_fields=["ended_at"])
    log.info("reclassification_ended", run=run.pk, done=run.done_count, total=run.total)
