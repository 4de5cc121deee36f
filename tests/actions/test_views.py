"""Matrix, map, timeline, changes, comparison and checked lists: what they say, and what they never hide."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.conf import settings

from actions import periods
from actions.lifecycle import Kind
from actions.spans import Precision, Span
from actions.templatetags.views import PATHS
from tests.factories import ActionFactory, AliasFactory, MilestoneFactory, RevisionFactory, VendorFactory

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/matrix/",
    "/map/",
    "/map/map.svg",
    "/timeline/",
    "/timeline/timeline.svg",
    "/changes/",
    "/compare/",
    "/check/",
]


@pytest.fixture(autouse=True)
def one_day():
    with time_machine.travel("2026-03-01 12:00:00+00:00", tick=False):
        yield


@pytest.fixture
def hikvision():
    return VendorFactory(name="Hikvision", aliases=["海康威视", "Hangzhou Hikvision Digital Technology Co., Ltd."])


def page(client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return BeautifulSoup(answer.content, "lxml")


def cells(table: BeautifulSoup) -> dict[tuple[str, str], str]:
    """The filled cells of the matrix by vendor and code."""
    codes = [head.small.get_text() for head in table.select("thead th[scope=col] ") if head.small]
    found = {}
    for row in table.select("tbody tr"):
        vendor = row.th.find(["a", "i"]).get_text()
        for code, cell in zip(codes, row.find_all("td"), strict=True):
            if cell.a:
                found[vendor, code] = cell.a.get_text()
    return found


def test_a_cell_of_the_matrix_names_the_strictest_kind_and_how_many_stand(client, hikvision):
    ActionFactory(kind="advisory", vendors=[hikvision])
    ActionFactory(kind="shutdown_order", vendors=[hikvision])
    ActionFactory(kind="procurement_ban", place="CA-QC", vendors=[hikvision])
    assert cells(page(client, "/matrix/")) == {("Hikvision", "CA"): "Shut 2", ("Hikvision", "CA-QC"): "Ban"}


def test_a_lone_action_is_led_to_directly_and_several_to_the_directory(client, hikvision):
    ActionFactory(slug="lone", place="CA-QC", vendors=[hikvision])
    ActionFactory(vendors=[hikvision])
    ActionFactory(vendors=[hikvision])
    links = [link["href"] for link in page(client, "/matrix/").select("tbody td a")]
    assert links == ["/actions/?on=2026-03-01&vendor=hikvision&jurisdiction=CA", "/actions/lone/"]
    assert client.get(links[0]).status_code == 200


def test_subdivisions_and_the_union_count_elsewhere_only_when_asked_for(client, hikvision):
    ActionFactory(place="CA-QC", vendors=[hikvision])
    ActionFactory(place="EU", vendors=[hikvision])
    ActionFactory(place="FR", kind="advisory", vendors=[hikvision])
    asked = page(client, "/matrix/?with=subdivisions&with=union&columns=name")
    assert cells(page(client, "/matrix/")) == {
        ("Hikvision", "EU"): "Ban",
        ("Hikvision", "CA-QC"): "Ban",
        ("Hikvision", "FR"): "Warn",
    }
    assert cells(asked)["Hikvision", "CA"] == "Ban"
    assert cells(asked)["Hikvision", "FR"] == "Ban 2"


def test_an_action_against_a_unit_counts_for_its_parent_too(client, hikvision):
    unit = VendorFactory(name="Ezviz", parent=hikvision)
    ActionFactory(vendors=[unit])
    assert set(cells(page(client, "/matrix/"))) == {("Hikvision", "CA"), ("Ezviz", "CA")}


def test_a_class_without_a_name_has_a_row_of_its_own_at_the_end(client, hikvision):
    ActionFactory(vendors=[]).targets.create(kind="class", name="Foreign-made drones")
    ActionFactory(vendors=[hikvision])
    rows = [row.get_text() for row in page(client, "/matrix/").select("tbody th :is(a, i)")]
    assert rows == ["Hikvision", "No named vendor"]


def test_a_cell_of_a_class_leads_to_what_names_no_vendor(client, hikvision):
    for _ in range(2):
        ActionFactory(vendors=[]).targets.create(kind="class", name="Foreign-made drones")
    ActionFactory(vendors=[hikvision])
    link = page(client, "/matrix/").select("tbody tr")[-1].td.a["href"]
    assert link == "/actions/?on=2026-03-01&named=no&jurisdiction=CA"
    assert page(client, link).select_one("#results .lead").get_text(strip=True) == "2 actions, standing on 1 March 2026"


@pytest.mark.parametrize("address", ["/matrix/?on=2025-06-26", "/map/?on=2025-06-26"])
def test_a_day_before_the_first_action_says_that_none_is_known(client, hikvision, address):
    ActionFactory(vendors=[hikvision])
    assert "None known is not the same as none." in page(client, address).get_text()


@pytest.mark.parametrize(
    "address",
    [
        "/matrix/?rows=shoe",
        "/matrix/?rwos=most",
        "/map/?kind=ban",
        "/timeline/?year=25x",
        "/timeline/?year=99999",
        "/changes/?month=2025",
        "/changes/?month=never",
        "/compare/?vendor=nobody",
        "/check/?nmes=x",
        "/check/?names=" + "%0A".join(f"n{i}" for i in range(501)),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_sentence(client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert "Nothing is left out silently" in answer.content.decode()


def test_the_map_colours_a_country_by_its_own_strictest_and_lists_what_has_no_shape(client, hikvision):
    ActionFactory(kind="shutdown_order", vendors=[hikvision])
    ActionFactory(place="CA-QC", kind="advisory", vendors=[hikvision])
    shown = page(client, "/map/?vendor=hikvision")
    assert [link["aria-label"] for link in shown.select("svg.map a")] == ["Canada: Shutdown order"]
    assert [row.get_text(" ", strip=True) for row in shown.select("table tbody th")] == ["Canada", "Quebec, Canada"]


def test_the_drawing_of_the_map_stands_alone(client, hikvision):
    ActionFactory(vendors=[hikvision])
    answer = client.get("/map/map.svg?vendor=hikvision")
    drawn = BeautifulSoup(answer.content, "xml")
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert drawn.title.get_text().startswith("On 1 March 2026, 1 place restricts Hikvision")
    assert not drawn.find_all(href=True)
    assert "CC BY 4.0" in drawn.get_text()


def test_the_shapes_in_drawings_are_those_of_the_marks(client):
    marks = (Path(settings.BASE_DIR) / "static" / "marks.svg").read_text()
    drawn = {kind: re.search(rf'id="{kind}-solid"[^>]*><path d="([^"]+)"', marks)[1] for kind in Kind}
    assert drawn == PATHS


def test_the_timeline_counts_by_year_and_leads_into_it(client, hikvision):
    ActionFactory(announced=Span.day(date(2023, 5, 1)), vendors=[hikvision])
    ActionFactory(announced=Span.month(2025, 6), kind="advisory", vendors=[hikvision])
    ActionFactory(announced=None, adopted=None, vendors=[hikvision])
    shown = page(client, "/timeline/")
    assert [link["href"] for link in shown.select("svg.chart a")] == ["?year=2023", "?year=2025"]
    assert "1 action without a known day is left out." in shown.get_text(" ", strip=True)


def test_a_year_alone_is_never_given_a_month(client, hikvision):
    ActionFactory(announced=Span(date(2023, 1, 1), date(2023, 12, 31), Precision.YEAR), vendors=[hikvision])
    ActionFactory(announced=Span.month(2023, 6), vendors=[hikvision])
    shown = page(client, "/timeline/?year=2023")
    assert [link["href"] for link in shown.select("svg.chart a")] == ["/actions/?since=2023-06&until=2023-06"]
    assert "1 action is known by its year alone and has no month here." in shown.get_text(" ", strip=True)


def test_changes_keep_the_two_clocks_apart(client, hikvision):
    action = ActionFactory(title="Canada bans a camera", vendors=[hikvision])
    MilestoneFactory(action=action, on=Span.day(date(2025, 7, 7)), text="A court is asked")
    RevisionFactory(action=action, recorded_at="2026-02-03T10:00:00Z", is_quiet=False, reason="A date was wrong")
    july, february = page(client, "/changes/?month=2025-07"), page(client, "/changes/?month=2026-02")
    assert "A court is asked" in july.find(attrs={"aria-labelledby": "world"}).get_text()
    assert "A date was wrong" not in july.get_text()
    assert "A date was wrong" in february.find(attrs={"aria-labelledby": "record"}).get_text()
    assert "A court is asked" not in february.get_text()


def test_a_quiet_month_leads_to_the_last_step_that_is_known(client, hikvision):
    MilestoneFactory(action=ActionFactory(vendors=[hikvision]), on=Span.day(date(2025, 7, 7)))
    assert page(client, "/changes/").select_one(".empty a")["href"] == "?month=2025-07"


def test_a_comparison_tells_what_is_shared_and_what_only_one_has(client, hikvision):
    dahua = VendorFactory(name="Dahua")
    for vendor in (hikvision, dahua):
        ActionFactory(vendors=[vendor])
    ActionFactory(place="GB", vendors=[hikvision])
    shown = page(client, "/compare/?vendor=hikvision&vendor=dahua")
    assert "2 places restrict Hikvision or Dahua; 1 restrict all of them" in shown.get_text(" ", strip=True)
    only = {
        section.h2.get_text(" ", strip=True): section.p.get_text(strip=True)
        for section in shown.select(".columns section")
    }
    assert only == {"Only Hikvision 1": "United Kingdom", "Only Dahua 0": "Nothing that the others do not meet."}


def test_a_comparison_is_put_together_one_by_one(client, hikvision):
    VendorFactory(name="Dahua")
    first, second = page(client, "/compare/"), page(client, "/compare/?vendor=hikvision")
    assert len(first.select("select[name=vendor]")) == len(first.select("select[name=jurisdiction]")) == 2
    assert [box["value"] for box in second.select("input[type=hidden][name=vendor]")] == ["hikvision"]
    assert not second.select("option[value=hikvision]")
    assert not second.select("select[name=jurisdiction]")
    assert "Choose what to set beside it" in second.get_text()


def test_all_dates_ahead_stand_under_the_changes_and_are_narrowed_with_them(client, hikvision):
    order = ActionFactory(title="Masts lose parts", kind="removal_order", vendors=[hikvision])
    MilestoneFactory(action=order, kind="deadline", text="Core free of them", on=Span.month(2027, 12))
    ActionFactory(title="Phones stay out", stage="adopted", effective=Span.day(date(2026, 6, 1)), vendors=[hikvision])
    rows = [row.get_text(" ", strip=True) for row in page(client, "/changes/").select("#ahead ~ ol li")]
    assert rows == [
        "1 June 2026 Phones stay out Canada · Takes effect",
        "December 2027 Masts lose parts Canada · Core free of them",
    ]
    assert len(page(client, "/changes/?kind=removal_order").select("#ahead ~ ol li")) == 1


def test_places_are_compared_by_vendor(client, hikvision):
    ActionFactory(vendors=[hikvision])
    ActionFactory(place="GB", kind="advisory", vendors=[hikvision])
    rows = page(client, "/compare/?jurisdiction=CA&jurisdiction=GB").select("table.compare tbody tr")
    assert [row.get_text(" ", strip=True) for row in rows] == ["Hikvision Procurement ban Advisory"]


@pytest.mark.parametrize(
    "name", ["Hikvision", "hik vision", "HIKVISION GmbH", "海康威视", "Hangzhou Hikvision Digital Technology Co., Ltd."]
)
def test_a_name_of_a_list_is_met_by_any_name_of_the_vendor(client, hikvision, name):
    ActionFactory(vendors=[hikvision])
    row = page(client, "/check/?" + f"names={name}%0AAcme").select_one("table tbody tr")
    assert row.td.a.get_text() == "Hikvision"
    assert "Canada" in row.get_text()


def test_a_checked_list_leads_to_the_matrix_of_the_vendors_that_meet_anything(client, hikvision):
    ActionFactory(vendors=[hikvision])
    VendorFactory(name="Spotless")
    links = page(client, "/check/?names=Hikvision%0ASpotless%0AAcme").select("a.button")
    assert links[0]["href"] == "/matrix/?vendor=hikvision"
    assert [row.th.a.get_text() for row in page(client, links[0]["href"]).select("tbody tr")] == ["Hikvision"]
    assert "matrix" not in str(page(client, "/check/?names=Spotless").select("a.button"))


@pytest.mark.parametrize(("name", "near"), [("Hikvison", ["Hikvision"]), ("Acme", []), ("Ltd.", [])])
def test_a_name_that_is_not_met_offers_what_comes_close(client, hikvision, name, near):
    shown = page(client, f"/check/?names={name}%0AZzz")
    offered = shown.find(attrs={"aria-labelledby": "unknown"}).ul.li.find_all("a")
    assert [link.get_text() for link in offered] == near


def test_a_file_of_names_is_read_by_its_first_column(client, hikvision):
    file = "\ufeffHikvision;supplier 1\nAcme;supplier 2\n".encode()
    answer = client.post("/check/", {"file": _upload(file), "names": ""}, follow=True)
    assert "0 of 2 names" in answer.content.decode()
    assert answer.request["QUERY_STRING"] == "names=Hikvision%0AAcme"


@pytest.mark.parametrize(
    ("body", "told"), [(b"\xff\xfe\x00", "not text in UTF-8"), (b"x" * 300_000, "larger than 256 kB")]
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(client, body, told):
    answer = client.post("/check/", {"file": _upload(body)})
    assert answer.status_code == 400
    assert told in answer.content.decode()


def test_the_csv_of_a_list_says_none_known_and_begins_no_formula(client, hikvision):
    ActionFactory(vendors=[hikvision])
    body = client.get("/check/export.csv?names=Hikvision%0A=cmd()").content.decode("utf-8-sig")
    assert body.splitlines() == [
        "given,vendor,matched_name,likeness,place_code,place,strictest,kinds,actions,on",
        "Hikvision,Hikvision,Hikvision,1,CA,Canada,Procurement ban,procurement_ban,1,2026-03-01",
        "'=cmd(),,,,,,name not known,,0,2026-03-01",
    ]


@pytest.mark.parametrize(
    "address", [*ADDRESSES, "/compare/?vendor=hikvision&vendor=v-0", "/check/?names=Hikvision%0Av-0"]
)
def test_a_view_takes_the_same_number_of_queries_however_much_there_is(
    client, hikvision, django_assert_max_num_queries, address
):
    for number in range(2):
        action = ActionFactory(vendors=[VendorFactory(name=f"V {number}"), hikvision])
        MilestoneFactory(action=action, on=Span.day(date(2026, 3, 1)))
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    for number in range(2, 12):
        action = ActionFactory(place="GB" if number % 2 else "CA", vendors=[VendorFactory(name=f"V {number}")])
        MilestoneFactory(action=action, on=Span.day(date(2026, 3, 1)))
    with django_assert_max_num_queries(len(few)):
        client.get(address)


ROWS = [
    periods.Announced(date(2023, 5, 1), date(2023, 5, 1), "advisory", 2),
    periods.Announced(date(2025, 1, 1), date(2025, 12, 31), "advisory", 1),
    periods.Announced(date(2025, 6, 1), date(2025, 6, 30), "shutdown_order", 3),
]


def test_years_without_any_action_stand_between_those_with_some():
    assert [(period.year, period.total) for period in periods.by_year(ROWS)] == [(2023, 2), (2024, 0), (2025, 4)]


@pytest.mark.parametrize(
    ("highest", "scale"), [(0, [0, 1]), (5, [0, 1, 2, 3, 4, 5]), (6, [0, 2, 4, 6]), (86, [0, 20, 40, 60, 80, 100])]
)
def test_a_scale_has_round_values_and_few_lines(highest, scale):
    told = periods.chart([periods.Period(2025, 0, {Kind.ADVISORY: highest} if highest else {})])
    assert [line.value for line in told.lines] == scale


def test_the_strictest_kind_stands_at_the_foot_of_a_bar():
    blocks = periods.chart([periods.Period(2025, 0, {Kind.ADVISORY: 1, Kind.SHUTDOWN_ORDER: 1})]).columns[0].blocks
    assert [block.kind for block in blocks] == ["shutdown_order", "advisory"]
    assert blocks[0].y > blocks[1].y


def _upload(body: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("names.csv", body, content_type="text/csv")


def test_aliases_of_other_vendors_are_not_taken_for_the_first(client, hikvision):
    other = VendorFactory(name="Acme")
    AliasFactory(vendor=other, text="Acme Ltd")
    row = page(client, "/check/?names=ACME+Limited%0AHikvision").select_one("table tbody tr")
    assert row.td.a.get_text() == "Acme"


def test_a_view_of_several_vendors_keeps_them_when_it_is_narrowed_further(client, hikvision):
    """A list for one choice shows one of them; the others go along unseen."""
    ActionFactory(vendors=[hikvision, VendorFactory(name="Dahua"), VendorFactory(name="TikTok")])
    for address in ("/matrix/", "/map/", "/timeline/", "/changes/"):
        form = page(client, f"{address}?vendor=hikvision&vendor=dahua").select_one("form.view-form")
        assert [field["value"] for field in form.select("input[type=hidden][name=vendor]")] == ["dahua"]
        assert [option["value"] for option in form.select("#vendor [selected]")][-1] == "hikvision"
