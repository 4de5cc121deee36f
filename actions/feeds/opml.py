"""All feeds in one file that a reader can take in (OPML 2.0), by place and by vendor."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from actions.models import Action, Vendor
from jurisdictions.models import Jurisdiction

Outline = tuple[str, str, str]


@require_safe
def opml(_: HttpRequest) -> HttpResponse:
    """The Atom feed of everything, of each place and of each vendor that an action concerns."""
    published = Action.objects.published()
    places = Jurisdiction.objects.filter(actions__in=published).distinct().order_by("code")
    vendors = Vendor.objects.filter(targets__action__in=published).distinct()
    groups = [
        (gettext("Everything"), [(gettext("All actions"), reverse("actions_feed", args=["atom"]), reverse("actions"))]),
        (gettext("Places"), [_outline(place.display_name, "jurisdiction", place.code) for place in places]),
        (gettext("Vendors"), [_outline(vendor.name, "vendor", vendor.slug) for vendor in vendors]),
    ]
    answer = HttpResponse(_written(groups), content_type="text/x-opml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="bantracker.opml"'
    return answer


def _outline(title: str, page: str, key: str) -> Outline:
    return title, reverse(f"{page}_feed", args=[key, "atom"]), reverse(page, args=[key])


def _written(groups: Iterable[tuple[str, list[Outline]]]) -> str:
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("opml", AttributesImpl({"version": "2.0"}))
    xml.startElement("head", AttributesImpl({}))
    xml.addQuickElement("title", "Bantracker")
    xml.endElement("head")
    xml.startElement("body", AttributesImpl({}))
    for label, outlines in groups:
        xml.startElement("outline", AttributesImpl({"text": label}))
        for title, feed, page in outlines:
            attributes = {"type": "rss", "text": title, "xmlUrl": settings.BASE_URL + feed}
            xml.addQuickElement("outline", None, attributes | {"htmlUrl": settings.BASE_URL + page})
        xml.endElement("outline")
    xml.endElement("body")
    xml.endElement("opml")
    xml.endDocument()
    return out.getvalue()
