"""The table in memory follows what is committed, and forgets what is rolled back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from actions import held, tallies
from actions.filters import ActionFilters
from actions.held import store
from actions.held.table import EPOCH, NO_DAY
from actions.models import Action, Line, PastLine, Vendor
from actions.spans import Span
from actions.tasks import prune_line_changes
from tests.actions.test_lines import revise
from tests.factories import ActionFactory, VendorFactory


@pytest.mark.django_db
def test_what_we_said_is_narrowed_as_the_database_narrows():
    action = ActionFactory(kind="advisory", vendors=[VendorFactory(name="Dahua")])
    revise(action, 5)
    Action.objects.filter(pk=action.pk).update(kind="removal_order")
    revise(action, 20)
    for query in (
        "known_on=2026-01-04",
        "known_on=2026-01-05",
        "known_on=2026-01-20&kind=advisory",
        "known_on=2026-02-01",
    ):
        filters = ActionFilters.from_query(QueryDict(query))
        assert filters.held().keys() == list(filters.lines().values_list("pk", flat=True))


@pytest.mark.django_db
def test_what_is_not_committed_is_read_and_never_kept():
    before = len(held.current())
    with transaction.atomic():
        ActionFactory()
        assert len(held.current()) == before + 1
        transaction.set_rollback(True)
    assert len(held.current()) == before


@pytest.mark.django_db(transaction=True)
def test_a_table_follows_what_is_committed_and_nothing_else_is_read_again():
    first = ActionFactory(title="First")
    table = held.current()
    assert table.slugs.tolist() == [first.slug]
    assert held.current() is table
    second = ActionFactory(kind="advisory", vendors=[VendorFactory(name="Dahua")])
    assert sorted(held.current().slugs.tolist()) == sorted([first.slug, second.slug])
    Action.objects.filter(pk=first.pk).update(is_published=False)
    table = held.current()
    assert table.slugs.tolist() == [second.slug]
    assert tallies.by_vendor(held.everything(table)) == {Vendor.objects.get(name="Dahua").pk: 1}
    second.delete()
    assert len(held.current()) == 0


@pytest.mark.django_db(transaction=True)
def test_a_changed_table_is_the_table_that_would_be_read_anew():
    actions = [ActionFactory(title=f"Number {n}", vendors=[VendorFactory(name=f"Vendor {n % 2}")]) for n in range(6)]
    held.current()
    Action.objects.filter(pk=actions[2].pk).update(
        announced_first=date(2019, 1, 1), announced_last=date(2019, 1, 1), kind="advisory", binds=["public"]
    )
    Action.objects.filter(pk=actions[4].pk).update(announced_first=None, announced_last=None, announced_precision="")
    changed, fresh = held.current(), store._read(past=False)
    assert changed.slugs.tolist() == fresh.slugs.tolist()
    for name in changed.numbers:
        assert (name, changed[name].tolist()) == (name, fresh[name].tolist())
    for name in (*changed.coded, "vendors"):
        count = tallies.by_vendor if name == "vendors" else lambda lines, name=name: tallies.by_value(lines, name)
        assert count(held.everything(changed)) == count(held.everything(fresh))
    day = date(2025, 12, 1)
    assert changed.holds("stands", day).tolist() == fresh.holds("stands", day).tolist()


@pytest.mark.django_db
def test_the_log_of_changes_is_pruned_after_a_day():
    ActionFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE actions_linechange SET logged_at = now() - interval '25 hours'")
        prune_line_changes()
        cursor.execute("SELECT count(*) FROM actions_linechange")
        assert cursor.fetchone() == (0,)
    assert Line.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_first_reader_finds_read_what_was_read_beforehand(client, django_assert_num_queries):
    revise(ActionFactory(title="First"), 5)
    held.make_ready()
    with django_assert_num_queries(3):  # the edition, the revision that is shown, since when we write
        assert "First" in client.get("/actions/?known_on=2026-02-01").content.decode()
    with django_assert_num_queries(1):
        held.current(past=True)


@pytest.mark.django_db
@pytest.mark.parametrize("past", [False, True])
def test_lines_are_read_in_the_order_of_the_database_with_their_days_and_instants(past):
    for slug, announced in (("b", Span.day(date(2024, 2, 29))), ("a", Span.day(date(2024, 2, 29))), ("c", None)):
        revise(ActionFactory(slug=slug, announced=announced, effective=Span.month(2025, 2)), 5)
    table = held.current(past=past)
    row = (PastLine if past else Line).objects.get(slug="a")
    assert table.slugs.tolist() == ["a", "b", "c"]
    assert table.in_slug_order.tolist() == [0, 1, 2]
    assert table["announced_first"].tolist() == [date(2024, 2, 29).toordinal()] * 2 + [NO_DAY]
    assert table["effective_last"].tolist() == [date(2025, 2, 28).toordinal()] * 3
    assert EPOCH + timedelta(microseconds=int(table["changed_at"][0])) == row.changed_at
    assert EPOCH + timedelta(microseconds=int(table["known_from"][0])) == (row.known_from if past else EPOCH)
    assert table["known_until"].tolist() == [0, 0, 0]


@pytest.mark.django_db
def test_an_empty_directory_is_read_too():
    assert [len(held.current(past=past)) for past in (False, True)] == [0, 0]
