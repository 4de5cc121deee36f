"""Many addresses at once: what is ready comes together, memory is bounded, and the caller never waits for ever."""

from __future__ import annotations

import asyncio
import time

import pytest

from ingest.http import Allowed, Ask, Limits, Rules, fetch_in_chunks, own_memory
from ingest.http.answers import Refusal
from ingest.http.bodies import Budget
from tests.ingest.server import reply

FEED = b"<rss/>" * 100


@pytest.fixture
def rules(server) -> Rules:
    return Rules("Bantracker/0", (Allowed.parse(server.place),), Limits(timeout_s=5))


def test_answers_come_in_chunks_of_what_is_ready(server, rules):
    server.answer = lambda asked: reply(FEED)
    asks = {number: Ask(server.url(f"/{number}")) for number in range(40)}
    chunks = list(fetch_in_chunks(asks, memory=own_memory(), rules=rules, most=15))
    assert sorted(key for chunk in chunks for key, _ in chunk) == list(range(40))
    assert max(len(chunk) for chunk in chunks) <= 15
    assert len(chunks) < 40


def test_an_empty_chunk_comes_while_a_server_is_silent_so_that_a_lease_can_be_renewed(server, rules):
    def late(wfile):
        time.sleep(0.6)
        wfile.write(reply(FEED))

    server.replies["/"] = late
    asks = {"late": Ask(server.url("/"))}
    chunks = list(fetch_in_chunks(asks, memory=own_memory(), rules=rules, most=5, patience_s=0.1))
    assert chunks[0] == []
    assert [key for chunk in chunks for key, _ in chunk] == ["late"]


def test_bodies_that_nobody_takes_hold_up_the_next_requests_not_the_memory(server, monkeypatch):
    monkeypatch.setattr("ingest.http.batch.HELD_BYTES", 0)
    server.answer = lambda asked: reply(b"x" * 90_000)
    rules = Rules("Bantracker/0", (Allowed.parse(server.place),), Limits(max_bytes=100_000))
    asks = {number: Ask(server.url(f"/{number}")) for number in range(12)}
    answers = [pair for chunk in fetch_in_chunks(asks, memory=own_memory(), rules=rules, most=1) for pair in chunk]
    assert len(answers) == 12
    assert all(len(answer.body) == 90_000 or answer.is_put_off for _, answer in answers)
    assert any(answer.body for _, answer in answers)


def test_no_request_is_nothing_to_wait_for(rules):
    assert list(fetch_in_chunks({}, memory=own_memory(), rules=rules, most=5)) == []


def test_a_budget_refuses_what_is_too_much_at_once_and_makes_room_again():
    async def spend() -> bool:
        budget = Budget(100)
        budget.take(60)
        with pytest.raises(Refusal, match="asked for again later") as refused:
            budget.take(41)
        assert refused.value.put_off_s == 60
        budget.give_back(10)
        await asyncio.wait_for(budget.wait_for_room(), 1)
        budget.take(1)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(budget.wait_for_room(), 0.01)
        return True

    assert asyncio.run(spend())
