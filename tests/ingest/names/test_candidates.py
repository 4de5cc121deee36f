"""Unknown vendors, made up for the purpose, where a known one would stand."""

import pytest

from tests.ingest.names.reading import vendors_in

OFFERED = [
    ("The ministry bans Zorblatt cameras from schools.", ["Zorblatt"]),
    ("Soldiers must not use Quimbly drones.", ["Quimbly"]),
    ("The agency told Norvex Electronics Inc. to leave.", ["Norvex Electronics"]),
    ("ACMEK routers are banned.", ["ACMEK"]),
    ("Le ministère interdit les caméras Zorblatt.", ["Zorblatt"]),
    ("Se prohíben las cámaras de Zorblatt.", ["Zorblatt"]),
    ("Il governo vieta le telecamere Zorblatt.", ["Zorblatt"]),
    ("Rząd zakazuje: kamery Zorblatt znikną.", ["Zorblatt"]),
    ("Запрещены камеры Zorblatt.", ["Zorblatt"]),
    ("政府はゾルブラット製カメラを禁じた", ["ゾルブラット"]),
]
NOT_OFFERED = [
    "Traffic cameras are banned.",
    "Police drones are grounded.",
    "City Bans Surveillance Cameras",
    "The council removes Chinese cameras.",
    "Ottawa software firms protest.",
    "Android phones and iOS apps",
    "No New Drones",
    "Hikvision and Zorblatt cameras",
    "A Smart Phone for all",
    "",
]


@pytest.mark.parametrize(("text", "names"), OFFERED)
def test_an_unknown_name_beside_a_product_is_offered(text, names):
    assert vendors_in(text) == names


@pytest.mark.parametrize("text", NOT_OFFERED)
def test_an_ordinary_word_or_a_text_with_a_known_vendor_offers_none(text):
    assert set(vendors_in(text)) <= {"Hikvision"}
