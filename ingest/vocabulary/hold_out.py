"""How right the classifier is on texts that it has not met: `python -m ingest.vocabulary.hold_out`.

A fifth of the samples is put aside, the weights are learned from the rest, and what was put aside is read with
them; and so five times. Counted are the samples of `news_*`, by which no cue was tuned. With `--tune` it tells
what other numbers of `leaning.Joining` would bring.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from zlib import crc32

from ingest import gazetteer
from ingest.core.classify import propose
from ingest.core.leaning import KINDS, Joining, Pull, WordWeights, read_weights, written
from ingest.core.types import Proposed
from ingest.vocabulary import load
from ingest.vocabulary.weigh import Sample, fit, item_of, read_rows, sample_of

FRESH = "news_*"
FOLDS = 5
_STEPS = (-0.2, -0.1, 0.1, 0.2)

Row = Mapping[str, Any]
Answer = tuple[Row, Proposed]


@dataclass(frozen=True, slots=True)
class Figures:
    """How right answers are. `relevant`, `kinds` and `reaction` are F1, `stage` is the share of right ones."""

    items: int
    precision: float
    recall: float
    relevant: float
    kinds: Mapping[str, float]
    stage: float
    reaction: float

    @property
    def macro(self) -> float:
        """The plain mean of the kinds, so that a rare one counts as much as a common one."""
        return sum(self.kinds.values()) / len(self.kinds)


def fold_of(row: Row) -> int:
    """The fifth to which a sample belongs, whatever file it stands in."""
    return crc32(row["title"].encode()) % FOLDS


def weights_without(fold: int, samples: Sequence[tuple[Row, Sample]]) -> WordWeights:
    """What all samples teach but those of a fold."""
    return read_weights(written(*fit([sample for row, sample in samples if fold_of(row) != fold])))


def answers(rows: Iterable[Row], weights: Sequence[WordWeights]) -> Iterator[Answer]:
    """Each item with what is proposed by those weights that have not learned from it."""
    names = gazetteer.load()
    by_fold = [replace(load(), weights=learned) for learned in weights]
    for row in rows:
        item, published = item_of(row)
        yield row, propose(item, published=published, gazetteer=names, vocabulary=by_fold[fold_of(row)])


def count(answered: Iterable[Answer]) -> Figures:
    """Kinds are counted over all items, stages over those that are relevant and found."""
    pairs = list(answered)
    found = [(row, said) for row, said in pairs if row["relevant"] and said.is_relevant]
    proposed = sum(said.is_relevant for _, said in pairs)
    relevant = sum(row["relevant"] for row, _ in pairs)
    return Figures(
        items=len(pairs),
        precision=_share(len(found), proposed),
        recall=_share(len(found), relevant),
        relevant=_share(2 * len(found), proposed + relevant),
        kinds={kind: _f1([(kind in row["kinds"], kind in said.kinds) for row, said in pairs]) for kind in KINDS},
        stage=_share(sum(row["stage"] == said.stage for row, said in found), len(found)),
        reaction=_f1([(bool(row["reaction"]), said.is_reaction) for row, said in found]),
    )


def _f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    return _share(2 * sum(true and said for true, said in pairs), sum(true + said for true, said in pairs))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def told(name: str, figures: Figures) -> str:
    """The figures in a line."""
    kinds = ", ".join(f"{kind} {figures.kinds[kind]:.2f}" for kind in KINDS)
    return (
        f"{name}: {figures.items:,} items, relevant {figures.relevant:.3f} (precision {figures.precision:.3f}, "
        f"recall {figures.recall:.3f}), kinds {figures.macro:.3f} ({kinds}), stage {figures.stage:.3f}, "
        f"reaction {figures.reaction:.2f}\n"
    )


def other_joinings(joining: Joining) -> Iterator[tuple[str, Joining]]:
    """Joinings of which one number is a step away, each with what was changed."""
    for field in fields(joining):
        pull: Pull = getattr(joining, field.name)
        for step in _STEPS:
            yield f"{field.name} {pull[0] + step:.2f}", replace(joining, **{field.name: (pull[0] + step, pull[1])})


def main(arguments: Sequence[str]) -> None:
    samples = [(row, sample_of(row)) for row in read_rows() if not row.get("ambiguous")]
    fresh = [row for row in read_rows(names=FRESH) if not row.get("ambiguous")]
    weights = [weights_without(fold, samples) for fold in range(FOLDS)]
    answered = list(answers(fresh, weights))
    sys.stdout.write(told("all", count(answered)))
    sys.stdout.write(told("English", count(pair for pair in answered if pair[0]["lang"] == "en")))
    sys.stdout.write(told("others", count(pair for pair in answered if pair[0]["lang"] != "en")))
    for name, joining in other_joinings(Joining()) if "--tune" in arguments else ():
        changed = [replace(learned, joining=joining) for learned in weights]
        sys.stdout.write(told(name, count(answers(fresh, changed))))


if __name__ == "__main__":
    main(sys.argv[1:])
