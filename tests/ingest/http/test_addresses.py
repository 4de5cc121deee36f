"""Names are resolved once, and the address behind them is the one that is checked and connected to."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from ingest.http import Allowed, Ask, Rules, fetch_one, is_public, own_memory
from ingest.http.addresses import check_ip
from tests.ingest.server import reply


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8", "99.255.255.255"]
)
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    ["100.64.0.0", "100.127.255.255", "::ffff:192.168.0.1", "2001:db8::1", "3fff::1", "4000::1", "fe80::1%lo", "no"],
)
def test_their_neighbours_are_not(address):
    assert not is_public(address)


def resolving_to(monkeypatch, *rounds: list[str]) -> list[str]:
    """Answer each look-up with the next round of addresses; tells what was looked up."""
    asked: list[str] = []
    answers = list(rounds)

    def look_up(host, port, *args, **kwargs):
        asked.append(host)
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            (socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


@pytest.mark.parametrize("found", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["8.8.8.8", "::1"], ["64:ff9b::7f00:1"]])
def test_a_name_with_one_private_address_is_refused_whole(monkeypatch, found):
    resolving_to(monkeypatch, found)
    answer = fetch_one(Ask("http://rebind.example.org/feed"), memory=own_memory(), rules=Rules("B/0"))
    assert "“rebind.example.org” leads to" in answer.error
    assert "not a public address" in answer.error


def test_the_socket_refuses_an_address_that_slipped_past_the_resolver(monkeypatch):
    monkeypatch.setattr("ingest.http.connecting.check_ip", lambda host, address: None)
    resolving_to(monkeypatch, ["127.0.0.1"])
    answer = fetch_one(Ask("http://rebind.example.org/feed"), memory=own_memory(), rules=Rules("B/0"))
    assert "127.0.0.1 is not a public address" in answer.error


SPECIAL = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32",
    "::/128",
    "::1/128",
    "::ffff:0:0/104",
    "64:ff9b:1::/48",
    "100::/64",
    "100:0:0:1::/64",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]
"""IANA's registries of special addresses (RFC 6890 and what was added since), and multicast."""


@pytest.mark.parametrize("network", SPECIAL)
def test_no_address_of_a_special_range_is_public(network):
    net = ipaddress.ip_network(network)
    middle = net.network_address + net.num_addresses // 2
    for address in (net.network_address, middle, net.broadcast_address):
        assert not is_public(str(address)), address


@pytest.mark.parametrize("network", SPECIAL)
def test_an_ipv6_address_is_no_way_around_a_special_range(network):
    net = ipaddress.ip_network(network)
    if net.version == 4:
        for carrier in ("::ffff:", "64:ff9b::"):
            assert not is_public(f"{carrier}{net.network_address}")


@pytest.mark.parametrize(
    "address",
    ["1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
     "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
     "223.255.255.255", "2001:200::", "2003::1", "3ffe:ffff::", "2606:4700::1111"],
)  # fmt: skip
def test_the_neighbours_of_special_ranges_are_public(address):
    assert is_public(address)


def test_a_name_that_turns_private_between_two_hops_is_refused_at_the_second(monkeypatch, server):
    """The first look-up gives the server itself, lifted; the second, for the redirect, a private address."""
    resolving_to(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
    monkeypatch.setattr("ingest.http.connecting.check_ip", lambda host, address: refuse_private(host, address))
    allow = (Allowed("rebind.example.org", server.port),)
    server.replies["/feed"] = reply(status="302 Found", location="http://rebind.example.org/private")
    url = f"http://rebind.example.org:{server.port}/feed"
    answer = fetch_one(Ask(url), memory=own_memory(), rules=Rules("B/0", allow))
    assert "leads to 10.0.0.1" in answer.error
    assert [asked.path for asked in server.asked] == ["/feed"]


def refuse_private(host: str, address: str) -> None:
    if address != "127.0.0.1":
        check_ip(host, address)
