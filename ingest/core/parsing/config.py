"""The language in which an operator says how a listing page or a JSON API is read. See docs/sources.md.

A config is checked whole before anything is read with it: each fault is a sentence for people.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import soupsieve

from ingest.core.dates import KNOWN_LANGUAGES, Hint
from ingest.core.parsing.patterns import pattern_fault
from ingest.core.parsing.presets import PRESETS

Kind = Literal["html_listing", "json_api"]

FIELDS = ("id", "title", "link", "date", "updated", "summary", "author", "category", "language")
_COMMON = ("preset", "parts", "date_format", "date_language", "day_first", "skip", "base", "next", "page", *FIELDS)
KEYS: Mapping[Kind, tuple[str, ...]] = {
    "html_listing": (
        *("item", "siblings", "split", "needs", "within", "script", "items", "total", "may_be_empty"),
        *_COMMON,
    ),
    "json_api": ("items", "total", "may_be_empty", *_COMMON),
}
_PIECE_KEYS = (
    *("select", "path", "attribute", "column", "before", "own", "line", "text"),
    *("find", "drop", "pattern", "replace", "join"),
)
_PAGE_ONLY = ("column", "before", "own", "line", "attribute")
_MOST_LINES = 20
_SPLITS = ("line", "paragraph", "rule")
_NEEDED = ("title", "link", "date")
_PAGE_KEYS = ("parameter", "from", "step", "last")
_NAME = re.compile(r"\{([\w.*\[\]-]+)\}")
_AT_ATTRIBUTE = re.compile(r"^(?P<at>.*?)@(?P<attribute>[A-Za-z_][\w:.-]*)$", re.DOTALL)
_MOST_PAGES = 50


class ConfigError(ValueError):
    """A config that cannot be used. `sentences` tell each fault."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Piece:
    """One way to a field's text. `at` is a selector or a path inside the item; empty is the item itself."""

    at: str = ""
    attribute: str = ""
    column: str = ""
    """The header of a table's column, or its number from 1."""
    before: str = ""
    """A selector: the last tag before the item that it finds, such as the heading with the day."""
    own: bool = False
    """Only the text that stands in the tag itself, not that of the tags in it."""
    line: int = 0
    """Only this line of the tag, from 1; 0 for all of it."""
    text: str = ""
    find: str = ""
    """"day": only the words of the first day that the text tells."""
    drop: str = ""
    """"day": the text without a day at its start or end."""
    pattern: re.Pattern[str] | None = None
    replace: str | None = None
    join: str | None = None


Field = tuple[Piece, ...]
"""Alternatives: the first that gives a text counts."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Pages told apart by a number in the address. `step` None counts by the items of a page."""

    parameter: str
    start: int = 1
    step: int | None = 1
    last: int = _MOST_PAGES


