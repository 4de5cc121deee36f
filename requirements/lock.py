#!/usr/bin/env python3
"""Compile the locked requirements anew from pyproject.toml, with hashes and without any index address."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from install import uv_environment

HERE = Path(__file__).resolve().parent
COMMON = ["--generate-hashes", "--universal", "--python-version", "3.11", "--no-header", "--quiet"]
COMMON += ["--no-emit-index-url", "--no-emit-find-links"]


def compile_set(name: str, *what: str, given: str | None = None) -> None:
    """Write `name`.txt from `what` (arguments of uv) or from the requirement `given`."""
    print(f"requirements/{name}.txt", flush=True)
    command = [sys.executable, "-m", "uv", "pip", "compile", *what, *COMMON, "-o", str(HERE / f"{name}.txt")]
    subprocess.run(command, cwd=HERE.parent, env=uv_environment(), check=True, input=given, text=True)


if __name__ == "__main__":
    compile_set("uv", "-", given="uv")
    compile_set("runtime", "pyproject.toml")
    for extra in ("test", "bench", "interop"):
        compile_set(extra, "pyproject.toml", "--extra", extra)
