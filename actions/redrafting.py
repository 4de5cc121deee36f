"""From an action back to a draft: what an amendment starts from."""

from __future__ import annotations

from actions.drafting import (
    ActionDraft,
    AuthorityDraft,
    CitationDraft,
    MilestoneDraft,
    QuoteDraft,
    ReactionDraft,
    ReferenceDraft,
    TargetDraft,
)
from actions.lifecycle import Kind, MilestoneKind, Stage
from actions.models import Action, Reaction


def draft_of(action: Action) -> ActionDraft:
    """All that `action` says, as a draft: amending with it unchanged changes nothing but the revision."""
    fresh = Action.objects.for_record().get(pk=action.pk)
    return ActionDraft(
        slug=fresh.slug,
        title=fresh.title,
        kind=Kind(fresh.kind),
        stage=Stage(fresh.stage),
        summary=fresh.summary,
        scope=fresh.scope,
        not_covered=fresh.not_covered,
        binds=tuple(fresh.binds),
        forbids=tuple(fresh.forbids),
        instrument=fresh.instrument,
        reasons=fresh.reasons,
        announced=fresh.announced,
        adopted=fresh.adopted,
        effective=fresh.effective,
        ended=fresh.ended,
        authorities=tuple(AuthorityDraft(role.authority.name, role.capacity) for role in fresh.roles.all()),
        targets=tuple(TargetDraft(t.kind, t.name, t.vendor.slug if t.vendor else "") for t in fresh.targets.all()),
        references=tuple(ReferenceDraft(r.scheme, r.number) for r in fresh.references.all()),
        citations=_citations(fresh),
        quotes=tuple(QuoteDraft(q.citation.url, q.field, q.exact, q.prefix, q.suffix) for q in fresh.quotes.all()),
        milestones=tuple(
            MilestoneDraft(MilestoneKind(m.kind), m.text, m.on, m.citation.url if m.citation else "")
            for m in fresh.milestones.all()
        ),
        reactions=tuple(map(_reaction, fresh.reactions.select_related("citation", "vendor", "jurisdiction"))),
        classifier_version=fresh.classifier_version,
    )


def _citations(action: Action) -> tuple[CitationDraft, ...]:
    rows = [(cited.citation, cited.note) for cited in action.cited.all()]
    return tuple(CitationDraft(c.url, c.title, c.publisher, c.published, c.grade, note) for c, note in rows)


def _reaction(reaction: Reaction) -> ReactionDraft:
    return ReactionDraft(
        by=reaction.by,
        text=reaction.text,
        on=reaction.on,
        url=reaction.citation.url if reaction.citation else "",
        vendor=reaction.vendor.slug if reaction.vendor else "",
        jurisdiction=reaction.jurisdiction.code if reaction.jurisdiction else "",
    )
