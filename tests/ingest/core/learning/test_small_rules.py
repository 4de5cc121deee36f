"""Intervals, recall from a sample, versions, the order of the queue, what an approval says, what a new version says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ingest.core.learning.comparing import Held, balanced, compare
from ingest.core.learning.differences import NOTHING, Answer, differences, is_substance
from ingest.core.learning.figures import Share, Stratum, estimate_recall, wilson
from ingest.core.learning.rows import Kept, kept_of, kinds_of, pairs_of
from ingest.core.learning.value import HALF_LIFE, Standing, importance, rank_of
from ingest.core.learning.versions import age_of, combined


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (5, 10, 0.237, 0.763), (81, 263, 0.255, 0.366)],
)
def test_the_interval_of_wilson_as_printed_in_tables(hits, total, low, high):
    assert wilson(hits, total) == pytest.approx((low, high), abs=5e-4)


def test_a_share_of_nothing_is_not_known():
    assert Share(0, 0).share is None


def test_recall_is_found_over_found_and_missed_as_the_sample_tells():
    told = estimate_recall(90, [Stratum(size=200, looked_at=20, missed=1), Stratum(size=1_000, looked_at=10, missed=0)])
    assert told.estimate == 0.9
    assert (round(told.low, 2), round(told.high, 2)) == (0.22, 0.98)
    assert (told.looked_at, told.missed) == (30, 1)


@pytest.mark.parametrize("strata", [[], [Stratum(10, 0, 0)], [Stratum(10, 5, 0), Stratum(90, 0, 0)]])
def test_recall_is_not_known_where_a_part_was_never_looked_at(strata):
    told = estimate_recall(5, strata)
    assert told.estimate is None
    assert (told.low, told.high) == (0.0, 1.0)


def test_a_clean_sample_still_leaves_room_for_misses():
    told = estimate_recall(10, [Stratum(size=100, looked_at=20, missed=0)])
    assert told.estimate == 1.0
    assert told.low == pytest.approx(0.383, abs=0.001)


def test_versions_sort_from_old_to_new():
    names = ["rules-2+learned-10", "rules-10", "rules-2", "guess", "rules-2+learned-9", "rules-1+learned-99"]
    assert sorted(names, key=age_of) == [
        "guess", "rules-1+learned-99", "rules-2", "rules-2+learned-9", "rules-2+learned-10", "rules-10",
    ]  # fmt: skip
    assert combined("rules-2", None) == "rules-2"
    assert combined("rules-2", 7) == "rules-2+learned-7"


NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLAIN = Standing(0.8, ["procurement_ban"], [], [], is_official=False, source_count=1, latest_at=NOW)


@pytest.mark.parametrize(
    "better",
    [
        replace(PLAIN, probability=0.9),
        replace(PLAIN, kinds=["advisory", "shutdown_order"]),
        replace(PLAIN, new_places=["NA"]),
        replace(PLAIN, new_vendors=["Nuctech"]),
        replace(PLAIN, is_official=True),
        replace(PLAIN, source_count=3),
        replace(PLAIN, latest_at=NOW + timedelta(hours=1)),
    ],
)
def test_each_ground_brings_a_story_forward(better):
    assert rank_of(better) > rank_of(PLAIN)


def test_a_story_fades_by_half_with_every_half_life():
    assert rank_of(replace(PLAIN, latest_at=NOW - HALF_LIFE)) == pytest.approx(rank_of(PLAIN) - 1)
    assert rank_of(replace(PLAIN, probability=0.4)) == pytest.approx(rank_of(PLAIN) - 1)


def test_a_kind_that_nobody_knows_weighs_as_none():
    assert importance(replace(PLAIN, kinds=["football_ban"])) == importance(replace(PLAIN, kinds=[])) == 0.5


def test_more_than_five_sources_weigh_as_five():
    assert importance(replace(PLAIN, source_count=50)) == importance(replace(PLAIN, source_count=5))


LEFT = {
    "drafts": [
        {"answer": "new", "jurisdiction": "CA", "kind": "shutdown_order", "stage": "in_force"},
        {"answer": "leave", "jurisdiction": "CA", "kind": "advisory", "stage": "proposed"},
        {"answer": "action:ca-x", "jurisdiction": "CA", "kind": "procurement_ban", "stage": "proposed", "what": ""},
    ]
}


def test_an_approval_tells_kinds_that_stood_and_the_stage_of_what_was_published():
    assert kept_of(LEFT) == Kept(frozenset({"shutdown_order", "procurement_ban"}), "adopted")
    assert pairs_of(LEFT) == (
        frozenset({("CA", "shutdown_order"), ("CA", "advisory"), ("CA", "procurement_ban")}),
        {("CA", "shutdown_order"): "adopted"},
    )


@pytest.mark.parametrize("as_left", [{}, {"drafts": None}, {"drafts": ["x", 3]}, {"drafts": [{"answer": "new"}]}])
def test_a_foreign_answer_tells_nothing(as_left):
    assert kept_of(as_left) == Kept(frozenset(), "")


def test_drafts_left_at_several_stages_tell_none():
    drafts = [{"answer": "new", "kind": "advisory", "stage": stage} for stage in ("adopted", "proposed")]
    assert kept_of({"drafts": drafts}).stage == ""


@pytest.mark.parametrize(
    ("is_alone", "kinds"),
    [(True, {"advisory": False, "removal_order": True}), (False, {"advisory": False})],
)
def test_a_kind_that_another_item_may_have_brought_is_not_held_against_this_one(is_alone, kinds):
    assert kinds_of(frozenset({"removal_order"}), frozenset({"advisory"}), is_alone=is_alone) == kinds


def test_balanced_credit_gives_nothing_for_always_saying_the_commoner_thing():
    held = [Held(n, truth=n < 90, rules=1.0 if n < 90 else 0.0, model=0.5) for n in range(100)]
    assert balanced(held, "rules") == balanced(held, "model") == 0.5
    assert compare([], true_classes=frozenset({True})).gain_low == -1.0


def answer(kinds: str = "", stage: str = "adopted", *, unsure: bool = False) -> Answer:
    return Answer(is_relevant=True, is_unsure=unsure, kinds=frozenset(kinds.split()), stage=stage)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (answer("advisory"), answer("advisory"), {"same": 1}),
        (NOTHING, answer("advisory"), {"relevant:+": 1, "kind:advisory:+": 1}),
        (answer("advisory"), NOTHING, {"relevant:-": 1, "kind:advisory:-": 1}),
        (answer("advisory"), answer("advisory", unsure=True), {"unsure:+": 1}),
        (answer("advisory"), answer("advisory", "proposed"), {"stage:adopted>proposed": 1}),
    ],
)
def test_differences_are_counted_by_name(old, new, told):
    assert differences(old, new) == Counter(told)


def draft(kind: str, stage: str = "adopted", **more: object) -> dict[str, object]:
    return {"jurisdiction": "CA", "kind": kind, "stage": stage} | more


@pytest.mark.parametrize(
    ("new", "is_news"),
    [
        ([draft("advisory")], False),
        ([draft("advisory", score=3.0, authority="Another")], False),
        ([draft("advisory"), draft("removal_order")], True),
        ([draft("advisory"), draft("removal_order", doubted=True)], False),
        ([draft("advisory"), draft("shutdown_order")], False),
        ([draft("advisory", "lifted")], True),
        ([draft("advisory", "proposed")], False),
        ([], False),
    ],
)
def test_only_what_neither_proposal_nor_editor_said_is_substance(new, is_news):
    decided = {("CA", "advisory"), ("CA", "shutdown_order")}
    told = is_substance([draft("advisory")], new, decided=decided, stages={("CA", "advisory"): "proposed"})
    assert told is is_news
