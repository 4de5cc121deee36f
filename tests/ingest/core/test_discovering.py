import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.core.discovering import discover

URL = "https://ministry.example/news/"


def found(markup, url=URL, **facts):
    return discover(markup.encode(), url=url, **facts)


@pytest.mark.parametrize(
    ("markup", "address", "how"),
    [
        ("<link rel=alternate type=application/rss+xml href=/rss>", "https://ministry.example/rss", "link_tag"),
        ("<link rel='ALTERNATE home' type='application/atom+xml; charset=utf-8' href=a>", URL + "a", "link_tag"),
        (
            "<base href=/x/><link rel=alternate type=application/rss+xml href=r>",
            "https://ministry.example/x/r",
            "link_tag",
        ),
        ("<link rel=feed href=/f>", "https://ministry.example/f", "link_tag"),
        ("<link rel=alternate type=text/xml title='RSS' href=/f.xml>", "https://ministry.example/f.xml", "link_tag"),
        ("<a href='/feeds/press.rss'>Press</a>", "https://ministry.example/feeds/press.rss", "anchor"),
        ("<a href='?format=feed&type=rss'>x</a>", URL + "?format=feed&type=rss", "anchor"),
        ("<a href='/subscribe-rss'>RSS</a>", "https://ministry.example/subscribe-rss", "anchor"),
        ("<meta name=generator content='WordPress 6.5'>", URL + "feed/", "platform"),
        ("<p>nothing</p>", URL + "feed", "well_known"),
    ],
)
def test_a_feed_is_found_where_the_page_points(markup, address, how):
    best = found(markup)[0]
    assert (best.url, best.how) == (address, how)


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ("<link rel='alternate stylesheet' href=/rss.css>", "https://ministry.example/rss.css"),
        ("<link rel=alternate hreflang=fr href=/fr/>", "https://ministry.example/fr/"),
        ("<link rel=alternate type=application/json+oembed href=/oembed>", "https://ministry.example/oembed"),
        ("<a href='javascript:rss()'>RSS</a>", "javascript:rss()"),
        ("<a href='/feeding-birds'>Feeding birds</a>", "https://ministry.example/feeding-birds"),
    ],
)
def test_what_is_no_feed_is_no_candidate(markup, address):
    assert address not in [candidate.url for candidate in found(markup)]


def test_the_link_header_is_read():
    headers = {"link": '</x.atom>; rel="alternate"; type="application/atom+xml"; title="All", <x>; rel=next'}
    best = found("<p>x</p>", headers=headers)[0]
    assert (best.url, best.how, best.title, best.format) == (
        "https://ministry.example/x.atom",
        "link_header",
        "All",
        "atom",
    )


def test_comments_come_after_the_news():
    markup = (
        "<link rel=alternate type=application/rss+xml title='Comments' href=/comments/feed/>"
        "<link rel=alternate type=application/rss+xml title='News' href=/feed/>"
    )
    assert [candidate.title for candidate in found(markup)][:1] == ["News"]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/a/b", "https://github.com/a/b/releases.atom"),
        ("https://www.youtube.com/channel/UC1", "https://www.youtube.com/feeds/videos.xml?channel_id=UC1"),
        ("https://www.gov.uk/search/all?keywords=x", "https://www.gov.uk/search/all.atom?keywords=x"),
        ("https://www.gov.uk/government/organisations/ofcom", "https://www.gov.uk/government/organisations/ofcom.atom"),
        ("https://x.substack.com/p/y", "https://x.substack.com/feed"),
    ],
)
def test_known_platforms_are_known(url, address):
    assert found("<html></html>", url=url)[0].url == address


def test_an_address_that_is_a_feed_is_its_own_best_candidate():
    best = found("<rss><channel><item/></channel></rss>")[0]
    assert (best.url, best.how, best.likelihood) == (URL, "itself", 1.0)


def test_each_address_comes_once_and_the_likeliest_first():
    candidates = found("<link rel=alternate type=application/rss+xml href=/rss><a href=/rss>RSS</a>")
    addresses = [candidate.url for candidate in candidates]
    assert len(addresses) == len(set(addresses))
    assert [c.likelihood for c in candidates] == sorted((c.likelihood for c in candidates), reverse=True)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300), st.text(max_size=60), st.dictionaries(st.sampled_from(["Link", "x"]), st.text(max_size=80))
)
def test_no_page_makes_discovery_raise(body, url, headers):
    discover(body, url=url, headers=headers)
