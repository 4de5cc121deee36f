import pytest

from ingest import vocabulary
from ingest.vocabulary.tidy import tidied, tidy_file


@pytest.mark.parametrize("name", vocabulary.file_names())
def test_the_word_lists_stand_in_order(name):
    text = (vocabulary.FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert tidy_file(text) == text, "Run python -m ingest.vocabulary.tidy"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (["ban*", "banned", "Ban*"], ["Ban*"]),
        (["*ban", "*ban*", "ban"], ["*ban*"]),
        (["stop * buying", "stop now buying", "stop buying"], ["stop * buying", "stop buying"]),
        (["takes ... out", "takes * out"], ["takes * out", "takes ... out"]),
        (["ban", "banned"], ["ban", "banned"]),
        (["phase out", "phase* out"], ["phase* out"]),
        (["*verbot", "ächtet", "bann"], ["ächtet", "bann", "*verbot"]),
    ],
)
def test_a_word_that_another_covers_goes(words, kept):
    assert tidied(words, is_spaced=True) == kept


def test_where_no_spaces_part_words_only_repeats_go():
    assert tidied(["禁止", "使用禁止", "禁止"], is_spaced=False) == ["使用禁止", "禁止"]


def test_a_list_written_anew_means_the_same_and_keeps_its_surroundings():
    text = "# Head.\n\nwords:\n  # What is done\n  buy: ['no', buy, 'a, b', buy*]\n\nexamples:\n  ban: \"[buy]\"\n"
    assert tidy_file(text) == (
        "# Head.\n\nwords:\n  # What is done\n  buy: ['a, b', buy*, 'no']\n\nexamples:\n  ban: \"[buy]\"\n"
    )
