"""Names of places, as sentences take them."""

import pytest

from jurisdictions.names import in_sentence


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("United States", "en", "the United States"),
        ("Netherlands", "en-gb", "the Netherlands"),
        ("District of Columbia", "en", "the District of Columbia"),
        ("Canada", "en", "Canada"),
        ("États-Unis", "fr", "États-Unis"),
        ("United States", "fr", "United States"),
        ("", "en", ""),
    ],
)
def test_a_place_takes_its_article_in_an_english_sentence(name, language, said):
    assert in_sentence(name, language) == said
