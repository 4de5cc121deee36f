"""What we hold of pages, and the past of items: for editors only, and never as a live page of our own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ingest.desk.history import read_history
from ingest.desk.pages import archive_name, text_of
from ingest.forms.drafts import read_ids
from ingest.models import Item, ItemChange, ItemVersion, Snapshot
from ingest.services.answers import DecisionRefused
from ingest.services.captures import archive_of
from ingest.services.repairs import merge_items, split_version, undo_change
from ingest.views.access import editor_of, editors_only

_INERT = "default-src 'none'; sandbox"


@require_safe
@editors_only
def desk_capture(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer as we saw it: its head, what led to it, and its body as text."""
    snapshot = get_object_or_404(Snapshot.objects.select_related("payload"), pk=pk)
    versions = snapshot.versions.select_related("item", "item__source").order_by("-seen_at")[:20]
    context = {"snapshot": snapshot, "text": text_of(snapshot), "versions": versions}
    return render(request, "ingest/capture.html", context)


@require_safe
@editors_only
def desk_capture_archive(_request: HttpRequest, pk: int) -> HttpResponse:
    """The answer as a WARC file."""
    snapshot = get_object_or_404(Snapshot.objects.select_related("payload"), pk=pk)
    name = archive_name(snapshot)
    response = HttpResponse(
        archive_of([snapshot], name=name, now=timezone.now()), content_type="application/warc", headers=_inert()
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@editors_only
def desk_capture_text(_request: HttpRequest, pk: int) -> HttpResponse:
    """The body as plain text: whatever it is, no browser runs it."""
    snapshot = get_object_or_404(Snapshot.objects.select_related("payload"), pk=pk)
    return HttpResponse(text_of(snapshot).whole, content_type="text/plain; charset=utf-8", headers=_inert())


def _inert() -> dict[str, str]:
    return {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": _INERT, "X-Robots-Tag": "noindex"}


@require_safe
@editors_only
def desk_item(request: HttpRequest, pk: int) -> HttpResponse:
    """An item's versions with what changed, the names that it is known by, and what we hold of it."""
    item = get_object_or_404(Item.objects.select_related("source", "story", "merged_into"), pk=pk)
    return render(request, "ingest/history.html", {"history": read_history(item), "item": item})


@require_POST
@editors_only
def desk_item_split(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a version to an item of its own."""
    version = get_object_or_404(ItemVersion, item=pk, pk__in=read_ids([request.POST.get("version", "")]))
    try:
        other = split_version(version, editor=editor_of(request))
    except DecisionRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk_item", pk=pk)
    messages.success(request, _("The version stands as an item of its own now: this one."))
    return redirect("desk_item", pk=other.pk)


@require_POST
@editors_only
def desk_item_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an item a part of another one."""
    item = get_object_or_404(Item, pk=pk)
    into = get_object_or_404(Item, pk__in=read_ids([request.POST.get("into", "")]))
    try:
        merge_items(item, into=into, editor=editor_of(request))
    except DecisionRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk_item", pk=pk)
    messages.success(request, _("The two are one item now: this one."))
    return redirect("desk_item", pk=into.pk)


@require_POST
@editors_only
def desk_item_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a split or a merge back."""
    change = get_object_or_404(ItemChange, pk=pk)
    try:
        item = undo_change(change, editor=editor_of(request))
    except DecisionRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk_item", pk=change.other_id)
    messages.success(request, _("The change is taken back."))
    return redirect("desk_item", pk=item.pk)
