"""The public page, the lane of the sample, the operators' page, and the order of the queue with its reasons."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bantracker.accounts.models import Role
from ingest.core.classify import VERSION
from ingest.models import AuditSample, AuditWeek, Story, Switch, Tally
from ingest.services import learning, rank_waiting
from tests.ingest.desk.pages import soup_of
from tests.ingest.factories import EditorFactory, ItemFactory, ProposalFactory, make_story
from tests.ingest.learning.decisions import START, decide, draft, left_draft, many

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _static_files_where_they_lie(settings):
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def signed_in(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def operator(client, db):
    client.force_login(EditorFactory(role=Role.OPERATOR))
    return client


def text_of(response) -> str:
    return " ".join(soup_of(response).get_text(" ", strip=True).split())


def test_without_a_decision_the_page_says_that_nothing_is_known(client):
    told = text_of(client.get("/quality/"))
    assert "No decision yet: nobody has judged what the classifier proposes" in told
    assert "not known: none looked at" in told
    assert soup_of(client.get("/quality/")).select("figure") == []


def test_figures_stand_with_counts_and_intervals(client):
    for number in range(4):
        decide("approve" if number else "reject", number=number)
    told = text_of(client.get("/quality/"))
    assert "Of 4 items that the classifier proposed and editors decided, 3 reported an action: 75 %" in told
    assert "(95 % interval: 30 to 95 %)" in told
    assert "How much it misses is not known yet" in told


def test_kinds_that_were_left_out_and_added_are_told(client):
    decide(
        kinds=["procurement_ban", "advisory"],
        drafts=[left_draft("procurement_ban"), left_draft("advisory", "leave"), left_draft("removal_order")],
    )
    page = soup_of(client.get("/quality/"))
    rows = {
        row.th.get_text(strip=True): row.get_text(" ", strip=True) for row in page.select("#kinds ~ table tbody tr")
    }
    assert "100 % 21 to 100 · 1 of 1" in rows["Procurement ban"]
    assert "0 % 0 to 79 · 0 of 1" in rows["Advisory"]
    assert "0 % 0 to 79 · 0 of 1" in rows["Removal order"]
    assert "not known: none counted" in rows["Sanctions listing"]


def test_recall_is_estimated_from_the_sample(client):
    week = AuditWeek.objects.create(
        monday=START.date(), drawn_at=START, near_count=20, far_count=80, proposed_count=9,
        counts={"near": {"language": {"en": 20}}, "far": {"language": {"en": 80}}},
    )  # fmt: skip
    for number in range(9):
        decide(number=number)
    for number in range(10):
        item = ItemFactory(is_relevant=False)
        AuditSample.objects.create(
            week=week, item=item, is_near=number < 5, language="en", answered_at=START,
            answer="action" if number == 0 else "none",
        )  # fmt: skip
    told = text_of(client.get("/quality/"))
    assert "In 1 week 10 items were looked at; 1 of them reported an action after all." in told
    assert "it found about 69 % of all actions" in told


def test_a_published_action_names_its_version_and_what_the_editor_changed(signed_in):
    from tests.ingest.desk.pages import form_of

    story = make_story(drafts=[draft("procurement_ban", announced="2025-06-27")], kinds=["procurement_ban"])
    sent = form_of(signed_in.get(f"/desk/stories/{story.pk}/"), f"/desk/stories/{story.pk}/")
    sent = {name: values[0] for name, values in sent.items() if name not in {"check", "add"}}
    sent |= {"draft-0-stage": "proposed", "draft-0-authority": "Treasury Board"}
    assert signed_in.post(f"/desk/stories/{story.pk}/", sent).status_code == 302
    row = soup_of(signed_in.get("/quality/")).select("#published ~ table tbody tr")[0].get_text(" ", strip=True)
    assert "rules-1" in row
    assert row.endswith("changed: stage, authority")


def test_a_chart_stands_alone_as_a_file_with_title_source_and_day(client):
    for number in range(3):
        decide(number=number)
    for name in ("precision-by-kind", "precision-by-language", "precision-by-source", "likely", "months"):
        response = client.get(f"/quality/{name}.svg")
        drawn = ET.fromstring(response.content)
        texts = [text.text or "" for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
        assert response["Content-Type"] == "image/svg+xml"
        assert drawn.find("{http://www.w3.org/2000/svg}title").text in texts
        assert any(text.startswith("Source: decisions of Bantracker’s editors, counted on") for text in texts)
        assert "style-src 'sha256-" in response["Content-Security-Policy"]
    assert client.get("/quality/nothing.svg").status_code == 404


def test_figures_can_be_taken_along_as_csv(client):
    decide()
    lines = client.get("/quality/figures.csv").content.decode().splitlines()
    assert lines[0] == "figure,group,hits,total,share,low,high"
    assert "precision,all,1,1,1.0,0.2065,1.0" in lines
    assert "precision,version:rules-1,1,1,1.0,0.2065,1.0" in lines


def test_a_chart_without_figures_is_not_there(client):
    assert client.get("/quality/months.svg").status_code == 404


@pytest.mark.parametrize("count", [2, 9])
def test_the_page_takes_the_same_queries_for_any_number_of_decisions(client, count, django_assert_num_queries):
    for number in range(count):
        decide(number=number)
    with django_assert_num_queries(30):
        client.get("/quality/")  # counts what was decided
    with django_assert_num_queries(13):
        client.get("/quality/")


def test_the_queue_says_why_and_orders_by_it(signed_in):
    plain, official, likely = (make_story(title=title) for title in ("Plain", "Official", "Likely"))
    source = official.items.get().source
    source.publisher_kind = "government"
    source.save()
    ProposalFactory(version=likely.items.get().versions.get(), score=3.0, classifier_version="rules-2")
    assert rank_waiting() == 3
    lines = [link.get_text(" ", strip=True) for link in soup_of(signed_in.get("/desk/")).select(".queue a")]
    assert [line.split()[0] for line in lines] == ["Likely", "Official", "Plain"]
    assert "45 % likely · first of Canada · first on Hikvision · official source" in lines[1]
    assert plain.pk


def test_ties_in_the_queue_go_to_the_older_story(signed_in):
    stories = [make_story(title=f"Story {number}") for number in range(3)]
    Story.objects.update(latest_at=START)
    rank_waiting()
    lines = [link.get_text(" ", strip=True) for link in soup_of(signed_in.get("/desk/")).select(".queue a")]
    assert [line[:7] for line in lines] == ["Story 0", "Story 1", "Story 2"]
    assert len(stories) == 3


def test_the_sample_waits_in_a_lane_and_is_answered(signed_in):
    week = AuditWeek.objects.create(monday=START.date(), drawn_at=START, near_count=1, far_count=0, proposed_count=0)
    version = ProposalFactory(version__item__is_relevant=False, is_relevant=False, kinds=[], drafts=[]).version
    sample = AuditSample.objects.create(week=week, item=version.item, is_near=True)
    assert version.title in text_of(signed_in.get("/desk/sample/"))
    assert signed_in.post(f"/desk/sample/{sample.pk}/", {"answer": "perhaps"}).status_code == 400
    signed_in.post(f"/desk/sample/{sample.pk}/", {"answer": "none"})
    assert "1 item has been answered" in text_of(signed_in.get("/desk/sample/"))
    again = signed_in.post(f"/desk/sample/{sample.pk}/", {"answer": "action"}, follow=True)
    assert "This item was answered already: Reports no action." in text_of(again)


@pytest.mark.parametrize("address", ["/desk/sample/", "/desk/learning/"])
def test_only_editors_see_the_desk_s_part_of_it(client, address):
    assert client.get(address).status_code == 302


@pytest.mark.usefixtures("sure_rules")
def test_an_operator_switches_and_the_history_is_told(operator):
    assert "The rules answer alone" in text_of(operator.get("/desk/learning/"))
    many(100)
    learning.train(START + timedelta(days=60))
    told = text_of(operator.get("/desk/learning/"))
    assert "Better on 100 stories it had not seen" in told
    assert "Too few stories to learn from" in told
    operator.post("/desk/learning/switch/", {"to": "rules"})
    told = text_of(operator.get("/desk/learning/"))
    assert "Switched off by hand." in told
    assert "This was chosen by hand." in told
    operator.post("/desk/learning/switch/", {"to": "1"})
    assert Switch.objects.first().model.number == 1
    assert "There is no model learned-9" in text_of(operator.post("/desk/learning/switch/", {"to": "9"}, follow=True))
    assert operator.post("/desk/learning/switch/", {"to": "mars"}).status_code == 400


def test_an_editor_may_look_and_not_switch(signed_in):
    assert "Train now" not in text_of(signed_in.get("/desk/learning/"))
    assert signed_in.post("/desk/learning/switch/", {"to": "rules"}).status_code == 403
    assert not Switch.objects.exists()


@pytest.mark.usefixtures("sure_rules")
def test_the_command_trains_compares_and_switches():
    def told(*words: str) -> str:
        out = StringIO()
        call_command("learn", *words, stdout=out)
        return out.getvalue()

    assert f"{VERSION} answers, the rules alone." in told("status")
    with pytest.raises(CommandError, match="Nothing was switched yet"):
        told("back")
    with pytest.raises(CommandError, match="There is no such model"):
        told("compare")
    many(100)
    assert f"{VERSION}+learned-1 answers" in told("train")
    assert "Better on 100 stories" in told("compare", "1")
    assert "From now on: the rules alone." in told("rules")
    assert "From now on: learned-1." in told("back")
    assert "Chosen by hand" in told("switch", "1") + told("status")
    assert "The choice was left to training again." in told("auto") + told("status")
    assert timezone.now() > Switch.objects.first().at


def test_thousands_stand_apart_and_a_percent_sign_stays_with_its_number(client):
    Tally.objects.create(figure="lane", name="sure", part="yes", count=45_720)
    Tally.objects.create(figure="lane", name="sure", part="no", count=85_864)
    told = client.get("/quality/").content.decode()
    assert "Of 131,584 items" in told
    assert "45,720 reported an action: 35\u00a0% (95\u00a0% interval: 34 to 35\u00a0%)" in told
    assert "45,720 of 131,584" in told


@pytest.mark.usefixtures("sure_rules")
def test_a_model_says_in_words_what_it_is_better_on(operator):
    many(100)
    learning.train(START + timedelta(days=60))
    row = soup_of(operator.get("/desk/learning/")).select("table")[1].select_one("tbody tr")
    assert "Which lane a proposed item goes to" in row.get_text(" ", strip=True)
    assert "relevant" not in row.get_text(" ", strip=True)
