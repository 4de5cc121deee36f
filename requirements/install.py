#!/usr/bin/env python3
"""Install one locked requirements file into the environment that runs this script.

Usage: .venv/bin/python requirements/install.py runtime|test|bench|interop

Nothing happens when the files are the ones of the last time. The work is done by uv, which takes a
tenth of pip's time; uv itself comes through pip, locked by hash as everything else. pip's own settings (PIP_*,
pip.conf) hold for uv too, so a machine with a mirror needs no second setup. Only the standard library is used here.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
INCLUDES_RUNTIME = {"test", "bench", "interop"}
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "timeout": "UV_HTTP_TIMEOUT",
    "no-index": "UV_NO_INDEX",
}


def digest(name: str) -> str:
    """Name what would be installed: the locked files, this script and the interpreter."""
    files = [HERE / f"{name}.txt", HERE / "uv.txt", Path(__file__)]
    joined = b"\0".join(file.read_bytes() for file in files) + sys.version.encode()
    return hashlib.sha256(joined).hexdigest()


def is_installed(name: str, stamps: Path) -> bool:
    """Tell whether `name`, or a set that contains it, was the last one installed from these files."""
    last = stamps.read_text().split() if stamps.exists() else []
    wider = INCLUDES_RUNTIME if name == "runtime" else set()
    return any([other, digest(other)] == last for other in {name, *wider} if (HERE / f"{other}.txt").exists())


def uv_environment() -> dict[str, str]:
    """Give the variables for uv: those of this process, and pip's settings under uv's names."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    found: dict[str, str] = {}
    for line in listed.stdout.splitlines():
        key, _, value = line.partition("=")
        option = key.rpartition(".")[2]
        if option in UV_NAMES:
            # pip lists files first and variables last, so the later line wins, as it does for pip.
            found[UV_NAMES[option]] = value.strip("'\"").replace("\\n", " ").strip()
    if "UV_FIND_LINKS" in found:
        found["UV_FIND_LINKS"] = ",".join(found["UV_FIND_LINKS"].split())
    return {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_LINK_MODE": "copy"} | found | dict(os.environ)


def install(name: str) -> int:
    """Install `name`.txt and give the exit code; try pip itself where uv cannot be had."""
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--require-hashes", "-r"]
    has_uv = subprocess.run([*pip, str(HERE / "uv.txt")], check=False).returncode == 0
    locked = str(HERE / f"{name}.txt")
    if not has_uv:
        print("uv could not be installed; pip does the work, which takes a minute or two longer.", flush=True)
        return subprocess.run([*pip, locked], check=False).returncode
    # Compiled now: root's servers run as somebody who may not write here, and would compile at every start.
    uv = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "install",
        "--python",
        sys.executable,
        "--require-hashes",
        "--compile-bytecode",
        "-r",
        locked,
    ]
    if not sys.stdout.isatty():
        uv.insert(5, "--quiet")
    return subprocess.run(uv, env=uv_environment(), check=False).returncode


def main() -> int:
    if len(sys.argv) != 2 or not (HERE / f"{sys.argv[1]}.txt").exists():
        print("Say which set: runtime, test, bench or interop.", file=sys.stderr)
        return 2
    name, stamps = sys.argv[1], Path(sys.prefix) / ".bantracker-installed"
    if is_installed(name, stamps):
        return 0
    count = sum("==" in line for line in (HERE / f"{name}.txt").read_text().splitlines())
    print(f"Installing {count} packages ({name}) into {sys.prefix} …", flush=True)
    started = time.monotonic()
    if install(name) != 0:
        print("The installation failed: the lines above say why. Run the same command again.", file=sys.stderr)
        return 1
    stamps.write_text(f"{name} {digest(name)}\n")
    print(f"Installed {count} packages in {time.monotonic() - started:.0f} s.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