@dataclass(frozen=True, slots=True)
class Plan:
    """A checked config."""

    kind: Kind
    item: tuple[str, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    parts: Mapping[str, Field] = field(default_factory=dict)
    skip: Field = ()
    within: str = ""
    """The path in a JSON answer at which the page stands as a text."""
    needs: tuple[str, ...] = ()
    """Fields without which a match is no item."""
    siblings: bool = False
    split: str = ""
    """What parts the items inside of each match: a "line" (br), a "paragraph" (two of them) or a "rule" (hr)."""
    script: Piece | None = None
    base: str = ""
    next: Field = ()
    page: Paging | None = None
    total: str = ""
    may_be_empty: bool = False
    dates: Hint = field(default_factory=Hint)


def check_config(kind: str, config: Mapping[str, Any]) -> tuple[str, ...]:
    """What is wrong with a config, as sentences; none where it can be used. Formats of feeds take no config."""
    if kind not in KEYS:
        return ("Only listing pages and JSON APIs take selectors or paths.",) if config else ()
    try:
        read_plan("html_listing" if kind == "html_listing" else "json_api", config)
    except ConfigError as error:
        return error.sentences
    return ()


def read_plan(kind: Kind, config: Mapping[str, Any]) -> Plan:
    """Check a config and put it into a plan. A preset's keys stand where the config does not set them itself."""
    checker = _Checker(kind)
    plan = checker.plan(_with_preset(kind, config, checker.faults))
    if checker.faults:
        raise ConfigError(tuple(dict.fromkeys(checker.faults)))
    return plan


def _with_preset(kind: Kind, config: Mapping[str, Any], faults: list[str]) -> dict[str, Any]:
    name = config.get("preset")
    if name is None:
        return dict(config)
    preset = PRESETS.get(str(name))
    if preset is None:
        faults.append(f"“{name}” is no preset.{_near(str(name), tuple(PRESETS))}")
        return dict(config)
    if preset.kind != kind:
        faults.append(f"The preset “{name}” is for {preset.kind}, not for {kind}.")
    return {**preset.config, **config}


def _near(word: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f" Did you mean “{near[0]}”?" if near else f" Known are: {', '.join(known)}."


class _Checker:
    """Reads the parts of one config and gathers its faults."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.faults: list[str] = []
        self.is_json = kind == "json_api"

    def plan(self, config: Mapping[str, Any]) -> Plan:
        for key in config:
            if key not in KEYS[self.kind]:
                self.faults.append(f"“{key}” is no key of this config.{_near(str(key), KEYS[self.kind])}")
        script = self._script(config.get("script"))
        self.is_json = self.is_json or script is not None
        item_key = "items" if self.is_json else "item"
        if not self.is_json and "item" not in config:
            self.faults.append("This listing page needs a selector named “item”.")
        return Plan(
            kind=self.kind,
            item=self._texts(item_key, config.get(item_key, ())),
            fields={name: self.field(name, config[name]) for name in FIELDS if name in config},
            parts=self._parts(config.get("parts", {})),
            skip=self.field("skip", config["skip"]) if "skip" in config else (),
            within=self._text("within", config.get("within", "")),
            needs=tuple(
                self._one_of("needs", one, _NEEDED) for one in self._texts_plain("needs", config.get("needs", ()))
            ),
            siblings=self._claim("siblings", config.get("siblings", False)),
            split=self._one_of("split", str(config.get("split", "")), _SPLITS),
            script=script,
            base=self._base(config.get("base", "")),
            next=self.field("next", config["next"]) if "next" in config else (),
            page=self._paging(config.get("page")),
            total=self._text("total", config.get("total", "")),
            may_be_empty=self._claim("may_be_empty", config.get("may_be_empty", False)),
            dates=self._dates(config),
        )

    def field(self, name: str, value: object) -> Field:
        values = value if isinstance(value, list | tuple) else [value]
        pieces = tuple(piece for piece in (self._piece(name, one) for one in values) if piece is not None)
        if not values:
            self.faults.append(f"“{name}” is an empty list: give it at least one way to the text.")
        return pieces

    def _piece(self, name: str, value: object) -> Piece | None:
        if isinstance(value, Mapping):
            return self._piece_of_mapping(name, value)
        if not isinstance(value, str) or not value.strip():
            self.faults.append(f"“{name}” must be a text, a list of alternatives, or names with values.")
            return None
        if _NAME.search(value):
            return self._checked(name, Piece(text=value))
        return self._checked(name, self._addressed(value.strip()))

    def _addressed(self, value: str) -> Piece:
        if self.is_json:
            return Piece(at=value)
        match = _AT_ATTRIBUTE.match(value)
        at, attribute = (match["at"].strip(), match["attribute"]) if match else (value, "")
        return Piece(at="" if at == "." else at, attribute=attribute)

    def _piece_of_mapping(self, name: str, value: Mapping[str, Any]) -> Piece | None:
        for key in value:
            if key not in _PIECE_KEYS:
                self.faults.append(f"“{name}” has the unknown part “{key}”.{_near(str(key), _PIECE_KEYS)}")
        texts = {key: str(value[key]) for key in _PIECE_KEYS if isinstance(value.get(key), str | int) and key != "own"}
        is_own = self._claim("own", value.get("own", False))
        for key in value:
            if key in _PIECE_KEYS and key not in texts and key != "own":
                self.faults.append(f"The part “{key}” of “{name}” must be a text.")
        wrong = "select" if self.is_json else "path"
        if wrong in texts:
            other = "path" if self.is_json else "select"
            self.faults.append(f"“{name}” has the part “{wrong}”; here it is called “{other}”.")
        addressed = self._addressed(texts.get("path" if self.is_json else "select", "").strip())
        piece = Piece(
            at=addressed.at,
            attribute=texts.get("attribute", addressed.attribute),
            column=texts.get("column", "").strip(),
            before=texts.get("before", "").strip(),
            own=is_own,
            line=self._line(name, texts.get("line", "")),
            text=texts.get("text", ""),
            find=self._one_of(f"find of {name}", texts.get("find", ""), ("day",)),
            drop=self._one_of(f"drop of {name}", texts.get("drop", ""), ("day",)),
            pattern=self._pattern(name, texts.get("pattern")),
            replace=texts.get("replace"),
            join=texts.get("join"),
        )
        if piece.replace is not None and piece.pattern is not None:
            self._check_replacement(name, piece.pattern, piece.replace)
        elif piece.replace is not None:
            self.faults.append(f"“{name}” has “replace” without “pattern”.")
        return self._checked(name, piece)

    def _check_replacement(self, name: str, pattern: re.Pattern[str], replace: str) -> None:
        for number in re.findall(r"\\(\d)", replace):
            if int(number) > pattern.groups:
                self.faults.append(f"“replace” of “{name}” uses \\{number}, which its pattern does not have.")
        if re.search(r"\\[^\dg]|\\$", replace):
            self.faults.append(f"“replace” of “{name}” may hold \\1 to \\9 and plain text only.")

    def _checked(self, name: str, piece: Piece) -> Piece:
        for selector in (piece.at, piece.before):
            if selector and not self.is_json:
                self._check_selector(name, selector)
        for key in _PAGE_ONLY:
            if self.is_json and getattr(piece, key):
                self.faults.append(f"“{name}” has the part “{key}”, which only web pages know.")
        return piece

    def _check_selector(self, name: str, selector: str) -> None:
        try:
            soupsieve.compile(selector)
        except (soupsieve.SelectorSyntaxError, ValueError, TypeError, RecursionError):
            self.faults.append(f"The selector “{selector}” of “{name}” is not valid CSS.")

    def _pattern(self, name: str, pattern: str | None) -> re.Pattern[str] | None:
        if pattern is None:
            return None
        if fault := pattern_fault(pattern):
            self.faults.append(f"The pattern of “{name}” cannot be used: {fault}")
            return None
        return re.compile(pattern, re.IGNORECASE)

    def _parts(self, value: object) -> dict[str, Field]:
        if not isinstance(value, Mapping):
            self.faults.append("“parts” must hold names with values.")
            return {}
        return {str(name): self.field(str(name), one) for name, one in value.items()}

    def _texts(self, name: str, value: object) -> tuple[str, ...]:
        values = value if isinstance(value, list | tuple) else [value]
        texts = tuple(one.strip() for one in values if isinstance(one, str))
        if len(texts) != len(values):
            self.faults.append(f"“{name}” must be a text or a list of texts.")
        if not self.is_json:
            for selector in texts:
                self._check_selector(name, selector)
        return texts

    def _text(self, name: str, value: object) -> str:
        if not isinstance(value, str):
            self.faults.append(f"“{name}” must be a text.")
            return ""
        return value

    def _line(self, name: str, value: str) -> int:
        if not value:
            return 0
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0
        if not 1 <= number <= _MOST_LINES:
            self.faults.append(f"“line” of “{name}” must be a whole number from 1 to {_MOST_LINES}.")
            return 0
        return number

    def _one_of(self, name: str, value: str, known: tuple[str, ...]) -> str:
        if value and value not in known:
            self.faults.append(f"“{name}” cannot be “{value}”.{_near(value, known)}")
            return ""
        return value

    def _claim(self, name: str, value: object) -> bool:
        if not isinstance(value, bool):
            self.faults.append(f"“{name}” is either true or false.")
        return value is True

    def _base(self, value: object) -> str:
        text = self._text("base", value)
        if text and not text.startswith(("https://", "http://")):
            self.faults.append("“base” must be an address that starts with https:// or http://.")
        return text

    def _script(self, value: object) -> Piece | None:
        if value is None:
            return None
        pieces = self.field("script", value)
        if len(pieces) != 1:
            self.faults.append("“script” takes one selector, or “select” and “pattern”.")
            return None
        return pieces[0]

    def _paging(self, value: object) -> Paging | None:
        if value is None:
            return None
        facts: Mapping[str, Any] = {"parameter": value} if isinstance(value, str) else {}
        facts = value if isinstance(value, Mapping) else facts
        for key in facts:
            if key not in _PAGE_KEYS:
                self.faults.append(f"“page” has the unknown part “{key}”.{_near(str(key), _PAGE_KEYS)}")
        if not isinstance(facts.get("parameter"), str) or not facts["parameter"]:
            self.faults.append("“page” needs the name of the address's parameter, such as “page”.")
            return None
        step = facts.get("step", 1)
        return Paging(
            parameter=facts["parameter"],
            start=self._number("from", facts.get("from", 1), least=0),
            step=None if step == "items" else self._number("step", step, least=1),
            last=self._number("last", facts.get("last", _MOST_PAGES), least=1),
        )

    def _number(self, name: str, value: object, *, least: int) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.faults.append(f"“{name}” of “page” must be a whole number, at least {least}.")
            return least
        return value

    def _dates(self, config: Mapping[str, Any]) -> Hint:
        formats = self._texts_plain("date_format", config.get("date_format", ()))
        for one in formats:
            if "%" not in one:
                self.faults.append(f"The date format “{one}” holds no code such as %d, %m or %Y.")
        language = self._text("date_language", config.get("date_language", ""))
        if language and language.split("-")[0].casefold() not in KNOWN_LANGUAGES:
            self.faults.append(
                f"Dates in “{language}” cannot be read.{_near(language, tuple(sorted(KNOWN_LANGUAGES)))}"
            )
        first = config.get("day_first")
        if first is not None and not isinstance(first, bool):
            self.faults.append("“day_first” is either true or false.")
            first = None
        return Hint(language=language, formats=formats, is_day_first=first)

    def _texts_plain(self, name: str, value: object) -> tuple[str, ...]:
        values = value if isinstance(value, list | tuple) else [value]
        if not all(isinstance(one, str) for one in values):
            self.faults.append(f"“{name}” must be a text or a list of texts.")
            return ()
        return tuple(str(one) for one in values)


def names_in(template: str) -> Iterator[str]:
    """The names that stand in braces."""
    return (match[1] for match in _NAME.finditer(template))


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its names replaced."""
    return _NAME.sub(lambda match: values.get(match[1], ""), template)
