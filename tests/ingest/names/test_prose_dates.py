"""Dates as articles of 28 June 2025, a Saturday, write them, with the role that each has."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.core.folding import fold_in_place
from ingest.core.prose_dates import find_dates
from ingest.core.sentences import Sentence
from ingest.core.signs import find_signs

PUBLISHED = date(2025, 6, 28)

CASES = [
    # Written out.
    ("on 27 June 2025", [("2025-06-27", "")]),
    ("on June 27th, 2025", [("2025-06-27", "")]),
    ("on Jan. 5", [("2025-01-05", "")]),
    ("on December 30", [("2024-12-30", "")]),
    ("in July 2025", [("2025-07", "")]),
    ("am 27. Juni", [("2025-06-27", "")]),
    ("le 1er juin 2025", [("2025-06-01", "")]),
    ("el 27 de junio de 2025", [("2025-06-27", "")]),
    ("il 27 giugno", [("2025-06-27", "")]),
    ("em 27 de junho", [("2025-06-27", "")]),
    ("op 27 juni", [("2025-06-27", "")]),
    ("27 czerwca", [("2025-06-27", "")]),
    ("27. června", [("2025-06-27", "")]),
    ("den 27 juni", [("2025-06-27", "")]),
    ("27 июня", [("2025-06-27", "")]),
    ("27 червня", [("2025-06-27", "")]),
    ("2025年6月27日", [("2025-06-27", "")]),
    ("6月27日", [("2025-06-27", "")]),
    ("27日、政府は", [("2025-06-27", "")]),
    ("30日、政府は", [("2025-05-30", "")]),
    ("去年12月", [("2024-12", "")]),
    ("6월 27일", [("2025-06-27", "")]),
    ("في 27 يونيو 2025", [("2025-06-27", "")]),
    ("27 अप्रैल 2025", [("2025-04-27", "")]),
    # Numbers.
    ("2025-06-27", [("2025-06-27", "")]),
    ("27.06.2025", [("2025-06-27", "")]),
    ("27/06/2025", [("2025-06-27", "")]),
    ("06/27/2025", [("2025-06-27", "")]),
    ("05/05/2025", [("2025-05-05", "")]),
    ("03/04/2025", []),
    ("31.02.2025", []),
    ("2025-13-01", []),
    # Told from the day of publication.
    ("late Friday", [("2025-06-27", "")]),
    ("on Saturday", [("2025-06-28", "")]),
    ("on Sunday", [("2025-06-22", "")]),
    ("next Monday", [("2025-06-30", "")]),
    ("yesterday", [("2025-06-27", "")]),
    ("gestern", [("2025-06-27", "")]),
    ("hier soir", [("2025-06-27", "")]),
    ("am Freitag", [("2025-06-27", "")]),
    ("vendredi", [("2025-06-27", "")]),
    ("el viernes", [("2025-06-27", "")]),
    ("venerdì", [("2025-06-27", "")]),
    ("na sexta-feira", [("2025-06-27", "")]),
    ("op vrijdag", [("2025-06-27", "")]),
    ("w piątek", [("2025-06-27", "")]),
    ("v pátek", [("2025-06-27", "")]),
    ("i fredags", [("2025-06-27", "")]),
    ("в пятницу", [("2025-06-27", "")]),
    ("у п'ятницю", [("2025-06-27", "")]),
    ("周五宣布", [("2025-06-27", "")]),
    ("金曜日に", [("2025-06-27", "")]),
    ("금요일", [("2025-06-27", "")]),
    ("يوم الجمعة", [("2025-06-27", "")]),
    # The day of effect.
    ("takes effect on 1 July", [("2025-07-01", "effective")]),
    ("from 1 January 2026", [("2026-01-01", "effective")]),
    ("starting July 1", [("2025-07-01", "effective")]),
    ("from 5 January", [("2026-01-05", "effective")]),
    ("ab dem 1. Juli", [("2025-07-01", "effective")]),
    ("tritt am 1. Juli in Kraft", [("2025-07-01", "effective")]),
    ("à compter du 1er juillet", [("2025-07-01", "effective")]),
    ("a partir del 1 de julio", [("2025-07-01", "effective")]),
    ("a partire dal 1 luglio", [("2025-07-01", "effective")]),
    ("a partir de 1 de julho", [("2025-07-01", "effective")]),
    ("met ingang van 1 juli", [("2025-07-01", "effective")]),
    ("od 1 lipca", [("2025-07-01", "effective")]),
    ("från och med den 1 juli", [("2025-07-01", "effective")]),
    ("fra 1. juli", [("2025-07-01", "effective")]),
    ("с 1 июля", [("2025-07-01", "effective")]),
    ("з 1 липня", [("2025-07-01", "effective")]),
    ("自2025年7月1日起施行", [("2025-07-01", "effective")]),
    ("7月1日から", [("2025-07-01", "effective")]),
    ("7월 1일부터", [("2025-07-01", "effective")]),
    ("اعتبارا من 1 يوليو", [("2025-07-01", "effective")]),
    # The day by which it must be obeyed.
    ("by 31 December", [("2025-12-31", "deadline")]),
    ("no later than 1 March 2026", [("2026-03-01", "deadline")]),
    ("by the end of 2027", [("2027", "deadline")]),
    ("bis Ende 2026", [("2026", "deadline")]),
    ("bis zum 31. Dezember", [("2025-12-31", "deadline")]),
    ("d'ici le 31 décembre", [("2025-12-31", "deadline")]),
    ("antes del 31 de diciembre", [("2025-12-31", "deadline")]),
    ("entro il 31 dicembre", [("2025-12-31", "deadline")]),
    ("até 31 de dezembro", [("2025-12-31", "deadline")]),
    ("uiterlijk 31 december", [("2025-12-31", "deadline")]),
    ("do 31. prosince", [("2025-12-31", "deadline")]),
    ("до 31 декабря", [("2025-12-31", "deadline")]),
    ("до конца 2027 года", [("2027", "deadline")]),
    ("12月31日までに", [("2025-12-31", "deadline")]),
    ("12월 31일까지", [("2025-12-31", "deadline")]),
    ("2027年底前", [("2027", "deadline")]),
    # The day until which it lasts.
    ("suspended until 30 September", [("2025-09-30", "term")]),
    ("the order expires on 1 May 2026", [("2026-05-01", "term")]),
    ("verlängert bis 30. September 2025", [("2025-09-30", "term")]),
    # No date.
    ("section 889", []),
    ("5G in 30 days", []),
    ("may 5 people", []),
    ("they may sue", []),
    ("the march 4 freedom", []),
    ("a sun-lit room", []),
    ("99 June 2025 of", [("2025-06", "")]),
    ("on 45 Juli", []),
]


def dates_in(sentence, published=PUBLISHED):
    one = [Sentence(0, 0, len(sentence))]
    folded = fold_in_place(sentence)
    return find_dates(sentence, folded, one, find_signs(folded, one), published=published).get(0, ())


def read(text, published=PUBLISHED):
    return [(dated.span.iso(), dated.role) for dated in dates_in(text, published)]


@pytest.mark.parametrize(("text", "dates"), CASES)
def test_a_date_is_read_with_its_role(text, dates):
    assert read(text) == dates


def test_without_a_day_of_publication_nothing_is_reckoned():
    assert read("yesterday, on Friday, 3 May", published=None) == []


def test_two_dates_keep_their_own_roles():
    text = "The order of June 27, 2025 takes effect on 1 July"
    assert read(text) == [("2025-06-27", ""), ("2025-07-01", "effective")]


@given(st.text(alphabet="0123456789./-年月日 MayJunisFrida", max_size=60))
def test_any_text_is_read_without_an_error(text):
    for dated in dates_in(text):
        assert 0 <= dated.start < dated.end <= len(text)
