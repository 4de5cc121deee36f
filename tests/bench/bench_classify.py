"""The classifier: right, fast and small, beside TF-IDF with logistic regression, trained here by cross-validation.

What it costs is measured on labelled items, on everyday ones and on fresh ones of our own.
The labelled set lies beside the project and never enters it. Its texts are retold by one hand: figures flatter.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bantracker.stack.places import BASE
from ingest import gazetteer, vocabulary
from ingest.core import classify
from ingest.core.text import html_to_text
from ingest.core.types import Proposed, ReadText
from tests.bench import prose
from tests.bench.rows import Row

LABELLED = Path(__file__).resolve().parents[3] / "shared" / "labelled"
SAMPLES = BASE / "tests" / "ingest" / "core" / "data"
_ROUNDS = 4
_LONGER = 200
"""Everyday items with a made-up text of the length that saved feeds have."""

_FOLDS = 5
_HOW = "labelled development set, by its score.py"

_PEAK = """
import sys
from manage import main
main(["manage.py", "classify"])
sys.stderr.write(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
"""Classifies what it reads and tells the most memory that it held; `resource` would count its parent's too."""

Item = Mapping[str, Any]


def measure() -> list[Row]:
    rows = [*_cost("everyday items", _everyday()), *_cost("own fresh items", _fresh())]
    if (LABELLED / "dev.jsonl").is_file():
        items = _lines(LABELLED / "dev.jsonl")
        rows = [*_accuracy(items), *_cost("labelled items", items, goal_ms=0.4), *rows, *_peer(items)]
    else:
        sys.stderr.write("The labelled set does not lie beside the project, so accuracy was left out.\n")
    return [*rows, _memory(_everyday() + _fresh())]


def _accuracy(items: Sequence[Item]) -> list[Row]:
    answer = _classifier()
    scored = _score([{"id": item["id"], **answer(item).as_json()} for item in items])
    return [
        Row("relevant, F1", scored["relevant"]["f"], "", _HOW, goal="≥ 0.96"),
        Row("relevant, recall", scored["relevant"]["r"], "", _HOW, goal="≥ 0.97"),
        Row("kinds, macro F1 of six", scored["kinds_macro_f1"], "", _HOW, goal="≥ 0.90"),
        Row("kinds, macro F1 of three", scored["kinds_macro_f1_three"], "", _HOW, goal="≥ 0.92"),
        Row("stage, accuracy", scored["stage_accuracy"], "", _HOW, goal="≥ 0.92"),
        Row("jurisdictions, F1", scored["jurisdictions_f1"], "", _HOW, goal="≥ 0.95"),
        Row("vendors, F1", scored["vendors_f1"], "", _HOW, goal="≥ 0.95"),
    ]


def _classifier() -> Callable[[Item], Proposed]:
    known, cues = gazetteer.load(), vocabulary.load()

    def answer(item: Item) -> Proposed:
        published = date.fromisoformat(item["published"]) if item.get("published") else None
        read = ReadText(item["title"], item["text"], language=item["lang"])
        return classify.propose(read, published=published, gazetteer=known, vocabulary=cues)

    return answer


def _cost(name: str, items: Sequence[Item], *, goal_ms: float | None = None) -> list[Row]:
    """What the rules alone cost in CPU time of this process, which other processes lengthen least."""
    answer = _classifier()
    took_ms: list[float] = []
    for turn in range(_ROUNDS):
        for item in items:
            started = time.process_time()
            answer(item)
            if turn:  # the first round meets each word for the first time
                took_ms.append(1000 * (time.process_time() - started))
    how = f"{len(items)} items one by one, {_ROUNDS - 1} rounds after a warm one, CPU time"
    goal = f"≤ {goal_ms} ms" if goal_ms else ""
    return [
        Row(f"classify {name}, median", statistics.median(took_ms), "ms an item", how, goal=goal),
        Row(f"classify {name}, mean", statistics.fmean(took_ms), "ms an item", how),
        Row(f"classify {name}, 95th percentile", statistics.quantiles(took_ms, n=20)[-1], "ms an item", how),
    ]


def _memory(items: Sequence[Item]) -> Row:
    """The most memory that `manage.py classify` holds at once, interpreter and names included."""
    lines = "".join(json.dumps({"id": number, **item}) + "\n" for number, item in enumerate(items))
    command = [sys.executable, "-c", _PEAK]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as given:
        given.write(lines)
        given.seek(0)
        told = subprocess.run(command, stdin=given, capture_output=True, check=True, cwd=BASE, text=True)
    how = f"manage.py classify on {len(items)} items of all languages, peak resident"
    return Row("classify, peak memory", int(told.stderr.split()[-2]) / 1024, "MB", how, goal="≤ 80 MB")


def _fresh() -> list[Item]:
    return [
        item for path in sorted((BASE / "ingest" / "vocabulary" / "samples").glob("*.jsonl")) for item in _lines(path)
    ]


def _everyday() -> list[Item]:
    """What is in a stream day by day: headlines and short texts of our own, none of which tells of a step."""
    said = (SAMPLES / "everyday" / "stream.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition(" // ") for line in said if line.strip() and not line.startswith("#")]
    made = [{"title": title.strip(), "text": text.strip()} for title, _, text in pairs]
    dice = random.Random(7)
    made += [
        {"title": made[number]["title"], "text": html_to_text(prose.body(dice, number))} for number in range(_LONGER)
    ]
    return [item | {"lang": "en"} for item in made]


def _lines(path: Path) -> list[Item]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


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
