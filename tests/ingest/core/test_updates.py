"""A table of changes: what is noise, a correction, a change of substance, or a retraction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.core.updates import Content, differing_fields, sort_update

TITLE = "Canada orders Hikvision Canada to cease operations"
TEXT = (
    "The minister said on 27 June 2025 that Hikvision Canada Inc. must cease all operations in Canada.\n"
    "Departments may no longer buy its products. The firm has 120 days to close."
)
NAMES = frozenset({"canada", "hikvision", "dahua", "iran", "iraq", "austria", "australia", "montana"})


def sort(text: str, title: str = TITLE, *, before: str = TEXT, language: str = "en"):
    return sort_update(
        Content(TITLE, before, language), Content(title, text, language), is_name=lambda word: word in NAMES
    )


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace(" ", "  "),
        TEXT + "\n1,204 views",
        TEXT + "\nViews: 88",
        TEXT + "\nAdvertisement: buy a fridge",
        TEXT + "\nRead also: the weather in Toronto",
        TEXT + "\nLast updated: 27/06/2025 14:05",
        TEXT + "\n3 hours ago",
        TEXT + "\nSession id: a8f39e2c71",
        TEXT + "\nd41d8cd98f00b204e9800998ecf8427e",
        "\n".join(reversed(TEXT.split("\n"))),
        TEXT.replace("minister said", "Minister said"),
        TEXT.replace("'", "’") + "\n© 2026",
        TEXT + "\n阅读：1024",
        TEXT + "\nПросмотров: 12",
        TEXT + "\nSubscribe to our newsletter",
    ],
)
def test_what_differs_at_each_reading_is_noise(text):
    assert sort(text).kind == "noise"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1,204 views", "1,377 views"),
        ("See https://a.example/x?utm_source=rss", "See https://a.example/x?utm_source=mail"),
        ("Updated 5 minutes ago", "Updated 2 hours ago"),
        ("浏览次数：7", "浏览次数：90"),
        ("Comments (3)", "Comments (14)"),
        ("Page generated in 0.031 s", "Page generated in 1.2 s"),
        ("a 3-min read", "a 4-min read"),
    ],
)
def test_counters_and_clocks_that_move_on_are_noise(old, new):
    assert sort(f"{TEXT}\n{new}", before=f"{TEXT}\n{old}").kind == "noise"


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("minister", "minster"),
        TEXT.replace("operations", "operatons"),
        TEXT.replace("said on", "told reporters on"),
        TEXT.replace("products", "goods"),
        TEXT.replace("The firm", "The company"),
    ],
)
def test_wording_and_spelling_are_corrections(text):
    assert sort(text).kind == "correction"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (TEXT.replace("27 June", "28 June"), "number"),
        (TEXT.replace("June", "July"), "number"),
        (TEXT.replace("120 days", "60 days"), "number"),
        (TEXT.replace("120 days", "two years"), "number"),
        (TEXT.replace("Hikvision", "Dahua"), "name"),
        (TEXT + "\nThe order also hits Tiandy.", "name"),
        (TEXT.replace("in Canada", "in Montana"), "name"),
        (TEXT + "\nThe deadline was extended.", "stage"),
        (TEXT + "\nThe order was withdrawn.", "stage"),
        (TEXT + "\nThe ban was lifted.", "stage"),
        (TEXT + "\nA court suspended it.", "stage"),
        (TEXT.replace("must cease", "need not cease"), "stage"),
        (TEXT + "\n" + "It goes on to say how the firm is to sell its stock and tell its customers. " * 5, "grew"),
        (TEXT.split("\n", maxsplit=1)[0], "number"),
        (TEXT + "\nСрок продлен.", "stage"),
        (TEXT + "\n该命令已撤销。", "stage"),
    ],
)
def test_dates_amounts_names_and_steps_are_substance(text, what):
    found = sort(text)
    assert (found.kind, what in dict(found.reasons)) == ("substance", True), found


@pytest.mark.parametrize(("old", "new"), [("Iran", "Iraq"), ("Austria", "Australia")])
def test_two_names_that_look_alike_are_two_names(old, new):
    assert sort(f"It acts in {new}.", before=f"It acts in {old}.").kind == "substance"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("This press release has been withdrawn.", TITLE),
        (TEXT, f"[Retracted] {TITLE}"),
        (TEXT, f"WITHDRAWN: {TITLE}"),
        ("The page you asked for is no longer available.", TITLE),
        ("Diese Pressemitteilung wurde zurückgezogen.", TITLE),
        ("Cet article a été supprimé.", TITLE),
        ("该文章已删除", TITLE),
        ("Эта публикация была удалена.", TITLE),
        (f"{TEXT}\nEditor's note: we have since withdrawn this story.", TITLE),
        (f"{TEXT}\nKILL NOTICE. Please disregard the story.", TITLE),
        ("Статья удалена по просьбе редакции.", TITLE),
        ("Цей матеріал було видалено.", TITLE),
        ("Ten artykuł został wycofany.", TITLE),
        ("Este artigo foi retirado.", TITLE),
        ("Tento článek byl stažen.", TITLE),
        ("Den här artikeln har avpublicerats.", TITLE),
        ("Wir haben diesen Artikel zurückgezogen.", TITLE),
        ("本文已被撤回", TITLE),
        ("この記事は取り消しました。", TITLE),
        ("이 기사는 삭제되었습니다.", TITLE),
        ("تم سحب هذا المقال", TITLE),
    ],
)
def test_a_publication_that_takes_itself_back_is_a_retraction(text, title):
    assert sort(text, title).kind == "retraction"


@pytest.mark.parametrize(
    "text",
    [
        "The app is no longer available in app stores.",
        "TikTok n'est plus disponible au Canada.",
        "Приложение больше недоступно в стране.",
        "DeepSeek ist in Italien nicht mehr verfügbar.",
        "The advisory on Kaspersky was withdrawn in May.",
        "The ministry has withdrawn the order.",
        "The article of the bill that names Huawei was removed.",
        "TikTok says that posts and the story were removed from its app.",
        "В приложении удалена публикация министра.",
    ],
)
def test_what_is_withdrawn_but_not_the_publication_is_no_retraction(text):
    assert sort(f"{TEXT}\n{text}").kind != "retraction"


def test_a_change_of_the_title_alone_counts():
    assert sort(TEXT, "Canada suspends its order against Hikvision Canada").kind == "substance"


def test_german_nouns_are_no_names():
    before = "Die Behörde untersagt der Firma den Vertrieb."
    assert (
        sort("Die Behörde untersagt dem Unternehmen den Vertrieb.", before=before, language="de").kind == "correction"
    )


def test_a_proposal_that_says_something_else_is_told_field_by_field():
    old = {"kinds": ["advisory"], "stage": "proposed", "score": 0.4}
    new = {"kinds": ["procurement_ban"], "stage": "proposed", "score": 0.9}
    assert differing_fields(old, new) == (("proposal:kinds", "advisory → procurement_ban"),)


@given(st.text(max_size=300))
def test_nothing_that_stays_as_it_is_ever_reaches_an_editor(text):
    assert sort_update(Content(text, text), Content(text, text)).kind == "noise"


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_can_be_compared(one, other):
    assert sort_update(Content("", one), Content("", other)).kind in {"noise", "correction", "substance", "retraction"}
