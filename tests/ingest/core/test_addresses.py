import pytest

from ingest.core.addresses import canonical_url, tidy_url, without_host

PAGE = "a.example/news/ban"


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/news/ban",
        "http://www.a.example/news/ban/",
        "https://m.a.example/news/ban",
        "https://mobile.a.example/news/ban?utm_source=x&utm_id=3",
        "https://amp.a.example/news/ban",
        "https://a.example/news/ban/amp",
        "https://a.example/news/ban/amp/",
        "https://a.example/news/ban.amp",
        "https://a.example/news/ban?amp=1",
        "https://a.example/news/ban?outputType=amp",
        "https://www-a-example.cdn.ampproject.org/c/s/a.example/news/ban",
        "https://www.google.com/amp/s/a.example/news/ban",
        "https://a.example//news//ban/index.html",
        "https://a.example/news/ban/default.aspx",
        "https://a.example/news/ban;jsessionid=8F3A?ref=rss#comments",
        "https://A.EXAMPLE.:443/news/b%61n?source=home&fbclid=Q9",
    ],
)
def test_all_ways_to_one_page_are_one_key(url):
    assert canonical_url(url) == PAGE


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/news/bans",
        "https://a.example/news/ban?id=7",
        "https://a.example/News/ban",
        "https://a.example:8443/news/ban",
        "https://b.a.example/news/ban",
        "https://a.example/news/ban?ref=2025-14",
    ],
)
def test_what_names_another_page_stays(url):
    assert canonical_url(url) != PAGE


def test_the_order_of_a_query_is_no_name():
    assert canonical_url("https://a.example/?b=2&a=1") == canonical_url("http://a.example/?a=1&b=2")


@pytest.mark.parametrize("url", ["", "mailto:a@b.example", "https://[broken", "tag:a.example,2025:1", "///"])
def test_what_is_no_address_of_a_page_is_no_key(url):
    assert canonical_url(url) == ""


def test_short_hosts_keep_their_first_part():
    assert canonical_url("https://m.example/x") == "m.example/x"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://old.example/?p=7", "https://www.new.example/?p=7"),
        ("http://a.example/2025/ban.html", "https://a.example/2025/ban.html?utm_source=rss"),
        ("http://a.example/2025/ban", "https://a.example/2025/ban/"),
    ],
)
def test_a_name_survives_a_move_of_its_host(one, other):
    assert without_host(one) == without_host(other) != ""


@pytest.mark.parametrize("guid", ["urn:1", "https://a.example/", "https://a.example/index.html", "7"])
def test_a_name_without_path_has_no_second_one(guid):
    assert without_host(guid) == ""


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("HTTP://News.Example:80/Feed#top", "http://news.example/Feed"),
        ("https://news.example:443", "https://news.example/"),
        ("https://news.example:8443/x?B=1&a", "https://news.example:8443/x?B=1&a"),
        ("feed://news.example/rss", "http://news.example/rss"),
        ("feed:https://news.example/rss", "https://news.example/rss"),
        (" https://news.example/a%2Fb ", "https://news.example/a%2Fb"),
        ("https://Me:Secret@News.example/", "https://Me:Secret@news.example/"),
        ("https://[2001:DB8::1]/x", "https://[2001:db8::1]/x"),
        ("https://[::1", "https://[::1"),
        ("file:///etc/passwd", "file:///etc/passwd"),
        ("", ""),
    ],
)
def test_an_address_is_asked_in_one_spelling(written, asked):
    assert tidy_url(written) == asked
    assert tidy_url(asked) == asked
