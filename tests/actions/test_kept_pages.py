"""Pages that are kept: the same as new ones, for nobody in particular, and gone when the directory changes."""

from __future__ import annotations

import gzip
from datetime import date

import psycopg
import pytest
import time_machine
from django.db import OperationalError, connection, transaction
from django.test import Client

from actions import held
from actions.held.pages import Page, Pages
from actions.held.readings import Reading
from actions.middleware import KeptPagesMiddleware
from actions.models import Action, Announcement, Target, Vendor
from actions.tasks import prune_line_changes
from jurisdictions.models import Authority, Jurisdiction
from tests.factories import ActionFactory, CitationFactory, ReactionFactory, UserFactory, VendorFactory

GZIP = {"accept-encoding": "gzip"}


@pytest.fixture
def kept(monkeypatch, db) -> Pages:
    """The pages of one middleware, whichever client asks, under an edition that lasts: a test commits nothing."""
    pages = Pages()
    begin = KeptPagesMiddleware.__init__

    def with_these(self, get_response):
        begin(self, get_response)
        self.pages = pages

    monkeypatch.setattr(KeptPagesMiddleware, "__init__", with_these)
    monkeypatch.setattr(Reading, "edition", 7)
    monkeypatch.setattr("actions.held.store._kept", {})
    monkeypatch.setattr("actions.held.readings._places", {})
    monkeypatch.setattr("actions.held.readings._vendors", {})
    return pages


@pytest.fixture
def action(db) -> Action:
    return ActionFactory(title="Canada bans a camera", vendors=[VendorFactory(name="Dahua")])


def test_a_page_is_made_once_and_is_the_same_for_the_next_reader(kept, action, django_assert_num_queries):
    first = Client().get("/actions/")
    with django_assert_num_queries(0):
        second = Client().get("/actions/")
    assert second.content == first.content
    assert second.headers == first.headers
    assert "Canada bans a camera" in second.text


