"""docs/sources.md names every key and every preset, and its examples can be used."""

import re
from pathlib import Path

import yaml

from ingest.core.parsing.config import KEYS, check_config
from ingest.core.parsing.presets import PRESETS

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "sources.md").read_text(encoding="utf-8")


def test_every_key_and_preset_is_described():
    names = [*KEYS["html_listing"], *KEYS["json_api"], *PRESETS]
    assert [
        name for name in names if f"`{name}`" not in TEXT and f"`{name}:" not in TEXT and f"\n{name}:" not in TEXT
    ] == []


def test_the_examples_are_valid():
    page, answer = (yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL))
    assert check_config("html_listing", page) == ()
    assert check_config("json_api", answer) == ()
