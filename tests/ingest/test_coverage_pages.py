"""What is watched is public: by place, sortable, with what is wrong, and with what is not watched at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ingest.models import FindingKind, Rhythm, Source
from ingest.services import findings
from ingest.services.coverage import update_coverage
from tests.factories import ActionFactory
from tests.ingest.desk.pages import soup_of
from tests.ingest.factories import EditorFactory, SourceFactory, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _static_files_where_they_lie(settings):
    settings.WHITENOISE_AUTOREFRESH = True


def watched(code: str, **columns: object) -> Source:
    now = timezone.now()
    columns = {"is_paused": False, "watched_since": now - timedelta(days=9), "last_success_at": now} | columns
    source = SourceFactory(jurisdiction=make_place(code), publisher_kind="government", **columns)
    update_coverage([source.jurisdiction_id])
    return source


def rows_of(response) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in soup_of(response).select("tbody tr")]


def delayed(source: Source, delay_s: float) -> None:
    Rhythm.objects.create(source=source, learnt_at=timezone.now(), delay_p50_s=delay_s, entry_count=3, per_week=3)


def test_the_first_sentence_counts_sources_places_and_findings(client):
    watched("CA")
    source = watched("FR")
    findings.find(source, FindingKind.SILENT, {"per_week": 4}, since=timezone.now(), now=timezone.now())
    response = client.get("/coverage/")
    assert "We read 2 sources of 2 places; one thing is wrong." in soup_of(response).find(class_="lead").get_text()
    canada, france = rows_of(response)
    assert canada.startswith("Canada 1 ")
    assert canada.endswith("nothing known")
    assert france.endswith("1 fell silent")


def test_the_press_of_the_world_counts_without_a_place(client):
    SourceFactory(jurisdiction=None, is_paused=False)
    SourceFactory(jurisdiction=None, is_paused=False, is_sample=True)
    alone = soup_of(client.get("/coverage/")).find(class_="lead").get_text()
    assert alone == "We read 1 source of no one place, such as the press, and nothing that an authority publishes."
    watched("CA")
    together = soup_of(client.get("/coverage/")).find(class_="lead").get_text()
    assert together == "We read 1 source of 1 place, and 1 of no one place; nothing is wrong that we know of."


@pytest.mark.parametrize("address", ["/coverage/%00/", "/coverage/%0A/", "/desk/hosts/%00/"])
def test_a_control_character_in_an_address_is_no_page(client, address):
    client.force_login(EditorFactory())
    assert client.get(address).status_code == 404


def test_with_nothing_on_the_books_the_page_says_so(client):
    assert "Nothing is read at the moment" in soup_of(client.get("/coverage/")).get_text()


@pytest.mark.parametrize(
    ("sort", "first"),
    [("", "Canada"), ("sources", "France"), ("delay", "Japan"), ("wrong", "Canada"), ("since", "Japan")],
)
def test_the_table_is_sorted_by_any_head(client, sort, first):
    canada, france, _ = watched("CA"), watched("FR"), watched("FR")
    japan = watched("JP", watched_since=timezone.now() - timedelta(days=400))
    delayed(canada, 9_000)
    delayed(france, 4_000)
    delayed(japan, 60)
    findings.find(canada, FindingKind.FAILING, {}, since=timezone.now(), now=timezone.now())
    response = client.get(f"/coverage/?sort={sort}")
    assert rows_of(response)[0].startswith(first)
    assert len(soup_of(response).select("th[aria-sort]")) == 1


@pytest.mark.parametrize(("query", "named"), [("sort=bogus", "“bogus”"), ("page=2", "“page”")])
def test_a_head_that_is_not_there_is_refused_by_name(client, query, named):
    answer = client.get(f"/coverage/?{query}")
    assert answer.status_code == 400
    assert named in answer.content.decode()


def test_places_without_a_source_of_their_own_are_named(client):
    watched("CA", is_paused=True)
    ActionFactory(place="DE")
    soup = soup_of(client.get("/coverage/"))
    assert "Canada" in soup.find(id="resting").parent.get_text()
    assert "Germany" in soup.find(id="unwatched").parent.get_text()
    assert "Norway" in soup.find(id="dark").parent.get_text()


def test_what_is_wrong_with_the_press_is_told_too(client):
    press = SourceFactory(jurisdiction=None, is_paused=False, name="The Wire")
    now = timezone.now()
    findings.find(press, FindingKind.NOT_THE_FEED, {"error": "A page came."}, since=now, now=now)
    watched("CA")
    page = soup_of(client.get("/coverage/"))
    assert page.find(class_="lead").get_text().endswith("and 1 of no one place; one thing is wrong.")
    [told] = page.find("section", attrs={"aria-labelledby": "elsewhere"}).find_all("li")
    assert " ".join(told.get_text(" ").split()).startswith("The Wire Something else than its news has come since")


def test_the_page_costs_the_same_whatever_the_number_of_sources(client, django_assert_num_queries):
    for code in ("CA", "FR", "JP"):
        watched(code)
    client.get("/coverage/")
    with django_assert_num_queries(6):
        client.get("/coverage/")
    place = make_place("CA")
    now = timezone.now()
    Source.objects.bulk_create(
        Source(slug=f"s{n}", name=f"S{n}", url=f"https://s{n}.example/", publisher_kind="press", jurisdiction=place,
               is_paused=False, last_success_at=now)
        for n in range(300)
    )  # fmt: skip
    update_coverage([place.pk])
    with django_assert_num_queries(6):
        client.get("/coverage/")
    with django_assert_num_queries(5):
        response = client.get("/coverage/CA/")
    assert len(rows_of(response)) == 50


def test_a_place_s_page_names_its_sources_and_what_is_wrong(client):
    source = watched("CA", name="Ministry", failures_in_a_row=5, last_error="The server answered 403 (Forbidden).")
    Source.objects.filter(pk=source.pk).update(last_success_at=timezone.now() - timedelta(days=3))
    findings.sweep(timezone.now())
    [row] = rows_of(client.get("/coverage/CA/"))
    assert "Ministry Failing It could not be read for 3 days. The server answered 403 (Forbidden)." in row


def test_a_place_that_is_not_watched_says_so_and_codes_are_upper_case(client):
    make_place("NO")
    assert "We watch nothing of Norway by itself" in soup_of(client.get("/coverage/NO/")).get_text()
    assert client.get("/coverage/no/").headers["Location"] == "/coverage/NO/"
    assert client.get("/coverage/QQ/").status_code == 404


def test_samples_and_paused_sources_say_nothing_of_a_place(client):
    watched("CA", is_sample=True)
    assert rows_of(client.get("/coverage/CA/")) == []
    assert rows_of(client.get("/coverage/")) == []


def test_every_page_leads_to_the_coverage(client):
    assert soup_of(client.get("/coverage/")).find("footer").find("a", href="/coverage/")
