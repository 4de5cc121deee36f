"""What the person at the terminal sees: one line for each step, with its time; plain lines where nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

console = Console(highlight=False, soft_wrap=True)
Note = Callable[[str], None]


@contextmanager
def step(text: str) -> Iterator[Note]:
    """Show `text` while its block runs, and its time once it is done.

    The block is given a function that shows how far it is, such as "12 of 31".
    """
    started = time.monotonic()
    if not console.is_terminal:
        yield lambda _: None
    else:
        with console.status(text) as status:
            yield lambda so_far: status.update(f"{text}: {so_far}")
    console.print(f"{text} [dim]({time.monotonic() - started:.1f} s)[/dim]")


def say(text: str) -> None:
    console.print(text, markup=False)


def complain(text: str) -> None:
    """Say what went wrong, on the error stream."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(text, markup=False, style="red")


def agrees(question: str) -> bool:
    """Ask a yes-or-no question; no where nobody can answer."""
    if not sys.stdin.isatty():
        return False
    return input(f"{question} [y/N] ").strip().lower() in {"y", "yes"}
