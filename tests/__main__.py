"""Run all tests: `python -m tests [ARGS]`, as `make test` does beside two servers of its own.

First all but the browser's on two workers, then the browser's, since Playwright keeps an event
loop on the thread that it was started from. Arguments are pytest's and go to both runs.
"""

from __future__ import annotations

import subprocess
import sys

NO_TESTS_COLLECTED = 5

RUNS = (
    ["-m", "not browser", "--numprocesses", "2", "--dist", "loadfile", "-p", "tests.own_memory"],
    ["-m", "browser"],
)


def main(arguments: list[str]) -> int:
    """Give the exit code of the first run that fails; a run that selects nothing is no failure by itself."""
    codes = [
        subprocess.run([sys.executable, "-m", "pytest", *run, "--create-db", *arguments], check=False).returncode
        for run in RUNS
    ]
    failures = [code for code in codes if code not in {0, NO_TESTS_COLLECTED}]
    if failures:
        return failures[0]
    return 0 if 0 in codes else NO_TESTS_COLLECTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
