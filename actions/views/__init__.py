"""Pages of the directory: each view parses, calls and renders."""

from actions.views.about import about, feed_list
from actions.views.actions import action, announcement, directory, revision
from actions.views.finding import search, suggestions
from actions.views.home import home
from actions.views.places import authority, jurisdiction, jurisdictions
from actions.views.vendors import vendor, vendors

__all__ = [
    "about",
    "action",
    "announcement",
    "authority",
    "directory",
    "feed_list",
    "home",
    "jurisdiction",
    "jurisdictions",
    "revision",
    "search",
    "suggestions",
    "vendor",
    "vendors",
]
