"""Lines of tables, choices of filters and spots of the map: what a page holds by the hundred.

They are put together by hand, because a template takes ten times as long for them. Whatever is not a number, a
slug, a code or a fixed word of ours is escaped here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actions import labels
from actions.addresses import address_of
from actions.spans import Precision, Span
from actions.templatetags.marks import drawn, kind_word

if TYPE_CHECKING:
    from actions.facets import Choice
    from actions.held.readings import VendorName
    from actions.models import Vendor
    from actions.rows import Row
    from actions.spots import Spot
    from actions.views.places import Place
    from actions.views.vendors import PlaceRow
    from actions.views.vendors import Row as VendorRow
    from jurisdictions.models import Jurisdiction

register = template.Library()


def _safe(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308 (this module escapes what it puts in)


def _unknown() -> str:
    words = _("not known")
    return f'<span class="unknown">{escape(words)}</span>'


@lru_cache(maxsize=8)
def _months(_language: str | None) -> tuple[str, ...]:
    return ("", *(str(MONTHS[month]) for month in range(1, 13)))


@register.simple_tag
def day_of(span: Span | None) -> SafeString:
    """A date at its own precision, or "not known"."""
    return _safe(_said(span, _months(get_language())) if span else _unknown())


def day_writer() -> Callable[[Span], str]:
    """`day_of` for many dates that are known, all in the reader's language."""
    return partial(_said, months=_months(get_language()))


def _said(span: Span, months: Sequence[str]) -> str:
    first = span.first
    iso = first.isoformat()
    match span.precision:
        case Precision.DAY:
            return f'<time datetime="{iso}">{first.day} {months[first.month]} {first.year}</time>'
        case Precision.MONTH:
            return f'<time datetime="{iso[:7]}">{months[first.month]} {first.year}</time>'
    return f'<time datetime="{iso[:4]}">{first.year}</time>'


@register.simple_tag
def action_lines(
    actions: Iterable[Row], *, no_place: bool = False, no_target: bool = False, by_effect: bool = False
) -> SafeString:
    """The lines of `components/action_table.html`, which says what the arguments mean."""
    language, unknown, lines = get_language(), _unknown(), []
    months = _months(language)
    marks: dict[tuple[str, str], tuple[str, str]] = {}
    places: dict[str, str] = {}
    for action in actions:
        sort, place = (action.kind, action.stage), action.jurisdiction
        if sort not in marks:
            mark = drawn("kind_mark", kind=action.kind, stage=action.stage, named=True)
            marks[sort] = mark, drawn("stage_badge", stage=action.stage, kind=action.kind)
        if place.code not in places:
            places[place.code] = f"<td>{place_link(place, language)}</td>"
        span = action.effective if by_effect else action.announced
        lines.append(
            f'<tr><th scope="row">{marks[sort][0]} <a href="{action.url}" lang="en">{escape(action.title)}</a></th>'
            + ("" if no_place else places[place.code])
            + ("" if no_target else f'<td class="table__names">{escape(action.whom)}</td>')
            + f'<td>{marks[sort][1]}</td><td class="table__on">{_said(span, months) if span else unknown}</td></tr>'
        )
    return _safe("\n".join(lines))


@register.simple_tag
def choice_lines(choices: Iterable[Choice], name: str, *, single: bool = False) -> SafeString:
    """The choices of `components/filter_field.html`."""
    sort = "radio" if single else "checkbox"
    field = f'<li><label><input type="{sort}" name="{escape(name)}" value="'
    lines = []
    for choice in choices:
        mark = drawn("kind_mark", kind=choice.kind) if choice.kind else ""
        checked = " checked" if choice.is_chosen else ""
        lines.append(
            f'{field}{escape(choice.value)}"{checked}>{mark}'
            f'<span>{escape(str(choice.label))}</span><span class="quiet num">{choice.count}</span></label></li>'
        )
    return _safe("\n".join(lines))


def place_link(place: Jurisdiction, language: str | None) -> str:
    """As `components/place.html`."""
    name = place.name_in(language)
    if place.parent:
        name = f"{name}, {place.parent.name_in(language)}"
    return f'<a class="place" href="{address_of("jurisdiction", place.code)}">{escape(name)}</a>'


def vendor_link(vendor: Vendor | VendorName) -> str:
    """As `components/vendor_link.html`."""
    return f'<a class="vendor" href="{address_of("vendor", vendor.slug)}">{escape(vendor.name)}</a>'


@register.simple_tag
def strictest_lines(rows: Iterable[PlaceRow]) -> SafeString:
    """The lines of a vendor's table of places: the strictest in each, since when, and how many stand."""
    count, language, unknown = escape(_("In force:")), get_language(), _unknown()
    months, lines = _months(language), []
    marks: dict[tuple[str, str], tuple[str, str]] = {}
    for row in rows:
        one = row.strictest
        sort = (one.kind, one.stage)
        if sort not in marks:
            marks[sort] = drawn("kind_mark", kind=one.kind, stage=one.stage), escape(kind_word(one.kind))
        mark, word = marks[sort]
        lines.append(
            f'<tr><th scope="row">{place_link(row.jurisdiction, language)}</th>'
            f'<td>{mark} <a href="{one.url}">{word}</a></td>'
            f'<td class="table__on">{_said(one.announced, months) if one.announced else unknown}</td>'
            f'<td class="num" data-label="{count}">{row.count}</td></tr>'
        )
    return _safe("\n".join(lines))


