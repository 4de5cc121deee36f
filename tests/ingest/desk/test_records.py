from __future__ import annotations

from datetime import date

import pytest

from actions.models import Action, Revision
from actions.redrafting import draft_of
from actions.services import amend
from ingest.services.answers import Answer
from ingest.services.deciding import approve
from tests.ingest.desk.pages import form_of, soup_of
from tests.ingest.desk.test_deciding import ORDER
from tests.ingest.factories import make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(editor) -> Action:
    approve(make_story(), Answer(actions=(ORDER,)), editor=editor)
    return Action.objects.get()


@pytest.fixture
def address(action) -> str:
    return f"/desk/actions/{action.slug}/"


def test_amending_with_the_draft_of_an_action_changes_nothing(action, editor):
    before = draft_of(action)
    amend(action, before, editor=editor, reason="Nothing")
    assert draft_of(action) == before


def test_a_correction_sent_untouched_changes_nothing_but_the_revision(desk, action, address):
    before = draft_of(action)
    sent = form_of(desk.get(address), address) | {"reason": ["Checked"]}
    desk.post(address, sent)
    assert draft_of(action) == before
    assert list(Revision.objects.values_list("kind", "reason"))[-1] == ("amend", "Checked")


def test_a_correction_changes_dates_steps_and_pages(desk, action, address):
    typed = {
        "reason": ["The company went to court"],
        "effective": ["2025-07"],
        "milestones": ["2025-06-27 adopted: Ordered\n? challenged: The company asks a court"],
        "pages": ["https://example.org/judgment"],
    }
    desk.post(address, form_of(desk.get(address), address) | typed)
    action.refresh_from_db()
    assert action.effective.iso() == "2025-07"
    assert [(step.kind, step.on) for step in action.milestones.all()][-1] == ("challenged", None)
    assert [citation.url for citation in action.citations.all()] == ["https://example.org/judgment"]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("reason", "", "Say why the record changes"),
        ("milestones", "last week challenged: x", "cannot be read as a step"),
        ("pages", "not an address", "is not an address"),
        ("announced", "soon", "is not a date that we can read"),
    ],
)
def test_a_correction_that_cannot_be_read_changes_nothing(desk, address, field, typed, sentence):
    sent = form_of(desk.get(address), address) | {"reason": ["Why"]} | {field: [typed]}
    response = desk.post(address, sent)
    assert response.status_code == 422
    assert sentence in soup_of(response).get_text()
    assert Revision.objects.count() == 1


def test_a_rule_of_the_directory_is_told_in_its_sentence(desk, address):
    wrong = {"reason": ["Why"], "stage": ["proposed"], "ended": ["2025-08-01"]}
    response = desk.post(address, form_of(desk.get(address), address) | wrong)
    assert "Only an action that took effect can have a day on which it ended." in soup_of(response).get_text()


def test_an_action_is_retracted_with_a_reason(desk, action, address):
    desk.post(f"{address}retract/", {"reason": "It never happened"})
    action.refresh_from_db()
    assert not action.is_published
    assert action.revisions.last().reason == "It never happened"


def test_an_action_is_not_retracted_without_a_reason(desk, action, address):
    desk.post(f"{address}retract/", {"reason": ""})
    action.refresh_from_db()
    assert action.is_published


def test_a_starter_action_waits_until_an_editor_verifies_it(desk, action, editor):
    Action.objects.update(is_starter=True, verified_on=None)
    assert action.title in soup_of(desk.get("/desk/verify/?place=CA")).get_text()
    desk.post(f"/desk/verify/{action.slug}/", {"place": "CA"})
    action.refresh_from_db()
    assert (action.verified_by, type(action.verified_on)) == (editor, date)
    assert "Every action has been checked" in soup_of(desk.get("/desk/verify/")).get_text()
