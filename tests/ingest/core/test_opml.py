"""Lists are read with distrust, and what we write comes back whole."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.core.opml import MOST_BYTES, Outline, read_opml, write_opml

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<opml version="2.0"><body><outline text="&b;" xmlUrl="https://a.example/"/></body></opml>'
)


def opml(body: str, version: str = "2.0") -> bytes:
    return f'<?xml version="1.0"?><opml version="{version}"><head/><body>{body}</body></opml>'.encode()


def test_nested_groups_are_kept_and_their_own_outlines_are_no_feeds():
    body = opml(
        '<outline text="Europe"><outline text="France"><outline type="rss" text="ANSSI" htmlUrl="https://a.example/"'
        ' xmlUrl="https://a.example/feed" language="fr"/></outline></outline>'
    )
    [one] = read_opml(body).outlines
    assert one == Outline("https://a.example/feed", "ANSSI", "https://a.example/", "fr", ("Europe", "France"))


def test_opml_1_and_other_spellings_are_read():
    body = opml(
        '<outline title="One" xmlurl=" https://a.example/1 "/><outline text="Two" xmlURL="https://a.example/2"/>', "1.0"
    )
    assert [(o.title, o.url) for o in read_opml(body).outlines] == [
        ("One", "https://a.example/1"),
        ("Two", "https://a.example/2"),
    ]


def test_a_bare_ampersand_does_not_spoil_the_list():
    found = read_opml(
        opml(
            '<outline text="A & B" xmlUrl="https://a.example/?a=1&b=2"/><outline text="C" xmlUrl="https://c.example/"/>'
        )
    )
    assert [outline.url for outline in found.outlines][-1] == "https://c.example/"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "The file is empty."),
        (b"no xml at all", "The file is no XML, so no list of feeds could be read from it."),
        (b"<rss><channel/></rss>", "The file is no OPML: its root is <rss>."),
        (opml('<outline text="nothing"/>'), "The file is OPML, and no outline in it names a feed (xmlUrl)."),
        (BOMB, "The file declares entities, as no list of feeds needs to. It was not read."),
        (BOMB.decode().encode("utf-16"), "The file declares entities, as no list of feeds needs to. It was not read."),
        (b" " * (MOST_BYTES + 1), "The file is larger than 5 MB, so it was not read."),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(body, error):
    assert read_opml(body).error == error


def test_files_and_networks_are_never_read():
    body = b'<?xml version="1.0"?><!DOCTYPE opml SYSTEM "file:///etc/passwd"><opml><body><outline xmlUrl="https://a.example/"/></body></opml>'
    assert [outline.url for outline in read_opml(body).outlines] == ["https://a.example/"]


def test_a_deep_list_ends_in_what_could_be_read_or_in_a_sentence():
    body = opml("<outline text='x'>" * 50_000)
    assert read_opml(body).error


def test_too_many_feeds_are_refused():
    found = read_opml(opml("".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(20_002))))
    assert found.error.startswith("The file holds more than 20000 feeds.")


text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@given(
    title=text.map(lambda value: " ".join(value.split())),
    notes=text,
    config=st.dictionaries(text, st.one_of(text, st.integers(), st.lists(text, max_size=3)), max_size=3),
)
def test_what_is_written_is_read_again(title, notes, config):
    columns = {"notes": f"{notes}\nnext line", "config": config, "slug": "one"}
    outline = Outline("https://a.example/feed?a=1&b=2", title, "https://a.example/", "fr", ("Canada",), columns)
    [again] = read_opml(write_opml([outline], title="Sources", made_at=NOW)).outlines
    safe = {**columns, "notes": "".join(c for c in columns["notes"] if c not in "\ufffe\uffff")}
    assert again.columns["config"] == config
    assert (again.url, again.homepage, again.language, again.groups) == (
        outline.url, "https://a.example/", "fr", ("Canada",),
    )  # fmt: skip
    assert again.columns["notes"] == safe["notes"]
