"""Pieces of the matrix and the charts that are too many, or too plain, for a template each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.formats import date_format as format_date
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from actions import labels
from actions.addresses import address_of
from actions.lifecycle import Kind
from actions.periods import LEFT, Chart, Period

if TYPE_CHECKING:
    from actions.views.matrix import Column, Row

register = template.Library()

MOST_NAMED_YEARS = 24
"""Under a small chart of more years than these, every second one is named."""


@register.filter
def short_kind(kind: str) -> str:
    """A kind in one short word, for a cell: "Ban", "Shut", "Warn"."""
    return str(labels.SHORT_KINDS[Kind(kind)])


@register.simple_tag
def matrix_rows(rows: Iterable[Row], columns: Sequence[Column], query: str) -> SafeString:
    """The rows of the matrix. Built by hand: a template takes ten times as long for thousands of cells.

    A lone action is led to directly, several to the directory narrowed to this pair; a blank says when
    we last looked. Everything that goes in is a slug, a code, a number or an escaped word.
    """
    words = {kind: escape(str(word)) for kind, word in labels.SHORT_KINDS.items()}
    marks = {kind: (f'<td data-kind={kind}><a href="', f'">{word}') for kind, word in words.items()}
    action, after = address_of("action", "\0").split("\0")
    many = escape(f"{reverse('actions')}?{query}{'&' if query else ''}")
    unnamed = f"{reverse('actions')}?named=no"
    codes = [column.code for column in columns]
    blanks = [f'<td title="{escape(column.blank)}">' for column in columns]
    lines = []
    for row in rows:
        label = escape(row.label)
        head = f'<a href="{row.url}">{label}</a>' if row.url else f'<a class="unknown" href="{unnamed}">{label}</a>'
        at = f"{many}vendor={row.slug}&amp;" if row.slug else f"{many}named=no&amp;"
        pieces = [f'<tr><th scope="row">{head} <small>{row.total}</small></th>']
        for cell, code, blank in zip(row.cells, codes, blanks, strict=True):
            if cell is None:
                pieces.append(blank)
                continue
            kind, count, slug, _kinds = cell
            before, word = marks[kind]
            if count == 1:
                pieces.append(f"{before}{action}{slug}{after}{word}</a>")
            else:
                pieces.append(f"{before}{at}jurisdiction={code}{word} <small>{count}</small></a>")
        lines.append("".join(pieces) + "</tr>")
    return mark_safe("\n".join(lines))  # noqa: S308 (built of slugs, codes, numbers and escaped words)


@register.simple_tag
def matrix_heads(columns: Iterable[Column]) -> SafeString:
    """The heads of the columns: each place with its code."""
    return mark_safe(  # noqa: S308 (built of addresses, codes and escaped names)
        "".join(
            f'<th scope="col"><a href="{column.url}"><span>{escape(column.name)}</span></a>'
            f"<small>{column.code}</small></th>"
            for column in columns
        )
    )


@register.simple_tag
def matrix_looks(columns: Iterable[Column]) -> SafeString:
    """Under each column the day on which we last looked there."""
    never = escape(_("not yet"))
    days: dict[date, str] = {}
    cells = []
    for column in columns:
        if column.looked_at is None:
            cells.append(f"<td><i>{never}</i>")
            continue
        at = localtime(column.looked_at)
        if at.date() not in days:
            days[at.date()] = escape(format_date(at, "j M Y"))
        cells.append(f'<td><time datetime="{at.isoformat()}">{days[at.date()]}</time>')
    return mark_safe("</td>".join([*cells, ""]))  # noqa: S308 (built of days and escaped words)


@register.simple_tag
def option_lines(choices: Iterable[tuple[str, str, bool]]) -> SafeString:
    """The options of a list that drops down: value (a slug or a code), words, and whether it is chosen."""
    options = [
        f'<option value="{value}"{" selected" if is_chosen else ""}>{escape(words)}</option>'
        for value, words, is_chosen in choices
    ]
    return mark_safe("".join(options))  # noqa: S308 (built of slugs, codes and escaped words)


@register.simple_tag
def year_bars(chart: Chart, query: str) -> SafeString:
    """The bars of a small chart, each leading to the actions of its year; built by hand as `matrix_rows` is."""
    address = escape(f"{reverse('actions')}?{query}&" if query else f"{reverse('actions')}?")
    foot, right = chart.foot, chart.width
    pieces = [
        f'<line x1="{LEFT}" x2="{right}" y1="{line.y}" y2="{line.y}"/>'
        f'<text class="quiet" x="{LEFT - 6}" y="{line.y + 4}" text-anchor="end">{line.value}</text>'
        for line in chart.lines
    ]
    for column in chart.columns:
        year, total = column.period.year, column.period.total
        if column.blocks:
            blocks = "".join(
                f'<rect data-kind="{block.kind}" x="{block.x}" y="{block.y}" width="{block.width}" '
                f'height="{block.height}"/>'
                for block in column.blocks
            )
            said = f"{year}: {total}"
            link = f'<a href="{address}since={year}&amp;until={year}" aria-label="{said}">'
            pieces.append(f"{link}<title>{said}</title>{blocks}</a>")
        if len(chart.columns) <= MOST_NAMED_YEARS or year % 2 == 0:
            pieces.append(
                f'<text class="quiet" x="{column.middle}" y="{foot + 16}" text-anchor="middle" aria-hidden="true">'
                f"{year}</text>"
            )
    return mark_safe("".join(pieces))  # noqa: S308 (numbers, kinds and an escaped address)


COLOURS = {
    Kind.PROCUREMENT_BAN: "#1f63b0",
    Kind.SHUTDOWN_ORDER: "#d0401b",
    Kind.ADVISORY: "#c98500",
    Kind.REMOVAL_ORDER: "#7a3aa8",
    Kind.MARKET_RESTRICTION: "#1f7a4d",
    Kind.SANCTIONS_LISTING: "#454a57",
}
"""The colours of `static/css/tokens.css` on paper, for drawings that stand alone."""

PATHS = {
    Kind.PROCUREMENT_BAN: "M2 2h12v12H2z",
    Kind.SHUTDOWN_ORDER: "M8 1.5 15 14.5H1z",
    Kind.ADVISORY: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 1 1 0-13z",
    Kind.REMOVAL_ORDER: "M8 .5 15.5 8 8 15.5.5 8z",
    Kind.MARKET_RESTRICTION: "M1 4.5h14v7H1z",
    Kind.SANCTIONS_LISTING: "M5.5 1.5h5v4h4v5h-4v4h-5v-4h-4v-5h4z",
}
"""The shapes of `static/marks.svg`, in a box of 16; a test holds the two together."""

MARK_SIZE = 7


@register.filter
def kind_colour(kind: str) -> str:
    """The colour of a kind in a drawing that stands alone."""
    return COLOURS[Kind(kind)]


@register.filter
def mark_path(kind: str) -> SafeString:
    """The shape of a kind, for a drawing that stands alone."""
    return format_html('<path d="{}"/>', PATHS[Kind(kind)])


@register.filter
def unlocalized(value: float) -> str:
    """A number as SVG reads it, whatever the reader's language."""
    return f"{value:.1f}"


