"""What a revision changed, in words that people read."""

from __future__ import annotations

import pytest

from actions.versions import Line, changed_terms, fields
from tests.actions.test_lines import revise
from tests.factories import ActionFactory, JurisdictionFactory

BEFORE = {
    "shape": 1,
    "title": "Order",
    "kind": "shutdown_order",
    "stage": "adopted",
    "effective": {"text": "", "first": None, "last": None},
    "binds": ["operators"],
    "targets": [{"kind": "vendor", "name": "Hikvision", "vendor": "hikvision", "vendor_name": "Hikvision"}],
}
AFTER = BEFORE | {
    "stage": "in_force",
    "effective": {"text": "2025-06", "first": "2025-06-01", "last": "2025-06-30"},
    "binds": ["operators", "public"],
}


def lines_of(term: str, record: dict, before: dict | None) -> tuple[Line, ...]:
    return next(field.lines for field in fields(record, before) if field.term == term)


def test_a_changed_field_says_in_words_what_went_and_what_came():
    assert lines_of("Stage", AFTER, BEFORE) == (Line("Adopted", "removed"), Line("In force", "added"))
    assert lines_of("Takes or took effect", AFTER, BEFORE) == (Line("June 2025", "added"),)
    assert [line.change for line in lines_of("Who is bound", AFTER, BEFORE)] == ["", "added"]
    assert changed_terms(fields(AFTER, BEFORE)) == ["Stage", "Takes or took effect", "Who is bound"]


def test_a_part_tells_its_name_first_in_words_and_its_address_last():
    targets = [{"kind": "legal_person", "name": "Hikvision Canada Inc.", "vendor": "hikvision"}]
    authorities = [{"name": "Treasury Board", "slug": "ca-treasury-board", "capacity": "by directive"}]
    step = {
        "on": {"text": "2025-06", "first": "2025-06-01"},
        "url": "https://a.example/",
        "kind": "upheld",
        "text": "No stay",
    }
    references = [{"number": "2025 FC 1527", "scheme": "case"}]
    record = BEFORE | {"targets": targets, "authorities": authorities, "milestones": [step], "references": references}
    assert lines_of("Against", record, None) == (Line("Hikvision Canada Inc. · Legal person"),)
    assert lines_of("Authorities", record, None) == (Line("Treasury Board · by directive"),)
    assert lines_of("Dated steps", record, None) == (Line("June 2025 · Upheld · No stay · https://a.example/"),)
    assert lines_of("References", record, None) == (Line("Court case · 2025 FC 1527"),)


@pytest.mark.django_db
def test_a_place_is_named_and_one_that_is_gone_keeps_its_code():
    JurisdictionFactory(code="CA", name="Canada")
    assert lines_of("Place", {"jurisdiction": "CA"}, None) == (Line("Canada"),)
    assert lines_of("Place", {"jurisdiction": "SU"}, None) == (Line("SU"),)


def test_a_first_version_changes_nothing_and_hides_its_shape():
    found = fields(BEFORE, None)
    assert changed_terms(found) == []
    assert "shape" not in [field.term for field in found]


def test_a_field_of_another_time_is_shown_under_its_own_name():
    assert lines_of("old field", BEFORE | {"old_field": "kept"}, BEFORE) == (Line("kept", "added"),)
    assert lines_of("old field", BEFORE, BEFORE | {"old_field": "kept"}) == (Line("kept", "removed"),)


@pytest.mark.django_db
def test_a_revision_page_marks_changes_by_a_word_and_not_by_colour_alone(client):
    action = ActionFactory(slug="order", title="First words")
    revise(action, 5)
    revise(action, 6, title="Better <words>")
    body = client.get("/actions/order/revisions/2/").content.decode()
    assert '<del class="diff"><span class="diff__word">Removed</span> First words</del>' in body
    assert '<ins class="diff"><span class="diff__word">Added</span> Better &lt;words&gt;</ins>' in body
    assert "/actions/order/revisions/2/cite.bib" in body
    assert "This is the first version of this record." in client.get("/actions/order/revisions/1/").content.decode()
