"""What `manage.py check` says about this installation, in sentences."""

from __future__ import annotations

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution

NEEDED = {
    "SECRET_KEY": "a long random text that signs sessions",
    "DATABASE_URL": "where PostgreSQL is, such as postgres://user:password@host:5432/bantracker",
    "REDIS_URL": "where Valkey or Redis is, such as redis://:password@host:6379/0",
}


@register()
def services_are_named(**_: object) -> list[CheckMessage]:
    """Without its two servers and its key the site cannot run; `preview` and `classify` can."""
    hint = "On one machine make up sets everything. On servers, set the variable: docs/settings.md lists them all."
    return [
        Error(f"{name} is not set: {NEEDED[name]}.", hint=hint, id=f"bantracker.E00{number}")
        for number, name in enumerate(NEEDED, start=1)
        if name in settings.MISSING_SERVICES
    ]


@register(Tags.security, deploy=True)
def is_fit_for_the_public(**_: object) -> list[CheckMessage]:
    """What is right for the demo and wrong on a server."""
    found: list[CheckMessage] = []
    if settings.DEMO:
        found.append(Caution("DEMO is on: the site shows sample sources.", id="bantracker.W010"))
    if not settings.CONTACT:
        hint = "Set CONTACT to an address or a page; sources are polled only once it is known who asks."
        found.append(Caution("CONTACT is not set.", hint=hint, id="bantracker.W011"))
    return found
