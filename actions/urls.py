"""Addresses of the public directory."""

from __future__ import annotations

from django.contrib.sitemaps.views import sitemap
from django.urls import path, register_converter

from actions import feeds, views
from actions.addresses import CitationFormatConverter, CodeConverter, ExportFormatConverter, FeedFormatConverter
from actions.sitemaps import SITEMAPS

register_converter(CodeConverter, "code")
register_converter(FeedFormatConverter, "feed")
register_converter(ExportFormatConverter, "export")
register_converter(CitationFormatConverter, "citation")

urlpatterns = [
    path("", views.home, name="home"),
    path("card.png", views.site_card, name="card"),
    path("feed.<feed:name>", feeds.everything, name="feed"),
    path("actions/", views.directory, name="actions"),
    path("actions/feed.<feed:name>", feeds.everything, name="actions_feed"),
    path("actions/export.<export:name>", views.export, name="actions_export"),
    path("actions/<slug:slug>/", views.action, name="action"),
    path("actions/<slug:slug>/card.png", views.action_card, name="action_card"),
    path("actions/<slug:slug>/cite.<citation:name>", views.cite, name="action_cite"),
    path("actions/<slug:slug>/revisions/<int:number>/cite.<citation:name>", views.cite, name="revision_cite"),
    path("actions/<slug:slug>/revisions/<int:number>/", views.revision, name="revision"),
    path("announcements/<slug:slug>/", views.announcement, name="announcement"),
    path("jurisdictions/", views.jurisdictions, name="jurisdictions"),
    path("jurisdictions/places.svg", views.places_drawing, name="places_drawing"),
    path("jurisdictions/feed.<feed:name>", feeds.everything, name="jurisdictions_feed"),
    path("jurisdictions/<code:code>/export.<export:name>", views.export_jurisdiction, name="jurisdiction_export"),
    path("jurisdictions/<code:code>/", views.jurisdiction, name="jurisdiction"),
    path("jurisdictions/<code:code>/card.png", views.jurisdiction_card, name="jurisdiction_card"),
    path("jurisdictions/<code:code>/feed.<feed:name>", feeds.of_jurisdiction, name="jurisdiction_feed"),
    path("vendors/", views.vendors, name="vendors"),
    path("vendors/vendors.svg", views.vendors_drawing, name="vendors_drawing"),
    path("vendors/feed.<feed:name>", feeds.everything, name="vendors_feed"),
    path("vendors/<slug:slug>/export.<export:name>", views.export_vendor, name="vendor_export"),
    path("vendors/<slug:slug>/", views.vendor, name="vendor"),
    path("vendors/<slug:slug>/card.png", views.vendor_card, name="vendor_card"),
    path("vendors/<slug:slug>/feed.<feed:name>", feeds.of_vendor, name="vendor_feed"),
    path("authorities/<slug:slug>/export.<export:name>", views.export_authority, name="authority_export"),
    path("authorities/<slug:slug>/", views.authority, name="authority"),
    path("authorities/<slug:slug>/feed.<feed:name>", feeds.of_authority, name="authority_feed"),
    path("matrix/", views.matrix, name="matrix"),
    path("map/", views.map_page, name="map"),
    path("map/map.svg", views.map_drawing, name="map_drawing"),
    path("timeline/", views.timeline_page, name="timeline"),
    path("timeline/timeline.svg", views.timeline_drawing, name="timeline_drawing"),
    path("changes/", views.changes, name="changes"),
    path("changes/feed.<feed:name>", feeds.everything, name="changes_feed"),
    path("compare/", views.compare, name="compare"),
    path("check/", views.check, name="check"),
    path("check/export.csv", views.check_csv, name="check_csv"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggestions, name="suggestions"),
    path("about/", views.about, name="about"),
    path("feeds/", views.feed_list, name="feeds"),
    path("feeds.opml", feeds.opml, name="feeds_opml"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
