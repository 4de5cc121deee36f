from datetime import date

import pytest

from actions.spans import Precision, Span, parse_span


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2025-06-27", date(2025, 6, 27), date(2025, 6, 27), Precision.DAY),
        ("2025-06", date(2025, 6, 1), date(2025, 6, 30), Precision.MONTH),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), Precision.MONTH),
        ("2025", date(2025, 1, 1), date(2025, 12, 31), Precision.YEAR),
        (date(2025, 6, 27), date(2025, 6, 27), date(2025, 6, 27), Precision.DAY),
    ],
)
def test_a_date_is_all_the_days_it_may_mean(text, first, last, precision):
    assert parse_span(text) == Span(first, last, precision)


@pytest.mark.parametrize("text", [None, ""])
def test_no_text_is_an_unknown_date(text):
    assert parse_span(text) is None


@pytest.mark.parametrize(
    "text", ["June 2025", "2025-13", "2025-02-30", "2025-6-1", "20250627", "0000", "2025-06-27T10:00"]
)
def test_what_is_no_date_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"^“.*” is not a .*\.$"):
        parse_span(text)


@pytest.mark.parametrize("text", ["2025-06-27", "2025-06", "2025"])
def test_a_span_is_written_at_its_own_precision(text):
    assert parse_span(text).iso() == text


def test_a_span_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="cannot end on 2025-06-01 before it begins on 2025-06-02"):
        Span(date(2025, 6, 2), date(2025, 6, 1), Precision.MONTH)


def test_a_day_is_one_day():
    with pytest.raises(ValueError, match="one day"):
        Span(date(2025, 6, 1), date(2025, 6, 2))
