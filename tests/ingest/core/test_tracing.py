"""Whoever reads the cue files can ask why a text is read as it is, and what a list is for."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from actions.starter.sheets import read_yaml
from ingest import gazetteer, vocabulary
from ingest.core.plaintext import read_plain
from ingest.core.tracing import trace

HOME = Path(__file__).resolve().parents[3]


def traced(title, text="", language="en"):
    item = read_plain(title, text, language=language)
    return trace(item, published=date(2026, 11, 22), gazetteer=gazetteer.load(), vocabulary=vocabulary.load())


def test_a_sentence_tells_which_words_met_which_list_and_what_they_tell():
    [sentence] = traced("Ottawa boots Hikvision").sentences
    assert sentence.met["close"] == ("boots",)
    assert (sentence.met["place"], sentence.met["vendor"]) == (("Ottawa",), ("Hikvision",))
    assert "closure" in {hit.cue.name for hit in sentence.hits}
    assert sentence.silenced_by == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Norway has no plans to follow.", "it denies a step"),
        ("The firm was banned in Australia in 2019.", "it recalls earlier or foreign steps"),
    ],
)
def test_a_sentence_that_does_not_count_says_why(text, why):
    assert traced("Ottawa bans Hikvision from all ministries", text).sentences[1].silenced_by.startswith(why)


def test_a_text_that_tells_nothing_still_shows_what_was_met():
    answer = traced("Huawei stellt neue Uhr vor", language="de")
    assert (answer.file, answer.sentences[0].met["vendor"]) == ("de", ("Huawei",))


def test_each_list_of_each_language_says_what_it_is_for_and_none_else_is_named():
    used = {name for file in vocabulary.file_names() for name in read_yaml(vocabulary.FOLDER / f"{file}.yaml")["words"]}
    assert used == vocabulary.meanings().keys()


def test_no_heading_of_a_cue_file_is_left_open():
    open_headings = [
        f"{path.name}: {line}"
        for path in vocabulary.FOLDER.glob("*.yaml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.lstrip().startswith("#") and line.strip("# ") == "?"
    ]
    assert open_headings == []


def test_the_command_answers_without_settings():
    asked = [sys.executable, "manage.py", "why", "Ottawa boots Hikvision", "--language", "en"]
    told = subprocess.run(asked, cwd=HOME, env={}, capture_output=True, text=True, check=True).stdout
    assert told.startswith("Proposed, sure (score ")
    assert "shutdown_order · adopted · CA · Hikvision" in told.splitlines()[0]
    assert "close: boots  (The vendor itself must go" in told
    assert "→ kind shutdown_order by the rule “closure” (close + vendor), weight 1.4" in told


def why(*asked):
    command = [sys.executable, "manage.py", "why", *asked]
    return subprocess.run(command, cwd=HOME, env={}, capture_output=True, text=True, timeout=60)


def test_a_headline_without_a_known_language_is_explained_by_the_words_that_read_it():
    told = why("Ottawa boots Hikvision").stdout
    assert "shutdown_order · adopted · CA · Hikvision" in told
    assert "Read with the words of ingest/vocabulary/en.yaml." in told
    assert "→ kind shutdown_order by the rule “closure”" in told


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("",), "There is neither a title nor a text to read."),
        (("x", "--language", "klingon"), "“klingon” is no code of a language. Write one such as de or pt-BR."),
        (("x", "--published", "gestern"), "“gestern” is no day. Write one such as 2026-11-22."),
    ],
)
def test_the_command_refuses_what_it_cannot_read_in_a_sentence(asked, sentence):
    finished = why(*asked)
    assert finished.returncode == 2
    assert sentence in finished.stderr
