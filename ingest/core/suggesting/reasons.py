"""Why no reading of an address is proposed, in a sentence that says what to do next."""

from __future__ import annotations

import re
from typing import Any

from ingest.core.findings import name_wall
from ingest.core.parsing.jsonfeed import decode, shape_of
from ingest.core.parsing.pages import decode_page, text_within, tree_of, why_too_large
from ingest.core.parsing.sniffing import JSON, sniff
from ingest.core.suggesting.page import Page, walk

_LITTLE_TEXT = 1_200
_SOME_SCRIPTS = 3
_EMPTY_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "app-root", "react-root", "main-app"})
_NONE_NOW = re.compile(
    r"\bno (?:results?|records?|items?|opinions?|orders?|decisions?|documents?|news|meetings?|events?|data)\b[^.]{0,60}"
    r"\b(?:found|available|match\w*|this|at|for|posted|scheduled|released)\b|there are (?:currently )?no\b"
    r"|nothing (?:was )?found|aucun résultat|keine (?:ergebnisse|einträge)",
    re.IGNORECASE,
)


def why_nothing(body: bytes, *, content_type: str = "") -> str:
    """Why nothing could be found in a page or an answer that would be its items. Never raises."""
    try:
        if sniff(body, content_type=content_type).format == JSON:
            return _of_json(body)
        markup = decode_page(body, content_type=content_type)
        if too_large := why_too_large(markup):
            return too_large
        root = tree_of(markup)
        return "The page is empty." if root is None else _of_page(root)
    except (ValueError, TypeError, LookupError, RecursionError, AttributeError):
        return "This page could not be taken apart."


def _of_json(body: bytes) -> str:
    decoded, error = decode(body)
    return error or (
        f"This JSON holds no list of records with a title and a link or a day: {shape_of(decoded)}. "
        "If it is an answer to one question, look for the address that lists them."
    )


def _of_page(root: Any) -> str:  # noqa: ANN401 - lxml has no types
    title = next((text_within(one) for one in root.iter("title")), "")
    if wall := name_wall(title):
        return wall
    page = walk(root)
    scripts = sum(1 for _ in root.iter("script"))
    frames = [one.get("src") for one in root.iter("iframe", "frame") if (one.get("src") or "").strip()]
    chars = page.chars[page.elements[0]] if page.elements else 0
    told = _NONE_NOW.search(page.text[:200_000])
    if told:
        return (
            f"The page says that it lists nothing now: “{' '.join(told[0].split())}”. Its items cannot be told from it."
        )
    if chars < _LITTLE_TEXT and frames:
        return f"The page shows another one in a frame: {frames[0]}. Add that address instead."
    if _is_filled_in(page) or (chars < _LITTLE_TEXT and scripts >= _SOME_SCRIPTS):
        return (
            "A script fills this page in, so it holds no items when it comes. "
            "Look for the address that the script reads; it is often JSON, and can be added as it is."
        )
    if any(one.get("type") == "password" for one in root.iter("input")):
        return "The page asks for a password."
    return "Nothing on this page repeats like a list: no group of elements has titles of their own with links or days."


def _is_filled_in(page: Page) -> bool:
    """Whether the place in which a script would put its items is empty."""
    roots = (one for one in page.elements if one.get("id") in _EMPTY_ROOTS or one.tag in _EMPTY_ROOTS)
    return any(page.chars[one] == 0 for one in roots)
