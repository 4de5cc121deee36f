"""The figure of texts that were not met: what is put aside teaches nothing, and what is counted."""

import pytest

from ingest.core.leaning import KINDS, STAGES, Joining, WordWeights
from ingest.core.types import Proposed
from ingest.vocabulary.hold_out import FOLDS, answers, count, fold_of, other_joinings, told, weights_without
from ingest.vocabulary.weigh import sample_of


def row(title, text="", **truth):
    nothing = {"relevant": False, "kinds": [], "stage": None, "reaction": False, "lang": "en", "published": None}
    return nothing | {"title": title, "text": text} | truth


def step(title, kind, stage="adopted", text="", *, reaction=False):
    return row(title, text, relevant=True, kinds=[kind], stage=stage, reaction=reaction)


TITLES = [f"Ministry number {number} forbids" for number in range(60)]
BANS = [
    step(title, KINDS[at % 6], STAGES[at % 5], f"Zibbling word{fold_of(row(title))}.", reaction=at % 7 == 0)
    for at, title in enumerate(TITLES)
]
SHOPS = [row(f"Shop number {number} opens", "It sells bread.") for number in range(40)]


def test_a_fold_holds_about_a_fifth_and_a_title_stays_in_its_own():
    sizes = [sum(fold_of(item) == fold for item in BANS + SHOPS) for fold in range(FOLDS)]
    assert min(sizes) >= 8
    assert fold_of(row("Ministry number 1 forbids")) == fold_of(row("Ministry number 1 forbids", "In another file."))


def test_what_is_put_aside_teaches_nothing():
    samples = [(item, sample_of(item)) for item in BANS + SHOPS]
    for fold in range(FOLDS):
        learned = weights_without(fold, samples).rows
        assert f"word{fold}" not in learned
        assert {f"word{other}" for other in range(FOLDS) if other != fold} <= learned.keys()


def test_each_item_is_answered_by_the_weights_that_have_not_met_it():
    item = step("Canada orders Hikvision to close", "shutdown_order", text="It must cease all operations.")
    deaf = WordWeights(joining=Joining(score=(-5.0, -5.0)))
    weights = [WordWeights()] * FOLDS
    assert next(answers([item], weights))[1].kinds == ("shutdown_order",)
    weights[fold_of(item)] = deaf
    assert not next(answers([item], weights))[1].is_relevant


def test_figures_count_kinds_over_all_items_and_stages_over_those_that_are_found():
    found = Proposed(is_relevant=True, kinds=("advisory",), stage="adopted")
    figures = count(
        [
            (step("a", "advisory"), found),
            (step("b", "advisory", "lifted"), found),
            (step("c", "removal_order"), Proposed()),
            (row("d"), found),
            (row("e"), Proposed()),
        ]
    )
    assert (figures.items, figures.precision, figures.recall, figures.relevant) == (5, 2 / 3, 2 / 3, 2 / 3)
    assert (figures.kinds["advisory"], figures.kinds["removal_order"]) == (0.8, 0.0)
    assert figures.macro == pytest.approx(0.8 / 6)
    assert figures.stage == 0.5
    assert told("all", figures).startswith("all: 5 items, relevant 0.667 (precision 0.667, recall 0.667), kinds 0.133")


def test_nothing_to_count_is_no_error():
    assert count([]).relevant == 0.0


def test_other_joinings_change_one_number_each():
    changed = dict(other_joinings(Joining(bar=(0.3, 0.0))))
    assert changed["bar 0.40"] == Joining(bar=(0.4, 0.0))
    assert len(changed) == 36
