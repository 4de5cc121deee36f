"""The classifier: right, fast and small, beside TF-IDF with logistic regression, trained here by cross-validation.

The labelled set lies beside the project and never enters it. Its texts are retold by one hand: figures flatter.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tests.bench.rows import Row

LABELLED = Path(__file__).resolve().parents[3] / "shared" / "labelled"
_ROUNDS = 3
_FOLDS = 5
_HOW = "labelled development set, by its score.py"

Item = Mapping[str, Any]


def measure() -> list[Row]:
    if not (LABELLED / "dev.jsonl").is_file():
        sys.stderr.write("The labelled set does not lie beside the project, so accuracy and speed were left out.\n")
        return []
    lines = (LABELLED / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    items = [json.loads(line) for line in lines if line.strip()]
    answers, rows = _classified(items)
    scored = _score(answers)
    rows = [
        Row("relevant, F1", scored["relevant"]["f"], "", _HOW),
        Row("relevant, recall", scored["relevant"]["r"], "", _HOW),
        Row("kinds, macro F1 of six", scored["kinds_macro_f1"], "", _HOW),
        Row("kinds, macro F1 of three", scored["kinds_macro_f1_three"], "", _HOW),
        Row("stage, accuracy", scored["stage_accuracy"], "", _HOW),
        Row("jurisdictions, F1", scored["jurisdictions_f1"], "", _HOW),
        Row("vendors, F1", scored["vendors_f1"], "", _HOW),
        *rows,
    ]
    return rows + _peer(items)


def _classified(items: Sequence[Item]) -> tuple[list[dict[str, Any]], list[Row]]:
    """Answers of the rules, and what they cost: each item alone, the first round warms up."""
    import django

    django.setup()
    from ingest import gazetteer, vocabulary
    from ingest.core import classify
    from ingest.core.types import ReadText

    tracemalloc.start()
    known, cues = gazetteer.load(), vocabulary.load()
    answers: list[dict[str, Any]] = []
    took_ms: list[float] = []
    for turn in range(_ROUNDS):
        for item in items:
            read = ReadText(item["title"], item["text"], language=item["lang"])
            published = date.fromisoformat(item["published"]) if item.get("published") else None
            if turn == 0:
                said = classify.propose(read, published=published, gazetteer=known, vocabulary=cues)
                answers.append({"id": item["id"], **said.as_json()})
                continue
            if tracemalloc.is_tracing():
                peak_mb = tracemalloc.get_traced_memory()[1] / 1e6
                tracemalloc.stop()  # it would slow down what is timed
            started = time.perf_counter()
            classify.propose(read, published=published, gazetteer=known, vocabulary=cues)
            took_ms.append(1000 * (time.perf_counter() - started))
    how = f"{len(items)} items one by one, {_ROUNDS - 1} rounds after a warm one"
    return answers, [
        Row("classify, median", statistics.median(took_ms), "ms an item", how),
        Row("classify, 95th percentile", statistics.quantiles(took_ms, n=20)[-1], "ms an item", how),
        Row("classify, peak memory", peak_mb, "MB", "of Python objects: cues, names, and the warm round"),
    ]


def _peer(items: Sequence[Item]) -> list[Row]:
    """TF-IDF of words and pairs with logistic regression, each item answered by a model that did not see it."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import KFold
    from sklearn.pipeline import make_pipeline

    texts = np.array([f"{item['title']}\n{item['text']}" for item in items])
    questions = ["relevant", *sorted({kind for item in items for kind in item["kinds"]})]
    truth = {
        name: np.array([item["relevant"] if name == "relevant" else name in item["kinds"] for item in items])
        for name in questions
    }
    said = {name: np.zeros(len(items), bool) for name in questions}
    took_ms: list[float] = []
    for inside, outside in KFold(_FOLDS, shuffle=True, random_state=0).split(texts):
        models = {}
        for name in questions:
            model = make_pipeline(
                TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
                LogisticRegression(C=10, class_weight="balanced", solver="liblinear", random_state=0),
            )
            models[name] = model.fit(texts[inside], truth[name][inside])
        for at in outside:
            started = time.perf_counter()
            for name in questions:
                said[name][at] = models[name].predict(texts[at : at + 1])[0]
            took_ms.append(1000 * (time.perf_counter() - started))
    answers = [
        {
            "id": item["id"],
            "relevant": bool(said["relevant"][at]),
            "kinds": [name for name in questions[1:] if said[name][at]],
        }
        for at, item in enumerate(items)
    ]
    return _peer_rows(answers, took_ms)


def _peer_rows(answers: Sequence[Mapping[str, Any]], took_ms: Sequence[float]) -> list[Row]:
    scored = _score(answers)
    how = f"the peer: TF-IDF with logistic regression, {_FOLDS}-fold, in this run"
    return [
        Row("peer: relevant, F1", scored["relevant"]["f"], "", how),
        Row("peer: relevant, recall", scored["relevant"]["r"], "", how),
        Row("peer: kinds, macro F1 of six", scored["kinds_macro_f1"], "", how),
        Row("peer, median", statistics.median(took_ms), "ms an item", how),
    ]


def _score(answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The figures of `score.py`, which lies beside the set."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.jsonl"
        path.write_text("".join(json.dumps(answer) + "\n" for answer in answers), encoding="utf-8")
        command = [sys.executable, str(LABELLED / "score.py"), str(LABELLED / "dev.jsonl"), str(path), "--json"]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(told.stdout))
