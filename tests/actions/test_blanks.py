"""What a blank says: that none is known, and when we last looked."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup

from actions import sentences
from jurisdictions.models import Coverage
from tests.factories import ActionFactory, JurisdictionFactory, VendorFactory

pytestmark = pytest.mark.django_db

LOOKED = {"source_count": 3, "active_count": 2, "watched_since": date(2026, 1, 5)}
LAST = datetime(2026, 2, 27, 8, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_day():
    with time_machine.travel("2026-03-01 12:00:00+00:00", tick=False):
        yield


@pytest.fixture
def two_vendors_in_two_places():
    """Hikvision in Canada alone, Dahua in Lithuania alone; only Lithuania is watched."""
    ActionFactory(place="CA", vendors=[VendorFactory(name="Hikvision")])
    action = ActionFactory(place="LT", vendors=[VendorFactory(name="Dahua")])
    Coverage.objects.create(jurisdiction=action.jurisdiction, **LOOKED, last_success_at=LAST)


def page(client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return BeautifulSoup(answer.content, "lxml")


@pytest.mark.parametrize(
    ("coverage", "said"),
    [
        (None, "None known; not watched yet"),
        (Coverage(source_count=3, active_count=0, last_success_at=LAST), "None known; not watched yet"),
        (Coverage(**LOOKED), "None known; not watched yet"),
        (Coverage(**LOOKED, last_success_at=LAST), "None known; last looked on 27 February 2026"),
    ],
)
def test_a_blank_says_when_we_last_looked(coverage, said):
    assert sentences.for_blank(coverage) == said


def test_each_blank_of_the_matrix_says_it_and_so_does_the_last_line(client, two_vendors_in_two_places):
    table = page(client, "/matrix/").select_one("table.matrix")
    codes = [head.small.get_text() for head in table.select("thead tr:last-child th") if head.small]
    said = {
        (row.th.a.get_text(), code): cell.get("title")
        for row in table.select("tbody tr")
        for code, cell in zip(codes, row.find_all("td"), strict=True)
        if not cell.a
    }
    assert said == {
        ("Hikvision", "LT"): "None known; last looked on 27 February 2026",
        ("Dahua", "CA"): "None known; not watched yet",
    }
    last = dict(zip(codes, (cell.get_text() for cell in table.select("tfoot tr:last-child td")), strict=True))
    assert last == {"CA": "not yet", "LT": "27 Feb 2026"}


def test_an_empty_list_of_a_place_says_what_we_looked_at_there(client, two_vendors_in_two_places):
    said = page(client, "/actions/?vendor=hikvision&jurisdiction=LT").select_one("#results").get_text(" ", strip=True)
    assert "None known" in said
    assert "Lithuania: we read 2 sources since 5 January 2026, last on 27 February 2026." in said


def test_an_empty_list_of_a_place_without_sources_says_that_nobody_looked(client, two_vendors_in_two_places):
    JurisdictionFactory(code="PT", name="Portugal")
    shown = page(client, "/actions/?jurisdiction=PT").select_one("#results")
    assert "Portugal: no source is on our books. A blank here means that nobody looked." in shown.get_text()
    assert [link["href"] for link in shown.select(".dates a")] == ["/coverage/PT/"]


def test_a_source_that_was_never_read_is_not_said_to_have_been(client):
    said = sentences.for_watch("Portugal", Coverage(**LOOKED))
    assert said.startswith("Portugal: we read 2 sources since 5 January 2026, without success so far.")


def test_a_chosen_vendor_has_its_row_alone_and_the_counts_of_its_list(client):
    hikvision, dahua = VendorFactory(name="Hikvision"), VendorFactory(name="Dahua")
    VendorFactory(name="Ezviz", parent=hikvision)
    ActionFactory(vendors=[hikvision, dahua])
    ActionFactory(vendors=[dahua])
    shown = page(client, "/matrix/?vendor=hikvision")
    assert [row.th.a.get_text() for row in shown.select("tbody tr")] == ["Hikvision"]
    assert "1 place restricts 1 vendor" in shown.select_one(".lead").get_text()
