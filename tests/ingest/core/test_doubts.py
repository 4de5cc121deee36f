"""An unsure item says why it is unsure."""

import pytest

from ingest.core.doubts import Doubt, doubts_of

SURE = {"score": 3.0, "has_place": True, "is_language_read": True, "is_learned": False}


@pytest.mark.parametrize(
    ("told", "doubts"),
    [
        ({"has_place": False}, [Doubt.PLACE]),
        ({"is_language_read": False}, [Doubt.LANGUAGE]),
        ({"score": 1.99}, [Doubt.WEAK]),
        ({"score": 2.0}, [Doubt.LINES]),
        ({"is_learned": True}, [Doubt.LEARNED]),
        ({"score": 1.0, "has_place": False, "is_learned": True}, [Doubt.LEARNED, Doubt.PLACE, Doubt.WEAK]),
    ],
)
def test_an_unsure_item_says_why_the_most_helpful_first(told, doubts):
    assert doubts_of(**(SURE | told)) == doubts
