"""`python -m ingest.extraction html|pdf`: a body on standard input, one JSON object on standard output.

Its limits are set before a byte is looked at, so what blows up here ends here.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from io import BytesIO
from typing import Any

CPU_S = 15
MEMORY_BYTES = 1_200_000_000
"""Address space, libraries included; real orders need a quarter of it."""

MOST_PAGES = 400
LONGEST = 500_000
"""Characters of a text; what is longer is cut and says so."""

_NO_TEXT = "The PDF holds no text that could be read: its pages may be pictures."


def read_html(body: bytes, url: str) -> dict[str, Any]:
    """The article of a page, without what stands around it."""
    import trafilatura

    found = trafilatura.bare_extraction(
        body, url=url or None, favor_precision=False, include_comments=False, include_tables=True, with_metadata=True
    )
    text = str(getattr(found, "text", "") or "")
    if not text:
        return {"error": "The page holds no article that could be told from what stands around it."}
    return {"title": str(getattr(found, "title", "") or ""), "text": text[:LONGEST]}


def read_pdf(body: bytes, _url: str) -> dict[str, Any]:
    """The text of a PDF, and where each of its pages begins in it."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    from ingest.extraction.lines import joint, unwrapped, without_furniture

    try:
        reader = PdfReader(BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"error": "The PDF is locked with a password."}
        title = str((reader.metadata.title if reader.metadata else "") or "")
        pages: list[str] = []
        for page in list(reader.pages)[:MOST_PAGES]:
            pages.append((page.extract_text() or "").replace("\x00", ""))
            if sum(map(len, pages)) > LONGEST:
                break
        text = ""
        starts: list[int] = []
        for found in map(unwrapped, without_furniture(pages)):
            text += joint(text, found) if starts else ""
            starts.append(len(text))
            text += found
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError, OSError):
        return {"error": "The PDF is damaged and could not be read."}
    if not text.strip():
        return {"error": _NO_TEXT}
    return {"title": title, "text": text[:LONGEST].rstrip(), "page_starts": starts}


def main() -> int:
    """Read, within the limits; 0 once it is answered."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 2))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    kind, url = sys.argv[1], sys.argv[2]
    body = sys.stdin.buffer.read()
    with contextlib.redirect_stdout(sys.stderr):
        try:
            answer = {"html": read_html, "pdf": read_pdf}[kind](body, url)
        except MemoryError:
            answer = {"error": "The document needs more memory than one may have, so it was not read."}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
