"""Reports of errors: kept, limited for each address, and closed with an answer."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import structlog
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from actions.models import Action
from ingest.models import ErrorReport

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

log = structlog.get_logger(__name__)

MOST_IN_AN_HOUR = 5
_HOUR_S = 3600
_ACTION_PATH = re.compile(r"/actions/([-\w]+)/")


def may_report(address: str) -> bool:
    """Count a report from this network address; False once it sent MOST_IN_AN_HOUR within an hour."""
    key = "report:" + hashlib.sha256(address.encode()).hexdigest()[:32]  # the address itself is not kept
    cache.add(key, 0, timeout=_HOUR_S)
    try:
        return int(cache.incr(key)) <= MOST_IN_AN_HOUR
    except ValueError:  # ran out between the two calls
        return True


def keep_report(report: ErrorReport, *, path: str) -> ErrorReport:
    """Store a checked report of the page at `path`, joined to the action that the page shows."""
    match = _ACTION_PATH.fullmatch(path)
    report.path = path
    report.action = Action.objects.filter(slug=match[1]).first() if match else None
    report.save()
    log.info("error_reported", report=report.pk, path=path)
    return report


@transaction.atomic
def close_report(report: ErrorReport, *, editor: AbstractBaseUser, answer: str) -> ErrorReport:
    """Close a report with what was done. A closed one stays as it is."""
    report = ErrorReport.objects.select_for_update().get(pk=report.pk)
    if report.closed_at is None:
        report.closed_at, report.closed_by_id, report.answer = timezone.now(), editor.pk, answer
        report.save(update_fields=["closed_at", "closed_by", "answer"])
        log.info("report_closed", report=report.pk, editor=editor.pk)
    return report