def test_a_reader_who_has_the_page_already_is_told_so(kept, action):
    first = Client().get("/actions/", headers=GZIP)
    again = Client().get("/actions/", headers={**GZIP, "if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], "no-cache")
    other = Client().get("/vendors/", headers={**GZIP, "if-none-match": first["ETag"]})
    assert other.status_code == 200


def test_two_processes_tell_the_same_tag_for_the_same_page(kept, action):
    first = Client().get("/actions/")["ETag"]
    kept.clear()
    assert Client().get("/actions/", headers=GZIP)["ETag"] == first


@pytest.mark.django_db(transaction=True)
def test_a_page_is_made_anew_once_a_change_is_committed_and_not_before():
    action = ActionFactory(title="Canada bans a camera")
    client = Client()
    tag = client.get("/actions/")["ETag"]
    assert client.get("/actions/", headers={"if-none-match": tag}).status_code == 304
    with transaction.atomic():
        Action.objects.filter(pk=action.pk).update(title="Canada bars a camera")
        assert "Canada bars a camera" in client.get("/actions/").text
        transaction.set_rollback(True)
    assert client.get("/actions/", headers={"if-none-match": tag}).status_code == 304
    Action.objects.filter(pk=action.pk).update(title="Canada bars a camera")
    changed = client.get("/actions/", headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert "Canada bars a camera" in changed.text


CHANGES = {
    "a new action": lambda: ActionFactory(title="Another"),
    "its title": lambda: Action.objects.update(title="Another"),
    "a vendor's name": lambda: Vendor.objects.filter(name="Dahua").update(name="Dahua Technology"),
    "a target": lambda: Target.objects.update(name="Another"),
    "an authority": lambda: Authority.objects.create(jurisdiction=Jurisdiction.objects.get(), name="Court", slug="c"),
    "a reaction": lambda: ReactionFactory(announcement=Announcement.objects.first()),
    "a place": lambda: Jurisdiction.objects.update(name="Another"),
    "a citation's grade": lambda: CitationFactory(),
    "what is gone": lambda: Target.objects.all().delete(),
}


@pytest.mark.django_db(transaction=True)
def test_whatever_changes_the_directory_ends_the_edition_once():
    ActionFactory(vendors=[VendorFactory(name="Dahua")])
    before = held.reading().edition
    for what, change in CHANGES.items():
        change()
        after = held.reading().edition
        assert (what, after > before) == (what, True)
        assert (what, held.reading().edition) == (what, after)
        before = after
    Action.objects.filter(title="Nothing of that name").update(title="Yet another")
    assert held.reading().edition == before


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_committed_after_a_later_one_is_not_missed():
    """A number that is higher than all before it would miss it."""
    ActionFactory()
    with second_connection() as other:
        other.execute("BEGIN")
        other.execute("UPDATE actions_action SET title = 'Canada bars a camera'")
        VendorFactory(name="Dahua")
        between = held.reading().edition
        assert held.reading().edition == between
        other.execute("COMMIT")
        assert held.reading().edition == between + 1


def second_connection() -> psycopg.Connection:
    parameters = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    return psycopg.connect(**{name: parameters[name] for name in names if name in parameters}, autocommit=True)


def test_nobody_who_signed_in_is_given_a_kept_page_or_leaves_one(kept, action):
    client = Client()
    client.force_login(UserFactory(role="editor"))
    assert "Sign out" in client.get("/actions/").text
    assert len(kept) == 0
    assert "Sign out" not in Client().get("/actions/").text
    assert len(kept) == 1
    answer = client.get("/actions/")
    assert "Sign out" in answer.text
    assert "ETag" not in answer


def test_a_page_with_a_form_token_is_not_kept(kept, action):
    tokens = {Client().get("/check/").cookies["csrftoken"].value for _ in range(2)}
    assert len(tokens) == 2
    assert len(kept) == 0


def test_each_language_and_each_day_has_its_own_page(kept, action):
    texts = {Client(headers={"accept-language": language}).get("/actions/").text for language in ("en", "fr", "en")}
    assert len(texts) == 2
    chosen = Client()
    chosen.cookies["django_language"] = "fr"
    assert chosen.get("/actions/").text in texts
    with time_machine.travel(date(2031, 5, 1)):
        assert "2031-05-01" in Client().get("/actions/").text


@pytest.mark.parametrize("path", ["/actions/?nope=1", "/actions/no-such-action/", "/feed.atom", "/desk/", "/healthz"])
def test_mistakes_and_whatever_is_not_a_page_of_the_directory_are_not_kept(kept, action, path):
    Client().get(path)
    assert len(kept) == 0


def test_a_reader_without_gzip_is_given_the_plain_page(kept, action):
    packed = Client().get("/actions/", headers=GZIP)
    plain = Client().get("/actions/")
    assert gzip.decompress(packed.content) == plain.content
    assert not plain.has_header("Content-Encoding")
    assert int(packed["Content-Length"]) == len(packed.content)


def test_a_page_is_not_told_apart_from_an_answer_to_another_host(kept, action, settings):
    assert Client().get("/actions/").status_code == 200
    assert Client().get("/actions/", headers={"host": "elsewhere.example"}).status_code == 400


def test_kept_pages_work_while_the_broker_is_down(kept, action, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    assert Client().get("/actions/").content == Client().get("/actions/").content
    assert len(kept) == 1


def test_a_database_that_is_away_is_told_as_ever(db, monkeypatch):
    def away(*_arguments, **_named):
        raise OperationalError("away")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        assert Client().get("/actions/").status_code == 503


def test_pages_make_room_for_those_asked_for_later():
    pages = Pages(most_bytes=300)
    for name in ("first", "second", "third"):
        pages.put(name, Page((), b"x" * 100, name, 1, float("inf")))
    assert pages.get("first", 1)
    pages.put("fourth", Page((), b"x" * 100, "fourth", 1, float("inf")))
    assert pages.get("second", 1) is None
    assert [bool(pages.get(name, 1)) for name in ("first", "third", "fourth")] == [True, True, True]


def test_a_page_over_its_time_or_of_an_earlier_edition_is_dropped():
    pages = Pages()
    pages.put("old", Page((), b"x", "old", 1, 0.0))
    pages.put("before", Page((), b"x", "before", 1, float("inf")))
    assert pages.get("old", 1) is None
    assert pages.get("before", 2) is None
    assert len(pages) == 0


def test_the_log_of_changed_pages_is_pruned_after_a_day(action):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE actions_pagechange SET logged_at = now() - interval '25 hours'")
        prune_line_changes()
        cursor.execute("SELECT count(*) FROM actions_pagechange")
        assert cursor.fetchone() == (0,)
