"""The catalogues of the interface: every text of the code and the templates, and its words in another language.

Pure Python, so that a catalogue can be renewed and checked on a machine without GNU gettext.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "bantracker" / "locale"
ROOMS = ("actions", "bantracker", "ingest", "jurisdictions", "templates")
TEMPLATE_ENDINGS = {".html", ".txt", ".svg"}
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = "# The words of the interface. `manage.py renew_translations` gathers the texts and compiles this file."
PROJECT = {
    "project": "Bantracker",
    "version": "0.1.0",
    "msgid_bugs_address": "Bantracker",
    "last_translator": "Bantracker",
    "language_team": "Bantracker",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|</?[a-z]+[^>]*>")
"""What a translation has to keep as it is: values, doubled percent signs and elements."""


def catalogue_path(language: str, ending: str = "po") -> Path:
    """Where the catalogue of a language lies."""
    return LOCALES / language / "LC_MESSAGES" / f"django.{ending}"


def read_catalogue(language: str) -> Catalog:
    """The catalogue as translators edit it; an empty one where there is none yet."""
    path = catalogue_path(language)
    return read_po(BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)


def compiled(language: str) -> Catalog:
    """The catalogue as the running product reads it."""
    return read_mo(BytesIO(catalogue_path(language, "mo").read_bytes()))


def source_files() -> Iterator[Path]:
    """Every file that can hold a text of the interface, in a steady order."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix == ".py" or (path.suffix in TEMPLATE_ENDINGS and "templates" in path.parts):
                yield path


def extracted(language: str) -> Catalog:
    """Every text that the code and the templates mark for translation, with no words yet."""
    found = Catalog(locale=language, header_comment=HEADER, charset="utf-8", fuzzy=False, **PROJECT)
    for path in source_files():
        name = path.relative_to(ROOT).as_posix()
        for line, text, _, context in extract("python", BytesIO(_as_python(path).encode()), KEYWORDS):
            message = found.add(text, locations=[(name, line)], context=context)
            if not any(PLACEHOLDER.search(part) for part in parts(message.id)):
                message.flags.discard("python-format")  # “95 % interval” holds no value
    return found


def renewed(language: str) -> Catalog:
    """The texts of today with the words that the catalogue has for them; words for texts that are gone fall away."""
    known, found = read_catalogue(language), extracted(language)
    for message in found:
        before = known.get(message.id, message.context) if message.id else None
        if before and before.string:
            message.string = before.string
    found.creation_date = found.revision_date = known.creation_date  # a renewal without news changes no line
    return found


def untranslated(catalogue: Catalog) -> list[Message]:
    """The texts of a catalogue for which a form of the words is missing."""
    return [message for message in catalogue if message.id and not all(parts(message.string))]


def parts(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """The forms of a text: one, or one for each number; an empty one where there are no words."""
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def write(language: str, catalogue: Catalog) -> None:
    """Write the catalogue for translators, and beside it as the running product reads it."""
    catalogue_path(language).parent.mkdir(parents=True, exist_ok=True)
    with catalogue_path(language).open("wb") as file:
        write_po(file, catalogue, width=110, include_lineno=False, sort_by_file=True)
    with catalogue_path(language, "mo").open("wb") as file:
        write_mo(file, catalogue)


def _as_python(path: Path) -> str:
    """A module as it is; a template as the calls that stand for its texts, without the indents of the page."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return source
    return "\n".join(line.lstrip() for line in templatize(source, origin=path.as_posix()).splitlines())
