"""A program that falls is named, and one that was given up is started again after a rest, for good."""

from __future__ import annotations

from pathlib import Path

from bantracker.stack.supervision import State
from bantracker.stack.watching import REST_S, Watch

RUNNING = State("worker", "RUNNING", 7, 60)
FATAL = State("worker", "FATAL", 0, 0)


def watch() -> Watch:
    return Watch.over([RUNNING], Path("/logs"))


def test_a_program_that_runs_on_is_not_spoken_of():
    assert watch().look([RUNNING], 100.0) == ([], [])


def test_a_program_with_a_new_process_ended_and_was_started_again():
    again = State("worker", "RUNNING", 8, 1)
    looking = watch()
    assert looking.look([again], 100.0) == (["worker ended and was started again: see /logs/worker.log"], [])
    assert looking.look([again], 101.0) == ([], [])


def test_a_program_that_was_given_up_is_named_once_and_started_again_after_each_rest():
    looking = watch()
    told, again = looking.look([FATAL], 100.0)
    assert told == ["worker does not stay up, and is started again every 30 seconds: see /logs/worker.log"]
    assert again == []
    assert looking.look([FATAL], 101.0) == ([], [])
    for turn in range(1, 5):
        assert looking.look([FATAL], 100.0 + turn * REST_S) == ([], ["worker"])
        assert looking.look([FATAL], 101.0 + turn * REST_S) == ([], [])


def test_a_program_that_came_back_and_is_given_up_again_is_named_again():
    looking = watch()
    looking.look([FATAL], 100.0)
    looking.look([State("worker", "RUNNING", 9, 1)], 150.0)
    told, _ = looking.look([FATAL], 200.0)
    assert len(told) == 1
