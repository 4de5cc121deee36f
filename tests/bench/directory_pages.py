"""Time the pages of a filled directory inside one process, middleware and compression included."""

from __future__ import annotations

import gc
import json
import os
import random
import statistics
import sys
import time

import django
from django.conf import settings

from tests.bench.synthetic import KINDS, PLACES, SYLLABLES, THINGS, WHERE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bantracker.settings")
REQUESTS = 40


def addresses() -> dict[str, list[str]]:
    """What is asked for, by page; every address once."""
    from actions.models import Action, Vendor

    dice = random.Random(7)
    vendors = list(Vendor.objects.order_by("pk").values_list("slug", flat=True))
    names = [*vendors[:5], *dice.sample(vendors, REQUESTS)]
    slugs = list(Action.objects.order_by("pk").values_list("slug", flat=True))
    narrowed = [
        f"/actions/?q={dice.choice(THINGS)}+{dice.choice(WHERE)}&kind={dice.choice(KINDS)}"
        f"&stage=in_force&jurisdiction={dice.choice(PLACES[:12])}"
        for _ in range(REQUESTS)
    ]
    return {
        "list with three filters and search": list(dict.fromkeys(narrowed)),
        "list with one filter": [f"/actions/?{one}" for one in (*(f"kind={k}" for k in KINDS), "challenged=yes")],
        "list of a day": [f"/actions/?on={year}-03-{day:02}" for year in range(2018, 2026) for day in (1, 15)],
        "list as we said on a day": [f"/actions/?known_on={year}-03-01" for year in range(2018, 2026)],
        "list by a word": [f"/actions/?q={word}" for word in (*THINGS, *names[:10])],
        "list of everything": ["/actions/", *(f"/actions/?page={number}" for number in range(2, 20))],
        "action": [f"/actions/{slug}/" for slug in dice.sample(slugs, REQUESTS)],
        "country": [f"/jurisdictions/{code}/" for code in PLACES[:REQUESTS]],
        "vendor": [f"/vendors/{slug}/" for slug in names],
        "places": ["/jurisdictions/", *(f"/jurisdictions/?on={year}-01-01" for year in range(2016, 2026))],
        "vendors": [f"/vendors/?page={number}" for number in range(1, 2 + len(vendors) // 200)],
        "matrix": [f"/matrix/?rows=name&page={number}" for number in (1, 2)]
        + ["/matrix/", *(f"/matrix/?on={year}-01-01" for year in range(2016, 2026))],
        "map": ["/map/", *(f"/map/?on={year}-01-01" for year in range(2016, 2026))],
        "timeline": ["/timeline/", *(f"/timeline/?kind={kind}" for kind in KINDS)],
        "changes": [f"/changes/?month={year}-0{month}" for year in range(2020, 2026) for month in (2, 7)],
        "home": ["/", *(f"/?on={year}-01-01" for year in range(2016, 2026))],
        "feed": ["/feed.atom", *(f"/actions/feed.atom?kind={kind}" for kind in KINDS)],
        "suggestions": [f"/search/suggest/?q={word}" for word in (*SYLLABLES, *(name[:5] for name in names))],
    }


def main() -> None:
    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    from django.test import Client

    from actions import held

    held.make_ready()  # as a web process does before it answers anybody (bantracker/wsgi.py)
    client = Client(headers={"accept-encoding": "gzip"})
    client.get("/about/")
    figures = []
    for what, pages in addresses().items():
        gc.collect()
        cold, sizes = zip(*[timed(client, page) for page in pages], strict=True)
        warm, _ = zip(*[timed(client, page) for page in pages], strict=True)
        figures.append(
            {
                "what": what,
                "cold_ms": p95(cold),
                "warm_ms": p95(warm),
                "median_ms": statistics.median(cold),
                "kb": max(sizes) / 1000,
            }
        )
    sys.stdout.write(json.dumps(figures) + "\n")


def timed(client, page: str) -> tuple[float, int]:
    started = time.perf_counter()
    answer = client.get(page)
    took = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{page} answered {answer.status_code}.")
    return took, len(answer.content)


def p95(values) -> float:
    """The 95th of a hundred, by the nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


if __name__ == "__main__":
    main()
