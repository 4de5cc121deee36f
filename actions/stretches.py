"""Pages of unequal length: as many rows as their cells allow, so that no page is heavy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from django.core.paginator import Page, Paginator


class Stretches(Paginator):  # type: ignore[type-arg]  # Django has none when it runs
    """Keys in a row, cut where a page has `most_rows` or would have more than `most_cells`.

    `cells` says how many each key has. A key with more than a page may have stands alone.
    """

    def __init__(self, keys: Sequence[int], cells: Sequence[int], *, most_rows: int, most_cells: int) -> None:
        super().__init__(keys, most_rows)
        self.starts = [0]
        before = 0
        for place, sum_so_far in enumerate(accumulate(cells)):
            first = self.starts[-1]
            if place > first and (place - first >= most_rows or sum_so_far - before > most_cells):
                self.starts.append(place)
                before = sum_so_far - cells[place]

    @property
    def num_pages(self) -> int:
        return len(self.starts)

    def page(self, number: int | str) -> Stretch:
        number = self.validate_number(number)
        first, end = [*self.starts, self.count][number - 1 : number + 1]
        return Stretch(self.object_list[first:end], number, self)


class Stretch(Page):  # type: ignore[type-arg]  # nor here
    """One page; its first and last row are counted from 1."""

    paginator: Stretches

    def start_index(self) -> int:
        return self.paginator.starts[self.number - 1] + 1 if self.paginator.count else 0

    def end_index(self) -> int:
        return [*self.paginator.starts, self.paginator.count][self.number]
