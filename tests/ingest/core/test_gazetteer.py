import pytest

from ingest import gazetteer
from ingest.core.folding import fold_in_place
from ingest.core.names import make_name


def found(text):
    known = gazetteer.load()
    return [mention.value for mention in known.find(text, fold_in_place(text))]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Hikvision and ZTE", ["Hikvision", "ZTE"]),
        ("HIKVISION", ["Hikvision"]),
        ("EZVIZ doorbells", ["Hikvision"]),
        ("Hikvision Canada Inc. must close", ["Hikvision"]),
        ("Zakaz Huaweie i TikToka", ["Huawei", "TikTok"]),
        ("Лабораторию Касперского", ["Kaspersky"]),
        ("海康威视被禁", ["Hikvision"]),
        ("HuaweiとZTEの機器", ["Huawei", "ZTE"]),
        ("딥시크를 차단", ["DeepSeek"]),
        ("وتيك توك وبهواوي", ["TikTok", "Huawei"]),
        ("dell'Agenzia", []),
        ("the apple pie and a signal", []),
        ("a zte b", []),
        ("the mighty TikToker", ["TikTok"]),
    ],
)
def test_vendors_are_found_in_every_script_and_ending(text, values):
    assert found(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Ottawa", ["CA"]),
        ("in the US and us", ["US"]),
        ("Québécois et québec", ["CA-QC", "CA-QC"]),
        ("Texas agencies", ["US-TX"]),
        ("the FCC", ["Federal Communications Commission"]),
        ("Das BSI warnt", ["Bundesamt für Sicherheit in der Informationstechnik"]),
        ("行政院", ["Executive Yuan"]),
        ("Jordan bans", ["JO"]),
        ("Vilnius", ["LT"]),
        ("на Украине", ["UA"]),
    ],
)
def test_places_and_authorities_are_found(text, values):
    assert found(text) == values


def test_an_authority_stands_for_its_jurisdiction():
    known = gazetteer.load()
    text = "The Pentagon said"
    (mention,) = known.find(text, fold_in_place(text))
    assert known.jurisdiction_of(mention) == "US"


def test_positions_are_those_of_the_original_text():
    text = "Ｉｎ Đà Nẵng: HIKVISION’s case"
    (mention,) = gazetteer.load().find(text, fold_in_place(text))
    assert text[mention.start : mention.end] == "HIKVISION"


def test_a_star_inside_a_name_is_refused():
    with pytest.raises(ValueError, match="open at its end only"):
        make_name("wielk*a brytania", sort="place", value="GB")


def places_in(text, language):
    known = gazetteer.load()
    return [known.jurisdiction_of(m) for m in known.find(text, fold_in_place(text), language) if m.sort != "vendor"]


@pytest.mark.parametrize(
    ("language", "text", "codes"),
    [
        ("en", "an indictment of that kind, reckless and rusty", []),
        ("en", "the kingdom of Denmark", ["DK"]),
        ("en", "China, in china", ["CN"]),
        ("nl", "als het dan moet, indien nodig; India ook", ["IN"]),
        ("sv", "en ganska stor fråga för Ghana", ["GH"]),
        ("pl", "część urzędów, kina i Czechy", ["CZ"]),
        ("cs", "svědek vypověděl, že ve Švédsku", ["SE"]),
        ("de", "eine Niederlage für die Niederlande", ["NL"]),
        ("es", "la moda rápida y el garante", []),
        ("es", "agencias de EE.UU.", ["US"]),
        ("pt", "Bruxelas pede aos Estados", ["EU"]),
        ("en", "Dan Sullivan of Alaska", ["US-AK"]),
    ],
)
def test_an_everyday_word_is_no_place(language, text, codes):
    assert places_in(text, language) == codes
