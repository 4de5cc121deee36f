"""An address that is read plainly comes to what the slow way makes of it."""

from __future__ import annotations

from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from ingest.core import addresses
from ingest.core.parsing.addresses import web_address

PARTS = (
    "www.",
    "m.",
    "a.example",
    "B",
    "/",
    "//",
    "?",
    "&",
    "=",
    "utm_source=x",
    "ref=2",
    "%20",
    ";s=1",
    "#f",
    "~",
    "..",
)
PARTS += ("index.html", "/amp", ":80", "é", " ", "a=b&c=d", "+", "[", "@")
ADDRESSES = st.builds(
    lambda scheme, rest: scheme + "".join(rest),
    st.sampled_from(["http://", "https://a.example/", "HTTP://x.example"]),
    st.lists(st.sampled_from(PARTS), max_size=8),
)


@given(ADDRESSES)
def test_an_address_read_plainly_is_what_the_slow_way_makes_of_it(address):
    quick = addresses.canonical_url(address), web_address(address, base="https://b.example/")
    with (
        mock.patch("ingest.core.addresses.read_plainly", return_value=None),
        mock.patch("ingest.core.parsing.addresses.read_plainly", return_value=None),
    ):
        assert quick == (addresses.canonical_url(address), web_address(address, base="https://b.example/"))
