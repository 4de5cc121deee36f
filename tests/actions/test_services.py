"""Writes to the directory: revisions, their order, the outbox, and what the database refuses."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from actions import services
from actions.columns import span_values
from actions.drafting import ActionDraft, AnnouncementDraft, TargetDraft, split_authority
from actions.lifecycle import Kind, Stage
from actions.models import Action, Outbox, Revision, Target
from actions.services.publishing import ActionError
from actions.spans import parse_span
from bantracker.accounts.models import User
from jurisdictions.services import keep_jurisdiction


@pytest.fixture
def occasion(db, settings):
    settings.DELIVERY_CHANNELS = ["websub"]
    keep_jurisdiction("CA")
    return services.open_announcement(AnnouncementDraft("occasion", "CA", parse_span("2025-06-27")))


@pytest.fixture
def editor(db):
    return User.objects.create_user("editor@example.org", role="editor")


def draft(slug="ban", **more):
    values = {"title": "A ban", "kind": Kind.PROCUREMENT_BAN, "stage": Stage.ADOPTED}
    return ActionDraft(slug=slug, **{**values, "targets": (TargetDraft("class", "cameras"),), **more})


def test_a_publication_writes_the_action_its_revision_and_what_the_outside_should_hear(occasion, editor):
    action = services.publish(occasion, draft(), editor=editor, reason="Read in the gazette")
    revision = action.revisions.get()
    assert (revision.number, revision.kind, revision.reason, revision.editor) == (
        1,
        "publish",
        "Read in the gazette",
        editor,
    )
    assert revision.record["title"] == "A ban"
    assert action.verified_by == editor
    waiting = Outbox.objects.get()
    assert waiting.due_at - revision.recorded_at == timedelta(seconds=60)


def test_an_action_without_a_target_is_refused_with_a_sentence(occasion):
    with pytest.raises(ActionError, match="at least one target"):
        services.publish(occasion, draft(targets=()))
    assert Action.objects.count() == 0


def test_an_end_before_the_beginning_is_refused_with_a_sentence(occasion):
    late = draft(stage=Stage.LIFTED, effective=parse_span("2025-06-27"), ended=parse_span("2025-06-01"))
    with pytest.raises(ValidationError, match="ends before it takes effect"):
        services.publish(occasion, late)
    assert Action.objects.count() == 0


def test_an_amendment_keeps_the_address_and_the_old_words(occasion, editor):
    action = services.publish(occasion, draft())
    services.amend(action, draft(title="A wider ban"), editor=editor, reason="Widened")
    titles = list(action.revisions.order_by("number").values_list("record__title", flat=True))
    assert titles == ["A ban", "A wider ban"]
    assert Target.objects.count() == 1


def test_a_retraction_before_delivery_sends_nothing(occasion, editor):
    action = services.publish(occasion, draft(), editor=editor)
    services.retract(action, editor=editor, reason="A mistake")
    assert Action.objects.published().count() == 0
    assert Outbox.objects.filter(cancelled_at__isnull=True).count() == 0
    assert action.revisions.latest("number").is_quiet


def test_without_a_hub_too_a_change_undone_within_the_minute_was_never_news(occasion, editor, settings):
    settings.DELIVERY_CHANNELS = []
    action = services.publish(occasion, draft(), editor=editor)
    services.retract(action, editor=editor, reason="A mistake")
    assert list(action.revisions.order_by("number").values_list("is_quiet", flat=True)) == [True, True]


def test_without_a_hub_too_a_later_retraction_is_news(occasion, editor, settings):
    settings.DELIVERY_CHANNELS = []
    action = services.publish(occasion, draft(), editor=editor)
    action.revisions.update(recorded_at=timezone.now() - timedelta(seconds=61))
    services.retract(action, editor=editor, reason="A mistake")
    assert list(action.revisions.order_by("number").values_list("is_quiet", flat=True)) == [False, False]


def test_a_retraction_after_delivery_is_told(occasion, editor):
    action = services.publish(occasion, draft(), editor=editor)
    Outbox.objects.update(sent_at=timezone.now())
    services.retract(action, editor=editor, reason="A mistake")
    assert Outbox.objects.filter(sent_at__isnull=True, cancelled_at__isnull=True).count() == 1


def test_a_merged_record_leads_to_the_one_that_stays(occasion, editor):
    first, second = services.publish(occasion, draft("first")), services.publish(occasion, draft("second"))
    services.merge(second, into=first, editor=editor, reason="The same ban")
    second.refresh_from_db()
    assert (second.is_published, second.merged_into) == (False, first)
    assert [r.kind for r in second.revisions.order_by("number")] == ["publish", "merge"]


def test_an_action_cannot_be_merged_into_itself(occasion, editor):
    action = services.publish(occasion, draft())
    with pytest.raises(ActionError, match="itself"):
        services.merge(action, into=action, editor=editor, reason="")


def test_a_verification_is_recorded_and_told_to_nobody(occasion, editor):
    action = services.publish(occasion, draft(), is_starter=True)
    services.verify(action, editor=editor, on=date(2026, 1, 2))
    assert action.revisions.latest("number").record["verified_on"] == "2026-01-02"
    assert Outbox.objects.count() == 0


@pytest.mark.parametrize(
    ("effective", "today", "stage"),
    [
        ("2025-07-01", date(2025, 6, 30), "adopted"),
        ("2025-07-01", date(2025, 7, 1), "in_force"),
        ("2025-07", date(2025, 7, 15), "adopted"),
        ("2025-07", date(2025, 7, 31), "in_force"),
        (None, date(2030, 1, 1), "adopted"),
    ],
)
def test_an_adopted_action_comes_into_force_on_its_effective_day(occasion, effective, today, stage):
    action = services.publish(occasion, draft(effective=parse_span(effective)))
    services.advance_due(today)
    action.refresh_from_db()
    assert action.stage == stage


def test_an_action_cannot_stand_in_another_place_than_its_announcement(occasion):
    elsewhere = keep_jurisdiction("US")
    with pytest.raises(IntegrityError, match="belongs to the jurisdiction"), transaction.atomic():
        Action.objects.create(
            slug="x", title="x", kind="advisory", stage="adopted", announcement=occasion, jurisdiction=elsewhere
        )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "fine"),
        ("stage", "challenged"),
        ("binds", ["everybody"]),
        ("forbids", ["think"]),
        ("announced_precision", "day"),
    ],
)
def test_the_database_refuses_what_is_not_in_the_vocabulary(occasion, column, value):
    action = services.publish(occasion, draft())
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(**{column: value})


def test_a_month_is_not_stored_as_a_day(occasion):
    action = services.publish(occasion, draft())
    values = {**span_values("effective", parse_span("2025-06")), "effective_precision": "day"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(**values)


def test_bulk_changes_are_audited_too(occasion):
    action = services.publish(occasion, draft())
    before = action.events.count()
    Action.objects.filter(pk=action.pk).update(title="Changed behind our back")
    assert action.events.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_revisions_written_at_once_take_different_places_in_the_order():
    keep_jurisdiction("CA")
    occasion = services.open_announcement(AnnouncementDraft("occasion", "CA", None))

    def publish(number):
        try:
            services.publish(occasion, draft(f"ban-{number}"))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(publish, range(12)))
    assert sorted(Revision.objects.values_list("sequence", flat=True)) == list(range(1, 13))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Roskomnadzor", [("Roskomnadzor", "")]),
        ("President; Security Council", [("President", ""), ("Security Council", "")]),
        ("ISED (order of the Governor in Council)", [("ISED", "order of the Governor in Council")]),
        ("A (b (c)); D", [("A", "b (c"), ("D", "")]),
        ("", []),
    ],
)
def test_an_authority_s_capacity_is_what_stands_in_parentheses(text, expected):
    assert [(a.name, a.capacity) for a in split_authority(text)] == expected
