"""The table of sentences of our own: what is proposed of each, and what is not.

A line of `data/sentences/*.txt` reads `kinds stage place | title // text`, with `reaction` behind
the place where it is one, and `kind?` for a kind that may be there; `nothing | …` must not be
proposed. A line that begins with `~` is known to be read wrongly, and the test says so once it is
not any more.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest import gazetteer, vocabulary
from ingest.core.classify import propose
from ingest.core.plaintext import read_plain

DATA = Path(__file__).resolve().parent / "data"
LANGUAGES = {"en_others": "en", "en_steps": "en", "zh_hans": "zh", "zh_hant": "zh", "pages": "", "others": ""}


@dataclass(frozen=True)
class Case:
    file: str
    expected: tuple[str, ...]
    title: str
    text: str
    is_known_miss: bool


def cases(folder):
    for path in sorted((DATA / folder).glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                expected, bar, said = line.partition(" | ")
                title, _, text = (said if bar else line).partition(" // ")
                told = tuple(expected.removeprefix("~").split()) if bar else ("nothing",)
                yield Case(path.stem, told, title.strip(), text.strip(), is_known_miss=line.startswith("~"))


def proposed(case):
    item = read_plain(case.title, case.text, language=LANGUAGES.get(case.file, case.file))
    return propose(item, published=None, gazetteer=gazetteer.load(), vocabulary=vocabulary.load())


def as_param(case):
    marks = [pytest.mark.xfail(reason="known to be read wrongly", strict=True)] if case.is_known_miss else []
    return pytest.param(case, marks=marks, id=f"{case.file}-{case.title[:50]}")


SENTENCES = list(cases("sentences"))


@pytest.mark.parametrize("case", [as_param(case) for case in SENTENCES if case.expected[0] == "nothing"])
def test_a_sentence_in_which_no_authority_acts_is_not_proposed(case):
    assert proposed(case).kinds == ()


@pytest.mark.parametrize("case", [as_param(case) for case in SENTENCES if case.expected[0] != "nothing"])
def test_a_sentence_in_which_an_authority_acts_tells_kinds_stage_and_reaction(case):
    answer = proposed(case)
    named = case.expected[0].split("+")
    optional = {kind.rstrip("?") for kind in named if kind.endswith("?")}
    kinds = {kind for kind in named if not kind.endswith("?")}
    told = (set(answer.kinds) - optional, answer.stage, answer.is_reaction)
    assert told == (kinds, case.expected[1], "reaction" in case.expected)


def test_the_place_that_acts_is_told_in_nine_of_ten_sentences():
    acts = [case for case in SENTENCES if case.expected[0] != "nothing"]
    right = sum(proposed(case).jurisdictions == (case.expected[2],) for case in acts)
    assert right / len(acts) >= 0.88


def test_of_the_everyday_stream_nothing_is_proposed():
    assert [case.title for case in cases("everyday") if proposed(case).is_relevant] == []


def test_the_table_is_wide_enough():
    per_file = {}
    for case in SENTENCES:
        per_file[case.file] = per_file.get(case.file, 0) + 1
    assert len(SENTENCES) >= 700
    assert min(per_file.values()) >= 20
