"""Simple markup is read without a tree, and gives what a tree gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.core import text
from ingest.core.plaintext import seen
from ingest.core.simplemarkup import text_of_simple

PHRASES = ("a", "b", "em", "span", "code", "font", "del", "ins", "time", "kbd", "mark", "big", "tt", "var", "strike")
VOIDS, UNSEEN = ("br", "img", "hr"), ("script", "iframe")
BLOCKS = ("p", "h2", "div", "blockquote", "ul", "li", "table", "tr", "td", "tbody", "figure", "figcaption", "section")
BLOCKS = (*BLOCKS, "pre", "dl", "dt", "dd")
TEXTS = ("one", " two ", " ", "&amp;", "&#8217;", "&nbsp;", "&eacute;", "&bogus;", "&#150;", "a > b", "&", "ß", "\n")
TEXTS = (*TEXTS, "&amp;lt;", "&#38;amp;", "&lt;b&gt;", "\u200b", "\x0c")
ATTRIBUTES = ("", ' class="x"', " rel=tag", " async", ' title="a > b"', " data-x='1' id=\"y\"")


def tagged(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Markup around markup; now and then the last tag is left out."""
    closed = st.sampled_from([True, True, True, True, False])
    return st.builds(
        lambda name, more, inside, is_closed: f"<{name}{more}>{''.join(inside)}{f'</{name}>' if is_closed else ''}",
        st.sampled_from(PHRASES + BLOCKS + UNSEEN),
        st.sampled_from(ATTRIBUTES),
        st.lists(children, max_size=4),
        closed,
    )


LEAVES = st.sampled_from([*TEXTS, *(f"<{name}>" for name in VOIDS), "<br/>", "</br>", "</p>", "</b>", "<!-- x -->"])


@given(st.lists(st.recursive(LEAVES, tagged, max_leaves=14), max_size=5).map("".join))
def test_it_is_read_as_a_tree_reads_it_or_left_to_the_tree(markup):
    has_lines = "<pre" in markup
    given = markup if has_lines else markup.replace("\n", " ")
    simple = text_of_simple(given, has_lines=has_lines)
    if simple is not None and "<" in given:
        assert as_lines(seen(simple)) == as_lines(text._text_of_tree(seen(given), has_lines=has_lines))


def as_lines(found: str) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in found.split("\n"))))


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<p>Order <b>No.&nbsp;7</b></p><p>In force.</p>", "\nOrder No.\xa07\n\nIn force.\n"),
        ("<ul><li><a href='/x' rel=tag>One</a></li><li>Two</li></ul>", "\n\nOne\n\nTwo\n\n"),
        ("a<br/>b<img src=x.gif>c", "a\nbc"),
    ],
)
def test_it_is_read(markup, found):
    assert text_of_simple(markup) == found


@pytest.mark.parametrize(
    "markup",
    [
        "<p>one<p>two",  # the second ends the first
        "<b>one</p></b>",
        "<p>one<div>two</div></p>",
        "<script>var a = '<p>';</script>",
        "<p>&lang;one&rang;</p>",  # of which HTML 4 and 5 mean other characters
        "<p>&#150;</p>",
        "<p>&copy one</p>",
        "<p>1 < 2</p>",
        '<p title="a > b">one</p>',
        "<!-- one --><p>two</p>",
        "one</br>two",
    ],
)
def test_it_is_left_to_the_tree(markup):
    assert text_of_simple(markup) is None
