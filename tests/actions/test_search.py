"""The one box: what is meant by what was typed."""

from __future__ import annotations

import pytest

from actions.search import read_query
from actions.suggestions import suggest
from tests.factories import ActionFactory, JurisdictionFactory, VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def names():
    VendorFactory(name="Hikvision", aliases=["海康威视", "Хиквижн", "Hangzhou Hikvision Digital Technology"])
    VendorFactory(name="Huawei", aliases=["华为"])
    VendorFactory(name="Dahua")
    for code, name in (
        ("DE", "Germany"),
        ("LT", "Lithuania"),
        ("PL", "Poland"),
        ("NL", "Netherlands"),
        ("CN", "China"),
    ):
        JurisdictionFactory(code=code, name=name)


def labels(text: str) -> list[str]:
    return [f"{one.matched} → {one.label}" if one.matched else one.label for one in suggest(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hik", ["Hikvision"]),
        ("hik vision", ["Hikvision"]),
        ("hikvison", ["Hikvision"]),
        ("海康", ["海康威视 → Hikvision"]),
        ("康威", ["海康威视 → Hikvision"]),
        ("Хиквижн", ["Хиквижн → Hikvision"]),
        ("хиквижн", ["Хиквижн → Hikvision"]),
        ("digital hikvision hangzhou", ["Hangzhou Hikvision Digital Technology → Hikvision"]),
        ("germ", ["Germany"]),
        ("germny", ["Germany"]),
        ("allemagne", ["Allemagne → Germany"]),
        ("german", ["Germany"]),
        ("pl", ["Poland"]),
        ("Lithuan", ["Lithuania"]),
        ("Polish", ["Polish → Poland"]),
        ("lituaniennes", ["Lituaniennes → Lithuania"]),
        ("néerlandais", ["Neerlandais → Netherlands"]),
        ("football", []),
        ("%", []),
        ("_", []),
        ("", []),
    ],
)
def test_what_is_typed_suggests_what_may_be_meant(names, text, found):
    assert labels(text) == found


def test_an_action_is_suggested_by_the_beginnings_of_its_words(names):
    ActionFactory(title="Canada bans thermal cameras", vendors=[])
    assert labels("therm cam") == ["Canada bans thermal cameras"]


HOSTILE = [
    "'; drop table",
    "a & | b:*",
    "x" * 200,
    "\0",
    "<script>alert(1)",
    "-" * 200,
    "- " * 100,
    '"' * 199,
    "ﷺ" * 200,
    "-a " * 60,
]


@pytest.mark.parametrize("address", ["/search/suggest/", "/search/", "/actions/"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_only_words(client, names, address, text):
    answer = client.get(address, {"q": text})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_suggestions_take_few_queries(names, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        suggest("hikvison")


def test_the_page_of_a_search_names_what_was_met_and_lists_actions(client, names):
    ActionFactory(title="Offices lose their cameras", vendors=["Hikvision"])
    body = " ".join(client.get("/search/", {"q": "海康威视"}).content.decode().split())
    assert '海康威视 →</span> <a href="/vendors/hikvision/">Hikvision</a>' in body
    assert "Offices lose their cameras" in body


def test_nothing_found_says_that_none_known_is_not_none(client, names):
    body = client.get("/search/", {"q": "football"}).content.decode()
    assert "None known is not the same as none" in body


def test_a_name_never_searches_the_words_of_a_record(client, names):
    ActionFactory(slug="aside", summary="Huawei is not concerned.", vendors=["Dahua"])
    assert "/actions/aside/" not in client.get("/actions/?vendor=huawei").content.decode()


def test_the_former_name_of_a_parameter_leads_to_its_new_one(client):
    answer = client.get("/actions/?in_force_on=2025-01-01&kind=advisory")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/actions/?kind=advisory&on=2025-01-01"
    assert client.get("/actions/feed.atom?in_force_on=2025-01-01").status_code == 301


@pytest.mark.parametrize("words", ["Lithuanian cameras", "cameras lituaniennes", "lithuania's cameras"])
def test_an_adjective_of_a_country_finds_what_the_country_does(client, names, words):
    ActionFactory(place="LT", title="Vilnius bars cameras", summary="No cameras at the border.", vendors=[])
    ActionFactory(place="DE", title="Berlin bars cameras", summary="No cameras at the border.", vendors=[])
    shown = client.get("/actions/", {"q": words}).content.decode()
    assert "Vilnius bars cameras" in shown
    assert "Berlin bars cameras" not in shown


def test_chinese_tells_whose_drones_they_are_not_who_acts(client, names):
    ActionFactory(place="LT", title="Vilnius bars Chinese drones", vendors=[])
    ActionFactory(place="CN", title="Beijing lists a maker of drones", vendors=[])
    shown = client.get("/actions/", {"q": "chinese drones"}).content.decode()
    assert "Vilnius bars Chinese drones" in shown
    assert "Beijing lists a maker" not in shown


def test_a_short_name_of_a_place_is_written_in_capitals_and_comes_before_what_only_begins_with_it(names):
    JurisdictionFactory(code="GB", name="United Kingdom")
    JurisdictionFactory(code="UA", name="Ukraine")
    JurisdictionFactory(code="US", name="United States")
    assert labels("uk") == ["UK → United Kingdom", "Ukraine"]
    assert labels("us") == ["USA → United States"]
    assert labels("usa") == ["USA → United States"]


def test_a_subdivision_that_was_named_is_not_called_close(names):
    canada = JurisdictionFactory(code="CA", name="Canada")
    JurisdictionFactory(code="CA-QC", name="Quebec", kind="subdivision", parent=canada)
    assert [(one.label, one.is_close) for one in suggest("québec")] == [("Quebec, Canada", False)]


def test_a_legal_name_finds_its_vendor_without_its_legal_form(client):
    dahua = VendorFactory(name="Dahua", aliases=["Zhejiang Dahua Technology Co., Ltd.", "Dahua Technology"])
    ActionFactory(title="Dahua is hit", vendors=[dahua])
    reading = read_query("Zhejiang Dahua Technology")
    assert (reading.vendors, reading.rest) == ((dahua,), "")
    assert reading.aliases == [("Zhejiang Dahua Technology Co., Ltd.", dahua)]
    assert "Dahua is hit" in client.get("/actions/?q=Zhejiang+Dahua+Technology").content.decode()
    assert read_query("Dahua Technology cameras").rest == "cameras"


@pytest.mark.parametrize("words", ["%%", "!!!", "—"])
def test_signs_alone_are_no_name_of_a_vendor(client, words):
    VendorFactory(name="Dahua")
    body = client.get("/vendors/", {"q": words}).content.decode()
    assert "0 vendors go by a name like" in body
    assert "/vendors/dahua/" not in body
