"""The YAML files as plain values. Needs no Django, so that `manage.py classify` starts lightly."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent

Entry = dict[str, Any]


@lru_cache(maxsize=8)
def read_yaml(path: Path) -> Any:  # noqa: ANN401 - the caller knows the file
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader, in C


def vendor_entries() -> list[Entry]:
    entries: list[Entry] = read_yaml(FOLDER / "vendors.yaml")
    return entries
