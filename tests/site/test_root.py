"""What may stand at the root of the project; a stray file there is mostly a dump that nobody meant to keep."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {"bantracker", "jurisdictions", "actions", "ingest", "templates", "static", "tests", "requirements", "docs"}
FILES = {"manage.py", "pyproject.toml", "docker-compose.yml", "README.md", "Makefile", "Dockerfile", "LICENSE"}
LARGEST_BYTES = 2_000_000


@pytest.fixture(scope="module")
def tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("This is no checkout of git, so what is tracked is not known.")
    return listed.stdout.splitlines()


def test_only_what_belongs_there_stands_at_the_root(tracked):
    names = {path.partition("/")[0] for path in tracked}
    assert {name for name in names if not name.startswith(".")} == FOLDERS | FILES


def test_no_file_is_larger_than_a_source_should_be(tracked):
    paths = [ROOT / path for path in tracked]
    assert [path for path in paths if path.is_file() and path.stat().st_size > LARGEST_BYTES] == []