@register.filter
def corner(middle: float) -> str:
    """Where a mark begins whose middle is given."""
    return f"{middle - MARK_SIZE / 2:.1f}"


@register.filter
def add_units(value: float, more: float) -> str:
    return f"{value + more:.1f}"


@register.filter
def unlocalize_year(year: int) -> str:
    return str(year)


@register.filter
def period_name(period: Period) -> str:
    """A year, or a month with its year, in words."""
    return format_date(period.first, "F Y") if period.month else str(period.year)


@register.filter
def period_short(period: Period) -> str:
    """A year, or a month's short name, as it stands under a bar."""
    return format_date(period.first, "M") if period.month else str(period.year)


@register.filter
def of_kind(counts: Mapping[Kind, int], kind: str) -> str:
    """How many of a kind; a blank for none, so that a table reads calmly."""
    return str(counts.get(Kind(kind)) or "")


@register.filter
def doubled(value: int) -> int:
    return 2 * value


@register.filter
def kinds_in_words(kinds: Iterable[Kind]) -> str:
    """Several kinds as people read them, the strictest first."""
    return ", ".join(str(labels.KINDS[kind]) for kind in kinds)


@register.simple_tag
def hidden_fields(values: Mapping[str, Iterable[str]], *leave_out: str) -> SafeString:
    """What narrows already, as hidden fields of a form that changes something else."""
    pieces = [
        format_html('<input type="hidden" name="{}" value="{}">', name, value)
        for name, listed in values.items()
        if name not in leave_out
        for value in listed
    ]
    return mark_safe("".join(pieces))  # noqa: S308 (each piece is escaped)
