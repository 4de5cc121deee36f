import pytest
from django.core.exceptions import PermissionDenied
from django.db import DataError, OperationalError
from django.http import Http404
from django.test import Client
from django.views import defaults

from bantracker.outages import OutageMiddleware


def test_a_missing_page_says_so_and_offers_ways_on(client):
    answer = client.get("/nothing-here/")
    assert answer.status_code == 404
    assert "No page at this address" in answer.content.decode()


def test_a_failed_page_is_shown_without_database_or_session(rf):
    answer = defaults.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Something failed here" in answer.content.decode()


@pytest.mark.django_db
def test_a_page_without_its_database_says_when_to_come_back(client, monkeypatch):
    def go_away(*_args, **_kwargs):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr("actions.held.store._kept", {})  # what an earlier test read may still hold
    monkeypatch.setattr("actions.held.store._news", go_away)
    answer = client.get("/actions/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "does not answer right now" in answer.content.decode()


def test_a_mistake_of_ours_is_no_outage(rf):
    assert OutageMiddleware(lambda _: None).process_exception(rf.get("/"), DataError("a mistake")) is None


def test_an_unreadable_request_is_told_apart(rf):
    answer = defaults.bad_request(rf.get("/"), exception=ValueError())
    assert answer.status_code == 400
    assert "This request cannot be read" in answer.content.decode()


def test_a_visitor_without_an_account_is_sent_to_the_door(rf):
    answer = defaults.permission_denied(rf.get("/desk/?kind=new"), exception=PermissionDenied())
    assert answer.status_code == 403
    assert "/accounts/login/?next=/desk/%3Fkind%3Dnew" in answer.content.decode()


def test_a_form_that_grew_old_says_that_nothing_was_sent():
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert answer.status_code == 403
    assert "This form has grown old" in answer.content.decode()


def test_an_error_page_is_not_indexed(rf):
    assert 'content="noindex"' in defaults.page_not_found(rf.get("/x/"), exception=Http404()).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"])
def test_pages_before_the_door_are_set_in_the_common_type(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert 'class="masthead"' in answer.content.decode()


@pytest.mark.django_db
def test_the_sign_in_page_does_not_offer_an_account(client):
    assert "/accounts/signup/" not in client.get("/accounts/login/").content.decode()
