"""Pairs of reports in many languages: which tell of one event, and which only look like it."""

# ruff: noqa: E501  # a table is read line by line

from __future__ import annotations

from datetime import date

import pytest

from ingest.core.grouping import Features, Stories, choose_story, joined, title_words


def day(text: str) -> date:
    return date.fromisoformat(f"2025-{text}")


def report(
    title: str,
    on: str,
    places: str,
    vendors: str,
    kinds: str,
    *,
    event: str = "",
    refs: str = "",
    lang: str = "en",
    follows=False,
) -> Features:
    """A report of 2025; `on` and `event` are month and day."""
    return Features(
        vendors=frozenset(vendors.split()),
        jurisdictions=frozenset(places.split()),
        kinds=frozenset(kinds.split()),
        days=(day(on), day(on)) if on else (None, None),
        words=title_words(title),
        event_days=frozenset(day(one) for one in event.split()),
        instruments=frozenset(refs.split("; ")) if refs else frozenset(),
        languages=frozenset([lang]),
        is_follow_up=follows,
    )  # fmt: skip


BAN, SHUT, REMOVE, MARKET, LIST, ADVICE = (
    "procurement_ban", "shutdown_order", "removal_order", "market_restriction", "sanctions_listing", "advisory",
)  # fmt: skip

CANADA = report("Canada orders Hikvision to cease operations", "06-27", "CA", "Hikvision", SHUT, event="06-27")
ITALY = report("Garante blocks DeepSeek in Italy", "01-30", "IT", "DeepSeek", MARKET, event="01-30")
TEXAS = report("Texas bans DeepSeek from government devices", "01-31", "US-TX", "DeepSeek", BAN, event="01-31")
TIKTOK = report("Supreme Court upholds TikTok law", "01-17", "US", "TikTok", MARKET, event="01-17", refs="case:24-656")
DRONES = report("Bill would bar foreign-made drones", "03-03", "US-FL", "", BAN, refs="bill:SB 92")
FCC = report(
    "FCC adds makers to its covered list", "09-05", "US", "Hikvision Dahua", MARKET, event="09-05", refs="fcc:DA 25-802"
)
DUTCH = report("Netherlands to drop Chinese cameras", "04-02", "NL", "", REMOVE, event="04-02")
KREMLIN = report("Russia slows WhatsApp calls", "08-13", "RU", "WhatsApp", MARKET, event="08-13")
CHINA = report("China bars Micron from key infrastructure", "05-21", "CN", "Micron", BAN, event="05-21")
EU = report(
    "EU lists drone makers in its 19th package", "10-23", "EU", "Skywalker", LIST, event="10-23", refs="eu:2025/2033"
)

