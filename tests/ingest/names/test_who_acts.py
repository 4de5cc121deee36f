"""Whole items: who acts, and against whom. Other names stand in them too."""

from datetime import date

import pytest

from ingest import gazetteer, vocabulary
from ingest.core.classify import propose
from ingest.core.plaintext import read_plain


def read(title, text="", language="en"):
    item = read_plain(title, text, language=language)
    return propose(item, published=date(2031, 3, 4), gazetteer=gazetteer.load(), vocabulary=vocabulary.load())


ITEMS = [
    # The target, not the rival, the owner, the store or the channel.
    (
        "Norway bans TikTok from government phones",
        "The app of China's ByteDance may stay on private phones.",
        ["NO"],
        ["TikTok"],
    ),
    ("Kenya blocks Telegram nationwide", "The regulator posted on X that the app stays blocked.", ["KE"], ["Telegram"]),
    (
        "Vietnam orders Telegram blocked",
        "Apple and Google were told to take the app out of their stores.",
        ["VN"],
        ["Telegram"],
    ),
    (
        "Denmark bans Huawei from 5G networks",
        "Operators may turn to Ericsson. Huawei and ZTE may no longer supply equipment.",
        ["DK"],
        ["Huawei", "ZTE"],
    ),
    (
        "Ghana bans Hikvision cameras from ministries",
        "The ban also covers Dahua cameras.",
        ["GH"],
        ["Hikvision", "Dahua"],
    ),
    (
        "Ohio bars Chinese apps from state devices",
        "State agencies may not use TikTok, WeChat, RedNote and Lemon8 on state devices.",
        ["US-OH"],
        ["TikTok", "WeChat", "RedNote", "Lemon8"],
    ),
    # The one that acts, not the home, not the newspaper's place, not the neighbour.
    (
        "China bans the sale of Micron chips",
        "The Cyberspace Administration of China said so in Beijing.",
        ["CN"],
        ["Micron"],
    ),
    (
        "Russia blocks WhatsApp nationwide",
        "Roskomnadzor ordered providers to block the messenger of the American Meta.",
        ["RU"],
        ["WhatsApp"],
    ),
    (
        "India bans Shein and Temu apps",
        "The ministry blocked the apps, the South China Morning Post reports from Hong Kong.",
        ["IN"],
        ["Shein", "Temu"],
    ),
    ("Norway and Sweden ban DeepSeek from government devices", "", ["NO", "SE"], ["DeepSeek"]),
    ("Namibia's regulator denies Starlink a licence and orders it to cease operations", "", ["NA"], ["Starlink"]),
    ("Queensland bans DeepSeek from government devices", "Canberra had done so before.", ["AU-QLD"], ["DeepSeek"]),
    ("European Commission bans TikTok on staff phones", "", ["EU"], ["TikTok"]),
    ("France blocks TikTok in New Caledonia", "", ["FR"], ["TikTok"]),
    ("Iraq blocks Telegram over security", "", ["IQ"], ["Telegram"]),
    (
        "Russia blocks Apple's FaceTime",
        "The regulator has blocked Apple's FaceTime in Russia.",
        ["RU"],
        ["FaceTime"],
    ),
    # A list far below is of others, unless it goes on with the step.
    (
        "Kenya blocks Telegram nationwide",
        "The regulator gave its order on Monday. It holds for a month. Facebook, X and YouTube had signed up in time.",
        ["KE"],
        ["Telegram"],
    ),
    (
        "Denmark bans Huawei from 5G networks",
        "The minister signed it on Monday. It holds for ten years. The ban also hits the makers ZTE, Hytera and Dahua.",
        ["DK"],
        ["Huawei", "ZTE", "Hytera", "Dahua"],
    ),
    # Nor are those that are recommended, or profit.
    (
        "Malta bans WhatsApp on official phones",
        "The ministry recommends Signal, Threema and Wickr.",
        ["MT"],
        ["WhatsApp"],
    ),
    ("Malta warns of chat apps", "The ministry recommends avoiding Telegram on phones.", ["MT"], ["Telegram"]),
    (
        "China bans the sale of Micron chips",
        "The Cyberspace Administration of China said so in Beijing. SK Hynix could profit.",
        ["CN"],
        ["Micron"],
    ),
    ("Norway bars Ninestar printers", "Ninestar, owner of Lexmark, may not sell to the state.", ["NO"], ["Ninestar"]),
    (
        "Florida agencies must stop flying DJI drones",
        "State agencies may buy only from makers that are approved: Skydio, Parrot and Teal.",
        ["US-FL"],
        ["DJI"],
    ),
    (
        "Indonesia blocks Temu",
        "The ministry asks Google and Apple to take Temu out of their stores.",
        ["ID"],
        ["Temu"],
    ),
]


