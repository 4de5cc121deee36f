"""A text is cut into words with their places, and what is known of a word is found out once."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.core import words
from ingest.core.words import Memory, cut_words


def test_an_empty_word_stands_between_each_two_code_points_of_a_gap():
    cut, ends = cut_words("ban, “no” 禁止")
    assert (cut, ends) == (["ban", "", "", "no", "", "禁止", "", "", ""], [3, 4, 5, 8, 9, 12, 12, 12, 12])


@given(st.text(max_size=60))
def test_each_word_is_a_slice_of_letters_and_digits(text):
    for word, end in zip(*cut_words(text), strict=True):
        assert text[end - len(word) : end] == word
        assert word.replace("_", "").isalnum() or not word.replace("_", "")


def test_what_is_known_of_a_word_is_found_out_once():
    asked = []
    memory = Memory(lambda word: asked.append(word) or len(word))
    assert [memory["ban"], memory["ban"], memory["bans"]] == [3, 3, 4]
    assert asked == ["ban", "bans"]


def test_a_full_memory_starts_anew_and_keeps_what_is_met_again(monkeypatch):
    monkeypatch.setattr(words, "_REMEMBERED", 2)
    asked = []
    memory = Memory(lambda word: asked.append(word) or len(word))
    assert [memory[word] for word in "abcadae"] == [1] * 7
    assert asked == ["a", "b", "c", "d", "e"], "what was met again is not asked for anew"
    assert memory["b"] == 1
    assert asked[-1] == "b", "what was not is forgotten"
    assert len(memory) <= 2
