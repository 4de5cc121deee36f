from datetime import date

import pytest

from ingest.core.grouping import Features, choose_story, title_words

ORDER = Features(
    vendors=frozenset({"Hikvision"}),
    jurisdictions=frozenset({"CA"}),
    kinds=frozenset({"shutdown_order", "procurement_ban"}),
    days=(date(2025, 6, 27), date(2025, 6, 28)),
    words=title_words("Ottawa orders camera maker to close"),
)


def item(**changes):
    facts = {
        "vendors": frozenset({"Hikvision"}),
        "jurisdictions": frozenset({"CA"}),
        "kinds": frozenset({"shutdown_order"}),
        "days": (date(2025, 6, 29), date(2025, 6, 29)),
        "words": title_words("Canada closes the camera firm"),
    }
    return Features(**(facts | changes))


@pytest.mark.parametrize(
    ("changes", "belongs"),
    [
        ({}, True),
        ({"words": title_words("Kanada schließt Kamerahersteller")}, True),
        ({"days": (None, None)}, True),
        ({"days": (date(2025, 7, 19), date(2025, 7, 19))}, True),
        ({"days": (date(2025, 7, 20), date(2025, 7, 20))}, False),
        ({"jurisdictions": frozenset({"US"})}, False),
        ({"vendors": frozenset({"TikTok"})}, False),
        ({"kinds": frozenset({"sanctions_listing"})}, True),
        ({"kinds": frozenset({"sanctions_listing"}), "days": (date(2025, 7, 10), date(2025, 7, 10))}, False),
    ],
)
def test_an_item_joins_the_story_of_its_event_only(changes, belongs):
    assert (choose_story(item(**changes), {1: ORDER}) is not None) is belongs


def test_the_reason_is_told():
    match = choose_story(item(), {5: ORDER})
    assert match.story_id == 5
    assert match.reasons == {
        "vendors": ["Hikvision"],
        "jurisdictions": ["CA"],
        "kinds": ["shutdown_order"],
        "words": ["camera"],
        "days_apart": 1,
        "event_day": False,
        "follow_up": False,
        "instruments": [],
    }


def test_without_a_named_vendor_titles_must_share_words():
    drones = {"vendors": frozenset(), "kinds": frozenset({"procurement_ban"})}
    story = item(**drones, words=title_words("State bill on foreign-made drones"))
    assert choose_story(item(**drones, words=title_words("Drones: foreign models barred")), {1: story})
    assert choose_story(item(**drones, words=title_words("Budget passed")), {1: story}) is None


def test_equal_titles_in_different_countries_stay_apart():
    same = title_words("Government bans app from phones")
    story = item(jurisdictions=frozenset({"DK"}), words=same)
    assert choose_story(item(words=same), {1: story}) is None


def test_the_better_story_wins():
    worse = item(days=(date(2025, 6, 15), date(2025, 6, 15)), words=frozenset())
    assert choose_story(item(), {1: worse, 2: ORDER}).story_id == 2
