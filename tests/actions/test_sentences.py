"""The sentences that answer a page's question."""

from __future__ import annotations

from datetime import date

import pytest

from actions import sentences
from actions.spans import Span
from tests.factories import ActionFactory, MilestoneFactory, VendorFactory

TODAY = date(2026, 3, 1)
JUNE = Span.day(date(2025, 6, 27))


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (JUNE, "on 27 June 2025"),
        (Span.month(2025, 6), "in June 2025"),
        (Span.year(2025), "in 2025"),
        (None, "on a day that is not known"),
    ],
)
def test_a_date_is_told_at_its_own_precision(span, words):
    assert sentences.on_span(span) == words


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["Huawei"], "Huawei"),
        (["Huawei", "ZTE"], "Huawei and ZTE"),
        (["A", "B", "C", "D"], "A, B, C and D"),
        (["A", "B", "C", "D", "E"], "A, B, C and 2 others"),
    ],
)
def test_many_names_are_counted_and_never_one_alone(names, words):
    assert sentences.enumerate_names(names) == words


CASES = [
    ({"effective": JUNE}, "has been in force since 27 June 2025."),
    ({"effective": Span.month(2025, 6)}, "has been in force since June 2025."),
    ({}, "has been in force since 27 June 2025. That is the day on which it was adopted;"),
    ({"kind": "advisory", "effective": JUNE}, "has been current since 27 June 2025."),
    ({"kind": "sanctions_listing", "effective": JUNE}, "has stood since 27 June 2025."),
    ({"stage": "adopted"}, "was adopted on 27 June 2025; whether it has taken effect is not known."),
    (
        {"stage": "adopted", "effective": Span.day(date(2027, 1, 1))},
        "was adopted on 27 June 2025 and takes effect on 1 January 2027.",
    ),
    ({"stage": "proposed", "adopted": None}, "was proposed on 27 June 2025; nothing binds yet."),
    ({"stage": "rejected", "adopted": None}, "was proposed on 27 June 2025, and was refused or dropped."),
    ({"stage": "suspended"}, "was adopted on 27 June 2025 and is suspended: for now it does not bind."),
    (
        {"stage": "lifted", "ended": Span.day(date(2026, 1, 5))},
        "was adopted on 27 June 2025 and was lifted on 5 January 2026.",
    ),
    (
        {"stage": "lifted", "effective": Span.day(date(2025, 7, 1)), "ended": Span.day(date(2026, 1, 5))},
        "took effect on 1 July 2025 and was lifted on 5 January 2026.",
    ),
    ({"stage": "expired", "ended": None}, "was adopted on 27 June 2025 and expired on a day that is not known."),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("fields", "words"), CASES)
def test_an_action_tells_where_it_stands_and_since_when(fields, words):
    action = ActionFactory(announced=JUNE, **fields)
    if action.stage == "suspended":
        MilestoneFactory(action=action, kind="suspended", on=Span.day(date(2025, 9, 1)))
    told = sentences.for_action(action, TODAY)
    assert words in told
    assert told.startswith("This ")


def test_large_numbers_of_the_matrix_are_grouped():
    told = sentences.for_matrix(day=date(2026, 11, 22), vendors=144, places=89, filled=460, pairs=12816)
    assert told == ("On 22 November 2026, 89 places restrict 144 vendors: something stands in 460 of 12,816 pairs.")


@pytest.mark.django_db
def test_a_sentence_gives_a_place_the_article_that_its_name_takes(client):
    vendor = VendorFactory(name="Hikvision")
    ActionFactory(slug="order", place="US", vendors=[vendor])
    ActionFactory(place="NL", vendors=[vendor])
    said = {
        page: client.get(page).content.decode()
        for page in ("/actions/order/", "/jurisdictions/US/", "/vendors/hikvision/")
    }
    assert "This procurement ban by the United States against Hikvision" in said["/actions/order/"]
    assert "The United States has 1 action in force" in said["/jurisdictions/US/"]
    assert "ban by the" in said["/vendors/hikvision/"]
    assert (
        "by the United States or the Netherlands"
        in client.get("/compare/?jurisdiction=US&jurisdiction=NL").content.decode()
    )


def test_none_of_something_is_said_in_a_word(client, db):
    month = Span.month(2025, 6)
    assert (
        sentences.for_changes(month, happened=0, written=0)
        == "In June 2025, no step is known; no record was published or changed."
    )
    ActionFactory(place="PL", vendors=[]).targets.create(kind="class", name="Drones")
    assert "1 action in force, against no named vendor" in client.get("/jurisdictions/PL/").content.decode()
