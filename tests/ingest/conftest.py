from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ingest.server import LoopbackServer, serving


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """A loopback server without manners; tests say what it answers."""
    with serving() as running:
        yield running
