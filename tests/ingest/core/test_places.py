"""Which of a country and its part acts."""

import pytest

from ingest import gazetteer, vocabulary
from ingest.core.classify import propose
from ingest.core.types import ReadText


def acting(title, text=""):
    item = ReadText(title, text, "", "en")
    proposed = propose(item, published=None, gazetteer=gazetteer.load(), vocabulary=vocabulary.load())
    return list(proposed.jurisdictions)


@pytest.mark.parametrize(
    ("title", "text", "codes"),
    [
        ("Idaho bans TikTok on state devices", "", ["US-ID"]),
        (
            "TikTok barred from official phones",
            "Gov. Brad Little forbids state agencies the app. He cited the FBI, and Congress weighs a bill, he said.",
            ["US-ID"],
        ),
        ("Army post in Missouri removes Hikvision cameras", "The US Army banned the vendor.", ["US"]),
        (
            "Huawei banned from all networks",
            "The federal government has banned Huawei. The company has an office in Ontario.",
            ["CA"],
        ),
        ("Federal judge blocks the state's ban of TikTok in Montana", "", ["US-MT"]),
    ],
)
def test_a_part_acts_or_its_country(title, text, codes):
    assert acting(title, text) == codes
