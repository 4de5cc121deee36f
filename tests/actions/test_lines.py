"""Lines follow what they are worked out from, whoever writes it; past lines tell what we said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.http import QueryDict

from actions.filters import ActionFilters, FilterError
from actions.models import Action, Citation, Line, PastLine, Vendor
from actions.rows import rows_of
from actions.spans import Span
from tests.factories import ActionFactory, CitationFactory, MilestoneFactory, RevisionFactory, VendorFactory

pytestmark = pytest.mark.django_db


def record_of(action: Action, **changes: object) -> dict[str, object]:
    dated = {"text": "2025-06-27", "first": "2025-06-27", "last": "2025-06-27"}
    spans = dict.fromkeys(("announced", "effective", "ended"), dated)
    words = {"summary": "", "scope": "", "instrument": "", "targets": [], "citations": []}
    fixed = {"slug": action.slug, "title": action.title, "kind": action.kind, "stage": action.stage}
    return {**fixed, **spans, **words, "jurisdiction": action.jurisdiction.code, **changes}


def revise(action: Action, day: int, **changes: object) -> None:
    at = datetime(2026, 1, day, 12, tzinfo=UTC)
    RevisionFactory(action=action, recorded_at=at, record=record_of(action, **changes))


def found(query: str) -> list[str]:
    return [row.title for row in rows_of(ActionFilters.from_query(QueryDict(query)))]


def test_a_line_follows_every_write_to_what_hangs_on_its_action():
    action = ActionFactory(vendors=[])
    parent, unit = VendorFactory(name="Ant Group"), VendorFactory(name="Alipay")
    action.targets.create(kind="vendor", name="Alipay", vendor=unit)
    assert action.line.vendors == [unit.pk]
    Vendor.objects.filter(pk=unit.pk).update(parent=parent, sector="commerce")
    action.line.refresh_from_db()
    assert (action.line.vendors, action.line.named_count, action.line.sectors) == (
        [unit.pk, parent.pk],
        1,
        ["commerce"],
    )
    page = CitationFactory(of=[action], grade="press")
    Citation.objects.filter(pk=page.pk).update(grade="act")
    MilestoneFactory(action=action)
    action.line.refresh_from_db()
    assert (action.line.grades, action.line.is_challenged) == (["act"], True)
    action.milestones.all().delete()
    action.targets.all().delete()
    action.line.refresh_from_db()
    assert (action.line.vendors, action.line.is_challenged) == ([], False)


def test_only_published_actions_have_a_line():
    action = ActionFactory()
    Action.objects.filter(pk=action.pk).update(is_published=False)
    assert not Line.objects.exists()
    Action.objects.filter(pk=action.pk).update(is_published=True)
    assert Line.objects.count() == 1


def test_a_parent_in_a_ring_ends_the_walk():
    one, two = VendorFactory(name="One"), VendorFactory(name="Two")
    Vendor.objects.filter(pk=one.pk).update(parent=two)
    Vendor.objects.filter(pk=two.pk).update(parent=one)
    assert sorted(ActionFactory(vendors=[one]).line.vendors) == sorted([one.pk, two.pk])


def test_rebuilding_finds_nothing_to_change(capsys):
    MilestoneFactory(action=ActionFactory())
    call_command("rebuild_lines")
    assert capsys.readouterr().out == "1 lines stand in the directory; 0 were different before.\n"


def test_an_end_before_the_day_of_adoption_breaks_nothing():
    action = ActionFactory(stage="lifted", adopted=Span.day(date(2025, 6, 27)), ended=Span.day(date(2024, 1, 1)))
    assert not Line.objects.standing_on(date(2025, 7, 1)).filter(pk=action.pk).exists()


def test_what_we_said_on_a_day_is_read_with_the_same_filters():
    action = ActionFactory(title="First words", kind="advisory")
    revise(action, 5)
    Action.objects.filter(pk=action.pk).update(title="Better words", kind="removal_order")
    action.refresh_from_db()
    revise(action, 20)
    assert found("known_on=2026-01-04") == []
    assert found("known_on=2026-01-05") == ["First words"]
    assert found("known_on=2026-01-19&kind=advisory") == ["First words"]
    assert found("known_on=2026-01-20") == ["Better words"]
    assert found("known_on=2026-01-20&kind=advisory") == []
    assert found("kind=removal_order") == ["Better words"]


def test_what_was_retracted_later_was_said_before():
    action = ActionFactory(title="Said once")
    revise(action, 5)
    Action.objects.filter(pk=action.pk).update(is_published=False)
    revise(action, 20)
    assert found("known_on=2026-01-10") == ["Said once"]
    assert found("known_on=2026-01-20") == []
    assert PastLine.objects.count() == 1


def test_nobody_is_told_what_we_shall_say():
    with pytest.raises(FilterError, match="What we shall say on a day ahead is not known"):
        ActionFilters.from_query(QueryDict("known_on=2999-01-01"))


@pytest.mark.parametrize("address", ["/actions/", "/jurisdictions/CA/", "/vendors/hikvision/", "/vendors/", "/"])
def test_a_page_says_which_day_it_is_about_and_when_our_record_began(client, address):
    revise(ActionFactory(), 5)
    body = client.get(address, {"on": "2025-08-01", "known_on": "2025-12-31"}).content.decode()
    assert "As it stood on 1 August 2025, by what our record said on 31 December 2025." in body
    assert "Our record began on 5 January 2026" in body


def test_a_feed_tells_what_we_said_at_permanent_addresses(client):
    action = ActionFactory(slug="ban", title="First words")
    revise(action, 5)
    Action.objects.filter(pk=action.pk).update(title="Better words")
    action.refresh_from_db()
    revise(action, 20)
    body = client.get("/actions/feed.json?known_on=2026-01-10").json()
    assert [(item["title"], item["url"].rpartition("/actions/")[2]) for item in body["items"]] == [
        ("First words", "ban/revisions/1/")
    ]


def test_what_stood_counts_even_where_it_was_announced_later_and_proposals_do_not(client):
    ActionFactory(title="Told later", announced=Span.day(date(2025, 12, 2)), adopted=Span.day(date(2021, 1, 1)))
    ActionFactory(title="Proposed later", stage="proposed", adopted=None, announced=Span.day(date(2025, 12, 2)))
    assert found("on=2023-01-01&section=stands") == ["Told later"]
    assert found("on=2023-01-01&section=proposed") == []
    assert found("on=2025-12-03&section=proposed") == ["Proposed later"]
    body = client.get("/jurisdictions/CA/?on=2023-01-01").content.decode()
    assert ("Told later" in body, "Proposed later" in body) == (True, False)
