from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override

from actions.models import Action, Announcement
from ingest.desk.titles import headline_of
from ingest.models import Decision, Story, Update
from ingest.services.deciding import approve
from ingest.services.grouping import refresh_story
from tests.ingest.desk.pages import form_of, soup_of
from tests.ingest.desk.test_deciding import BOTH
from tests.ingest.factories import EditorFactory, ProposalFactory, VersionFactory, draft, evidence, make_story

pytestmark = pytest.mark.django_db


def address(story: Story) -> str:
    return reverse("desk_story", args=[story.pk])


def sent_untouched(desk, story: Story) -> dict[str, list[str]]:
    return form_of(desk.get(address(story)), address(story))


def test_the_proposal_sent_untouched_publishes_each_draft(desk):
    story = make_story(items=2)
    response = desk.post(address(story), sent_untouched(desk, story))
    decision = Decision.objects.get()
    assert response.headers["Location"] == f"/desk/?decided={decision.pk}"
    assert Announcement.objects.get().slug == "ca-hikvision-2025-06-27"
    assert set(Action.objects.values_list("kind", "stage", "title")) == {
        ("shutdown_order", "adopted", "Canada orders Hikvision to close"),
        ("procurement_ban", "adopted", "Canada bars public bodies from buying or using Hikvision"),
    }
    assert set(decision.actions.all()) == set(Action.objects.all())


def test_a_published_draft_names_its_authority_and_its_linked_target(desk):
    story = make_story(drafts=[draft("shutdown_order")])
    desk.post(address(story), sent_untouched(desk, story))
    action = Action.objects.get()
    assert [str(authority) for authority in action.authorities.all()] == ["Government of Canada"]
    assert [(t.kind, t.name, t.vendor.slug) for t in action.targets.all()] == [
        ("legal_person", "Hikvision Canada Inc.", "hikvision")
    ]


def test_the_answer_keeps_the_drafts_as_they_were_left(desk):
    story = make_story(drafts=[draft("shutdown_order")])
    desk.post(address(story), sent_untouched(desk, story) | {"draft-0-title": ["Better words"]})
    [left] = Decision.objects.get().answer["drafts"]
    assert (left["title"], left["announced"], left["answer"]) == ("Better words", "2025-06-27", "new")


def test_a_draft_that_is_left_out_is_not_published_and_may_be_wrong(desk):
    story = make_story()
    typed = {"draft-1-answer": ["leave"], "draft-1-effective": ["some day"], "draft-1-title": [""]}
    desk.post(address(story), sent_untouched(desk, story) | typed)
    assert Action.objects.get().kind == "shutdown_order"


