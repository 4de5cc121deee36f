"""Pieces of which a page holds several, or which hold many lines: put together by hand, as `lines` are.

Values are escaped here. Words of our catalogues are not, as in a template; they are looked up beside an f-string, for
inside of one the catalogue does not find them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actions.addresses import address_of
from actions.templatetags.lines import action_lines, choice_lines, day_of
from actions.templatetags.marks import drawn

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from actions.charts import Bar
    from actions.facets import Choice, Facet
    from actions.held.readings import VendorName
    from actions.outlook import Ahead, OfKind
    from actions.rows import Row
    from actions.sections import Group
    from actions.views.places import Place

register = template.Library()

FEW_CHOICES = 8
"""A filter with more choices is folded up."""


def _safe(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308 (this module escapes what it puts in)


def _escaped(words: str | Promise) -> SafeString:
    """As a template escapes: what is safe stays, and words of a catalogue are looked up now."""
    return conditional_escape(str(words) if isinstance(words, Promise) else words)


@register.simple_tag
def action_table(
    actions: Iterable[Row],
    caption: StrOrPromise,
    *,
    no_place: bool = False,
    no_target: bool = False,
    no_caption: bool = False,
    by_effect: bool = False,
) -> SafeString:
    """As `components/action_table.html`, which says what the arguments mean."""
    hidden = ' class="only-read"' if no_caption else ""
    return _safe(
        '<div class="table-scroll">\n<table class="table table--stack table--actions">\n'
        f"<caption{hidden}>{_escaped(caption)}</caption>\n"
        f"{_table_head(get_language(), no_place=no_place, no_target=no_target, by_effect=by_effect)}\n<tbody>\n"
        f"{action_lines(actions, no_place=no_place, no_target=no_target, by_effect=by_effect)}\n"
        "</tbody>\n</table>\n</div>"
    )


@lru_cache(maxsize=32)
def _table_head(_language: str | None, *, no_place: bool, no_target: bool, by_effect: bool) -> str:
    heads = [
        _("Action"),
        "" if no_place else _("Place"),
        "" if no_target else _("Against"),
        _("Stage"),
        _("Takes effect") if by_effect else _("Announced"),
    ]
    cells = "\n".join(f'<th scope="col">{head}</th>' for head in heads if head)
    return f"<thead>\n<tr>\n{cells}\n</tr>\n</thead>"


@register.simple_tag
def group_sections(
    groups: Iterable[Group], *, no_place: bool = False, no_target: bool = False, has_list: bool = False
) -> SafeString:
    """As `actions/_groups.html`."""
    pieces = []
    for group in groups:
        name, is_coming = group.section.value, group.section.value == "coming"
        title = _escaped(group.title)
        table = action_table(
            group.rows, title, no_caption=True, no_place=no_place, no_target=no_target, by_effect=is_coming
        )
        pieces.append(
            f'<section aria-labelledby="{name}">\n<h2 id="{name}">{title} <span class="quiet num">{group.count}</span>'
            f"</h2>\n{table}\n{_cut(group, has_list=has_list) if group.is_cut else ''}\n</section>"
        )
    return _safe("\n".join(pieces))


def _cut(group: Group, *, has_list: bool) -> str:
    """That a section shows its first actions only, and where the others are."""
    told = _("The first %(shown)s of %(count)s.") % {"shown": len(group.rows), "count": group.count}
    all_of_them = _("All of them")
    link = f' <a href="{reverse("actions")}?{escape(group.query)}">{all_of_them}</a>' if has_list else ""
    return f'<p class="note">{told}{link}</p>'


@register.simple_tag
def kinds_and_dates(kinds: Sequence[OfKind], ahead: Sequence[Ahead]) -> SafeString:
    """As `actions/_outlook.html`."""
    pieces = []
    if kinds:
        listed = reverse("actions")
        lines = (
            f'<li><a href="{listed}?{escape(one.query)}">{drawn("kind_label", kind=one.kind)} '
            f'<b class="num">{one.count}</b></a></li>'
            for one in kinds
        )
        label = _("In force by kind")
        pieces.append(f'<ul class="cluster kinds" aria-label="{label}">{"".join(lines)}</ul>')
    if ahead:
        heading, effect = _("Dates ahead"), _("Takes effect")
        pieces.append(
            f'<section aria-labelledby="ahead">\n<h2 id="ahead">{heading} '
            f'<span class="quiet num">{len(ahead)}</span></h2>\n'
            f'<ol class="dates dates--wide">{_dates(ahead, effect)}</ol>\n</section>'
        )
    return _safe("\n".join(pieces))


@register.simple_tag
def date_lines(ahead: Iterable[Ahead]) -> SafeString:
    """Days that lie ahead, each with its action and what happens: a step in words, or that it takes effect."""
    return _safe(_dates(ahead, escape(_("Takes effect"))))


def _dates(ahead: Iterable[Ahead], effect: str) -> str:
    lines = []
    for one in ahead:
        told = f'<span class="quiet" lang="en">{escape(one.text)}</span>' if one.text else ""
        if not told and effect:
            told = f'<span class="quiet">{effect}</span>'
        lines.append(
            f'<li>{day_of(one.on)}<span><a href="{one.action.get_absolute_url()}" lang="en">{escape(one.action.title)}'
            f"</a>{' ' if told else ''}{told}</span></li>"
        )
    return "\n".join(lines)


@register.simple_tag
def row_lines(actions: Iterable[Row]) -> SafeString:
    """As `components/action_row.html` for each of the actions."""
    lines = []
    for action in actions:
        mark = drawn("kind_mark", kind=action.kind, stage=action.stage, named=True)
        lines.append(
            f'<li>\n<span class="rows__date">{day_of(action.announced)}</span>\n'
            f'<span class="rows__place"><a class="place" href="{action.place_url}">{escape(action.place_name)}</a>'
            f'</span>\n<span class="rows__what">{mark} <a href="{action.url}" lang="en">{escape(action.title)}</a>'
            f'</span>\n<span class="rows__from">{escape(action.whom)}</span>\n</li>'
        )
    return _safe("\n".join(lines))


@register.simple_tag
def bar_lines(rows: Iterable[Bar]) -> SafeString:
    """The lines of `components/bars.html`."""
    lines = []
    for row in rows:
        label = escape(row.label)
        name = f'<a href="{escape(row.url)}">{label}</a>' if row.url else f"<span>{label}</span>"
        parts = "".join(
            f'<rect data-kind="{part.kind}" x="{part.start}%" width="{part.width}%" height="100%"></rect>'
            for part in row.parts
        )
        drawing = parts or f'<rect width="{row.percent}%" height="100%"></rect>'
        lines.append(f'<li>{name}<svg aria-hidden="true">{drawing}</svg><b>{row.count}</b></li>')
    return _safe("\n".join(lines))


@register.simple_tag
def vendor_tally(vendors: Iterable[tuple[VendorName, int]]) -> SafeString:
    """Vendors with how many actions each."""
    return _safe(
        "".join(
            f'<li><a class="vendor" href="{address_of("vendor", vendor.slug)}">{escape(vendor.name)}</a> '
            f'<span class="quiet num">{count}</span></li>'
            for vendor, count in vendors
        )
    )


@register.simple_tag
def authority_lines(authorities: Iterable[tuple[str, str]]) -> SafeString:
    """Links to authorities, each given as slug and name."""
    return _safe(
        "".join(f'<li><a href="{address_of("authority", slug)}">{escape(name)}</a></li>' for slug, name in authorities)
    )


@register.simple_tag
def part_lines(parts: Iterable[Place]) -> SafeString:
    """Subdivisions as lines of a table, with what stands and what is known."""
    return _safe(
        "".join(
            f'<tr><th scope="row"><a class="place" href="{address_of("jurisdiction", part.jurisdiction.code)}">'
            f'{escape(part.jurisdiction.display_name)}</a></th><td class="num">{part.standing}</td>'
            f'<td class="num">{part.known}</td></tr>'
            for part in parts
        )
    )


@register.simple_tag
def facet_fields(facets: Iterable[Facet]) -> SafeString:
    """Every filter with its choices, those with many folded up unless one of them is chosen."""
    pieces = []
    for facet in facets:
        many = len(facet.choices)
        label, is_folded = _escaped(facet.label), many > FEW_CHOICES
        single = not (facet.takes_many or is_folded)
        field = filter_field(facet.parameter, label, facet.choices, single=single, more=facet.more if is_folded else "")
        if is_folded:
            opened = " open" if facet.is_used else ""
            field = _safe(
                f'<details class="facet" id="facet-{facet.parameter}"{opened}>\n'
                f'<summary>{label} <span class="quiet num">{many}</span></summary>\n{field}\n</details>'
            )
        pieces.append(field)
    return _safe("\n".join(pieces))


@register.simple_tag
def filter_field(
    name: str, label: StrOrPromise, options: Iterable[Choice], *, single: bool = False, more: str = ""
) -> SafeString:
    """As `components/filter_field.html`, which says what the arguments mean."""
    note = f'<p class="note">{escape(more)}</p>' if more else ""
    return _safe(
        f'<fieldset class="facet">\n<legend>{_escaped(label)}</legend>\n<ul class="facet__options">\n'
        f"{choice_lines(options, name, single=single)}\n</ul>\n{note}\n</fieldset>"
    )


Links = Iterable[tuple["StrOrPromise", str]]


@register.simple_tag
def takeaway(
    feeds: Links | None,
    downloads: Links | None,
    permalink: str | None,
    as_of: date | datetime | None,
    report_url: str | None,
    cite: str | None,
) -> SafeString:
    """As `components/takeaway.html`, which says what the arguments mean."""
    told = []
    if feeds:
        told.append((_("Follow"), "".join(f'<a href="{escape(url)}">{_escaped(label)}</a>' for label, url in feeds)))
    if downloads:
        links = (f'<a href="{escape(url)}" download>{_escaped(label)}</a>' for label, url in downloads)
        told.append((_("Download"), "".join(links)))
    if permalink:
        this_page = _("this page")
        told.append((_("Permalink"), f'<a href="{escape(permalink)}">{this_page}</a>'))
    if as_of:
        iso, day = date_format(as_of, "c"), date_format(as_of, "j F Y")
        told.append((_("As of"), f'<time datetime="{iso}">{day}</time>'))
    if report_url:
        report = _("Report an error")
        told.append((_("Wrong?"), f'<a href="{escape(report_url)}" rel="nofollow">{report}</a>'))
    if cite:
        told.append((_("Cite"), _escaped(cite)))
    rows = "\n".join(f"<div><dt>{term}</dt> <dd>{value}</dd></div>" for term, value in told)
    label = _("Take this page along")
    return _safe(f'<aside aria-label="{label}">\n<dl class="takeaway">\n{rows}\n</dl>\n</aside>')
