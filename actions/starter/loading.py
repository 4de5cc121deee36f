"""Loading the starter directory: safe to repeat, quiet, and never over an editor's change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from actions import services
from actions.drafting import ActionDraft
from actions.labels import AliasKind, Sector
from actions.models import Action, Alias, Vendor
from actions.names import fold
from actions.slugs import slug_for
from actions.starter import files
from actions.starter.linking import link_targets
from jurisdictions.models import Jurisdiction
from jurisdictions.services import keep_jurisdiction, load_countries

BATCH = 40
"""Actions published in one transaction."""

Tell = Callable[[str], None]
"""Called once for each thing loaded, with the name of its table, so that progress can be shown."""


@dataclass
class Report:
    """What a load did: counts by word, and what it could not link or left to an editor."""

    made: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    updated: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    unchanged: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    kept: list[str] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)


@transaction.atomic
def load_places(report: Report) -> None:
    report.unchanged["jurisdictions"] += Jurisdiction.objects.count()
    report.made["jurisdictions"] += load_countries()
    known = set(Jurisdiction.objects.values_list("code", flat=True))
    for code in sorted({entry["jurisdiction"] for entry in files.action_entries()} - known):
        keep_jurisdiction(code)
        report.made["jurisdictions"] += 1


@transaction.atomic
def load_vendors(report: Report, tell: Tell) -> None:
    """Make the vendors that are not there yet; parents are linked once all are there."""
    entries = files.vendor_entries()
    fresh: list[tuple[Vendor, files.Entry]] = []
    for entry in entries:
        tell("vendors")
        vendor = Vendor.objects.filter(name=entry["name"]).first()
        if vendor is not None:
            if vendor.starter_digest != files.digest(entry):
                report.kept.append(f"vendor {vendor.name}: the starter entry has changed; the record stays as it is")
            report.unchanged["vendors"] += 1
            continue
        fresh.append((_make_vendor(entry), entry))
        report.made["vendors"] += 1
    by_alias = aliases_by_name()
    for vendor, entry in fresh:
        _link_parent(vendor, entry, by_alias)


def _make_vendor(entry: files.Entry) -> Vendor:
    vendor = Vendor.objects.create(
        slug=slug_for(Vendor.objects, entry["name"]),
        name=entry["name"],
        legal_name=entry["legal_name"] or "",
        home=keep_jurisdiction(entry["home"]) if entry["home"] else None,
        sector=Sector(entry["sector_code"]),
        trade=entry["sector"] or "",
        website=entry["website"] or "",
        starter_digest=files.digest(entry),
    )
    names = {entry["name"]: AliasKind.NAME}
    if entry["legal_name"]:
        names.setdefault(entry["legal_name"], AliasKind.LEGAL_NAME)
    for alias in entry["aliases"]:
        names.setdefault(alias["text"], AliasKind(alias["kind"]))
    Alias.objects.bulk_create(
        Alias(vendor=vendor, kind=kind, text=text, folded=fold(text)) for text, kind in names.items()
    )
    return vendor


def _link_parent(vendor: Vendor, entry: files.Entry, by_alias: dict[str, frozenset[str]]) -> None:
    owner = entry["parent"]
    if not owner:
        return
    known = by_alias.get(fold(owner), frozenset()) - {vendor.slug}
    parent = Vendor.objects.get(slug=next(iter(known))) if len(known) == 1 else None
    vendor.parent, vendor.owner_text = parent, owner
    vendor.save(update_fields=["parent", "owner_text", "updated_at"])


def aliases_by_name() -> dict[str, frozenset[str]]:
    """Slugs of vendors by each folded name they go by."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for folded, slug in Alias.objects.values_list("folded", "vendor__slug"):
        slugs[folded].add(slug)
    return {folded: frozenset(found) for folded, found in slugs.items()}


def load_actions(report: Report, tell: Tell) -> None:
    """Make or update the actions: the new ones in batches."""
    entries = files.action_entries()
    places: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        places[entry["event"]].add(entry["jurisdiction"])
    by_name = dict(Vendor.objects.values_list("name", "slug"))
    by_alias = aliases_by_name()
    known = {action.slug: action for action in Action.objects.filter(slug__in=[entry["id"] for entry in entries])}
    fresh: list[tuple[files.Entry, ActionDraft]] = []
    for entry in entries:
        action = known.get(entry["id"])
        if action is not None and action.starter_digest == files.digest(entry):
            report.unchanged["actions"] += 1
            tell("actions")
            continue
        targets, open_names = link_targets(entry, by_name=by_name, by_alias=by_alias)
        report.unlinked += [f"{entry['id']}: {name}" for name in open_names]
        draft = files.action_draft(entry, targets)
        if action is None:
            fresh.append((entry, draft))
        else:
            _update(action, entry, draft, report)
            tell("actions")
    shared = {event for event, codes in places.items() if len(codes) > 1}
    for start in range(0, len(fresh), BATCH):
        batch = fresh[start : start + BATCH]
        _publish(batch, shared=shared)
        report.made["actions"] += len(batch)
        for _ in batch:
            tell("actions")


@transaction.atomic
def _publish(fresh: list[tuple[files.Entry, ActionDraft]], *, shared: set[str]) -> None:
    """Publish new entries; where several places share an event, the place goes into the announcement's slug."""
    drafts = [
        (services.open_announcement(files.announcement_draft(entry, shares_event=entry["event"] in shared)), draft)
        for entry, draft in fresh
    ]
    actions = services.publish_all(drafts, reason="From the starter directory", is_starter=True)
    for action, (entry, _) in zip(actions, fresh, strict=True):
        action.starter_digest = files.digest(entry)
    Action.objects.bulk_update(actions, ["starter_digest"])


def _update(action: Action, entry: files.Entry, draft: ActionDraft, report: Report) -> None:
    if action.was_edited:
        report.kept.append(f"action {action.slug}: an editor has changed it; the new starter entry was not taken")
        return
    with transaction.atomic():
        services.amend(action, draft, reason="The starter directory was corrected", is_quiet=True)
        Action.objects.filter(pk=action.pk).update(starter_digest=files.digest(entry))
    report.updated["actions"] += 1


def load_directory(tell: Tell = lambda _table: None) -> Report:
    """Load places, vendors and actions; `tell` hears of each entry."""
    report = Report()
    load_places(report)
    load_vendors(report, tell)
    load_actions(report, tell)
    return report