SAME = [
    (CANADA, report("Le Canada ordonne la fermeture de Hikvision", "06-28", "CA", "Hikvision", SHUT, event="06-27", lang="fr")),
    (CANADA, report("加拿大下令海康威视停止运营", "06-28", "CA", "Hikvision", SHUT, event="06-27", lang="zh")),
    (CANADA, report("Kanada schließt Hikvision", "06-30", "CA", "Hikvision", SHUT, lang="de")),
    (CANADA, report("Канада закрывает Hikvision", "06-29", "CA", "Hikvision", SHUT, event="06-28", lang="ru")),
    (CANADA, report("Departments may not buy Hikvision", "06-27", "CA", "Hikvision", BAN, event="06-27")),
    (CANADA, report("Camera firm told to leave", "06-28", "CA", "Hikvision", f"{SHUT} {BAN}")),
    (CANADA, report("Hikvision asks court to stop Canadian order", "07-08", "CA", "Hikvision", SHUT, follows=True)),
    (CANADA, report("Court hears Hikvision on its closure", "09-12", "CA", "Hikvision", SHUT, follows=True)),
    (CANADA, report("What we know of the order of 27 June", "10-01", "CA", "Hikvision", SHUT, event="06-27")),
    (CANADA, report("Order to Hikvision", "", "CA", "Hikvision", SHUT)),
    (CANADA, report("Canada shuts Hikvision and Dahua is next, say analysts", "07-02", "CA", "Hikvision Dahua", SHUT)),
    (ITALY, report("Il Garante blocca DeepSeek", "01-30", "IT", "DeepSeek", MARKET, event="01-30", lang="it")),
    (ITALY, report("Italien sperrt DeepSeek", "01-31", "IT", "DeepSeek", MARKET, lang="de")),
    (ITALY, report("意大利封禁DeepSeek", "01-31", "IT", "DeepSeek", MARKET, event="01-30", lang="zh")),
    (ITALY, report("Garante DeepSeek: la risposta", "02-14", "IT", "DeepSeek", MARKET, follows=True, lang="it")),
    (TEXAS, report("Abbott bars RedNote and DeepSeek", "01-31", "US-TX", "DeepSeek RedNote", BAN, event="01-31")),
    (TEXAS, report("Governor's DeepSeek ban: first in the nation", "02-03", "US-TX", "DeepSeek", BAN)),
    (TEXAS, report("Texas bans DeepSeek from government devices", "01-31", "US", "DeepSeek", BAN)),
    (TIKTOK, report("Justices side with the law against TikTok", "01-17", "US", "TikTok", MARKET, refs="case:24-656")),
    (TIKTOK, report("The opinion in the TikTok case, read again", "06-30", "US", "TikTok", MARKET, refs="case:24-656")),
    (TIKTOK, report("Oberstes Gericht bestätigt TikTok-Gesetz", "01-18", "US", "TikTok", MARKET, lang="de")),
    (DRONES, report("Foreign-made drones: Florida bill moves on", "03-10", "US-FL", "", BAN, refs="bill:SB 92")),
    (DRONES, report("Senators pass SB 92", "04-28", "US-FL", "", BAN, refs="bill:SB 92")),
    (DRONES, report("Florida weighs DJI ban", "03-04", "US-FL", "DJI", BAN, refs="bill:SB 92")),
    (DRONES, report("What a foreign-made drones bill would mean", "03-06", "US-FL", "", BAN)),
    (FCC, report("Public notice DA 25-802", "09-05", "US", "", MARKET, refs="fcc:DA 25-802")),
    (FCC, report("Dahua named by regulator", "09-06", "US", "Dahua", MARKET, event="09-05")),
    (FCC, report("Hytera and others on the list", "09-06", "US", "Hytera", MARKET, refs="fcc:DA 25-802")),
    (DUTCH, report("Nederland weert Chinese camera's", "04-02", "NL", "", REMOVE, event="04-02", lang="nl")),
    (DUTCH, report("荷兰将拆除中国摄像头", "04-03", "NL", "", REMOVE, lang="zh")),
    (KREMLIN, report("Роскомнадзор ограничил звонки в WhatsApp", "08-13", "RU", "WhatsApp", MARKET, event="08-13", lang="ru")),
    (KREMLIN, report("Росія обмежила дзвінки WhatsApp", "08-14", "RU", "WhatsApp", MARKET, lang="uk")),
    (KREMLIN, report("Meta answers Moscow on WhatsApp", "08-20", "RU", "WhatsApp", MARKET, follows=True)),
    (CHINA, report("网信办：美光产品未通过审查", "05-21", "CN", "Micron", BAN, event="05-21", lang="zh")),
    (CHINA, report("中国がマイクロンを排除", "05-22", "CN", "Micron", BAN, lang="ja")),
    (EU, report("Règlement (UE) 2025/2033", "10-23", "EU", "", LIST, refs="eu:2025/2033", lang="fr")),
    (EU, report("Skywalker nel diciannovesimo pacchetto", "10-25", "EU", "Skywalker", LIST, lang="it")),
    (EU, report("Council corrects the list of 23 October", "12-01", "EU", "Skywalker", LIST, refs="eu:2025/2033")),
]  # fmt: skip

