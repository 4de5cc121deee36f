import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.core.languages import find_language, primary
from ingest.core.text import html_to_text, read_entry
from ingest.core.types import Entry


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two <b>words</b></p>", "One\nTwo words"),
        ("<ul><li>a</li>\n<li>b</li></ul>", "a\nb"),
        ("line<br>break", "line\nbreak"),
        ("<script>x()</script>seen<style>p{}</style>", "seen"),
        ("a &amp; b &lt; c", "a & b < c"),
        ("plain  text\r\nnext", "plain text\nnext"),
        ("<p>soft\nwrap</p>", "soft wrap"),
        ("unclosed <b>bold <p>next", "unclosed bold\nnext"),
        ("zero\u200bwidth", "zerowidth"),
        ("Hik\u2060vision \u202edennab\u202c \u2067now\u2069", "Hikvision dennab now"),
        ("", ""),
        ("<!-- only a comment -->", ""),
    ],
)
def test_markup_becomes_what_a_reader_sees(markup, text):
    assert html_to_text(markup) == text


@given(st.text(max_size=300))
def test_no_markup_makes_the_reader_raise_and_reading_twice_changes_nothing_plain(markup):
    text = html_to_text(markup)
    if "<" not in text and "&" not in text:
        assert html_to_text(text) == text


def test_an_entry_is_read_whole():
    read = read_entry(
        Entry(title="Camera&nbsp;ban", html="<p>The ministry鈥檚 order</p><p>takes effect.</p>", language="en-GB")
    )
    assert (read.title, read.text) == ("Camera ban", "The ministry’s order\ntakes effect.")
    assert (read.repair, read.language) == ("UTF-8 read as GB 18030", "en")
    assert read.full_text == "Camera ban\n\nThe ministry’s order\ntakes effect."


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("The ministry has told all agencies to stop using the app", "", "en"),
        ("Le ministère a interdit l'application sur les téléphones de service", "", "fr"),
        ("Das Amt warnt davor, die Software in den Behörden zu nutzen", "", "de"),
        ("Úřad varoval, že se technika nemá používat v síti", "", "cs"),
        ("Міністерство заборонило програму, що є на телефонах", "", "uk"),
        ("政府はスマートフォンでの利用を禁じた", "", "ja"),
        ("政府禁止在手机上使用", "", "zh"),
        ("정부가 사용을 금지했다", "", "ko"),
        ("政府禁止在手机上使用", "en", "zh"),
        ("Hikvision", "fr-CA", "fr"),
        ("Das Amt warnt davor, die Software in den Behörden zu nutzen, und rät zu einem Wechsel", "en-us", "de"),
        ("Hikvision", "", ""),
        ("Texas bans DeepSeek", "", "en"),
        ("Kanada verbietet Hikvision", "", "de"),
        ("Italia blocca DeepSeek", "", "it"),
        ("Danmark forbyder TikTok", "", "da"),
        ("Kanada verbietet Hikvision", "nl", "nl"),
        ("Polska blokuje TikTok", "", ""),
    ],
)
def test_the_language_is_found_or_left_open(text, declared, language):
    assert find_language(text, declared=declared) == language


@pytest.mark.parametrize(
    ("tag", "code"), [("pt-BR", "pt"), ("zh_Hant_TW", "zh"), ("nb-NO", "no"), ("", ""), ("x-y", "")]
)
def test_a_tag_is_reduced_to_its_language(tag, code):
    assert primary(tag) == code


def test_languages_of_the_labelled_items_are_found(shared):
    import json

    rows = [json.loads(line) for line in (shared / "labelled" / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    wrong = [row["id"] for row in rows if find_language(row["title"] + "\n" + row["text"]) != row["lang"]]
    assert len(wrong) <= len(rows) // 100
