"""Findings in words: the same sentences for the public and for the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ingest.models import Finding, FindingKind

_DAY = timedelta(days=1)


def say(finding: Finding, *, now: datetime) -> str:
    """What is wrong, in a sentence or two. Reads `finding.source`: select it in lists."""
    if finding.kind == FindingKind.SILENT:
        return _silence(finding, now)
    if finding.kind == FindingKind.GAP:
        return _gap(finding)
    if finding.kind == FindingKind.NOT_THE_FEED:
        return _("Something else than its news has come since %(day)s, and nothing of it was stored. %(error)s") % {
            "day": _day(finding.since),
            "error": finding.values.get("error", ""),
        }
    return _failure(finding, now)


def _silence(finding: Finding, now: datetime) -> str:
    days = max(1, (now - finding.since) // _DAY)
    usual = finding.values.get("per_week", 0)
    return _("It published %(rate)s, and nothing for %(days)s.") % {
        "rate": rate(usual),
        "days": ngettext("%(n)d day", "%(n)d days", days) % {"n": days},
    }


def rate(per_week: float) -> str:
    """How much a source publishes, in the unit that gives a small whole number."""
    if per_week >= 14:
        return _("about %(n)d items a day") % {"n": round(per_week / 7)}
    if per_week >= 1:
        n = round(per_week)
        return ngettext("about %(n)d item a week", "about %(n)d items a week", n) % {"n": n}
    n = max(1, round(per_week * 52 / 12))
    return ngettext("about %(n)d item a month", "about %(n)d items a month", n) % {"n": n}


def _gap(finding: Finding) -> str:
    values = finding.values
    told = _("Between %(day)s and the next poll more came than the feed holds, so items were probably lost.") % {
        "day": date_format(finding.since, "j F Y, H:i")
    }
    if values.get("minutes", 0) < values.get("minutes_before", 0):
        told += " " + _("It is now polled every %(now)d minutes instead of every %(before)d.") % {
            "now": values["minutes"],
            "before": values["minutes_before"],
        }
    if "recovered" in values:
        n = values["recovered"]
        told += " " + ngettext(
            "%(n)d older item was read from its archive.", "%(n)d older items were read from its archive.", n
        ) % {"n": n}
    return told


def _failure(finding: Finding, now: datetime) -> str:
    source = finding.source
    if source.last_success_at is None:
        return _("It could never be read. %(error)s") % {"error": source.last_error}
    days = max(1, (now - source.last_success_at) // _DAY)
    return ngettext(
        "It could not be read for %(n)d day. %(error)s", "It could not be read for %(n)d days. %(error)s", days
    ) % {"n": days, "error": source.last_error}


def _day(at: datetime) -> str:
    return date_format(at, "j F Y")


def span(seconds: float | None) -> str:
    """A delay in the unit that a person would use; empty where it is not known."""
    if seconds is None:
        return ""
    if seconds < 90:
        return _("a minute")
    if seconds < 5_400:
        return _("%(n)d minutes") % {"n": round(seconds / 60)}
    if seconds < 172_800:
        return _("%(n)d hours") % {"n": round(seconds / 3_600)}
    return _("%(n)d days") % {"n": round(seconds / 86_400)}