def test_a_date_that_cannot_be_read_keeps_what_was_typed_and_says_so_at_its_field(desk):
    story = make_story()
    response = desk.post(address(story), sent_untouched(desk, story) | {"draft-0-effective": ["27/06/2025"]})
    field = soup_of(response).find(id="id_draft-0-effective")
    assert response.status_code == 422
    assert field["value"] == "27/06/2025"
    assert field["aria-invalid"] == "true"
    error = soup_of(response).find(id=field["aria-describedby"].split()[-1])
    assert "“27/06/2025” is not a date that we can read." in error.get_text()
    assert not Action.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("jurisdiction", "Canada", "ISO 3166 knows no place “CANADA”"),
        ("jurisdiction", "CA-XX", "ISO 3166 knows no place “CA-XX”"),
        ("vendors", "Nobody Ltd", "We know no vendor “Nobody Ltd”"),
        ("targets", "Hikvision Canada", "names no target"),
        ("title", "", "Give the action a headline."),
        ("kind", "football_ban", "Select a valid choice"),
        ("announced", "2025-02-30", "is not a date that we can read"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(desk, field, typed, sentence):
    story = make_story()
    response = desk.post(address(story), sent_untouched(desk, story) | {f"draft-0-{field}": [typed]})
    assert response.status_code == 422
    assert sentence in soup_of(response).get_text()


def test_a_rule_of_the_directory_is_told_at_its_draft(desk):
    story = make_story()
    typed = {"draft-1-ended": ["2024-01-01"], "draft-1-effective": ["2025-01-01"], "draft-1-stage": ["lifted"]}
    response = desk.post(address(story), sent_untouched(desk, story) | typed)
    assert response.status_code == 409
    assert "ends before it takes effect" in soup_of(response).find(id="draft-1-refusal").get_text()


def test_a_draft_can_be_added_and_what_was_typed_stays(desk):
    story = make_story()
    response = desk.post(address(story), sent_untouched(desk, story) | {"add": ["1"], "draft-0-title": ["Typed"]})
    page = soup_of(response)
    assert page.find(id="id_draft-0-title")["value"] == "Typed"
    assert page.find(id="id_draft-2-jurisdiction")["value"] == "CA"
    assert not page.find(class_="errorlist")


def test_a_step_that_the_directory_has_is_proposed_as_news_of_it(desk, editor):
    approve(make_story(), BOTH, editor=editor)
    story = make_story()
    sent = sent_untouched(desk, story)
    assert sent["draft-0-answer"] == ["action:canada-orders-hikvision-to-close"]
    desk.post(address(story), sent)
    assert Action.objects.count() == 2
    assert {action.citations.count() for action in Action.objects.all()} == {2}


def test_a_later_step_is_proposed_as_news_of_the_action_that_it_is_about(desk, editor):
    approve(make_story(), BOTH, editor=editor)
    story = make_story(drafts=[draft("shutdown_order", stage="lifted", announced="2026-03-01")])
    sent = sent_untouched(desk, story)
    assert (sent["draft-0-answer"], sent["draft-0-what"]) == (["action:canada-orders-hikvision-to-close"], ["lifted"])
    desk.post(address(story), sent)
    lifted = Action.objects.get(kind="shutdown_order")
    assert (lifted.stage, lifted.ended.iso()) == ("lifted", "2026-03-01")


def test_a_reaction_is_proposed_as_an_answer_to_the_action(desk, editor):
    approve(make_story(), BOTH, editor=editor)
    story = make_story(drafts=[], is_reaction=True, title="Hikvision calls the order unfounded")
    sent = sent_untouched(desk, story) | {"draft-0-by": ["Hikvision"]}
    assert sent["draft-0-what"] == ["reaction"]
    desk.post(address(story), sent)
    assert Announcement.objects.get().reactions.get().by == "Hikvision"


def test_a_form_sent_twice_publishes_once_and_says_so(desk):
    story = make_story()
    sent = sent_untouched(desk, story)
    desk.post(address(story), sent)
    response = desk.post(address(story), sent, follow=True)
    assert "decided this story already" in soup_of(response).find(class_="messages").get_text()
    assert Action.objects.count() == 2


def test_an_item_that_joined_meanwhile_is_told_before_anything_is_decided(desk):
    story = make_story()
    sent = sent_untouched(desk, story)
    ProposalFactory(version__item__story=story)
    response = desk.post(address(story), sent)
    assert response.status_code == 409
    assert "has changed since you opened it" in soup_of(response).get_text()


def test_approving_goes_on_to_the_next_story_and_offers_an_undo(desk):
    story, following = make_story(), make_story(title="Another one")
    response = desk.post(address(story), sent_untouched(desk, story), follow=True)
    page = soup_of(response)
    assert page.find("h1").get_text() == "Another one"
    assert following.pk == response.context["story"].pk
    undo = page.find("form", action=reverse("desk_undo", args=[Decision.objects.get().pk]))
    assert undo.find("button").get_text(strip=True).startswith("Undo")


def test_undo_brings_the_story_back_and_a_second_undo_is_refused(desk):
    story = make_story()
    desk.post(address(story), sent_untouched(desk, story))
    undo = reverse("desk_undo", args=[Decision.objects.get().pk])
    desk.post(undo)
    again = desk.post(undo, follow=True)
    assert "taken back already" in soup_of(again).find(class_="messages").get_text()
    assert not Action.objects.published().exists()
    story.refresh_from_db()
    assert story.state == "new"


def test_a_story_is_rejected_with_a_note(desk):
    story = make_story()
    sent = sent_untouched(desk, story) | {"note": ["A product launch"]}
    desk.post(reverse("desk_reject", args=[story.pk]), sent)
    assert Decision.objects.get().note == "A product launch"


def test_items_are_split_out_and_merged_back(desk):
    story = make_story(items=2)
    item = story.items.first()
    desk.post(reverse("desk_split", args=[story.pk]), {"item": [item.pk]})
    item.refresh_from_db()
    assert item.story_id != story.pk
    desk.post(reverse("desk_merge", args=[item.story_id]), {"into": story.pk})
    assert story.items.count() == 2


def test_evidence_is_marked_with_the_name_of_its_field(desk):
    story = make_story(drafts=[draft("shutdown_order")])
    mark = soup_of(desk.get(address(story))).find("mark")
    assert mark.find("sub").extract().get_text() == "kind"
    assert mark.get_text() == "must cease all operations in Canada"


@pytest.mark.parametrize("place", [{"start": -1, "end": 5}, {"start": 5, "end": 10**9}, {"start": "x"}, {}])
def test_evidence_that_points_nowhere_is_not_marked(desk, place):
    story = make_story(drafts=[draft("shutdown_order", evidence=[{"field": "kind"} | place])])
    response = desk.get(address(story))
    assert response.status_code == 200
    assert not soup_of(response).find("mark")


def test_a_script_in_a_title_or_a_text_is_shown_and_not_run(desk):
    title, text = "<script>alert(1)</script>", "Bad <img src=x onerror=alert(1)> words"
    slices = [evidence("kind", "<img src=x onerror=alert(1)>", title=title, text=text)]
    story = make_story(
        title=title,
        drafts=[draft("shutdown_order", evidence=slices)],
        version__title=title,
        version__text=text,
        version__title_as_came=title,
        version__html_as_came=text,
        version__item__title=title,
    )
    response = desk.get(address(story))
    assert soup_of(response).find("h1").get_text() == title
    assert b"<script>alert" not in response.content
    assert b"<img src=x" not in response.content


def test_an_address_that_is_a_script_is_no_link(desk):
    story = make_story(version__item__url="javascript:alert(1)")
    assert b"javascript:" not in desk.get(address(story)).content


@pytest.mark.parametrize("typed", ["²", "9" * 30, "-1", "x", ""])
def test_ids_that_cannot_be_any_are_refused_without_an_accident(desk, typed):
    story = make_story(items=2)
    assert desk.post(reverse("desk_split", args=[story.pk]), {"item": typed}).status_code == 302
    assert desk.post(reverse("desk_merge", args=[story.pk]), {"into": typed}).status_code == 404
    assert desk.post(reverse("desk_reject", args=[story.pk]), {"proposals": typed}).status_code == 302
    assert desk.get(f"/desk/?decided={typed}").status_code == 200
    assert not Decision.objects.exists()


def test_characters_that_the_database_cannot_hold_do_no_harm(desk):
    story = make_story()
    assert desk.get("/desk/?q=a%00b").status_code == 200
    assert desk.get("/desk/items/?q=a%00b").status_code == 200
    response = desk.post(address(story), sent_untouched(desk, story) | {"draft-0-title": ["a\x00b"]})
    assert response.status_code == 422


def test_a_form_without_its_counters_decides_nothing(desk):
    assert desk.post(address(make_story()), {"draft-0-title": "x"}).status_code == 422
    assert not Decision.objects.exists()


def test_a_story_without_items_explains_itself(desk):
    story = make_story(items=0)
    assert "holds no items any more" in soup_of(desk.get(address(story))).get_text()


@pytest.mark.parametrize("role", ["subscriber", "analyst"])
def test_a_reader_is_told_that_the_desk_is_not_for_this_account(client, role):
    client.force_login(EditorFactory(role=role))
    story = make_story()
    assert client.get(address(story)).status_code == 403
    assert client.post(reverse("desk_reject", args=[story.pk])).status_code == 403
    story.refresh_from_db()
    assert story.state == "new"


def test_a_visitor_is_sent_to_sign_in(client):
    response = client.get("/desk/")
    assert response.headers["Location"] == "/accounts/login/?next=/desk/"


@pytest.mark.parametrize("name", ["desk_reject", "desk_split", "desk_merge"])
def test_nothing_is_written_by_following_a_link(desk, name):
    assert desk.get(reverse(name, args=[make_story().pk])).status_code == 405


def test_a_form_from_elsewhere_is_refused(editor):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    story = make_story()
    assert strict.post(reverse("desk_reject", args=[story.pk])).status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("learned", "sentence"),
    [
        ({"changed": ["unsure"], "was_unsure": False}, "The rules were sure; for what editors decided on others"),
        (
            {"changed": ["kinds"], "kinds": {"shutdown_order": 0.04, "procurement_ban": 0.9}},
            "Doubted for what editors decided on others: shutdown order (4 %).",
        ),
        ({"changed": ["stage"], "was_stage": "adopted"}, "The rules read it as adopted; it is retold"),
    ],
)
def test_the_page_says_what_a_learned_model_changed(desk, learned, sentence):
    story = make_story(learned=learned)
    assert sentence in " ".join(soup_of(desk.get(address(story))).get_text(" ").split())


