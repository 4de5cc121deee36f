"""What a blank says: that none is known, who looked there, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from jurisdictions.models import Coverage


def for_blank(coverage: Coverage | None) -> str:
    """What a blank says where there is room for a few words only: that none is known, and when we last looked."""
    if coverage is None or not coverage.active_count or not coverage.last_success_at:
        return _("None known; not watched yet")
    return _("None known; last looked on %(day)s") % {"day": format_date(coverage.last_success_at, "j F Y")}


def for_watch(place: str, coverage: Coverage | None) -> str:
    """Who looked for news of a place, so that a blank there says what it is worth."""
    told = {"place": place}
    if coverage is None or not coverage.source_count:
        return _("%(place)s: no source is on our books. A blank here means that nobody looked.") % told
    if not coverage.active_count:
        words = ngettext(
            "%(place)s: %(count)s source is on our books and is not polled yet. A blank here means that nobody looked.",
            "%(place)s: %(count)s sources are on our books and none is polled yet. "
            "A blank here means that nobody looked.",
            coverage.source_count,
        )
        return words % (told | {"count": coverage.source_count})
    words = ngettext(
        "%(place)s: we read %(count)s source since %(day)s, %(last)s. A blank here means that nothing was found in it.",
        "%(place)s: we read %(count)s sources since %(day)s, %(last)s. "
        "A blank here means that nothing was found in them.",
        coverage.active_count,
    )
    since = format_date(coverage.watched_since, "j F Y") if coverage.watched_since else _("a day that is not known")
    read_on = coverage.last_success_at
    last = _("last on %(day)s") % {"day": format_date(read_on, "j F Y")} if read_on else _("without success so far")
    return words % (told | {"count": coverage.active_count, "day": since, "last": last})