@pytest.mark.parametrize(("title", "text", "places", "vendors"), ITEMS)
def test_an_item_names_who_acts_and_the_target(title, text, places, vendors):
    answer = read(title, text)
    assert (sorted(answer.jurisdictions), sorted(answer.vendors)) == (sorted(places), sorted(vendors))


OTHER_LANGUAGES = [
    ("it", "Il governo vieta TikTok sui telefoni di servizio", ["IT"], ["TikTok"]),
    ("ja", "政府、ファーウェイ製品の調達を禁止", ["JP"], ["Huawei"]),
    ("ko", "정부, 공공기관 기기에서 딥시크 사용 금지", ["KR"], ["DeepSeek"]),
    ("pl", "Rząd zakazuje TikToka na telefonach służbowych", ["PL"], ["TikTok"]),
    ("zh", "美商务部将浪潮列入实体清单", ["US"], ["Inspur"]),
    # That of another state is not, whatever the language.
    ("pl", "Szwajcaria zakazuje TikToka na telefonach służbowych. Rząd w Bernie nie żartuje", ["CH"], ["TikTok"]),
    ("ko", "미 대법원, 틱톡 금지법 합헌 결정", ["US"], ["TikTok"]),
    ("ja", "政府、中国ファーウェイ製品の調達を禁止", ["JP"], ["Huawei"]),
    ("zh", "得州州长禁止政府手机安装DeepSeek", ["US-TX"], ["DeepSeek"]),
    ("it", "Parlamento neozelandese, vietato TikTok sui telefoni di servizio", ["NZ"], ["TikTok"]),
]


@pytest.mark.parametrize(("language", "title", "places", "vendors"), OTHER_LANGUAGES)
def test_a_government_without_a_country_is_that_of_the_language(language, title, places, vendors):
    answer = read(title, language=language)
    assert (list(answer.jurisdictions), list(answer.vendors)) == (places, vendors)


def test_a_body_of_a_vendors_home_acts_against_its_foreign_owner():
    answer = read(
        "Jupiter Systems must be sold again",
        "President Trump ordered the Chinese buyer Suirui to sell Jupiter Systems.",
    )
    assert answer.jurisdictions == ("US",)


def test_a_stock_exchange_does_not_act():
    answer = read("Treasury puts Tencent on sanctions list", "Its shares fell by a tenth in Hong Kong on Tuesday.")
    assert "HK" not in answer.jurisdictions


def targets_of(text):
    return [(target["name"], target["kind"], target["vendor"]) for target in read("", text).drafts[0].targets]


def test_a_product_is_a_target_of_its_vendor():
    assert targets_of("Ireland bans Ezviz cameras from government buildings.") == [("Ezviz", "product", "Hikvision")]


def test_a_unit_is_a_legal_person_of_its_vendor():
    assert targets_of("Ireland ordered Hikvision Ireland Ltd. to cease all operations.") == [
        ("Hikvision Ireland Ltd.", "legal_person", "Hikvision")
    ]


def test_an_unknown_vendor_is_a_target_without_a_vendor():
    assert targets_of("Ireland bans Zorblatt cameras from government buildings.") == [("Zorblatt", "vendor", "")]


def test_a_deadline_is_no_day_of_effect():
    answer = read(
        "",
        "Ireland announced on Monday that it bans Huawei equipment from its 5G networks;"
        " all must be gone by 1 June 2035.",
    )
    assert [(draft.announced, draft.effective) for draft in answer.drafts] == [("2031-03-03", None)] * len(
        answer.drafts
    )
