from __future__ import annotations

from ingest.core.merging import merge_drafts


def of(kind: str, **fields: object) -> dict[str, object]:
    return {"jurisdiction": "CA", "kind": kind, "stage": "adopted", "vendors": ["Hikvision"], "targets": []} | fields


def test_drafts_of_one_place_and_kind_become_one():
    merged = merge_drafts([of("advisory"), of("shutdown_order"), of("advisory")])
    assert [draft["kind"] for draft in merged] == ["advisory", "shutdown_order"]


def test_drafts_of_two_places_stay_two():
    assert len(merge_drafts([of("advisory"), of("advisory", jurisdiction="US")])) == 2


def test_the_first_is_believed_and_later_ones_fill_its_blanks():
    [draft] = merge_drafts(
        [of("advisory", announced="2025-06-27", authority=""), of("advisory", announced="2025", authority="Cabinet")]
    )
    assert (draft["announced"], draft["authority"]) == ("2025-06-27", "Cabinet")


def test_vendors_and_targets_of_all_are_named_once():
    unit = {"kind": "legal_person", "name": "Hikvision Canada Inc.", "vendor": "Hikvision"}
    [draft] = merge_drafts(
        [
            of("advisory", targets=[unit]),
            of("advisory", vendors=["Hikvision", "Dahua"], targets=[unit | {"name": "HIKVISION CANADA INC."}]),
        ]
    )
    assert draft["vendors"] == ["Hikvision", "Dahua"]
    assert draft["targets"] == [unit]


def test_the_drafts_that_came_in_are_left_as_they_were():
    first = of("advisory")
    merge_drafts([first, of("advisory", vendors=["Dahua"])])
    assert first["vendors"] == ["Hikvision"]
