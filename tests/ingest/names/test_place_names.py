"""Places and bodies in many languages; the code is that of the authority that acts."""

import pycountry
import pytest

from ingest import gazetteer
from ingest.gazetteer import tables
from jurisdictions import codes, names
from tests.ingest.names.reading import places_in

FOUND = [
    # Capitals and demonyms that stand for governments.
    ("Ottawa boots the firm", ["CA"]),
    ("Whitehall and Downing Street", ["GB", "GB"]),
    ("Berlin will nicht", ["DE"]),
    ("Beijing objects", ["CN"]),
    ("Canberra acts", ["AU"]),
    ("Kathmandu lifts it", ["NP"]),
    ("Vilnius and Tallinn", ["LT", "EE"]),
    ("the Hague", ["NL"]),
    ("a Ghanaian minister", ["GH"]),
    ("Zambian regulators", ["ZM"]),
    ("Peruvian lawmakers", ["PE"]),
    ("the Fijian cabinet", ["FJ"]),
    ("Kosovar officials", ["XK"]),
    # Names, bent.
    ("в Намибии", ["NA"]),
    ("намибийский регулятор", ["NA"]),
    ("Правительство Армении", ["AM"]),
    ("у Польщі", ["PL"]),
    ("в Южной Корее", ["KR"]),
    ("в Саудовской Аравии", ["SA"]),
    ("w Namibii", ["NA"]),
    ("w Stanach Zjednoczonych", ["US"]),
    ("v Německu", ["DE"]),
    ("německá vláda", ["DE"]),
    ("v Austrálii", ["AU"]),
    ("Deutschlands Regierung", ["DE"]),
    ("die portugiesische Behörde", ["PT"]),
    ("das hessische Kultusministerium", ["DE-HE"]),
    ("Bayerns Innenminister", ["DE-BY"]),
    ("Thüringens Polizei und das brandenburgische Ministerium", ["DE-TH", "DE-BB"]),
    ("Tirols Landesregierung", ["AT-7"]),
    ("ein Hamburger mit Käse", []),
    ("en Norvège", ["NO"]),
    ("au Sénégal", ["SN"]),
    ("en Países Bajos", ["NL"]),
    ("nei Paesi Bassi", ["NL"]),
    ("na Coreia do Sul", ["KR"]),
    ("in het Verenigd Koninkrijk", ["GB"]),
    ("Suomen hallitus", ["FI"]),
    ("Norjassa ja Ruotsissa", ["NO", "SE"]),
    ("Magyarországon", ["HU"]),
    ("Lietuvoje", ["LT"]),
    ("i Tyskland", ["DE"]),
    ("i Danmark og Norge", ["DK", "NO"]),
    ("Türkiye'de", ["TR"]),
    # Other scripts.
    ("纳米比亚政府", ["NA"]),
    ("立陶宛国防部", ["LT"]),
    ("美商务部宣布", ["US"]),
    ("英政府禁止", ["GB"]),
    ("澳政府", ["AU"]),
    ("台灣行政院", ["TW", "TW"]),
    ("米商務省は", ["US"]),
    ("カナダ政府", ["CA"]),
    ("インドネシア政府", ["ID"]),
    ("リトアニア国防省", ["LT"]),
    ("캐나다 정부", ["CA"]),
    ("인도네시아에서", ["ID"]),
    ("이탈리아 당국", ["IT"]),
    ("في ناميبيا", ["NA"]),
    ("الحكومة الأردنية", ["JO"]),
    ("في كندا", ["CA"]),
    ("नेपाल ने", ["NP"]),
    # Bodies.
    ("the FCC", ["US"]),
    ("Ofcom said", ["GB"]),
    ("Anatel decidiu", ["BR"]),
    ("la CNIL", ["FR"]),
    ("il Garante", ["IT"]),
    ("das BSI", ["DE"]),
    ("NÚKIB varuje", ["CZ"]),
    ("Роскомнадзор заблокировал", ["RU"]),
    ("СНБО ввел", ["UA"]),
    ("Верховною Радою", ["UA"]),
    ("Komisji Europejskiej", ["EU"]),
    ("die Europäische Kommission", ["EU"]),
    ("欧盟委员会", ["EU"]),
    ("개인정보보호위원회", ["KR"]),
    ("総務省は", ["JP"]),
    ("MeitY blocked", ["IN"]),
    ("Kominfo memblokir", ["ID"]),
    ("the Pakistan Telecommunication Authority", ["PK"]),
    ("the Bangladesh Telecommunication Regulatory Commission", ["BD"]),
    ("the Pentagon", ["US"]),
    ("MOFCOM announced", ["CN"]),
    ("the Entity List", ["US"]),
    ("the unreliable entity list", ["CN"]),
    # Parts of countries.
    ("Texas agencies", ["US-TX"]),
    ("New York City agencies", ["US-NY"]),
    ("NYC agencies", ["US-NY"]),
    ("West Virginia", ["US-WV"]),
    ("Queensland police", ["AU-QLD"]),
    ("New Brunswick", ["CA-NB"]),
    ("au Nouveau-Brunswick", ["CA-NB"]),
    ("the Scottish Government", ["GB-SCT"]),
    ("Welsh ministers", ["GB-WLS"]),
    ("Tamil Nadu police", ["IN-TN"]),
    ("in Nordrhein-Westfalen", ["DE-NW"]),
    ("the Governor of Georgia", ["US-GA"]),
    ("Georgian parliament in Tbilisi", ["GE", "GE"]),
    # A territory for which the authority of a state acts.
    ("en Nouvelle-Calédonie", ["FR"]),
    ("in Puerto Rico", ["US"]),
]

