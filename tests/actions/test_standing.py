"""`lifecycle.stands_on` and its twin in SQL, held together."""

from datetime import date, timedelta

import pytest

from actions.columns import span_values
from actions.lifecycle import stands_on
from actions.models import Action, Announcement, Milestone
from actions.starter import files
from jurisdictions.services import keep_jurisdiction
from tests.actions.lives import CASES

pytestmark = pytest.mark.django_db

EARLIEST, LATEST = date(2009, 12, 31), date(2031, 1, 1)


def action_living(life):
    place = keep_jurisdiction("CA")
    announcement, _ = Announcement.objects.get_or_create(slug="occasion", jurisdiction=place)
    action = Action.objects.create(
        slug=f"life-{Action.objects.count()}",
        announcement=announcement,
        jurisdiction=place,
        kind="advisory",
        stage=life.stage,
        title="An advisory",
        **span_values("adopted", life.adopted),
        **span_values("effective", life.effective),
        **span_values("ended", life.ended if life.stage not in {"proposed", "rejected"} else None),
    )
    for step in life.steps:
        Milestone.objects.create(action=action, kind=step.kind, text="A step", **span_values("on", step.on))
    return action


@pytest.mark.parametrize("number", range(len(CASES)))
def test_the_database_gives_the_same_answer_as_the_rule(number):
    life, days = CASES[number]
    action = action_living(life)
    answers = {day: Action.objects.with_standing(date.fromisoformat(day)).get(pk=action.pk).standing for day in days}
    assert answers == days


def test_the_database_agrees_with_the_rule_on_every_starter_action(directory):
    actions = list(Action.objects.prefetch_related("milestones"))
    assert len(actions) == len(files.action_entries())
    for day in _telling_days(actions):
        in_sql = dict(Action.objects.with_standing(day).values_list("slug", "standing"))
        in_python = {action.slug: stands_on(action.life, day).value for action in actions}
        differing = {slug: (in_python[slug], in_sql[slug]) for slug in in_sql if in_python[slug] != in_sql[slug]}
        assert differing == {}, day


def _telling_days(actions):
    """A day each month, and both sides of every tenth date that an action holds."""
    edges = {
        span.first + timedelta(days=shift)
        for action in actions
        for span in (action.adopted, action.effective, action.ended)
        if span
        for shift in (-1, 0, 1)
    }
    months = {date(year, month, 15) for year in range(2010, 2031) for month in (1, 7)}
    return [EARLIEST, *sorted(months), *sorted(edges)[::10], LATEST]
