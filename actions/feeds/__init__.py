"""Feeds of every list address, from the same filter object as the page."""

from actions.feeds.opml import opml
from actions.feeds.views import everything, of_authority, of_jurisdiction, of_vendor

__all__ = ["everything", "of_authority", "of_jurisdiction", "of_vendor", "opml"]