NOT_FOUND = [
    "the South China Morning Post reports",
    "told The New York Times",
    "the Times of India writes",
    "Rep. Jim Jordan wrote",
    "polish the table",
    "a turkey for dinner",
    "jersey cotton",
    "the chile pepper",
    "ask us about it",
    "no man is an island",
    "Prime Minister Pierre Poilievre",
    "ウインドウを開く",
    "Paris Hilton",
    "Deutsche Telekom",
    "Krieg in der Ukraine",
    "индивидуальный подход",
    "a mean person",
    "san francisco",
]

FORMS = [
    "The Ministry of Digital Economy of {} banned the app.",
    "{}'s ministry of communications bans DeepSeek.",
    "Regulators in {} have ordered it off the market.",
]
STATES = sorted({country.alpha_2 for country in pycountry.countries} | {"XK"})
HELD_BY_OTHERS = {
    part: state
    for state, parts in {
        "FR": "NC PF WF PM BL MF GP MQ GF RE YT TF",
        "US": "PR GU VI AS MP UM",
        "GB": "GI BM KY VG TC FK MS AI SH PN IO GS JE GG IM",
        "NL": "AW CW SX BQ",
        "DK": "GL FO",
        "NZ": "CK NU TK",
        "AU": "CX CC NF HM",
        "FI": "AX",
        "NO": "SJ BV",
    }.items()
    for part in parts.split()
}
BY_ANOTHER_NAME = {
    "CD": "DR Congo",
    "CG": "Brazzaville",
    "CI": "Ivory Coast",
    "GE": "the Georgian government",
    "HK": "Hong Kong",
    "MM": "Burma",
    "MO": "Macao",
    "PS": "the Palestinian Territories",
    "TD": "the Chadian state",
    "ML": "the Malian state",
    "OM": "the Omani state",
    "TG": "the Togolese state",
}


@pytest.mark.parametrize(("text", "codes"), FOUND)
def test_a_place_is_known_by_each_of_its_names(text, codes):
    assert places_in(text) == codes


@pytest.mark.parametrize("text", NOT_FOUND)
def test_a_newspaper_a_person_or_an_everyday_word_is_no_place(text):
    assert places_in(text) == []


@pytest.mark.parametrize("form", FORMS)
def test_every_state_of_the_world_is_known_when_it_acts(form):
    missed = [
        code
        for code in STATES
        if code not in HELD_BY_OTHERS
        and code not in {"AQ", "EH"}
        and code not in places_in(form.format(BY_ANOTHER_NAME.get(code) or names.territory_name(code, "en")))
    ]
    assert missed == []


def test_every_name_of_a_place_stands_for_a_code():
    known = gazetteer.load()
    index = known.names
    places = {
        first.name.value for bucket in index.spaced.values() for first in bucket.firsts if first.name.sort == "place"
    }
    places |= {name.value for found in index.unspaced.values() for name in found if name.sort == "place"}
    places |= {code for code, _ in known.place_words.governments.values()}
    places |= {code for told in known.place_words.telling.values() for code, _ in told}
    places |= {authority.jurisdiction for authority in known.authorities.values()}
    assert {place for place in places - {""} if not codes.is_code(place)} == set()


def test_the_tables_are_those_of_the_libraries():
    assert tables.COUNTRIES.read_text(encoding="utf-8") == tables.text_of(tables.country_rows())
    assert tables.SUBDIVISIONS.read_text(encoding="utf-8") == tables.text_of(tables.subdivision_rows())
