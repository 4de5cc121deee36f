"""Asking a process of its own for the text of a page or a PDF."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings

from ingest.http import Answer
from ingest.services.cleaning import clean

log = structlog.get_logger(__name__)

TIMEOUT_S = 30.0
MOST_BYTES = {"html": 4_000_000, "pdf": 10_000_000}
_NAMES = {"html": "page", "pdf": "PDF"}


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text, or the sentence that says why there is none. `page_starts` only for a PDF."""

    kind: str = ""
    title: str = ""
    text: str = ""
    page_starts: tuple[int, ...] = ()
    error: str = ""


def extract_text(answer: Answer) -> Extracted:
    """The main text of what came; never raises, whatever it is."""
    kind = _kind_of(answer)
    if not kind:
        told = answer.content_type.partition(";")[0] or "no content type"
        return Extracted(error=f"The address holds {told}, and only web pages and PDF files are read.")
    if len(answer.body) > MOST_BYTES[kind]:
        return Extracted(kind, error=f"The {_NAMES[kind]} is larger than {MOST_BYTES[kind] // 1_000_000} MB.")
    command = [sys.executable, "-m", "ingest.extraction", kind, answer.final_url]
    try:
        done = subprocess.run(  # noqa: S603  # our own module; the address is an argument, never a shell's
            command, input=answer.body, capture_output=True, timeout=TIMEOUT_S, check=False, cwd=settings.BASE_DIR
        )
    except subprocess.TimeoutExpired:
        return Extracted(kind, error=f"The {_NAMES[kind]} took too long to read and was left.")
    return _read(kind, done)


def _kind_of(answer: Answer) -> str:
    if answer.body.lstrip()[:5] == b"%PDF-" or "application/pdf" in answer.content_type.lower():
        return "pdf"
    return "html" if any(name in answer.content_type.lower() for name in ("html", "text/plain")) else ""


def _read(kind: str, done: subprocess.CompletedProcess[bytes]) -> Extracted:
    try:
        said: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        said_last = done.stderr[-300:].decode("utf-8", "replace")
        log.warning("extraction_died", kind=kind, code=done.returncode, said=said_last)
        return Extracted(kind, error=f"The {_NAMES[kind]} needs more time or memory than one may have.")
    return Extracted(
        kind=kind,
        title=clean(str(said.get("title", "")), 1_000),
        text=str(said.get("text", "")).encode("utf-8", "replace").decode("utf-8"),
        page_starts=tuple(said.get("page_starts", ())),
        error=str(said.get("error", "")),
    )
