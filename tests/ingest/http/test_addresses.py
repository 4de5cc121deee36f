"""Names are resolved once, and the address behind them is the one that is checked and connected to."""

from __future__ import annotations

import socket

import pytest

from ingest.http import Ask, Rules, fetch_one, is_public, own_memory


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
