"""Puts the word lists in order: `python -m ingest.vocabulary.tidy` after words were added anywhere in a list.

A list is alphabetical, so that a word is found or missed at a glance, and holds no word that another
one covers (`banned` beside `ban*`). Comments, names of lists and examples stay as they are.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterable, Sequence

import yaml

from ingest.core.folding import fold_in_place
from ingest.vocabulary import FOLDER, file_names

_WIDTH = 105
_LIST = re.compile(r"^  (?P<name>\w+):\s*\[(?P<words>.*?)\]$", re.MULTILINE | re.DOTALL)
_NEEDS_QUOTES = re.compile(r"[,\[\]{}#:]|^[*&!|>'\"%@`-]")
_NO_BREAK = "\x01"
"""Stands for a space inside a phrase, so that a phrase is not parted at the end of a line."""


def tidied(words: Iterable[str], *, is_spaced: bool) -> list[str]:
    """The words in alphabetical order, each only once and none that another covers."""
    each = list({fold_in_place(word): word for word in words}.values())
    kept = [word for word in each if not (is_spaced and any(_covers(other, word) for other in each if other != word))]
    return sorted(kept, key=_place)


def tidy_file(text: str) -> str:
    """A cue file with its lists in order."""
    is_spaced = bool((yaml.safe_load(text) or {}).get("spaces", True))
    head, examples, tail = text.partition("\nexamples:")

    def write(found: re.Match[str]) -> str:
        words = yaml.safe_load(f"[{found['words']}]")
        return _written(found["name"], tidied(words, is_spaced=is_spaced))

    return _LIST.sub(write, head) + examples + tail


def _covers(wide: str, narrow: str) -> bool:
    """Whether wherever `narrow` is met `wide` is met too, from its first letter to its last."""
    parts, others = wide.split(), narrow.split()
    return len(parts) == len(others) and all(map(_word_covers, parts, others))


def _word_covers(wide: str, narrow: str) -> bool:
    if wide == narrow or "*" in (wide, narrow) or "..." in (wide, narrow):
        return wide == narrow or (wide == "*" and narrow != "..." and fold_in_place(narrow).isalnum())
    letters, others = fold_in_place(wide.strip("*")), fold_in_place(narrow.strip("*"))
    opens_before, opens_after = wide.startswith("*"), wide.endswith("*")
    if " " in letters or " " in others:
        return False
    if (narrow.startswith("*") and not opens_before) or (narrow.endswith("*") and not opens_after):
        return False
    if opens_before and opens_after:
        return letters in others
    if opens_before:
        return others.endswith(letters)
    return others.startswith(letters) if opens_after else letters == others


def _place(word: str) -> tuple[str, str]:
    return fold_in_place(word).lstrip("*. "), word


def _written(name: str, words: Sequence[str]) -> str:
    each = [_scalar(word) for word in words]
    line = f"  {name}: [{', '.join(each)}]"
    if len(line) <= _WIDTH:
        return line
    body = ", ".join(word.replace(" ", _NO_BREAK) for word in each)
    lines = textwrap.wrap(body, width=_WIDTH - 5, break_long_words=False, break_on_hyphens=False)
    return f"  {name}:\n    [" + "\n     ".join(lines).replace(_NO_BREAK, " ") + "]"


def _scalar(word: str) -> str:
    """The word as YAML: quoted where it would mean something else."""
    is_plain = not _NEEDS_QUOTES.search(word) and yaml.safe_load(word) == word
    return word if is_plain else "'" + word.replace("'", "''") + "'"


def main() -> None:
    for name in file_names():
        path = FOLDER / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        if (tidy := tidy_file(text)) != text:
            path.write_text(tidy, encoding="utf-8")
            sys.stdout.write(f"{path.name}: put in order.\n")


if __name__ == "__main__":
    main()
