"""The rows that hang on an action: authorities, targets, references, citations, quotes, milestones."""

from __future__ import annotations

from actions.columns import span_values
from actions.drafting import ActionDraft, AuthorityDraft, CitationDraft
from actions.models import (
    Action,
    ActionAuthority,
    ActionCitation,
    Citation,
    InstrumentReference,
    Milestone,
    Quote,
    Target,
    Vendor,
)
from actions.services.announcing import add_reaction, keep_citations
from actions.slugs import slug_for
from jurisdictions.models import Authority, Jurisdiction

PLAIN_FIELDS = (
    "title",
    "summary",
    "scope",
    "not_covered",
    "instrument",
    "reasons",
    "announced",
    "adopted",
    "effective",
    "ended",
    "classifier_version",
)
"""Fields of a draft that an action holds under the same name and type."""


def set_plain_fields(action: Action, draft: ActionDraft) -> None:
    for name in PLAIN_FIELDS:
        setattr(action, name, getattr(draft, name))
    action.kind, action.stage = draft.kind.value, draft.stage.value
    action.binds, action.forbids = list(draft.binds), list(draft.forbids)


def replace_parts(action: Action, draft: ActionDraft) -> None:
    """Make the rows that hang on `action` those of `draft`."""
    action.roles.all().delete()
    action.targets.all().delete()
    action.references.all().delete()
    action.quotes.all().delete()
    action.cited.all().delete()
    action.milestones.all().delete()
    action.reactions.clear()
    add_parts(action, draft)


def add_parts(action: Action, draft: ActionDraft) -> None:
    """Hang the rows of `draft` on an action that has none."""
    pages = keep_citations([*draft.citations, *map(CitationDraft, _addresses(draft))])
    _add_authorities(action, draft)
    _add_targets(action, draft)
    InstrumentReference.objects.bulk_create(
        InstrumentReference(action=action, scheme=r.scheme, number=r.number) for r in dict.fromkeys(draft.references)
    )
    _add_evidence(action, draft, pages)
    _add_milestones(action, draft, pages)
    for reaction in draft.reactions:
        add_reaction(action.announcement, reaction, actions=[action])


def _addresses(draft: ActionDraft) -> list[str]:
    """Addresses that a milestone or a quote names without more facts."""
    urls = [*(milestone.url for milestone in draft.milestones), *(quote.url for quote in draft.quotes)]
    return [url for url in urls if url]


def keep_authority(draft: AuthorityDraft, jurisdiction: Jurisdiction) -> Authority:
    """The authority of that name in `jurisdiction`, made where it is not known yet."""
    authority = Authority.objects.filter(jurisdiction=jurisdiction, name=draft.name).first()
    if authority is None:
        slug = slug_for(Authority.objects, f"{jurisdiction.code} {draft.name}")
        authority = Authority.objects.create(jurisdiction=jurisdiction, name=draft.name, slug=slug)
    return authority


def _add_authorities(action: Action, draft: ActionDraft) -> None:
    for authority in draft.authorities:
        ActionAuthority.objects.get_or_create(
            action=action,
            authority=keep_authority(authority, action.jurisdiction),
            defaults={"capacity": authority.capacity},
        )


def _add_targets(action: Action, draft: ActionDraft) -> None:
    vendors = {v.slug: v for v in Vendor.objects.filter(slug__in=[t.vendor for t in draft.targets if t.vendor])}
    Target.objects.bulk_create(
        Target(action=action, kind=t.kind, name=t.name, vendor=vendors.get(t.vendor), position=position)
        for position, t in enumerate(dict.fromkeys(draft.targets))
    )


def _add_evidence(action: Action, draft: ActionDraft, pages: dict[str, Citation]) -> None:
    cited = {page.url: page for page in reversed(draft.citations)}
    ActionCitation.objects.bulk_create(
        ActionCitation(action=action, citation=pages[url], position=position, note=cited[url].note)
        for position, url in enumerate(dict.fromkeys(page.url for page in draft.citations))
    )
    Quote.objects.bulk_create(
        Quote(
            action=action,
            citation=pages[quote.url],
            field=quote.field,
            exact=quote.exact,
            prefix=quote.prefix,
            suffix=quote.suffix,
        )
        for quote in dict.fromkeys(draft.quotes)
    )


def _add_milestones(action: Action, draft: ActionDraft, pages: dict[str, Citation]) -> None:
    Milestone.objects.bulk_create(
        Milestone(
            action=action,
            kind=milestone.kind.value,
            text=milestone.text,
            citation=pages.get(milestone.url),
            **span_values("on", milestone.on),
        )
        for milestone in draft.milestones
    )