@register.simple_tag
def place_lines(places: Iterable[Place]) -> SafeString:
    """The lines of the list of places: each country with its subdivisions, what stands and what is known."""
    language, lines = get_language(), []
    for place in places:
        lines.append(
            f'<tbody><tr><th scope="row">{place_link(place.jurisdiction, language)}</th>{_numbers(place)}</tr>'
        )
        lines += [_part(part, language) for part in place.parts]
        lines.append("</tbody>")
    return _safe("\n".join(lines))


def _part(part: Place, language: str | None) -> str:
    """A subdivision under its country."""
    url, name = address_of("jurisdiction", part.jurisdiction.code), escape(part.jurisdiction.name_in(language))
    head = f'<th scope="row"><a class="place" href="{url}">{name}</a></th>'
    return f'<tr class="is-part">{head}{_numbers(part)}</tr>'


def _numbers(row: Place | VendorRow) -> str:
    return f'<td class="num">{row.standing}</td><td class="num">{row.known}</td>'


@register.simple_tag
def vendor_lines(rows: Iterable[VendorRow]) -> SafeString:
    """The lines of the list of vendors: name and owner, home, what stands and what is known."""
    unknown, belongs = _unknown(), _("of %(parent)s")
    lines = []
    for row in rows:
        of = f' <span class="note">{escape(belongs % {"parent": row.owner})}</span>' if row.owner else ""
        lines.append(
            f'<tr><th scope="row">{vendor_link(row.vendor)}{of}</th>'
            f"<td>{escape(row.home) if row.home else unknown}</td>{_numbers(row)}</tr>"
        )
    return _safe("\n".join(lines))


@register.simple_tag
def spot_lines(spots: Iterable[Spot], query: str, watched: Mapping[int, date | None]) -> SafeString:
    """The table beside the map: each place with its strictest kind, the others, how many stand, and watched since when.

    `query` with a place lists what stands there; `watched` knows places by their keys.
    """
    words = {kind: escape(str(word)) for kind, word in labels.KINDS.items()}
    listed = f"{reverse('actions')}?{escape(query)}{'&amp;' if query else ''}jurisdiction="
    count, unwatched, day = escape(_("In force:")), escape(_("not watched yet")), day_writer()
    language = get_language()
    lines = []
    for spot in spots:
        cell, since = spot.cell, watched.get(spot.place.pk)
        told = day(Span.day(since)) if since else f'<span class="unknown">{unwatched}</span>'
        lines.append(
            f'<tr><th scope="row">{place_link(spot.place, language)}</th>'
            f"<td>{drawn('kind_label', kind=cell.kind)}</td>"
            f'<td class="quiet">{", ".join(words[kind] for kind in cell.kinds[1:])}</td>'
            f'<td class="num" data-label="{count}"><a href="{listed}{spot.place.code}">{cell.count}</a></td>'
            f'<td class="quiet">{told}</td></tr>'
        )
    return _safe("\n".join(lines))


@register.simple_tag
def map_spots(spots: Iterable[Spot]) -> SafeString:
    """What `actions/_map.html` draws over the world: each place as a link, then the marks, which take no clicks."""
    words = {kind: str(word) for kind, word in labels.KINDS.items()}
    world, marks, colon = static("vendor/natural-earth/world.svg"), static("marks.svg"), _(": ")
    language = get_language()
    shapes, signs = [], []
    for spot in spots:
        name, cell, shape = spot.place.name_in(language), spot.cell, spot.shape
        if shape is None:
            continue
        many = f", {cell.count}" if cell.count > 1 else ""
        shapes.append(
            f'<a href="{address_of("jurisdiction", spot.place.code)}" data-kind="{cell.kind}" '
            f'aria-label="{escape(name + colon + words[cell.kind] + many)}">'
            f"<title>{escape(name + colon + ', '.join(words[kind] for kind in cell.kinds))}</title>"
            f'<use class="shape" href="{world}#{spot.place.code}"></use></a>'
        )
        ring = '<circle class="ring" r="6"></circle>' if shape.is_point else ""
        signs.append(
            f'<g aria-hidden="true" data-kind="{cell.kind}" transform="translate({shape.x:.1f} {shape.y:.1f})">'
            f'<g class="sign">{ring}<svg x="-3.5" y="-3.5" width="7" height="7">'
            f'<use href="{marks}#{cell.kind}-solid"></use></svg></g></g>'
        )
    return _safe("\n".join([*shapes, *signs]))