def test_the_page_is_silent_where_a_learned_model_changed_nothing(desk):
    story = make_story(learned={"changed": [], "relevant": 0.8})
    assert "editors decided on others" not in soup_of(desk.get(address(story))).get_text()


def withdraw(story: Story, position: int = -1) -> None:
    """Let the publisher of one of a story's items take it back, with words that read as a lifted ban."""
    item = list(story.items.order_by("pk"))[position]
    version = item.versions.get()
    retraction = VersionFactory(
        item=item, number=2, title=f"RETRACTED: {version.title}", update=Update.RETRACTION, content_sha256="b" * 64
    )
    item.content_sha256 = "b" * 64
    item.save()
    ProposalFactory(version=retraction, score=0.99, drafts=[draft("shutdown_order", stage="lifted")])
    refresh_story(story)


def test_a_report_that_was_taken_back_proposes_nothing_and_is_not_cited(desk):
    story = make_story(items=3, drafts=[draft("shutdown_order")])
    withdraw(story)
    page = desk.get(address(story))
    sent = sent_untouched(desk, story)
    taken_back = story.items.order_by("pk").last()
    assert "1 of 3 reports was taken back by its publisher." in soup_of(page).get_text()
    assert (sent["draft-0-stage"], sent["draft-0-answer"]) == (["adopted"], ["new"])
    assert "draft-1-stage" not in sent
    assert sent[f"grade_{taken_back.pk}"] == [""]
    desk.post(address(story), sent)
    assert taken_back.url not in {citation.url for citation in Action.objects.get().citations.all()}


