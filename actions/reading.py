"""From rows to records: the only place that knows both."""

from __future__ import annotations

from actions.models import Action, ActionAuthority, Citation, Milestone, Reaction, Target
from actions.records import (
    ActionRecord,
    AuthorityRecord,
    CitationRecord,
    Dated,
    MilestoneRecord,
    QuoteRecord,
    ReactionRecord,
    ReferenceRecord,
    TargetRecord,
)
from actions.spans import Span


def dated(span: Span | None) -> Dated:
    if span is None:
        return Dated(None, None, None)
    return Dated(span.iso(), span.first.isoformat(), span.last.isoformat())


def record_of(action: Action) -> ActionRecord:
    """All that we say of `action`, read from its rows; prefetch them where many are read."""
    announcement = action.announcement
    return ActionRecord(
        slug=action.slug,
        title=action.title,
        kind=action.kind,
        stage=action.stage,
        jurisdiction=action.jurisdiction.code,
        announcement=announcement.slug,
        series=announcement.series.slug if announcement.series else None,
        announced=dated(action.announced),
        adopted=dated(action.adopted),
        effective=dated(action.effective),
        ended=dated(action.ended),
        summary=action.summary,
        scope=action.scope,
        not_covered=action.not_covered,
        binds=tuple(action.binds),
        forbids=tuple(action.forbids),
        instrument=action.instrument,
        reasons=action.reasons,
        authorities=tuple(map(_authority, action.roles.all())),
        targets=tuple(map(_target, action.targets.all())),
        references=tuple(ReferenceRecord(r.scheme, r.number) for r in action.references.all()),
        milestones=tuple(map(_milestone, action.milestones.all())),
        reactions=tuple(map(_reaction, action.reactions.all())),
        citations=tuple(_citation(cited.citation) for cited in action.cited.all()),
        quotes=tuple(QuoteRecord(q.field, q.exact, q.citation.url) for q in action.quotes.all()),
        is_starter=action.is_starter,
        is_published=action.is_published,
        verified_on=action.verified_on.isoformat() if action.verified_on else None,
        classifier_version=action.classifier_version,
    )


def _authority(role: ActionAuthority) -> AuthorityRecord:
    return AuthorityRecord(role.authority.name, role.authority.slug, role.capacity)


def _target(target: Target) -> TargetRecord:
    vendor = target.vendor
    return TargetRecord(target.kind, target.name, vendor.slug if vendor else None, vendor.name if vendor else None)


def _milestone(milestone: Milestone) -> MilestoneRecord:
    url = milestone.citation.url if milestone.citation else None
    return MilestoneRecord(milestone.kind, dated(milestone.on), milestone.text, url)


def _reaction(reaction: Reaction) -> ReactionRecord:
    url = reaction.citation.url if reaction.citation else None
    return ReactionRecord(reaction.by, dated(reaction.on), reaction.text, url)


def _citation(citation: Citation) -> CitationRecord:
    return CitationRecord(citation.url, citation.title, citation.publisher, dated(citation.published), citation.grade)
