"""Requests a second on a mix of the directory's pages: the real server with its real workers, over loopback.

"Cold": the first time that anybody asks for each address, once code and lines are loaded. "Warm": the same
addresses again, each ten times. The client is a process of its own and takes its share of the same cores, so the time
that the web processes themselves spent on a request stands beside.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from statistics import median

import django

from bantracker.stack.places import BASE
from bantracker.stack.programs import WEB
from tests.bench.directory_pages import addresses, p95
from tests.bench.directory_peer import ask, free_port, served
from tests.bench.synthetic import KINDS, PLACES, THINGS, WHERE

MIX = {
    "list with three filters and search": 20,
    "list with one filter": 5,
    "list by a word": 10,
    "list of everything": 10,
    "action": 20,
    "country": 10,
    "vendor": 10,
    "places": 3,
    "vendors": 2,
    "home": 4,
    "matrix": 1,
    "suggestions": 5,
}
"""Of a hundred requests, so many of each sort of page."""
ASKED = 400
AGAIN = 10


def mixed() -> list[str]:
    """Addresses in the proportions of the mix, none of them twice."""
    from actions.models import Action, Vendor

    dice = random.Random(11)
    known = addresses()
    known["action"] = [
        f"/actions/{slug}/" for slug in Action.objects.order_by("pk").values_list("slug", flat=True)[:900]
    ]
    slugs = Vendor.objects.order_by("pk").values_list("slug", flat=True)
    known["vendor"] = [f"/vendors/{slug}/" for slug in [*slugs[:10], *dice.sample(list(slugs), 60)]]
    days = [f"{year}-0{month}-01" for year in range(2012, 2026) for month in (2, 5, 8)]
    known["country"] += [f"/jurisdictions/{code}/?on={dice.choice(days)}" for code in PLACES]
    known["home"] += [f"/?on={day}" for day in days]
    known["list with three filters and search"] += [
        f"/actions/?q={dice.choice(THINGS)}+{dice.choice(WHERE)}&kind={dice.choice(KINDS)}&on={day}"
        f"&jurisdiction={dice.choice(PLACES[:30])}"
        for day in days * 2
    ]
    known["list with one filter"] += [f"/actions/?jurisdiction={code}" for code in PLACES]
    wanted = []
    for what, share in MIX.items():
        wanted += list(dict.fromkeys(known[what]))[: ASKED * share // 100]
    dice.shuffle(wanted)
    return wanted


def asked(port: int, wanted: list[str]) -> dict:
    command = [sys.executable, "-m", "tests.bench.load_client", str(port)]
    done = subprocess.run(command, input="\n".join(wanted), cwd=BASE, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def spent_s(port: int) -> float:
    """Processor time of the web processes that were started for this port."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command, stat = (folder / "cmdline").read_text(), (folder / "stat").read_text()
        except OSError:  # it has ended
            continue
        if f"127.0.0.1:{port}" in command and "gunicorn" in command:
            ticks += sum(map(int, stat.rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def measured(name: str, port: int, wanted: list[str]) -> list[dict]:
    before = spent_s(port)
    found = asked(port, wanted)
    cpu_ms = (spent_s(port) - before) * 1000 / len(wanted)
    how = f"{len(wanted)} requests, 16 at once, {' '.join(WEB[2:8])}, the client on the same cores"
    figures = [
        ("requests a second", len(wanted) / found["seconds"], "1/s"),
        ("web processor time a request", cpu_ms, "ms"),
        ("p95 at the client", p95(found["took_ms"]), "ms"),
        ("median at the client", median(found["took_ms"]), "ms"),
        ("largest answer", max(found["bytes"]) / 1000, "kB"),
    ]
    return [{"what": f"mix, {name}: {what}", "value": value, "unit": unit, "how": how} for what, value, unit in figures]


def main() -> None:
    django.setup()
    wanted = mixed()
    port = free_port()
    command = [sys.executable, "-m", *WEB, "--bind", f"127.0.0.1:{port}", "--log-level", "error", "--no-control-socket"]
    with served(command, port, "/actions/?sort=oldest"):
        for _ in range(12):  # both workers load their lines
            ask(port, "/feed.atom")
        rows = measured("cold", port, wanted)
        again = wanted * AGAIN
        random.Random(5).shuffle(again)
        asked(port, wanted * 2)  # both workers have met every page
        rows += measured("warm", port, again)
    sys.stdout.write(json.dumps(rows) + "\n")


if __name__ == "__main__":
    main()
