"""The corpora beside the project, where a machine has them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def shared():
    """The folder of shared corpora; tests that need it skip with a sentence where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("The shared corpora do not lie beside this checkout.")
    return SHARED


@pytest.fixture(scope="session")
def feed_index(shared):
    lines = (shared / "feeds" / "index.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture
def now():
    return NOW
