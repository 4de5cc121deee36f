from __future__ import annotations

import pytest

from ingest.models import ErrorReport
from ingest.services.deciding import approve
from tests.ingest.desk.pages import form_of, soup_of
from tests.ingest.desk.test_deciding import BOTH
from tests.ingest.factories import make_story

pytestmark = pytest.mark.django_db
TYPED = {"text": "The order is of 26 June.", "about": "/actions/some-ban/"}


def test_a_reader_reports_an_error_without_an_account(client):
    sent = form_of(client.get("/report/?about=/actions/some-ban/"), "/report/")
    response = client.post("/report/", sent | {"text": ["The order is of 26 June."]}, follow=True)
    report = ErrorReport.objects.get()
    assert (report.path, report.text) == ("/actions/some-ban/", "The order is of 26 June.")
    assert soup_of(response).find("h1").get_text() == "Thank you"


def test_a_report_on_an_action_is_joined_to_it(client, editor):
    approve(make_story(), BOTH, editor=editor)
    client.post("/report/", TYPED | {"about": "/actions/canada-orders-hikvision-to-close/"})
    assert ErrorReport.objects.get().action.slug == "canada-orders-hikvision-to-close"


def test_an_empty_report_is_told_what_is_missing(client):
    response = client.post("/report/", {"text": "", "about": "/"})
    assert response.status_code == 422
    assert "Say in a sentence what is wrong." in soup_of(response).get_text()


def test_a_report_that_is_too_long_is_refused(client):
    assert client.post("/report/", TYPED | {"text": "x" * 4001}).status_code == 422
    assert not ErrorReport.objects.exists()


def test_a_program_that_takes_the_bait_is_thanked_and_forgotten(client):
    response = client.post("/report/", TYPED | {"website": "https://spam.example"})
    assert response.headers["Location"] == "/report/thanks/"
    assert not ErrorReport.objects.exists()


def test_the_sixth_report_within_an_hour_is_asked_to_wait(client):
    for _ in range(5):
        client.post("/report/", TYPED)
    response = client.post("/report/", TYPED)
    assert response.status_code == 429
    assert "Wait an hour" in soup_of(response).get_text()
    assert ErrorReport.objects.count() == 5


@pytest.mark.parametrize(
    "about", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", ""]
)
def test_a_page_that_is_not_ours_is_not_linked(client, about):
    client.post("/report/", TYPED | {"about": about})
    assert ErrorReport.objects.get().path == "/"


def test_an_editor_closes_a_report_with_an_answer(desk, editor):
    report = ErrorReport.objects.create(path="/", text="Wrong day")
    desk.post(f"/desk/reports/{report.pk}/close/", {"answer": "Corrected."})
    report.refresh_from_db()
    assert (report.answer, report.closed_by) == ("Corrected.", editor)


def test_a_report_is_not_closed_without_an_answer(desk):
    report = ErrorReport.objects.create(path="/", text="Wrong day")
    response = desk.post(f"/desk/reports/{report.pk}/close/", {"answer": ""})
    assert response.status_code == 422
    assert "Say what was done" in soup_of(response).get_text()


def test_a_report_is_shown_and_not_run(desk):
    ErrorReport.objects.create(path="/", text="<script>alert(1)</script>", evidence_url="javascript:alert(1)")
    response = desk.get("/desk/reports/")
    assert b"<script>alert" not in response.content
    assert b'href="javascript' not in response.content
