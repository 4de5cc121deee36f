from __future__ import annotations

import pytest
from django.core.paginator import EmptyPage

from actions.stretches import Stretches


@pytest.mark.parametrize(
    ("cells", "pages"),
    [
        ([], [[]]),
        ([1], [[0]]),
        ([3, 3, 3, 3], [[0, 1], [2, 3]]),
        ([3, 4, 1], [[0], [1, 2]]),
        ([9, 1, 9], [[0], [1], [2]]),
        ([0, 0, 0, 0, 0, 0], [[0, 1, 2, 3], [4, 5]]),
    ],
)
def test_a_page_holds_as_many_rows_as_their_cells_allow(cells, pages):
    stretches = Stretches(range(len(cells)), cells, most_rows=4, most_cells=6)
    found = [stretches.page(number) for number in stretches.page_range]
    assert [list(page.object_list) for page in found] == pages
    assert (found[-1].has_next(), found[0].has_previous()) == (False, False)


def test_rows_are_counted_over_all_pages():
    page = Stretches(range(5), [3] * 5, most_rows=4, most_cells=6).page(2)
    assert (page.start_index(), page.end_index(), page.paginator.count) == (3, 4, 5)
    assert (page.previous_page_number(), page.next_page_number()) == (1, 3)


def test_no_page_stands_beyond_the_last():
    with pytest.raises(EmptyPage):
        Stretches(range(2), [1, 1], most_rows=4, most_cells=6).page(2)