def test_a_story_whose_only_report_was_taken_back_publishes_nothing_untouched(desk):
    story = make_story(drafts=[draft("shutdown_order")])
    withdraw(story)
    sent = sent_untouched(desk, story)
    response = desk.post(address(story), sent)
    assert sent["draft-0-answer"] == ["leave"]
    assert response.status_code == 409
    assert not Action.objects.exists()


def test_a_report_that_is_put_up_again_counts_again(desk):
    story = make_story(drafts=[draft("shutdown_order")])
    withdraw(story)
    item = story.items.get()
    first = item.versions.get(number=1)
    item.content_sha256, first.returned_count = first.content_sha256, 1
    item.save()
    first.save()
    sent = sent_untouched(desk, story)
    assert (sent["draft-0-stage"], sent["draft-0-answer"]) == (["adopted"], ["new"])


def test_the_queue_says_that_a_report_was_taken_back(desk):
    story = make_story(items=2, drafts=[draft("shutdown_order")])
    withdraw(story)
    assert "1 report taken back" in soup_of(desk.get(reverse("desk"))).get_text()


def test_kinds_without_a_place_give_a_draft_each_the_strictest_first(desk):
    story = make_story(drafts=[], jurisdictions=[], kinds=["procurement_ban", "removal_order"], is_unsure=True)
    refresh_story(story)
    sent = sent_untouched(desk, story)
    assert [sent[f"draft-{n}-kind"] for n in range(2)] == [["removal_order"], ["procurement_ban"]]
    assert "draft-2-kind" not in sent


def test_the_language_of_an_item_is_named(desk):
    story = make_story(version__language="pl")
    assert "Language: Polish." in desk.get(address(story)).content.decode()


@pytest.mark.parametrize(
    ("stage", "headline"),
    [
        ("adopted", "Norway bars public bodies from buying or using DJI"),
        ("proposed", "Norway proposes to bar public bodies from buying or using DJI"),
    ],
)
def test_a_headline_is_in_the_record_s_english_for_an_editor_who_reads_french(stage, headline):
    with override("fr"):
        told = headline_of({"kind": "procurement_ban", "jurisdiction": "NO", "vendors": ["DJI"], "stage": stage})
    assert told == headline
