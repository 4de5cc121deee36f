"""Check my list: names in, what each of them meets out, as a page and as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from actions import checking, grid, labels, own_parameters
from actions.exports import table
from actions.filters import ActionFilters
from actions.held import reading
from actions.parameters import FilterError
from actions.views.parts import take_along, today
from jurisdictions.models import Jurisdiction

MOST_BYTES = 256_000
LONGEST_ADDRESS = 6_000
"""A longer list is answered where it is, instead of in an address of its own."""

COLUMNS = ("given", "vendor", "matched_name", "likeness", "place_code", "place", "strictest", "kinds", "actions", "on")


@dataclass(frozen=True, slots=True)
class Met:
    """What a vendor meets in one place."""

    place: Jurisdiction
    cell: grid.Cell


@dataclass(frozen=True, slots=True)
class Line:
    """One name of the list, and what its vendor meets, the strictest first."""

    checked: checking.Checked
    met: tuple[Met, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The form, and the answer for the names in the address or in what was sent."""
    if request.method == "POST":
        names = _sent(request)
        query = urlencode({"names": "\n".join(names)})
        if len(query) <= LONGEST_ADDRESS and "as_csv" not in request.POST:
            return redirect(f"{reverse('check')}?{query}")
        filters = ActionFilters.from_query(QueryDict())
    else:
        names = checking.split_names(request.GET.get("names", ""))
        query = urlencode({"names": "\n".join(names)}) if names else ""
        filters = ActionFilters.from_query(own_parameters.without(request.GET, "names"))
    _refuse_too_many(names)
    lines = _lines(names, filters)
    if request.method == "POST" and "as_csv" in request.POST:
        return _as_csv(lines, filters)
    context = {
        "names": "\n".join(names),
        "lines": lines,
        "unknown": [line for line in lines if not line.checked.vendor],
        "known": [line for line in lines if line.checked.vendor],
        "day": filters.on or today(),
        "filters": filters,
        "sentence": _sentence(lines, filters),
        "csv_url": f"{reverse('check_csv')}?{query}" if len(query) <= LONGEST_ADDRESS else "",
        "most_names": checking.MOST_NAMES,
        **take_along(request, title=_("Check a list"), query=query, has_feed=False),
    }
    return render(request, "actions/check.html", context)


@require_safe
def check_csv(request: HttpRequest) -> HttpResponse:
    """The same answer as CSV: one row a name and place, one for a name that meets nothing."""
    names = checking.split_names(request.GET.get("names", ""))
    _refuse_too_many(names)
    filters = ActionFilters.from_query(own_parameters.without(request.GET, "names"))
    return _as_csv(_lines(names, filters), filters)


def _sent(request: HttpRequest) -> list[str]:
    """Names out of the field and the file of the form."""
    upload = request.FILES.get("file")
    text = request.POST.get("names", "")
    if upload:
        if (upload.size or 0) > MOST_BYTES:
            raise FilterError("file", _("This file is larger than 256 kB. Keep only the column with the names."))
        try:
            text += "\n" + upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            message = _("This file is not text in UTF-8. Save it as CSV (UTF-8) or plain text, and send it again.")
            raise FilterError("file", message) from error
    return checking.split_names(text)


def _refuse_too_many(names: Sequence[str]) -> None:
    if len(names) > checking.MOST_NAMES:
        message = _("A list has at most %(most)d names; this one has %(count)d. Send it in parts.")
        raise FilterError("names", message % {"most": checking.MOST_NAMES, "count": len(names)})


def _lines(names: Sequence[str], filters: ActionFilters) -> list[Line]:
    if not names:
        return []
    places = reading().places
    checked = checking.check(names)
    vendors = {one.vendor.pk for one in checked if one.vendor}
    by_vendor: dict[int, list[Met]] = {}
    for (vendor, place), cell in grid.cells_of(filters, filters.day, vendors=vendors).items():
        by_vendor.setdefault(vendor, []).append(Met(places[place], cell))
    met_in = {met.place.pk: met.place for of_vendor in by_vendor.values() for met in of_vendor}
    orders = {key: place.name_order for key, place in met_in.items()}
    for of_vendor in by_vendor.values():
        of_vendor.sort(key=lambda met: (grid.rank(met.cell.kind), orders[met.place.pk]))
    return [Line(one, tuple(by_vendor.get(one.vendor.pk, ()) if one.vendor else ())) for one in checked]


def _sentence(lines: Sequence[Line], filters: ActionFilters) -> str:
    """How many of the list are restricted anywhere."""
    if not lines:
        return ""
    hit = sum(1 for line in lines if line.met)
    unknown = sum(1 for line in lines if not line.checked.vendor)
    words = ngettext(
        "%(hit)s of %(count)s name is restricted somewhere on %(day)s; %(unknown)s we do not know.",
        "%(hit)s of %(count)s names are restricted somewhere on %(day)s; %(unknown)s we do not know.",
        len(lines),
    )
    day = date_format(filters.on or today(), "j F Y")
    return words % {"hit": hit, "count": len(lines), "unknown": unknown, "day": day}


def _as_csv(lines: Sequence[Line], filters: ActionFilters) -> HttpResponse:
    """RFC 4180, with a mark for spreadsheets that look for one; no cell begins a formula."""
    written = [table.line(COLUMNS)]
    day = (filters.on or today()).isoformat()
    for line in lines:
        one = line.checked
        head = [one.given, one.vendor.name if one.vendor else "", one.alias, "1" if one.vendor else ""]
        for met in line.met:
            kinds = " ".join(met.cell.kinds)
            row = [met.place.code, met.place.display_name, labels.KINDS[met.cell.kind], kinds, met.cell.count, day]
            written.append(table.line([str(cell) for cell in (*head, *row)]))
        if not line.met:
            said = _("none known") if one.vendor else _("name not known")
            written.append(table.line([*head, "", "", said, "", "0", day]))
    answer = HttpResponse("\ufeff" + "".join(written), content_type=table.MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="bantracker-check-{day}.csv"'
    return answer
