"""The variables of a run: secrets made once, addresses made anew, all kept in `.data/env` (0600).

A variable of the process wins over the file, here as in bantracker/settings.py.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

from bantracker.stack.places import Places
from bantracker.stack.ports import own_port

DATABASE = "bantracker"
SECRETS = {
    "SECRET_KEY": 48,
    "POSTGRES_ADMIN_PASSWORD": 24,
    "POSTGRES_PASSWORD": 24,
    "VALKEY_PASSWORD": 24,
    "DEMO_PASSWORD": 9,
}
DEMO_EMAIL = "editor@localhost"


@dataclass(frozen=True, slots=True)
class Plan:
    """What this run starts, and under which addresses."""

    environment: Mapping[str, str]
    port: int
    postgres_port: int | None
    valkey_port: int | None

    @property
    def is_demo(self) -> bool:
        return self.environment["DEMO"].lower() in {"1", "true", "yes", "on"}

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"


def read_env(path: Path) -> dict[str, str]:
    """Read the kept variables; none where the file is not there."""
    return {name: value or "" for name, value in dotenv_values(path).items()} if path.exists() else {}


def keep_env(path: Path, values: Mapping[str, str]) -> None:
    """Put `values` into the file, in one step; what an operator wrote beside them stays."""
    lines = path.read_text().splitlines() if path.exists() else ["# Made by make up. Keep it: it holds the passwords."]
    left = dict(values)
    for number, line in enumerate(lines):
        named = re.match(r"(\w+)=", line)
        if named and named[1] in left:
            lines[number] = f"{named[1]}={left.pop(named[1])}"
    lines += [f"{name}={value}" for name, value in left.items()]
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join(lines) + "\n")
    fresh.replace(path)


def make_plan(places: Places, environ: Mapping[str, str], *, port: int, demo: bool) -> Plan:
    """Decide what is embedded and under which variables all programs run, and keep them in the file.

    DATABASE_URL and REDIS_URL count only where the process has them: the ones in the file are from here.
    """
    kept = read_env(places.env)
    made = {name: kept.get(name) or secrets.token_urlsafe(size) for name, size in SECRETS.items()}
    made |= {"DEMO_EMAIL": kept.get("DEMO_EMAIL") or DEMO_EMAIL, "DEMO": str(demo).lower()}
    made |= {"PORT": str(port), "BASE_URL": f"http://localhost:{port}"}
    samples = [f"http://{host}:{port}/samples/" for host in ("localhost", "127.0.0.1")]
    made["FETCH_ALLOW"] = ",".join(samples) if demo else ""
    # The servers' own passwords and ports are never taken from outside: they belong to the files of this folder.
    given = {name: value for name, value in environ.items() if value and not name.startswith(("POSTGRES_", "VALKEY_"))}
    postgres_port = None if "DATABASE_URL" in given else own_port(kept.get("POSTGRES_PORT"))
    if postgres_port:
        address = f"{DATABASE}:{made['POSTGRES_PASSWORD']}@127.0.0.1:{postgres_port}/{DATABASE}"
        made |= {"POSTGRES_PORT": str(postgres_port), "DATABASE_URL": f"postgres://{address}"}
    valkey_port = None if "REDIS_URL" in given else own_port(kept.get("VALKEY_PORT"))
    if valkey_port:
        address = f":{made['VALKEY_PASSWORD']}@127.0.0.1:{valkey_port}/0"
        made |= {"VALKEY_PORT": str(valkey_port), "REDIS_URL": f"redis://{address}"}
    keep_env(places.env, made)
    environment = {**kept, **made, **given, "PORT": str(port), "DATA_DIR": str(places.data)}
    return Plan(environment, port, postgres_port, valkey_port)
