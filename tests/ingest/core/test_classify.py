"""The first rules, on sentences of our own and on the articles that the product starts from."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import gazetteer, vocabulary
from ingest.core.classify import propose
from ingest.core.grouping import Features, choose_story, title_words
from ingest.core.languages import find_language
from ingest.core.plaintext import read_plain
from ingest.core.types import ReadText


def proposed(text, *, title="", published=None, publisher=""):
    item = ReadText(title=title, text=text, language=find_language(f"{title}\n{text}") or "en")
    return propose(
        item, published=published, gazetteer=gazetteer.load(), vocabulary=vocabulary.load(), publisher=publisher
    )


@pytest.mark.parametrize(
    ("title", "kind", "code", "vendor"),
    [
        ("Belgium bans TikTok from government phones", "procurement_ban", "BE", "TikTok"),
        ("Irish agencies may no longer buy Dahua cameras", "procurement_ban", "IE", "Dahua"),
        ("Brazil orders Nuctech to cease operations", "shutdown_order", "BR", "Nuctech"),
        ("Albania blocks TikTok nationwide", "shutdown_order", "AL", "TikTok"),
        ("Estonian ministry warns consumers against using Xiaomi phones", "advisory", "EE", "Xiaomi"),
        ("Latvia to remove Hikvision cameras from public buildings", "removal_order", "LV", "Hikvision"),
        ("Romania excludes Huawei from 5G networks", "market_restriction", "RO", "Huawei"),
        ("Commerce Department adds Uniview to Entity List", "sanctions_listing", "US", "Uniview"),
        (
            "La Suisse interdit TikTok sur les téléphones de service des fonctionnaires",
            "procurement_ban",
            "CH",
            "TikTok",
        ),
        ("Österreich warnt vor Software von Kaspersky", "advisory", "AT", "Kaspersky"),
        ("Испания запретила TikTok в госорганах", "procurement_ban", "ES", "TikTok"),
        ("日本政府、省庁でのTikTokの利用を禁止", "procurement_ban", "JP", "TikTok"),
        ("澳大利亚禁止政府机构使用DeepSeek", "procurement_ban", "AU", "DeepSeek"),
    ],
)
def test_a_headline_alone_tells_kind_place_and_vendor(title, kind, code, vendor):
    answer = proposed("", title=title)
    assert (answer.kinds[:1], answer.jurisdictions, answer.vendors) == ((kind,), (code,), (vendor,))


@pytest.mark.parametrize(
    "text",
    [
        "Huawei unveils a foldable phone. It goes on sale in Germany for 1,800 euros with a large battery.",
        "Dahua cameras: the agency in Vienna lists a vulnerability, CVE-2031-1234. Owners should install the patch.",
        "The French league bans two fans from the stadium in Lyon for a year.",
        "Denmark bans plastic bags from shops from next spring.",
        "A chain of shops in Sweden voluntarily stops selling Hikvision door bells.",
        "The Irish commission fined TikTok 200 million euros for the way it handles data of children.",
        "Hikvision's revenue rose by four per cent in the third quarter, its annual report says.",
        "Snow is expected in Ohio; a weather advisory is in effect until Friday.",
        "",
    ],
)
def test_other_subjects_are_not_proposed(text):
    assert not proposed(text).is_relevant


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("Belgium bans TikTok from government phones", "adopted"),
        ("Belgian bill would ban TikTok from government phones", "proposed"),
        ("TikTok sues over Belgian order to block the app", "challenged"),
        ("Nepal lifts ban on TikTok app stores", "lifted"),
        ("Estonia wants to warn consumers against using Xiaomi phones", "adopted"),
    ],
)
def test_the_stage_is_the_one_that_the_item_reports(title, stage):
    assert proposed("", title=title).stage == stage


def test_the_vendors_home_and_the_adjective_of_origin_do_not_act():
    answer = proposed("Chinese camera maker Hikvision is banned from government buildings in Norway.")
    assert answer.jurisdictions == ("NO",)


def test_a_state_acts_for_itself_and_not_for_its_country():
    answer = proposed("", title="Ohio, a US state, bans DeepSeek from state devices")
    assert answer.jurisdictions == ("US-OH",)


def test_the_publishing_authority_acts_where_the_text_names_nobody():
    answer = proposed("", title="Departments are prohibited from using Kaspersky software", publisher="CA")
    assert answer.jurisdictions == ("CA",)


def test_without_anybody_who_acts_the_item_is_unsure_and_has_no_draft():
    answer = proposed("", title="Departments and offices are prohibited from using Kaspersky software")
    assert (answer.is_relevant, answer.is_unsure, answer.drafts) == (True, True, ())


def test_a_state_that_only_its_ways_of_speaking_tell_leaves_the_item_unsure():
    answer = proposed("", title="Departments and agencies are prohibited from using Kaspersky software")
    assert (answer.jurisdictions, answer.is_unsure) == (("US",), True)


def test_a_reaction_makes_no_draft_and_names_the_action_it_answers():
    answer = proposed(
        "The embassy said that Beijing firmly opposes the ban on Huawei in 5G networks.",
        title="China's embassy protests against Finland's ban on Huawei equipment",
    )
    assert (answer.is_reaction, answer.drafts, answer.jurisdictions) == (True, (), ("FI",))
    assert answer.evidence[0].field == "reaction"


def test_earlier_and_foreign_steps_are_no_drafts():
    answer = proposed(
        "Finland bans DeepSeek from government devices. In 2031 Sweden had put Huawei on a sanctions list."
        " Other countries had already blocked TikTok nationwide.",
        published=date(2032, 5, 2),
    )
    assert (answer.kinds, answer.jurisdictions, answer.vendors) == (("procurement_ban",), ("FI",), ("DeepSeek",))


def test_dates_instrument_target_and_authority_are_read_with_their_slices():
    answer = proposed(
        "The Government of Canada announced on 3 March 2031 that under the Investment Canada Act it has ordered"
        " Nuctech Canada Ltd. to wind up its business, with effect from 1 July 2031.",
        published=date(2031, 3, 4),
    )
    (draft,) = answer.drafts
    assert draft.targets == ({"name": "Nuctech Canada Ltd.", "kind": "legal_person", "vendor": "Nuctech"},)
    assert (draft.authority, draft.instrument) == ("Government of Canada", "Investment Canada Act")
    assert (draft.announced, draft.effective) == ("2031-03-03", "2031-07-01")


def test_a_day_without_a_year_is_the_one_nearest_to_publication():
    answer = proposed(
        "The Irish government announced on 28 December that it bans TikTok from government phones.",
        published=date(2032, 1, 4),
    )
    assert answer.drafts[0].announced == "2031-12-28"


def test_a_class_without_a_name_is_relevant_and_leaves_vendors_empty():
    answer = proposed("", title="Ohio bill would bar state agencies from buying foreign-made drones")
    assert (answer.is_relevant, answer.vendors) == (True, ())
    assert answer.drafts[0].targets == ({"name": "foreign-made drones", "kind": "class", "vendor": ""},)


PIECES = (
    *("Belgium", "bans", "TikTok", "government", "phones", ".", "on", "3", "March", "2031", "Huawei", "海康威视"),
    *("(Inc.)", "—", "“", "”", "é", "5G", "sues", "entity list", "warns", "remove", "cameras", "US", "EU", "\n"),
    *("under the Act of 2019", "not to use", "last year", "protests", "foreign ministry"),
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=40,
    ).map(" ".join),
    st.text(max_size=30),
)
def test_every_quote_is_a_slice_of_the_text(text, title):
    item = ReadText(title=title, text=text, language="en")
    answer = propose(item, published=date(2031, 5, 1), gazetteer=gazetteer.load(), vocabulary=vocabulary.load())
    for piece in [*answer.evidence, *(piece for draft in answer.drafts for piece in draft.evidence)]:
        assert item.full_text[piece.start : piece.end] == piece.quote
    assert answer.is_relevant or not answer.is_unsure


ARTICLES = {
    "ipvm-canada-hikvision.txt": "",
    "wire-canada-hikvision.txt": "UTF-8 read as GB 18030",
}


@pytest.mark.parametrize(("name", "repair"), ARTICLES.items())
@pytest.mark.parametrize("title", ["", "Canada orders Hikvision to close"])
def test_each_article_gives_the_four_canadian_drafts_and_nothing_of_the_background(shared, name, repair, title):
    read = read_plain(title, (shared / "articles" / name).read_text(encoding="utf-8"))
    answer = propose(read, published=date(2025, 6, 30), gazetteer=gazetteer.load(), vocabulary=vocabulary.load())
    assert read.repair == repair
    assert {(draft.jurisdiction, draft.kind, draft.stage) for draft in answer.drafts} == {
        ("CA", "shutdown_order", "adopted"),
        ("CA", "procurement_ban", "adopted"),
        ("CA", "removal_order", "adopted"),
        ("CA", "advisory", "adopted"),
    }
    assert answer.vendors == ("Hikvision",)
    by_kind = {draft.kind: draft for draft in answer.drafts}
    assert {kind for kind, draft in by_kind.items() if draft.instrument} == {"shutdown_order"}
    assert by_kind["shutdown_order"].instrument == "Investment Canada Act"
    assert by_kind["shutdown_order"].targets[0]["name"] == "Hikvision Canada Inc."
    quotes = {draft.kind: draft.evidence[0].quote for draft in answer.drafts}
    assert len(set(quotes.values())) == 4
    assert {draft.effective for draft in answer.drafts} == {None}


def test_both_articles_belong_to_one_story(shared):
    items = []
    for name in ARTICLES:
        read = read_plain("", (shared / "articles" / name).read_text(encoding="utf-8"))
        answer = propose(read, published=date(2025, 6, 30), gazetteer=gazetteer.load(), vocabulary=vocabulary.load())
        items.append(
            Features(
                vendors=frozenset(answer.vendors),
                jurisdictions=frozenset(answer.jurisdictions),
                kinds=frozenset(answer.kinds),
                days=(date(2025, 6, 30), date(2025, 6, 30)),
                words=title_words(name),
            )
        )
    assert choose_story(items[1], {1: items[0]}) is not None


@pytest.fixture(scope="module")
def labelled(shared):
    lines = (shared / "labelled" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_labelled_items_are_told_apart_well_enough(labelled):
    hits = extra = missed = 0
    for row in labelled:
        item = read_plain(row["title"], row["text"], language=row["lang"])
        answer = propose(item, published=None, gazetteer=gazetteer.load(), vocabulary=vocabulary.load())
        hits += row["relevant"] and answer.is_relevant
        extra += answer.is_relevant and not row["relevant"]
        missed += row["relevant"] and not answer.is_relevant
    assert 2 * hits / (2 * hits + extra + missed) >= 0.85


@pytest.mark.parametrize(
    ("title", "place"),
    [("Ottawa boots Hikvision", "CA"), ("Texas bans DeepSeek", "US-TX"), ("Albanie bloque TikTok", "AL")],
)
def test_a_headline_too_short_to_tell_its_language_is_read_all_the_same(title, place):
    answer = propose(read_plain(title, ""), published=None, gazetteer=gazetteer.load(), vocabulary=vocabulary.load())
    assert (answer.is_relevant, answer.jurisdictions) == (True, (place,))
