import pytest

from ingest.core.offices import find_office

NAMED = [
    ("The Ministry of Digital Development said so", "Ministry of Digital Development"),
    ("a notice of the Department of Science and Technology", "Department of Science and Technology"),
    ("The Zambia Information Authority ordered", "Zambia Information Authority"),
    ("le Ministère de la Transition numérique", "Ministère de la Transition"),
    ("el Ministerio de Transportes", "Ministerio de Transportes"),
    ("das Verteidigungsministerium teilte mit", "Verteidigungsministerium"),
    ("Министерство цифрового развития сообщило", "Министерство цифрового развития"),
]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_a_body_is_known_by_the_word_for_its_office(text, name):
    span = find_office(text, 0, len(text))
    assert span is not None
    assert text[slice(*span)] == name


@pytest.mark.parametrize("text", ["the ministry said", "an office block", "The Court", "", "в министерстве"])
def test_a_bare_office_is_no_body(text):
    assert find_office(text, 0, len(text)) is None
