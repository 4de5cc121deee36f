"""Items added by hand, and all items that came, the irrelevant ones too."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ingest.desk.queue import plain
from ingest.forms.small import AddForm
from ingest.models import Item
from ingest.services import add_address, add_pasted
from ingest.services.stories import open_story
from ingest.views.access import editor_of, editors_only

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

PAGE_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def desk_add(request: HttpRequest) -> HttpResponse:
    """Add a page by its address, or a pasted text; it opens as a story, whatever the classifier thinks."""
    form = AddForm(request.POST or None)
    if request.method != "POST":
        return render(request, "ingest/add.html", {"form": AddForm()})
    item = _add(form, editor_of(request)) if form.is_valid() else None
    if item is None:
        return render(request, "ingest/add.html", {"form": form}, status=422)
    story = open_story(item)
    messages.success(request, _("Added. This is the story that it stands in."))
    return redirect("desk_story", pk=story.pk)


def _add(form: AddForm, editor: AbstractBaseUser) -> Item | None:
    values = form.cleaned_data
    if values["text"]:
        return add_pasted(values["url"], values["title"], values["text"], editor)
    added = add_address(values["url"], editor)
    if added.error:
        form.add_error("url", added.error)
    return added.item


@require_safe
@editors_only
def desk_items(request: HttpRequest) -> HttpResponse:
    """What came in, the latest first: that nothing was missed can be seen here."""
    q = plain(request.GET.get("q", ""), 200)
    is_outside = request.GET.get("show") == "outside"
    rows = Item.objects.standing().select_related("source", "story")
    rows = rows.filter(title__icontains=q) if q else rows
    rows = rows.outside_stories() if is_outside else rows
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    query = urlencode({"q": q} if q else {}) + ("&show=outside" if is_outside else "")
    context = {"page": page, "q": q, "is_outside": is_outside, "query": query.lstrip("&")}
    return render(request, "ingest/items.html", context)


@require_POST
@editors_only
def desk_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an item into the queue that the classifier left out."""
    story = open_story(get_object_or_404(Item, pk=pk))
    messages.success(request, _("The item waits in the queue now, as this story."))
    return redirect("desk_story", pk=story.pk)
