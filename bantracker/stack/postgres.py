"""PostgreSQL out of its wheel: make the cluster once, say how it starts, wait for it, make the database."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Mapping

import psycopg
from psycopg import sql

from bantracker.stack.accounts import Host
from bantracker.stack.environment import DATABASE, Plan
from bantracker.stack.places import StackError

MAJOR = "18"
ADMIN = "postgres"
# Without ICU, and with a C character type, pg_trgm would find no trigram in Cyrillic or Chinese.
INITDB = [
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--lc-collate=C",
    "--lc-ctype=C.UTF-8",
    f"--username={ADMIN}",
]
SETTINGS = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=100", "timezone=UTC"]
THROW_AWAY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"]


def make_cluster(host: Host, environment: Mapping[str, str], *, sync: bool = True) -> None:
    """Make the cluster where there is none; an interrupted try is thrown away, never continued."""
    folder = host.places.postgres
    if (folder / "PG_VERSION").exists():
        _check_version((folder / "PG_VERSION").read_text().strip())
        host.own(folder)
        return
    fresh, secret = folder.with_name("postgres.new"), folder.with_name("postgres.password")
    shutil.rmtree(fresh, ignore_errors=True)
    host.own(fresh)
    host.write_secret(secret, environment["POSTGRES_ADMIN_PASSWORD"])
    try:
        options = [*INITDB, f"--pwfile={secret}", *([] if sync else ["--no-sync"]), "-D", str(fresh)]
        command = host.leashed("TERM", [str(host.servers["initdb"]), *options], is_server=True)
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    finally:
        secret.unlink()
    if done.returncode != 0:
        raise StackError(f"PostgreSQL could not make its files in {folder}: {done.stderr.strip() or done.stdout}")
    fresh.rename(folder)


def _check_version(found: str) -> None:
    if found != MAJOR:
        raise StackError(
            f"The database was made by PostgreSQL {found}, and this version of Bantracker brings {MAJOR}. Go back to "
            "the version before, run make backup there, then make reset and make restore FILE=… here."
        )


def reset_passwords(host: Host, environment: Mapping[str, str]) -> None:
    """Write the kept passwords into a stopped cluster, for when the file with the old ones was lost."""
    statements = "".join(
        f"ALTER ROLE {role} PASSWORD '{environment[name]}';\n"
        for role, name in ((ADMIN, "POSTGRES_ADMIN_PASSWORD"), (DATABASE, "POSTGRES_PASSWORD"))
    )
    single = [str(host.servers["postgres"]), "--single", "-D", str(host.places.postgres), "postgres"]
    command = host.leashed("TERM", single, is_server=True)
    subprocess.run(command, input=statements, capture_output=True, text=True, check=True, cwd="/")


def start_command(host: Host, port: int, *, throw_away: bool = False) -> list[str]:
    """Give the program that supervisord runs."""
    options = [*SETTINGS, f"port={port}", *(THROW_AWAY if throw_away else [])]
    program = [str(host.servers["postgres"]), "-D", str(host.places.postgres)]
    return [*program, *(part for option in options for part in ("-c", option))]


def connect(plan: Plan, database: str = DATABASE) -> psycopg.Connection:
    """Open a connection of the administrator to the embedded server."""
    return psycopg.connect(
        host="127.0.0.1",
        port=plan.postgres_port,
        user=ADMIN,
        dbname=database,
        password=plan.environment["POSTGRES_ADMIN_PASSWORD"],
        connect_timeout=5,
        autocommit=True,
    )


def wait_until_ready(plan: Plan, *, timeout_s: float = 30) -> None:
    """Wait until the server takes connections; StackError with its last answer otherwise."""
    until = time.monotonic() + timeout_s
    while True:
        try:
            connect(plan, "postgres").close()
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                raise StackError(f"PostgreSQL did not start within {timeout_s:.0f} s: {error}") from error
            time.sleep(0.05)
        else:
            return


def make_database(plan: Plan) -> None:
    """Make the site's role and database where they are missing. The role owns its database and no more."""
    role, password = sql.Identifier(DATABASE), sql.Literal(plan.environment["POSTGRES_PASSWORD"])
    with connect(plan, "postgres") as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [DATABASE]).fetchone():
            # CREATEDB: the tests make databases of their own.
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(role, password))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))


def is_cluster_alive(host: Host) -> bool:
    """Tell whether the process named in postmaster.pid exists."""
    try:
        pid = int((host.places.postgres / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, 0)
    except (OSError, ValueError, IndexError):
        return False
    return True
