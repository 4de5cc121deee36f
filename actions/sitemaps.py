"""Canonical addresses for search engines: pages of people's interest, no query strings."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Count, QuerySet
from django.urls import reverse

from actions.models import Action, Announcement, Vendor
from jurisdictions.models import Jurisdiction


class PageSitemap(Sitemap):  # type: ignore[type-arg] # generic in its stubs only
    def items(self) -> list[str]:
        return ["home", "actions", "jurisdictions", "vendors", "feeds", "about"]

    def location(self, item: str) -> str:
        return reverse(item)


class ActionSitemap(Sitemap):  # type: ignore[type-arg] # generic in its stubs only
    def items(self) -> QuerySet[Action]:
        return Action.objects.published().order_by("slug")

    def lastmod(self, item: Action) -> datetime:
        return item.updated_at


class JurisdictionSitemap(Sitemap):  # type: ignore[type-arg] # generic in its stubs only
    def items(self) -> QuerySet[Jurisdiction]:
        return Jurisdiction.objects.filter(actions__is_published=True).distinct().order_by("code")

    def location(self, item: Jurisdiction) -> str:
        return reverse("jurisdiction", args=[item.code])


class VendorSitemap(Sitemap):  # type: ignore[type-arg] # generic in its stubs only
    def items(self) -> QuerySet[Vendor]:
        return Vendor.objects.order_by("slug")


class AnnouncementSitemap(Sitemap):  # type: ignore[type-arg] # generic in its stubs only
    """Only those with several actions: the page of a lone action's announcement leads to the action."""

    def items(self) -> QuerySet[Announcement]:
        several = Announcement.objects.filter(actions__is_published=True).annotate(count=Count("actions"))
        return several.filter(count__gt=1).order_by("slug")


SITEMAPS = {
    "pages": PageSitemap,
    "actions": ActionSitemap,
    "jurisdictions": JurisdictionSitemap,
    "vendors": VendorSitemap,
    "announcements": AnnouncementSitemap,
}
