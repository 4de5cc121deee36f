"""Pages of the directory: each view parses, calls and renders."""

from actions.views.about import about, feed_list
from actions.views.actions import action, announcement, directory, revision
from actions.views.cards import action_card, jurisdiction_card, site_card, vendor_card
from actions.views.changes import changes
from actions.views.checking import check, check_csv
from actions.views.comparing import compare
from actions.views.exporting import cite, export, export_authority, export_jurisdiction, export_vendor
from actions.views.finding import search, suggestions
from actions.views.home import home, places_drawing, vendors_drawing
from actions.views.matrix import matrix
from actions.views.places import authority, jurisdiction, jurisdictions
from actions.views.timeline import timeline_drawing, timeline_page
from actions.views.vendors import vendor, vendors
from actions.views.world import map_drawing, map_page

__all__ = [
    "about",
    "action",
    "action_card",
    "announcement",
    "authority",
    "changes",
    "check",
    "check_csv",
    "cite",
    "compare",
    "directory",
    "export",
    "export_authority",
    "export_jurisdiction",
    "export_vendor",
    "feed_list",
    "home",
    "jurisdiction",
    "jurisdiction_card",
    "jurisdictions",
    "map_drawing",
    "map_page",
    "matrix",
    "places_drawing",
    "revision",
    "search",
    "site_card",
    "suggestions",
    "timeline_drawing",
    "timeline_page",
    "vendor",
    "vendor_card",
    "vendors",
    "vendors_drawing",
]
