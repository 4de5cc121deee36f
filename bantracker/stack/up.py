"""`make up`: everything on this machine, from an empty folder to an address that answers."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from types import FrameType

from bantracker.stack.leash import die_with_parent
from bantracker.stack.places import BASE, StackError
from bantracker.stack.ports import bind_error, loopbacks
from bantracker.stack.processes import describe_holder
from bantracker.stack.programs import SITE
from bantracker.stack.runs import (
    AlreadyRunningError,
    Run,
    data_places,
    only_one,
    servers,
    sweep,
    write_about,
)
from bantracker.stack.supervision import last_lines
from bantracker.stack.terminal import complain, say, step
from bantracker.stack.watching import Watch

READY_WITHIN_S = 90


def up(environ: Mapping[str, str], *, port: int, is_port_given: bool) -> int:
    """Start everything, say where it is, and stay until Ctrl-C; give the exit code."""
    _stop_on_signals()
    places = data_places(environ)
    demo = environ.get("DEMO", "true").lower() in {"1", "true", "yes", "on"}
    try:
        with only_one(places, "starting"):
            sweep(places)
            check_port(port)
            with servers(places, environ, port=port, demo=demo) as run:
                _start_site(run)
                write_about(places, doing="running", url=run.plan.url)
                _welcome(run)
                _watch(run)
    except AlreadyRunningError as error:
        return _point_to(error, port if is_port_given else None)
    except KeyboardInterrupt:
        say("Stopped. The data are kept; make up starts again.")
        return 0
    complain("The supervisor was ended from outside, so everything was stopped. The data are kept.")
    return 1


def _stop_on_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # one is enough: the programs are given their time to end
        say("\nStopping …")
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    if "MAKELEVEL" in os.environ:
        die_with_parent(signal.SIGTERM)


def _point_to(error: AlreadyRunningError, port: int | None) -> int:
    url = error.about.get("url")
    if url is None:
        complain(f"{error} Wait for it, or stop it with make down.")
        return 1
    if port and not url.endswith(f":{port}"):
        complain(f"Bantracker is running here already, at {url}. To move it: make down && make up PORT={port}")
        return 1
    say(f"Bantracker is already running at {url}. make status says more, make down stops it.")
    return 0


def check_port(port: int) -> None:
    """Refuse a port that cannot be had, and say who has it."""
    trouble = next(filter(None, (bind_error(port, ip) for ip in loopbacks())), 0)
    if trouble == errno.EADDRINUSE:
        other = port + 1 if port < 65_535 else 8000
        raise StackError(f"Port {port} is taken by {describe_holder(port)}. Choose another one: make up PORT={other}")
    if trouble:
        raise StackError(
            f"Port {port} cannot be used: {os.strerror(trouble)}. Choose one above 1023: make up PORT=8001"
        )


def run_command(run: Run, *arguments: str) -> None:
    """Run one of the project's own commands on this run's servers; StackError when it fails."""
    command = [sys.executable, str(BASE / "manage.py"), *arguments]
    done = subprocess.run(command, env={"LOG_LEVEL": "WARNING", **run.plan.environment}, check=False, cwd=BASE)
    if done.returncode != 0:
        raise StackError(f"manage.py {arguments[0]} failed; the lines above say why. Nothing was left running.")


def _start_site(run: Run) -> None:
    run_command(run, "prepare", *(["--demo"] if run.plan.is_demo else []))
    run.supervisor.run(SITE)
    with step("Waiting until the site is ready") as note:
        until = time.monotonic() + READY_WITHIN_S
        while (missing := what_is_missing(run.plan.port)) and time.monotonic() < until:
            note(missing)
            _refuse_dead_programs(run)
            if not run.supervisor.is_alive():
                return
            time.sleep(0.25)
    if missing:
        complain(f"The site is up but not ready: {missing}. The logs lie in {run.host.places.logs}.")


def _refuse_dead_programs(run: Run) -> None:
    for state in run.supervisor.states():
        if state.word == "FATAL":
            log = run.host.places.logs / f"{state.name}.log"
            lines = last_lines(run.host.places, state.name)
            raise StackError(f"The program {state.name} does not stay up. The end of {log}:\n{lines}")


def what_is_missing(port: int) -> str:
    """Ask /readyz and give its reasons; empty once everything is ready."""
    # The site is ours and on this machine: a proxy of the environment must not stand between.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/readyz", timeout=5):
            return ""
    except urllib.error.HTTPError as answer:
        try:
            checks = json.loads(answer.read())["checks"]
        except (ValueError, KeyError, TypeError):
            return f"/readyz answered {answer.code}"
        return "; ".join(f"{name}: {word}" for name, word in checks.items() if word != "ok")
    except OSError:
        return "the web server does not answer yet"


def _welcome(run: Run) -> None:
    plan, kept = run.plan, run.plan.environment
    lines = ["", f"Bantracker is ready: {plan.url}"]
    if plan.is_demo:
        lines += [f"Sign in as an editor: {kept['DEMO_EMAIL']}, password {kept['DEMO_PASSWORD']}"]
    lines += [
        "",
        "What to look at:",
        f"  {plan.url}/jurisdictions/CA/      one country: what it restricts, since when, on what evidence",
        f"  {plan.url}/vendors/hikvision/     one vendor: who restricts it",
        f"  {plan.url}/desk/                  what the sources brought, for an editor to decide",
        f"  {plan.url}/feeds/                 every list as a feed",
        "",
        f"Ctrl-C stops everything and keeps the data. Logs: {run.host.places.logs}",
    ]
    say("\n".join(lines))
    sys.stdout.flush()


def _watch(run: Run) -> None:
    """Stay until the supervisor ends, tell of each program that fell, and start again what was given up."""
    watch = Watch.over(run.supervisor.states(), run.host.places.logs)
    while run.supervisor.is_alive():
        told, again = watch.look(run.supervisor.states(), time.monotonic())
        for sentence in told:
            complain(sentence)
        with suppress(StackError):  # it is just being stopped
            run.supervisor.run(again)
        time.sleep(1)
