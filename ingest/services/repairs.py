"""Repairs of what is one item: a version moved to an item of its own, two items made one, and both taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ingest.models import Item, ItemAlias, ItemChange, ItemChangeKind, ItemVersion, Origin, Proposal, Story
from ingest.services.answers import DecisionRefused
from ingest.services.grouping import group_proposals, refresh_story
from ingest.services.locks import Lock, hold

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

log = structlog.get_logger(__name__)


@transaction.atomic
def split_version(version: ItemVersion, *, editor: AbstractBaseUser) -> Item:
    """Move a version to an item of its own, with the names that only it bears. Raises DecisionRefused.

    The name that its source gives it goes along, so that the next poll finds the right item. Where
    both bear one name, the newer of them keeps it.
    """
    hold(Lock.GROUPING)
    version = ItemVersion.objects.select_related("item").get(pk=version.pk)
    item = Item.objects.select_for_update().get(pk=version.item_id)
    others = list(item.versions.exclude(pk=version.pk).order_by("number"))
    if not others:
        raise DecisionRefused(_("This is the item's only version, so there is nothing to part it from."))
    detail: dict[str, Any] = {
        "version": version.pk,
        "number": version.number,
        "key": item.key,
        "content_sha256": item.content_sha256,
        "shown": [item.title, item.url],
    }
    takes_key = version.named.get("key") != item.key or version.number > max(other.number for other in others)
    key = str(version.named.get("key") or "") if takes_key else ""
    if not key or (key == item.key and not takes_key):
        key = f"version:{version.pk}"
    if key == item.key:
        Item.objects.filter(pk=item.pk).update(key=f"version:{others[0].pk}")
    other = _new_item(item, version, key)
    detail["aliases"] = _move_aliases(version, others, other)
    ItemVersion.objects.filter(pk=version.pk).update(item=other, number=1)
    _show_latest(item)
    _show_latest(other)
    _settle([item, other])
    change = ItemChange.objects.create(
        kind=ItemChangeKind.SPLIT, item=item, other=other, detail=detail, editor_id=editor.pk, made_at=timezone.now()
    )
    log.info("item_split", item=item.pk, other=other.pk, change=change.pk, editor=editor.pk)
    return other


@transaction.atomic
def merge_items(item: Item, *, into: Item, editor: AbstractBaseUser) -> Item:
    """Make `item` a part of another one of its source: versions and names move. Raises DecisionRefused."""
    hold(Lock.GROUPING)
    if item.pk == into.pk:
        raise DecisionRefused(_("An item cannot be made one with itself. Choose another one."))
    rows = {row.pk: row for row in Item.objects.select_for_update().filter(pk__in=[item.pk, into.pk]).order_by("pk")}
    item, into = rows[item.pk], rows[into.pk]
    _refuse_unlike(item, into)
    held = set(into.versions.values_list("content_sha256", flat=True))
    moving = list(item.versions.exclude(content_sha256__in=held).order_by("number"))
    first = (into.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    detail = {
        "versions": [[version.pk, version.number] for version in moving],
        "aliases": list(item.aliases.values_list("pk", flat=True)),
        "key": item.key,
        "story": item.story_id,
        "content_sha256": into.content_sha256,
        "shown": [into.title, into.url],
    }
    for position, version in enumerate(moving):
        ItemVersion.objects.filter(pk=version.pk).update(item=into, number=first + position)
    item.aliases.update(item=into)
    alias, _made = ItemAlias.objects.get_or_create(
        source=item.source, kind="key", value=item.key, defaults={"item": into, "reason": "moved by an editor"}
    )
    story = item.story
    item.key, item.merged_into, item.story = f"merged:{item.pk}", into, None
    item.save(update_fields=["key", "merged_into", "story"])
    detail["key_alias"] = alias.pk
    if into.story is None and story is not None:
        into.story, into.story_reason = story, {"merged_item": item.pk}
        into.save(update_fields=["story", "story_reason"])
    _settle([into])
    if story is not None:
        refresh_story(story)
    ItemChange.objects.create(
        kind=ItemChangeKind.MERGE, item=item, other=into, detail=detail, editor_id=editor.pk, made_at=timezone.now()
    )
    log.info("items_merged", item=item.pk, into=into.pk, editor=editor.pk)
    return into


@transaction.atomic
def undo_change(change: ItemChange, *, editor: AbstractBaseUser) -> Item:
    """Take a split or a merge back, the latest of an item first; gives the item. Raises DecisionRefused."""
    hold(Lock.GROUPING)
    change = ItemChange.objects.select_for_update().get(pk=change.pk)
    if change.undone_at is not None:
        raise DecisionRefused(_("This was taken back already. There is nothing more to undo."))
    later = ItemChange.objects.filter(undone_at__isnull=True, pk__gt=change.pk)
    both = [change.item_id, change.other_id]
    if later.filter(item__in=both).exists() or later.filter(other__in=both).exists():
        raise DecisionRefused(_("One of these items was changed again later. Take the later change back first."))
    item = _unsplit(change) if change.kind == ItemChangeKind.SPLIT else _unmerge(change)
    change.undone_at = timezone.now()
    change.save(update_fields=["undone_at"])
    log.info("item_change_undone", change=change.pk, editor=editor.pk)
    return item


def _refuse_unlike(item: Item, into: Item) -> None:
    if item.source_id != into.source_id:
        raise DecisionRefused(_("These items came from two sources. Put them into one story instead."))
    if item.merged_into_id or into.merged_into_id:
        raise DecisionRefused(_("One of the two is a part of another item already. Open that one."))


def _unsplit(change: ItemChange) -> Item:
    """The version goes back; what was polled for the new item since stays with it."""
    item, other, detail = change.item, change.other, change.detail
    if other.versions.exclude(pk=detail["version"]).exists():
        raise DecisionRefused(_("Its source has changed the new item since. Make the two one instead."))
    ItemVersion.objects.filter(pk=detail["version"]).update(item=item, number=detail["number"])
    ItemAlias.objects.filter(item=other).update(item=item)
    story = other.story
    other.key, other.merged_into, other.story = f"merged:{other.pk}", item, None
    other.save(update_fields=["key", "merged_into", "story"])
    Item.objects.filter(pk=item.pk).update(
        key=detail["key"],
        content_sha256=detail["content_sha256"],
        title=detail["shown"][0],
        url=detail["shown"][1],
    )
    item.refresh_from_db()
    _settle([item])
    _refresh(story)
    return item


def _unmerge(change: ItemChange) -> Item:
    item, into, detail = change.item, change.other, change.detail
    for pk, number in detail["versions"]:
        ItemVersion.objects.filter(pk=pk).update(item=item, number=number)
    ItemAlias.objects.filter(pk__in=detail["aliases"]).update(item=item)
    ItemAlias.objects.filter(pk=detail["key_alias"], kind="key").delete()
    item.key, item.merged_into = detail["key"], None
    item.story = Story.objects.filter(pk=detail["story"]).first() if detail["story"] else None
    item.story_reason = {"put_back": True}
    item.save(update_fields=["key", "merged_into", "story", "story_reason"])
    _settle([into, item])
    return item


def _new_item(item: Item, version: ItemVersion, key: str) -> Item:
    return Item.objects.create(
        source=item.source,
        key=key,
        key_reason="split",
        title=version.title,
        url=version.url,
        published_at=version.published_at or item.published_at,
        first_seen_at=version.seen_at,
        last_seen_at=item.last_seen_at,
    )


def _move_aliases(version: ItemVersion, others: list[ItemVersion], other: Item) -> list[int]:
    """Names that this version bears and no other version of the item; tells which moved."""
    own = {(kind, value) for kind, value in version.named.get("aliases", [])}
    own -= {(kind, value) for held in others for kind, value in held.named.get("aliases", [])}
    if version.named.get("by") not in {"new", "key", "likeness"}:
        own.discard((version.named.get("by", ""), version.named.get("value", "")))
    moved = [row for row in version.item.aliases.all() if (row.kind, row.value) in own]
    ItemAlias.objects.filter(pk__in=[row.pk for row in moved]).update(item=other, reason="moved by an editor")
    return [row.pk for row in moved]


def _show_latest(item: Item) -> None:
    """An item is what its latest entry says."""
    latest = item.versions.filter(origin=Origin.ENTRY).order_by("-number").first() or item.versions.last()
    if latest is not None:
        item.title, item.url, item.content_sha256 = latest.title, latest.url, latest.content_sha256
        Item.objects.filter(pk=item.pk).update(title=latest.title, url=latest.url, content_sha256=latest.content_sha256)


def _settle(items: list[Item]) -> None:
    """Each item is as relevant as its latest proposal says, and stands in a story if it is."""
    for item in items:
        proposal = Proposal.objects.filter(version__item=item).order_by("-version__number", "-pk").first()
        if proposal is None:
            continue
        Item.objects.filter(pk=item.pk).update(is_relevant=proposal.is_relevant, is_unsure=proposal.is_unsure)
        if Item.objects.filter(pk=item.pk, story__isnull=True).exists():
            group_proposals([Proposal.objects.select_related("version").get(pk=proposal.pk)])
    for item in Item.objects.filter(pk__in=[item.pk for item in items]).select_related("story"):
        _refresh(item.story)


def _refresh(story: Story | None) -> None:
    if story is not None:
        refresh_story(Story.objects.select_for_update().get(pk=story.pk))
