#!/usr/bin/env python3
"""Hold modules to 400 lines and functions to 40, as the house style says.

A longer one is a place to redraw. Where that would be worse, a comment gives the reason: `# size: <reason>`
on the line of the `def`, or within the first five lines of the module.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

MODULE_LINES = 400
FUNCTION_LINES = 40
WAIVER = re.compile(r"#\s*size:\s*\S{3,}")
ROOT = Path(__file__).resolve().parent.parent


def python_files() -> list[Path]:
    """List the project's own modules: what git knows or would add, migrations left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return sorted(ROOT / name for name in listed.stdout.split() if "/migrations/" not in name)


def too_long(path: Path, source: str) -> Iterator[str]:
    """Say what in `source` is longer than allowed, one sentence each."""
    lines = source.splitlines()
    if len(lines) > MODULE_LINES and not any(WAIVER.search(line) for line in lines[:5]):
        yield f"{path}: {len(lines)} lines; a module has at most {MODULE_LINES}."
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > FUNCTION_LINES and not WAIVER.search(lines[node.lineno - 1]):
            yield f"{path}:{node.lineno}: {node.name} has {length} lines; a function has at most {FUNCTION_LINES}."


def main() -> int:
    found = [
        sentence
        for path in python_files()
        if path.exists()
        for sentence in too_long(path.relative_to(ROOT), path.read_text())
    ]
    print(*found, sep="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
