"""What `docs/classifier.md` names is there, so that nobody looks for a rule in vain."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs" / "classifier.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if re.match(r"\| (?!-)", line)
]
MODULES = sorted({name for row in ROWS for name in re.findall(r"`([a-z_]+)(?:\.\w+)?`", row[1])})
TESTS = sorted({name for row in ROWS for name in re.findall(r"`((?:names/)?test_\w+\.py)`", row[-1])})


@pytest.mark.parametrize("name", MODULES)
def test_a_module_that_the_page_names_is_there(name):
    assert (ROOT / "ingest" / "core" / f"{name}.py").is_file()


@pytest.mark.parametrize("name", TESTS)
def test_a_test_that_the_page_names_is_there(name):
    folder = ROOT / "tests" / "ingest"
    assert (folder / name if "/" in name else folder / "core" / name).is_file()


def test_the_page_names_the_modules_that_the_classifier_is_made_of():
    made_of = (ROOT / "ingest" / "core" / "classify.py").read_text(encoding="utf-8")
    imported = set(re.findall(r"^from ingest\.core\.(\w+) import", made_of, re.MULTILINE)) - {"types"}
    assert imported <= set(MODULES)
