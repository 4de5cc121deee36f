"""What a query string means."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from actions.facets import count
from actions.filters import ActionFilters, FilterError, Scope
from actions.held import one_reading
from actions.rows import rows_of
from actions.spans import Span
from tests.factories import ActionFactory, CitationFactory, JurisdictionFactory, MilestoneFactory, VendorFactory

pytestmark = pytest.mark.django_db


def found(query: str, scope: Scope | None = None) -> list[str]:
    filters = ActionFilters.from_query(QueryDict(query), scope)
    return [row.slug for row in rows_of(filters)]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("knd=advisory", "“knd” is not something this list can be narrowed by."),
        ("kind=ban", "“ban” is not a value of “kind”. Choose from procurement_ban, shutdown_order"),
        ("stage=in_force,over", "“over” is not a value of “stage”."),
        ("jurisdiction=ZZ", "The directory knows no “ZZ” as a value of “jurisdiction”."),
        ("vendor=nobody", "The directory knows no “nobody” as a value of “vendor”."),
        ("since=yesterday", "“yesterday” is not a day for “since”."),
        ("until=2025-02-30", "“2025-02-30” is not a day for “until”."),
        ("on=2025-06", "“2025-06” is longer than a day."),
        ("since=2025&until=2024", "The first day of the search is after its last."),
        ("page=0", "“0” is not the number of a page."),
        ("page=-1", "“-1” is not the number of a page."),
        ("sort=relevance", "The best match can come first only where there are words to search for."),
        ("on=2025-01-01&on=2025-01-02", "“on” can be given only once."),
        ("with=everything", "“everything” is not a value of “with”."),
        ("q=" + "x" * 201, "A search has at most 200 characters."),
    ],
)
def test_what_cannot_be_answered_is_named_in_a_sentence(query, sentence):
    with pytest.raises(FilterError) as caught:
        ActionFilters.from_query(QueryDict(query))
    assert str(caught.value).startswith(sentence)


def test_empty_fields_of_a_form_narrow_nothing():
    ActionFactory(slug="one")
    assert found("q=&since=&until=&on=&challenged=&sort=&kind=") == ["one"]


def test_a_query_string_has_one_true_order_and_no_defaults():
    VendorFactory(name="Hikvision")
    filters = ActionFilters.from_query(
        QueryDict("page=1&stage=in_force&q=&vendor=hikvision&kind=advisory,procurement_ban")
    )
    assert filters.query_string() == "kind=procurement_ban&kind=advisory&stage=in_force&vendor=hikvision"
    assert filters.without("kind", "advisory") == "kind=procurement_ban&stage=in_force&vendor=hikvision"


def test_a_changed_filter_leads_back_to_the_first_page():
    filters = ActionFilters.from_query(QueryDict("kind=advisory&page=3"))
    assert filters.query_string() == "kind=advisory&page=3"
    assert filters.with_value("stage", "lifted") == "kind=advisory&stage=lifted"


@pytest.mark.parametrize(
    "words",
    ["hik vision", "HIKVISION", "海康威视", "hikvison", "Hangzhou Hikvision", "hikvision ban", "海康威视 Canada"],
)
def test_a_vendor_is_found_by_any_of_its_names(words):
    VendorFactory(name="Hikvision", aliases=["海康威视", "Hangzhou Hikvision"])
    ActionFactory(slug="hit", title="Offices lose their cameras", vendors=["Hikvision"])
    ActionFactory(slug="miss", title="Offices lose their phones", vendors=["TikTok"])
    assert found(f"q={words}") == ["hit"]


def test_a_named_place_and_a_named_vendor_narrow_each_other():
    ActionFactory(slug="quebec", place="CA-QC", title="Devices are cleared", vendors=["TikTok"])
    ActionFactory(slug="canada", place="CA", title="Devices are cleared", vendors=["TikTok"])
    assert found("q=tiktok in quebec") == ["quebec"]


def test_an_excluded_word_names_no_vendor():
    ActionFactory(slug="phones", title="Phones barred", vendors=["TikTok"])
    ActionFactory(slug="cameras", title="Cameras barred", vendors=["Hikvision"])
    assert found("q=barred -cameras") == ["phones"]


def test_words_that_fit_nothing_find_nothing():
    ActionFactory(vendors=["TikTok"])
    assert found("q=the") == []
    assert found("q=football") == []


def test_a_vendor_brings_its_units_along():
    parent = VendorFactory(name="Ant Group")
    unit = VendorFactory(name="Alipay", parent=parent)
    ActionFactory(slug="unit", vendors=[unit])
    ActionFactory(slug="other", vendors=["TikTok"])
    assert found("vendor=ant-group") == ["unit"]
    assert found("", Scope(vendor=parent)) == ["unit"]


def test_subdivisions_and_union_count_only_when_asked_for():
    for place in ("DE", "DE-BE", "EU", "CA"):
        ActionFactory(slug=place.lower(), place=place, announced=None)
    ActionFactory(slug="eu-own", place="EU", binds=["agencies"], announced=None)
    assert found("jurisdiction=DE") == ["de"]
    assert found("jurisdiction=DE&with=subdivisions") == ["de", "de-be"]
    assert found("jurisdiction=DE&with=subdivisions,union") == ["de", "de-be", "eu"]
    assert found("jurisdiction=CA&with=union") == ["ca"]


def test_an_address_that_fixes_a_place_takes_no_other():
    with pytest.raises(FilterError, match="“jurisdiction” is not something this list can be narrowed by"):
        ActionFilters.from_query(QueryDict("jurisdiction=CA"), Scope(place=JurisdictionFactory()))


def test_dates_that_may_lie_inside_are_found():
    ActionFactory(slug="june", announced=Span.month(2025, 6))
    ActionFactory(slug="2024", announced=Span.year(2024))
    ActionFactory(slug="unknown", announced=None)
    assert found("since=2025-06-30") == ["june"]
    assert found("until=2025-05") == ["2024"]
    assert found("since=2024-12&until=2025-06") == ["june", "2024"]


def test_a_day_asks_what_stands_on_it():
    ActionFactory(slug="stands", effective=Span.day(date(2025, 7, 1)))
    ActionFactory(slug="ended", stage="lifted", effective=Span.day(date(2024, 1, 1)), ended=Span.day(date(2025, 6, 30)))
    assert found("on=2025-06-30") == ["ended"]
    assert found("on=2025-07-01") == ["stands"]


def test_a_class_without_a_name_can_be_asked_for():
    ActionFactory(slug="class", vendors=[]).targets.create(kind="class", name="Foreign-made drones")
    ActionFactory(slug="named")
    assert (found("named=no"), found("named=yes")) == (["class"], ["named"])


def test_bound_forbidden_graded_and_challenged_narrow():
    hit = ActionFactory(slug="hit", binds=["operators"], forbids=["buy", "use"])
    ActionFactory(slug="miss", binds=["public"], forbids=["sell"])
    CitationFactory(grade="press", of=[hit])
    MilestoneFactory(action=hit)
    for query in ("bound=operators", "forbids=use", "grade=press", "challenged=yes"):
        assert found(query) == ["hit"]
    assert found("challenged=no") == ["miss"]


@pytest.mark.parametrize("sort", ["newest", "oldest", "effective", "changed", "place"])
def test_every_order_holds_rows_without_dates(sort):
    ActionFactory(slug="undated", announced=None)
    ActionFactory(slug="dated")
    assert sorted(found(f"sort={sort}")) == ["dated", "undated"]


def counts(query: str, parameter: str) -> dict[str, int]:
    filters = ActionFilters.from_query(QueryDict(query))
    facet = next(f for f in count(filters).facets if f.parameter == parameter)
    return {choice.value: choice.count for choice in facet.choices}


def test_a_choice_tells_how_many_it_would_leave():
    ActionFactory(kind="advisory", stage="in_force")
    ActionFactory(kind="advisory", stage="proposed")
    ActionFactory(kind="removal_order", stage="in_force")
    assert counts("kind=advisory", "kind") == {"advisory": 2, "removal_order": 1}
    assert counts("kind=advisory", "stage") == {"proposed": 1, "in_force": 1}


def test_counts_of_places_and_vendors_are_what_the_filter_would_find():
    parent = VendorFactory(name="Ant Group")
    unit = VendorFactory(name="Alipay", parent=parent)
    ActionFactory(place="DE", vendors=[unit])
    ActionFactory(place="DE-BE", vendors=[parent, unit])
    ActionFactory(place="EU", vendors=["TikTok"])
    assert counts("", "vendor") == {"ant-group": 2, "alipay": 2, "tiktok": 1}
    assert counts("", "jurisdiction") == {"DE": 1, "DE-BE": 1, "EU": 1}
    assert counts("with=subdivisions,union", "jurisdiction") == {"DE": 3, "DE-BE": 1, "EU": 1}


def test_facets_take_the_same_number_of_queries_for_few_and_many(django_assert_num_queries):
    for number in range(3):
        action = ActionFactory(kind="advisory" if number % 2 else "removal_order", binds=["public"], forbids=["use"])
        CitationFactory(of=[action])
    filters = ActionFilters.from_query(QueryDict("kind=advisory"))
    with one_reading(), django_assert_num_queries(4):
        count(filters)