APART = [
    (CANADA, report("Britain orders Hikvision cameras out", "06-28", "GB", "Hikvision", REMOVE)),
    (CANADA, report("Canada orders TikTok to close its offices", "06-28", "CA", "TikTok", SHUT)),
    (CANADA, report("Canada sanctions Hikvision", "07-10", "CA", "Hikvision", LIST)),
    (CANADA, report("Quebec drops Hikvision cameras", "06-28", "CA-QC", "Hikvision", BAN)),
    (CANADA, report("Canada orders Hikvision research unit to close", "07-15", "CA", "Hikvision", SHUT, event="07-14")),
    (CANADA, report("Canada orders Hikvision out", "08-30", "CA", "Hikvision", SHUT)),
    (CANADA, report("Canada bans DJI drones", "06-27", "CA", "DJI", BAN, event="06-27")),
    (CANADA, report("Hikvision sues Texas", "07-01", "US-TX", "Hikvision", SHUT, follows=True)),
    (CANADA, report("Where Hikvision is banned", "07-01", "AU CA GB IN US NZ", "Hikvision", BAN)),
    (ITALY, report("Italian ministry bans DeepSeek on its devices", "02-10", "IT", "DeepSeek", BAN, event="02-10")),
    (ITALY, report("France questions DeepSeek", "01-30", "FR", "DeepSeek", MARKET)),
    (ITALY, report("Garante fines Replika", "01-31", "IT", "Replika", MARKET)),
    (ITALY, report("EU looks at DeepSeek", "01-31", "EU", "DeepSeek", MARKET)),
    (TEXAS, report("Virginia bans DeepSeek", "02-11", "US-VA", "DeepSeek", BAN)),
    (TEXAS, report("Navy tells sailors to shun DeepSeek", "01-28", "US", "DeepSeek", BAN)),
    (TEXAS, report("New York bars DeepSeek", "02-10", "US-NY", "DeepSeek", BAN, event="02-10")),
    (TEXAS, report("Texas sues over TikTok", "01-31", "US-TX", "TikTok", MARKET)),
    (TIKTOK, report("Montana appeals its TikTok ruling", "01-18", "US-MT", "TikTok", MARKET, refs="case:24-34")),
    (TIKTOK, report("President delays TikTok law", "01-20", "US", "TikTok", MARKET, event="01-20", refs="eo:14166")),
    (TIKTOK, report("Another suit on TikTok", "01-25", "US", "TikTok", MARKET, refs="case:25-101")),
    (DRONES, report("Florida bars foreign apps", "03-04", "US-FL", "", MARKET)),
    (DRONES, report("Ohio bill on foreign-made drones", "03-04", "US-OH", "", BAN, refs="bill:SB 180")),
    (DRONES, report("House committee moves on cameras", "03-12", "US-FL", "", BAN, refs="bill:HB 77")),
    (DRONES, report("Budget passed in Florida", "03-04", "US-FL", "", BAN)),
    (FCC, report("Commerce lists Inspur units", "09-05", "US", "Inspur", LIST)),
    (FCC, report("FCC fines Hikvision partner", "09-20", "US", "Hikvision", MARKET, event="09-19", refs="fcc:DA 25-900")),
    (FCC, report("Pentagon lists Hikvision again", "09-15", "US", "Hikvision", LIST, event="09-15")),
    (DUTCH, report("Dutch court on pollution", "04-02", "NL", "", ADVICE, lang="nl")),
    (DUTCH, report("Belgium drops cameras", "04-02", "BE", "", REMOVE, lang="fr")),
    (KREMLIN, report("Russia blocks Roblox", "08-14", "RU", "Roblox", MARKET)),
    (KREMLIN, report("Russia blocks WhatsApp outright", "08-28", "RU", "WhatsApp", MARKET, event="08-27")),
    (KREMLIN, report("Iran lifts block on WhatsApp", "08-14", "IR", "WhatsApp", MARKET, follows=True)),
    (CHINA, report("China looks into Micron's rival", "05-22", "CN", "Qualcomm", ADVICE)),
    (CHINA, report("US answers on Micron", "05-23", "US", "Micron", ADVICE)),
    (EU, report("EU lists Skywalker in its 20th package", "11-10", "EU", "Skywalker", LIST, event="11-10", refs="eu:2025/2400")),
    (EU, report("Switzerland follows the 19th package", "10-29", "CH", "Skywalker", LIST)),
]  # fmt: skip


@pytest.mark.parametrize(("story", "item"), SAME)
def test_reports_of_one_event_are_one_story(story, item):
    assert choose_story(item, {1: story})


@pytest.mark.parametrize(("story", "item"), APART)
def test_what_only_looks_alike_stays_apart(story, item):
    assert choose_story(item, {1: story}) is None


def test_there_are_enough_pairs():
    assert len(SAME) + len(APART) >= 60


def test_among_all_these_stories_each_report_finds_its_own():
    stories = [CANADA, ITALY, TEXAS, TIKTOK, DRONES, FCC, DUTCH, KREMLIN, CHINA, EU]
    found = Stories(dict(enumerate(stories)))
    assert [title for story, item in SAME if (match := found.choose(item)) is None or stories[match.story_id] is not story
            for title in item.words] == []  # fmt: skip


def test_a_story_that_grows_does_not_carry_its_window_along():
    story = CANADA
    for on in ("07-10", "07-25", "08-10"):
        story = joined(story, report("Hikvision in court", on, "CA", "Hikvision", SHUT, follows=True))
    later = report("Canada orders Hikvision to close", "08-20", "CA", "Hikvision", SHUT)
    assert choose_story(later, {1: story}) is None


def test_a_story_is_found_by_number_where_the_place_is_a_part():
    item = report("SB 92 explained", "03-20", "US", "", BAN, refs="bill:SB 92")
    assert Stories({7: DRONES}).choose(item).story_id == 7
