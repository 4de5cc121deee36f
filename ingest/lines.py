"""Items as JSON Lines in, one answer a line out: what `manage.py classify` does, without Django but for `--live`."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from actions.spans import parse_span
from ingest import gazetteer, vocabulary
from ingest.core import classify
from ingest.core.plaintext import read_plain
from ingest.core.publishers import jurisdiction_of_host

HELP = (
    "Read items as JSON Lines (id, title, text and, if known, lang, published, url) from the standard input and "
    "write one answer per line. Needs no database, broker or settings."
)


class LineError(ValueError):
    """A line that cannot be classified; the sentence says why."""


def main(arguments: Sequence[str]) -> None:
    """Answer the standard input without Django, so with what the database names left out."""
    parser = ArgumentParser(prog="manage.py classify", description=HELP)
    add_arguments(parser)
    parser.parse_args(arguments)
    for answer in answers(sys.stdin.buffer):
        sys.stdout.write(f"{answer}\n")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--live", action="store_true", help="know the vendors and authorities of the database too")


def answers(lines: Iterable[bytes], *, live: bool = False) -> Iterator[str]:
    """The answer to each line that is not empty, as JSON, in order."""
    answer = _classifier(live=live)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _as_json(_answer_line(answer, line, number))


def _as_json(answer: dict[str, Any]) -> str:
    """One line that can be written: half a surrogate pair, which JSON may hold and UTF-8 may not, stays escaped."""
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")


def _classifier(*, live: bool) -> Callable[[dict[str, Any]], dict[str, Any]]:
    known, cues = gazetteer.load(live=live), vocabulary.load()

    def answer(item: dict[str, Any]) -> dict[str, Any]:
        proposed = classify.propose(
            read_plain(item["title"], item["text"], language=item["lang"]),
            published=_day(item["published"]),
            gazetteer=known,
            vocabulary=cues,
            publisher=jurisdiction_of_host(item["url"]),
        )
        return {"id": item["id"], **proposed.as_json()}

    return answer


def _answer_line(answer: Callable[[dict[str, Any]], dict[str, Any]], line: bytes, number: int) -> dict[str, Any]:
    """The answer to one line. A line that is no item is answered too: with its id, if any, and an error."""
    item: object = None
    try:
        item = _decoded(line, number)
        return answer(_checked(item, number))
    except LineError as error:
        return {"id": item.get("id") if isinstance(item, dict) else None, "error": str(error)}


def _decoded(line: bytes, number: int) -> object:
    try:
        return json.loads(line, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise LineError(f"Line {number} is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise LineError(f"Line {number} is not JSON; each line holds one item.") from error


def _refuse_constant(name: str) -> object:
    """NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(name)


def _checked(item: object, number: int) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise LineError(f"Line {number} is not a JSON object with id, title and text.")
    if item.get("id") is None:
        raise LineError(f"Line {number} has no id, so its answer could not be matched.")
    fields = {name: item.get(name) or "" for name in ("title", "text", "lang", "published", "url")}
    for name, value in fields.items():
        if not isinstance(value, str):
            raise LineError(f"In line {number}, {name} is not a text.")
    if not (fields["title"] or fields["text"]).strip():
        raise LineError(f"Line {number} has neither a title nor a text.")
    return {"id": item["id"], **fields}


def _day(text: str) -> date | None:
    """The day of publication; of a month or a year the last day. None where it cannot be read."""
    try:
        span = parse_span(text[:10])
    except ValueError:
        return None
    return span.last if span else None
