"""System checks: what must hold before ingest may run for the public."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

from ingest.http import Allowed


@checks.register(checks.Tags.security)
def fetch_allow_is_readable(**_options: Any) -> list[checks.CheckMessage]:  # noqa: ANN401  # Django's own signature
    """Each entry of FETCH_ALLOW names a loopback address with its port."""
    found: list[checks.CheckMessage] = []
    for entry in settings.FETCH_ALLOW:
        try:
            Allowed.parse(entry)
        except ValueError as error:
            found.append(checks.Error(str(error), id="ingest.E001"))
    return found


@checks.register(checks.Tags.security, deploy=True)
def fetch_allow_is_empty(**_options: Any) -> list[checks.CheckMessage]:  # noqa: ANN401  # Django's own signature
    """Nothing of this machine may be polled in a deployment: FETCH_ALLOW is for the demo and the tests."""
    if not settings.FETCH_ALLOW:
        return []
    return [
        checks.Error(
            "FETCH_ALLOW lets sources reach addresses of this machine. Leave it empty outside the demo and the tests.",
            id="ingest.E002",
        )
    ]
