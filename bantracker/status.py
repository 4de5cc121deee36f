"""The operators' page: is it alive, is it falling behind, can it be restored?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

import redis
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from bantracker.celery import app
from bantracker.figures import FIGURES, QUEUE
from bantracker.health import ANSWER_WITHIN_S, probes
from ingest.desk import findings as words
from ingest.models import FindingKind
from ingest.services.health import Health, database_bytes, health, worst
from ingest.views.access import operators_only

_WORKERS_WITHIN_S = 0.7
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Backup:
    """The newest file that `make backup` wrote."""

    name: str
    at: datetime
    byte_count: int


@require_safe
@operators_only
def status(request: HttpRequest) -> HttpResponse:
    """Parts, queues, polling, what is wrong with sources, and how to get it back."""
    now = timezone.now()
    parts = probes.ask(within_s=ANSWER_WITHIN_S)
    state = health(now)
    context = {
        "now": now,
        "parts": [(name, word, word == "ok") for name, word in parts.items()],
        "sentence": _sentence(parts, state, now=now),
        "health": state,
        "behind": words.span((now - state.oldest_due_at).total_seconds()) if state.oldest_due_at else "",
        "workers": _or_none(_workers),
        "waiting": _or_none(_waiting),
        "figures": [(name.replace("_", " "), count) for name, count in _figures().items()],
        "sizes": [(name, filesizeformat(size)) for name, size in database_bytes().items()],
        "backup": last_backup(),
        "groups": [
            (kind, count, [(finding, words.say(finding, now=now)) for finding in worst(kind)])
            for kind in FindingKind
            if (count := state.findings.get(kind.value, 0))
        ],
    }
    return render(request, "status.html", context)


def _sentence(parts: dict[str, str], state: Health, *, now: datetime) -> str:
    """The answer first: what is worst."""
    away = [name for name, word in parts.items() if word != "ok"]
    if away:
        return _("No answer from: %(parts)s. Nothing is read until that is mended.") % {"parts": ", ".join(away)}
    if state.nothing_since is not None:
        ago = words.span((now - state.nothing_since).total_seconds())
        return _("No source at all could be read for %(ago)s. Look at the network first.") % {"ago": ago}
    if not state.counts["polled"]:
        return _("Everything runs, and no source is polled: all rest.")
    due = state.counts["due"]
    told = ngettext("Everything runs; %(n)d source is due", "Everything runs; %(n)d sources are due", due) % {"n": due}
    wrong = sum(state.findings.values())
    return told + (
        ngettext(", and %(n)d finding stands.", ", and %(n)d findings stand.", wrong) % {"n": wrong} if wrong else "."
    )


def _or_none(ask: Callable[[], _Value]) -> _Value | None:
    """A figure of the broker; None where it does not answer."""
    try:
        return ask()
    except (redis.RedisError, OperationalError, OSError):
        return None


def _workers() -> list[str]:
    """Names of the workers that answer at once."""
    answers = app.control.ping(timeout=_WORKERS_WITHIN_S) or []
    return sorted(name for answer in answers for name in answer)


def _waiting() -> int:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
        return int(client.llen(QUEUE))


def _figures() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for name, query in FIGURES.items():
            cursor.execute(query)
            found[name] = cursor.fetchone()[0]
    return found


def last_backup() -> Backup | None:
    """The newest backup beside this process; None where there is none (or it lies on another machine)."""
    folder = settings.DATA_DIR / "backups"
    files = [(path.stat(), path.name) for path in folder.glob("*.dump")] if folder.is_dir() else []
    if not files:
        return None
    newest, name = max(files, key=lambda pair: pair[0].st_mtime)
    return Backup(name, datetime.fromtimestamp(newest.st_mtime, UTC), newest.st_size)
