"""The lines of a comparison and of a checked list: put together by hand, as those of `lines` are.

Whatever is not a number, a slug, a code or a fixed word of ours is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actions import labels
from actions.addresses import address_of
from actions.models import Vendor
from actions.templatetags.lines import place_link, vendor_link
from actions.templatetags.marks import drawn

if TYPE_CHECKING:
    from actions.grid import Cell
    from actions.views.checking import Line, Met
    from actions.views.comparing import Row

register = template.Library()

MOST_MET = 6
"""Places that a line of a checked list names."""


def _joined(lines: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(lines))  # noqa: S308 (this module escapes what it puts in)


@register.simple_tag
def compare_lines(rows: Iterable[Row]) -> SafeString:
    """The lines of a comparison: a place with what each vendor meets there, or a vendor with each place."""
    language, unnamed = get_language(), escape(_("No named vendor"))
    words, also = {kind: escape(str(word)) for kind, word in labels.KINDS.items()}, escape(_("also"))
    many = escape(_("%(count)s actions"))

    def more(cell: Cell) -> str:
        if cell.count == 1:
            return ""
        others = f"{also} {', '.join(words[kind] for kind in cell.kinds[1:])} · " if len(cell.kinds) > 1 else ""
        return f' <span class="quiet">{others}{many % {"count": cell.count}}</span>'

    lines = []
    for row in rows:
        subject = row.subject
        if subject is None:
            head = f"<i>{unnamed}</i>"
        else:
            head = vendor_link(subject) if isinstance(subject, Vendor) else place_link(subject, language)
        cells = (
            f'<td><a href="{escape(url)}">{drawn("kind_label", kind=cell.kind, stage=None)}</a>{more(cell)}</td>'
            if cell
            else "<td></td>"
            for cell, url in row.cells
        )
        lines.append(f'<tr><th scope="row">{head}</th>{"".join(cells)}</tr>')
    return _joined(lines)


@register.simple_tag
def checked_lines(known: Iterable[Line], day: date) -> SafeString:
    """The lines of a checked list: the name that was given, the vendor it means, the strictest, and where."""
    none, on = escape(_("none known")), f"&amp;on={day.isoformat()}"
    actions, every, called = reverse("actions"), escape(_("all %(count)s")), escape(_("as %(alias)s"))

    def place(met: Met, slug: str) -> str:
        url = f"{actions}?vendor={slug}&amp;jurisdiction={met.place.code}{on}"
        mark = drawn("kind_mark", kind=met.cell.kind, named=True)
        return f'<span class="met">{mark} <a href="{url}">{escape(met.place.display_name)}</a></span> '

    lines = []
    for line in known:
        checked, met = line.checked, line.met
        vendor = checked.vendor
        if vendor is None:
            continue
        alias = called % {"alias": escape(checked.alias)} if checked.alias != vendor.name else ""
        strictest = drawn("kind_label", kind=met[0].cell.kind) if met else f'<span class="unknown">{none}</span>'
        where = "".join(place(one, vendor.slug) for one in met[:MOST_MET])
        if len(met) > MOST_MET:
            where += f'<a class="quiet" href="{address_of("vendor", vendor.slug)}">{every % {"count": len(met)}}</a>'
        lines.append(
            f'<tr><th scope="row">{escape(checked.given)}</th><td>{vendor_link(vendor)}'
            + (f' <span class="quiet">{alias}</span>' if alias else "")
            + f"</td><td>{strictest}</td><td>{where}</td></tr>"
        )
    return _joined(lines)
