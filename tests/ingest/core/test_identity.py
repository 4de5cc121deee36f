import pytest

from ingest.core.identity import canonical_url, content_digest, identify, identify_all
from ingest.core.types import Entry


@pytest.mark.parametrize(
    ("entry", "key", "reason"),
    [
        (Entry(guid=" urn:1 ", url="https://a.example/x"), "urn:1", "guid"),
        (Entry(url="http://www.a.example/x/?utm_source=rss#top"), "a.example/x", "url"),
        (Entry(title="T", html="x"), content_digest(Entry(title="T", html="x")), "content"),
    ],
)
def test_the_key_is_the_guid_else_the_address_else_the_content(entry, key, reason):
    identity = identify(entry)
    assert (identity.key, identity.reason) == (key, reason)


def test_a_guid_that_moved_to_https_is_met_again_by_its_path():
    old = identify(Entry(guid="http://a.example/?p=7"))
    new = identify(Entry(guid="https://www.a.example/?p=7"))
    assert ("guid_path", "/?p=7") in set(old.aliases) & set(new.aliases)


def test_a_federal_register_number_is_an_alias():
    entry = Entry(url="https://www.federalregister.gov/documents/2025/06/27/2025-12345/some-rule")
    assert ("fr_document", "2025-12345") in identify(entry).aliases


def test_one_guid_on_two_different_entries_names_neither():
    entries = [
        Entry(guid="1", url="https://a.example/a", title="A"),
        Entry(guid="1", url="https://a.example/b", title="B"),
    ]
    assert [identity.key for identity in identify_all(entries)] == ["1|a.example/a", "1|a.example/b"]


def test_the_same_entry_twice_keeps_one_key():
    entries = [Entry(guid="1", title="A"), Entry(guid="1", title="A"), Entry(guid="2", title="B")]
    assert [identity.key for identity in identify_all(entries)] == ["1", "1", "2"]


def test_a_very_long_guid_fits_its_column():
    assert len(identify(Entry(guid="g" * 2000)).key) <= 500


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Entry(title="A", html="<p>b  c</p>"), Entry(title="A ", html="<div>b c</div>"), True),
        (Entry(title="A", url="https://a.example/?utm_id=1"), Entry(title="A", url="https://a.example/"), True),
        (Entry(title="A", html="fined"), Entry(title="A", html="not fined"), False),
        (Entry(title="A", html="b"), Entry(title="A b"), False),
    ],
)
def test_only_what_a_person_calls_content_makes_a_new_version(one, other, same):
    assert (content_digest(one) == content_digest(other)) is same


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://www.A.example:443/News/?b=1&utm_medium=x", "a.example/News?b=1"),
        ("http://a.example", "a.example"),
        ("https://a.example:8443/x", "a.example:8443/x"),
        ("https://[broken", ""),
        ("mailto:a@b.example", ""),
        ("", ""),
    ],
)
def test_an_address_is_reduced_to_what_names_the_page(url, canonical):
    assert canonical_url(url) == canonical
