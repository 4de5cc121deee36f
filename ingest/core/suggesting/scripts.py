"""Lists that stand in a page's scripts as JSON, as pages hold them that a script fills in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from ingest.core.parsing.config import Piece
from ingest.core.parsing.listing import json_within
from ingest.core.suggesting import jsonlists
from ingest.core.suggesting.page import PLAIN_NAME

_MOST_SCRIPTS = 60
_LEAST_JSON = 200
_LARGEST_JSON = 3_000_000
_VARIABLE = re.compile(r"([A-Za-z_$][\w$.]{1,60})\s*=\s*(?=[\[{])")
_LEAST_SCORE = 0.7
"""More than titles and links give: navigation stands in scripts, too."""

_LEAST_MEMBERS = 3


def propose(root: Any, *, now: datetime) -> Iterator[jsonlists.ListProposal]:  # noqa: ANN401 - lxml has no types
    """Configs for lists in scripts, each with the way to its script."""
    for count, script in enumerate(root.iter("script")):
        text = script.text or ""
        if count >= _MOST_SCRIPTS or not _LEAST_JSON <= len(text) <= _LARGEST_JSON:
            continue
        for wanted, said in _ways_to(script, text):
            decoded = json_within(text, wanted)
            for proposal in jsonlists.propose(decoded, now=now)[:2] if decoded is not None else []:
                has_links = proposal.links * 2 >= proposal.size
                if has_links and proposal.score >= _LEAST_SCORE and proposal.size >= _LEAST_MEMBERS:
                    config = {"script": said, **proposal.config}
                    reason = f"A script of the page holds its items as JSON. {proposal.reason}"
                    yield jsonlists.ListProposal(config, proposal.score, reason, proposal.links, proposal.size)


def _ways_to(script: Any, text: str) -> Iterator[tuple[Piece, str | Mapping[str, str]]]:  # noqa: ANN401 - lxml has no types
    """How a config names a script: by its id, by its type, or by the variable that it sets."""
    name, kind = script.get("id") or "", (script.get("type") or "").casefold()
    is_json = text.lstrip()[:1] in {"{", "["}
    if is_json and PLAIN_NAME.match(name):
        yield Piece(at=f"script#{name}"), f"script#{name}"
    elif is_json and "json" in kind and '"' not in kind:
        yield Piece(at="script"), f'script[type="{kind}"]'
    elif not is_json:
        for match in list(_VARIABLE.finditer(text))[:5]:
            pattern = rf"{re.escape(match[1])}\s*=\s*"
            yield Piece(at="script", pattern=re.compile(pattern)), {"select": "script", "pattern": pattern}
