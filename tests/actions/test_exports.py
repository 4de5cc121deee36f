"""Files to take along: each read back by a reader of its own, and equal to the page."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
import time_machine

from actions.exports import citations, ical, jsonld, table
from actions.exports.exported import Exported
from actions.models import Action
from actions.reading import record_of
from actions.records import from_json
from actions.spans import Span
from tests.factories import (
    ActionFactory,
    CitationFactory,
    MilestoneFactory,
    RevisionFactory,
    TargetFactory,
    VendorFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_day():
    with time_machine.travel("2026-03-01 12:00:00+00:00", tick=False):
        yield


@pytest.fixture
def order() -> Action:
    """An order with a second target, a source and a deadline, and one revision."""
    action = ActionFactory(
        slug="order", title="Canada: stop & “close”, 100% {now}", kind="shutdown_order", binds=["public"]
    )
    TargetFactory(action=action, kind="class", name="=HYPERLINK(1)", position=1)
    CitationFactory(of=[action], url="https://example.org/order")
    MilestoneFactory(action=action, kind="deadline", on=Span.day(date(2027, 1, 31)), text="Offices; closed")
    MilestoneFactory(action=action, kind="phase", on=Span.month(2027, 6), text="A month is no day")
    revised(action)
    return action


def revised(action: Action, **more):
    held = Action.objects.for_record().get(pk=action.pk)
    told = {"number": 1, "recorded_at": datetime(2026, 2, 3, 10, tzinfo=UTC), "record": record_of(held).as_json()}
    return RevisionFactory(action=action, **told | more)


def body(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def test_a_record_read_back_from_json_is_the_same_record(order):
    record = record_of(Action.objects.for_record().get(pk=order.pk))
    assert from_json(json.loads(json.dumps(record.as_json()))) == record


def test_the_table_has_a_row_for_each_target_and_begins_no_formula(client, order):
    rows = list(csv.DictReader(io.StringIO(body(client, "/actions/export.csv"))))
    assert [row["target"] for row in rows] == ["Hikvision", "'=HYPERLINK(1)"]
    assert rows[0]["title"] == order.title
    assert rows[0]["permalink"].endswith("/actions/order/revisions/1/")
    assert list(rows[0]) == list(table.COLUMNS)


@pytest.mark.parametrize("address", ["/actions/", "/jurisdictions/CA/", "/vendors/hikvision/"])
def test_a_file_holds_what_the_list_of_its_address_holds(client, order, address):
    revised(ActionFactory(slug="elsewhere", place="GB", vendors=["Dahua"]), number=1)
    told = [
        json.loads(line)["slug"] for line in body(client, f"{address}export.jsonl?kind=shutdown_order").splitlines()
    ]
    assert told == ["order"]


def test_a_file_of_an_unknown_filter_is_refused(client):
    assert client.get("/actions/export.csv?knid=x").status_code == 400


def test_what_we_said_on_an_earlier_day_is_what_a_file_of_that_day_says(client, order):
    Action.objects.filter(pk=order.pk).update(title="A later title")
    revised(order, number=2, recorded_at=datetime(2026, 2, 20, tzinfo=UTC))
    then = json.loads(body(client, "/actions/export.jsonl?known_on=2026-02-10"))
    now = json.loads(body(client, "/actions/export.jsonl"))
    assert (then["title"], then["revision"]) == ("Canada: stop & “close”, 100% {now}", 1)
    assert (now["title"], now["revision"]) == ("A later title", 2)


def test_a_calendar_tells_days_and_never_a_month(client, order):
    lines = unfold(body(client, "/actions/export.ics"))
    events = [line for line in lines if line.startswith("DTSTART")]
    assert events == ["DTSTART;VALUE=DATE:20270131"]
    assert "DESCRIPTION:Canada: Offices\\; closed" in lines


def unfold(text: str) -> list[str]:
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    return text.replace("\r\n ", "").split("\r\n")


def test_a_long_line_is_folded_between_characters(order):
    long = row_of(order, title="海康威视" * 40)
    drawn = "".join(ical.write([long], host="example.org"))
    assert "SUMMARY:" + "海康威视" * 40 in unfold(drawn)


def row_of(action: Action, **more) -> Exported:
    from dataclasses import replace

    record = replace(record_of(Action.objects.for_record().get(pk=action.pk)), **more)
    url = "https://example.org/actions/order/"
    return Exported(record, url, url + "revisions/1/", 1, datetime(2026, 2, 3, 10, tzinfo=UTC), "Canada")


def test_a_bibtex_entry_escapes_what_tex_would_read(order):
    entry = citations.as_bibtex(row_of(order), retrieved=date(2026, 3, 1))
    assert "  title = {{Canada: stop \\& “close”, 100\\% \\{now\\}}}," in entry
    assert entry.startswith("@misc{bantracker-order-v1,\n")
    assert entry.count("{") == entry.count("}")


def test_a_ris_entry_has_one_tag_a_line(order):
    lines = citations.as_ris(row_of(order, title="Two\nlines"), retrieved=date(2026, 3, 1)).split("\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    assert lines[:2] == ["TY  - ELEC", "TI  - Two lines"]


@pytest.mark.parametrize("name", ["csl.json", "bib", "ris", "txt"])
def test_a_citation_names_the_version_and_the_day(client, order, name):
    text = body(client, f"/actions/order/cite.{name}")
    assert "/actions/order/revisions/1/" in text
    assert "2026" in text
    assert text == body(client, f"/actions/order/revisions/1/cite.{name}")


def test_a_data_block_cannot_be_ended_from_inside(client, order):
    Action.objects.filter(pk=order.pk).update(summary="</script><script>alert(1)</script>")
    page = body(client, "/actions/order/")
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]
    assert json.loads(unescape(block))["description"] == "</script><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("kind", "stage", "type_", "force"),
    [
        ("shutdown_order", "in_force", "Legislation", "https://schema.org/InForce"),
        ("shutdown_order", "lifted", "Legislation", "https://schema.org/NotInForce"),
        ("shutdown_order", "suspended", "Legislation", "https://schema.org/PartiallyInForce"),
        ("advisory", "in_force", "CreativeWork", None),
    ],
)
def test_an_act_is_legislation_and_an_advisory_is_not(order, kind, stage, type_, force):
    told = jsonld.as_json(row_of(order, kind=kind, stage=stage))
    assert (told["@type"], told.get("legislationLegalForce")) == (type_, force)


def test_followthemoney_tells_each_entity_once_and_before_it_is_named(client, order):
    unit = VendorFactory(name="Ezviz")
    revised(ActionFactory(slug="second", place="CA-QC", vendors=[unit, VendorFactory(name="Hikvision")]))
    entities = [json.loads(line) for line in body(client, "/actions/export.ftm.jsonl").splitlines()]
    ids = [entity["id"] for entity in entities]
    assert len(ids) == len(set(ids))
    for position, entity in enumerate(entities):
        if entity["schema"] == "Sanction":
            assert set(entity["properties"]["entity"]) <= set(ids[:position])
    quebec = next(entity for entity in entities if entity["id"] == "bantracker-second-ezviz")
    assert quebec["properties"]["country"] == ["ca"]
    assert quebec["properties"]["recordId"] == ["CA-QC/second"]


def test_followthemoney_itself_accepts_each_entity(client, order):
    model = pytest.importorskip(
        "followthemoney", reason="followthemoney needs ICU and a compiler: not installed here."
    ).model
    for line in body(client, "/actions/export.ftm.jsonl").splitlines():
        proxy = model.get_proxy(json.loads(line))
        assert not proxy.schema.validate({"properties": json.loads(line)["properties"]})
