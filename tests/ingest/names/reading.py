"""What the gazetteer finds in a text, as plain values."""

from ingest import gazetteer
from ingest.core.folding import fold_in_place


def _mentions(text):
    return gazetteer.load().find(text, fold_in_place(text))


def vendors_in(text):
    return [mention.value for mention in _mentions(text) if mention.sort == "vendor"]


def places_in(text):
    known = gazetteer.load()
    return [known.jurisdiction_of(mention) for mention in _mentions(text) if mention.sort != "vendor"]


def quotes_in(text):
    return [text[mention.start : mention.end] for mention in _mentions(text)]
