"""Which cues hold in which sentence of an item, by the word lists and names that it meets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from ingest.core.sentences import Sentence
from ingest.core.vocabulary import BIT, Cue, LanguageCues, bits_of

_HEAD = 45
"""Letters in which a sentence names whom it speaks of, if the vendor itself acts."""
_BESIDE = re.compile(r"[^\w.,;:!?\n]{0,3}(?:\w+[^\w.,;:!?\n]{1,3})?")
"""What may stand between two neighbours: at most one word."""
_BESIDE_LONGEST = 20
_ACTS = ("forbid", "block", "close", "remove", "warn", "discourage", "sanction", "revoke", "delete", "lift")
"""Lists of which none is met before a vendor that itself acts."""
_VENDOR = BIT["vendor"]
_CARRIED = bits_of(("vendor", "app_vendor", "software_vendor"))
_LATER_FROM, _LATER_WITHIN = 1, 3
"""Sentences that may leave the vendor's name to later ones, and to how many."""

Span = tuple[int, int]
Lists = Mapping[str, list[Span]]
"""The hits of each word list in a sentence."""


class Hit(NamedTuple):
    """A cue that holds in a sentence."""

    cue: Cue
    sentence: Sentence


def find_hits(
    folded: str,
    sentences: Sequence[Sentence],
    groups: Mapping[int, Lists],
    naming: AbstractSet[int],
    cues: LanguageCues,
) -> Iterator[Hit]:
    """The cues that hold, sentence by sentence; `naming` are the sentences that name a vendor themselves.

    A sentence that names no vendor speaks of the last one named ("The app may not be used …").
    """
    met_in = [bits_of(groups[sentence.number]) for sentence in sentences]
    carried = 0
    for sentence, met in zip(sentences, met_in, strict=True):
        number = sentence.number
        if met & _VENDOR:
            carried = met & _CARRIED if number in naming else carried | met & _CARRIED
        lists = groups[number]
        named = met | carried
        hinted = named | _told_later(met_in, number) if number <= _LATER_FROM else named
        held: list[Cue] = []
        for cue in cues.led_by(lists):
            if not cue.holds_among(named if cue.is_bare else hinted) or (cue.near and not _stand_near(lists, cue)):
                continue
            if cue not in held and (cue.next is None or _stand_beside(folded, sentence, lists, cue.next)):
                held.append(cue)
                yield Hit(cue, sentence)


def _told_later(met_in: Sequence[int], number: int) -> int:
    """A title or a first sentence may leave it to the next ones to name the vendor."""
    later = 0
    for met in met_in[number + 1 : number + 1 + _LATER_WITHIN]:
        later |= met
    return later & (_VENDOR if met_in[number] & _VENDOR else _CARRIED)


def _stand_near(lists: Lists, cue: Cue) -> bool:
    """Whether the act and its object, the first two lists of a cue, stand close to each other."""
    acts, objects = cue.needs[:2]
    behind = 0 if cue.is_ordered else cue.near
    places = [span for name in objects for span in lists.get(name, ())]
    for act in acts:
        for begin, end in lists.get(act, ()):
            for start, last in places:
                if start - cue.near <= end and begin - behind <= last:
                    return True
    return False


def _stand_beside(folded: str, sentence: Sentence, lists: Lists, names: tuple[str, str]) -> bool:
    """Whether the first list's hit heads the sentence and the second's follows at once."""
    first, second = (lists.get(name, ()) for name in names)
    starts = {start for name, there in lists.items() if name not in names for start, _ in there}
    acts = min((start for name in _ACTS if name in lists for start, _ in lists[name]), default=sentence.end)
    return any(
        end <= start <= end + _BESIDE_LONGEST
        and _BESIDE.fullmatch(folded, end, start) is not None
        and starts.isdisjoint(range(end, start))
        for begin, end in first
        if begin - sentence.start <= _HEAD and begin < acts
        for start, _ in second
    )
