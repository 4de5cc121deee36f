"""Charts as plain values for one SVG template. Across in percent, down in pixels: text keeps its size on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from ingest.core.learning.figures import Share

_LEFT, _RIGHT = 33.0, 73.0
_ROW_PX = 30
_TOP_PX = 26
_TICKS = (0, 25, 50, 75, 100)

_TREND_LEFT, _TREND_RIGHT = 9.0, 97.0
_TREND_TOP, _TREND_PX = 14, 170
_MOST_MONTHS = 24
_MOST_LABELS = 6


@dataclass(frozen=True, slots=True)
class Text:
    x: float
    y: float
    text: str
    anchor: str = "start"
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line. `role` is grid, range, path or expected."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with all that it needs to stand alone. `height` is that of the drawing, in pixels."""

    name: str
    title: str
    subtitle: str
    description: str
    height: int
    texts: list[Text] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of an interval chart; `expected` draws where it ought to lie."""

    label: str
    share: Share
    kind: str = ""
    expected: float | None = None


def interval_chart(name: str, title: str, subtitle: str, bars: Iterable[Bar]) -> Chart | None:
    """Shares as dots on their 95 % intervals; None where nothing was counted."""
    known = [bar for bar in bars if bar.share.total]
    if not known:
        return None
    height = _TOP_PX + _ROW_PX * len(known) + 6
    told = "; ".join(f"{bar.label}: {_words(bar.share)}" for bar in known)
    chart = Chart(name, title, subtitle, told, height)
    for tick in _TICKS:
        x = _across(tick / 100)
        chart.strokes.append(Stroke(x, _TOP_PX - 6, x, height, "grid"))
        if tick in {0, 50, 100}:
            chart.texts.append(Text(x, 13, f"{tick} %", "middle", is_quiet=True))
    for number, bar in enumerate(known):
        y = _TOP_PX + _ROW_PX * number + _ROW_PX / 2
        share = bar.share.share or 0.0
        chart.texts.append(Text(0, y + 4, bar.label))
        chart.strokes.append(Stroke(_across(bar.share.low), y, _across(bar.share.high), y, "range"))
        if bar.expected is not None:
            x = _across(bar.expected)
            chart.strokes.append(Stroke(x, y - 8, x, y + 8, "expected"))
        chart.dots.append(Dot(_across(share), y, bar.kind))
        chart.texts.append(Text(100, y + 4, _words(bar.share), "end"))
    return chart


def trend_chart(name: str, title: str, subtitle: str, months: Sequence[tuple[date, Share]]) -> Chart | None:
    """A share month by month with its interval, the latest two years; None where nothing was counted."""
    known = [(month, share) for month, share in months if share.total][-_MOST_MONTHS:]
    if not known:
        return None
    told = "; ".join(f"{date_format(month, 'F Y')}: {_words(share)}" for month, share in known)
    chart = Chart(name, title, subtitle, told, _TREND_TOP + _TREND_PX + 44)
    for tick in _TICKS:
        y = _down(tick / 100)
        chart.strokes.append(Stroke(_TREND_LEFT, y, _TREND_RIGHT, y, "grid"))
        chart.texts.append(Text(_TREND_LEFT - 1, y + 4, f"{tick}", "end", is_quiet=True))
    points = [(_month_at(month, known[0][0], known[-1][0]), share) for month, share in known]
    for (x1, one), (x2, other) in pairwise(points):
        chart.strokes.append(Stroke(x1, _down(one.share or 0), x2, _down(other.share or 0), "path"))
    step = max(1, -(-len(known) // _MOST_LABELS))
    for number, ((month, share), (x, _share)) in enumerate(zip(known, points, strict=True)):
        chart.strokes.append(Stroke(x, _down(share.low), x, _down(share.high), "range"))
        chart.dots.append(Dot(x, _down(share.share or 0)))
        if (len(known) - 1 - number) % step == 0:
            below = _TREND_TOP + _TREND_PX
            anchor = "middle" if 0 < number < len(known) - 1 or len(known) == 1 else "end" if number else "start"
            chart.texts.append(Text(x, below + 20, date_format(month, "M Y"), anchor))
            chart.texts.append(Text(x, below + 37, str(share.total), anchor, is_quiet=True))
    return chart


def _month_at(month: date, first: date, last: date) -> float:
    """Where a month lies: gaps stay gaps. A lone month stands in the middle."""
    whole = _months_between(first, last)
    place = _months_between(first, month) / whole if whole else 0.5
    inset = 3.0
    return round(_TREND_LEFT + inset + place * (_TREND_RIGHT - _TREND_LEFT - 2 * inset), 2)


def _months_between(one: date, other: date) -> int:
    return (other.year - one.year) * 12 + other.month - one.month


def _across(share: float) -> float:
    return round(_LEFT + share * (_RIGHT - _LEFT), 2)


def _down(share: float) -> float:
    return round(_TREND_TOP + (1 - share) * _TREND_PX, 1)


def _words(share: Share) -> str:
    return _("%(percent)s %% of %(total)s") % {
        "percent": round(100 * (share.share or 0)),
        "total": number_format(share.total, force_grouping=True),
    }
