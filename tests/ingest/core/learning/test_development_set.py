"""The labelled set as decisions of an editor: the gate must hold, and nothing that the rules found may be lost."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from ingest import gazetteer, vocabulary
from ingest.core import classify
from ingest.core.learning.features import features_of
from ingest.core.learning.fitting import Pool, fit
from ingest.core.learning.policy import judge
from ingest.core.learning.rows import Row
from ingest.core.learning.training import train
from ingest.core.learning.weights import Weights
from ingest.core.types import ReadText
from tests.ingest.core.learning.editors import START


@pytest.fixture(scope="module")
def rows(shared) -> list[Row]:
    lines = (shared / "labelled" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    known, cues, made = gazetteer.load(), vocabulary.load(), []
    for number, item in enumerate(map(json.loads, lines)):
        read = ReadText(item["title"], item["text"], language=item["lang"])
        said = classify.propose(read, published=None, gazetteer=known, vocabulary=cues)
        kinds = {kind: kind in item["kinds"] for kind in {*said.kinds, *item["kinds"]}} if item["relevant"] else {}
        at = START + timedelta(hours=number)
        made.append(Row(number, number, at, read, said, "press", item["relevant"], kinds, item["stage"] or ""))
    return made


def test_even_a_model_that_won_nothing_costs_no_recall(rows):
    """Fitted on one half and put to use without any gate, read on the other half."""
    earlier, later = rows[::2], rows[1::2]
    pool = Pool([features_of(row.read, row.said, publisher="press") for row in earlier], [row.story for row in earlier])
    weights = Weights(classify.VERSION, {"relevant": fit(pool, [row.is_relevant for row in earlier])})
    asked = {"relevant", "missed"}
    told = [judge(row.said, row.read, publisher="press", weights=weights, asked=asked, number=1) for row in later]
    found = sum(row.said.is_relevant for row in later if row.is_relevant)
    assert found > 50
    assert sum(said.is_relevant for said, row in zip(told, later, strict=True) if row.is_relevant) >= found
    assert sum(said.is_unsure for said, row in zip(told, later, strict=True) if row.is_relevant) <= found / 5


def test_a_set_on_which_the_rules_were_tuned_switches_nothing_on(rows):
    assert set(train(rows, rules=classify.VERSION, bars=(classify.RELEVANT, classify.SURE)).better) <= {"calibration"}
