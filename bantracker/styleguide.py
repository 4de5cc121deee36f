"""The page that shows every component once. The only place where sample values live."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from actions import labels
from actions.charts import Bar, Part
from actions.lifecycle import STRENGTH, Kind, MilestoneKind, Stage
from actions.models import Citation, Quote, Vendor
from actions.rows import Row
from actions.spans import Span, parse_span
from ingest.desk.charts import chart
from jurisdictions.models import Jurisdiction, JurisdictionKind

SIZES = [
    ("note", "0.8125rem"),
    ("data", "0.9375rem"),
    ("text", "1.0625rem"),
    ("lead", "1.3125rem"),
    ("title", "1.875rem"),
    ("display", "2.5rem"),
]
LINES = [
    (
        "CA",
        "shutdown_order",
        "in_force",
        "2025-06-27",
        "Canada orders Hikvision Canada to cease operations",
        "Hikvision",
    ),
    ("CA", "procurement_ban", "adopted", "2025-06-27", "Departments may no longer buy Hikvision cameras", "Hikvision"),
    ("CA-QC", "procurement_ban", "suspended", "2023-02", "Quebec keeps a video app off government phones", "TikTok"),
    ("DE", "advisory", "in_force", "2022-03-15", "Germany warns against Kaspersky’s antivirus products", "Kaspersky"),
    ("GB", "removal_order", "proposed", "2022", "Britain considers taking cameras down at sensitive sites", "Dahua"),
    ("DE", "market_restriction", "lifted", "", "Germany lifts a limit on the sale of a component", ""),
    ("GB", "sanctions_listing", "in_force", "2024-05-01", "Britain lists a maker of surveillance equipment", ""),
]
"""Lines of a list: each kind once, with stages and precisions spread over them."""
STEPS = [
    ("2024", "proposed", "A review under the Investment Canada Act begins."),
    ("2025-06-27", "adopted", "The minister orders the company to cease all operations in Canada."),
    ("2025-06-28", "reaction", "calls the decision unfounded and says that it lacks due process."),
    ("", "effective", "The order takes effect; no day was made public."),
    ("2027-01", "deadline", "Departments finish taking out what is installed."),
]
BARS = [("Huawei", (22, 9, 10)), ("TikTok", (30, 2, 4)), ("Kaspersky", (9, 6, 8)), ("Hikvision", (8, 4, 2))]
CLASSES = [
    (".page", _("A page: one text column; on a wide screen with .page__side beside .page__main.")),
    (".page--left", _("The same with the side column before the text, for narrowing a list.")),
    (".page--narrow", _("One narrow column, for a door or a short form.")),
    ("h1.display", _("The one sentence of the first page. Elsewhere: h1, then p.lead with the answer.")),
    (".columns", _("Sections side by side, as many as fit, each with a ruled heading.")),
    (".multiples", _("Small multiples: the same small figure many times.")),
    (".stack, .cluster, .prose", _("Things one under the other, side by side, or as running text.")),
    (
        ".table, .table--stack, .table-scroll",
        _("A table in hairlines; one that stacks on a phone; a frame that scrolls."),
    ),
    (".num, .quiet, .note, .unknown", _("Figures to the right, second voice, small print, what is not known.")),
    ("ol.rows, ol.bars, ol.timeline, dl.facts", _("Lists of actions, of measures, of steps, of facts.")),
    ("ul.chosen, fieldset.facet", _("What a list is narrowed to, and the ways to narrow it.")),
    ("main.wrap--desk, .desk", _("The whole screen in three columns: queue, text, proposal.")),
    ("ol.queue, mark.evidence, ul.keys, fieldset.draft", _("The parts of the desk.")),
    (".takeaway", _("Stands after .page, so that on a phone it follows the facts as well.")),
]
COLOURS = ["paper", "tint", "rule", "edge", "quiet", "ink", "link", "wrong", "marker"]


@dataclass(frozen=True)
class Step:
    on: Span | None
    kind: str
    text: str
    by: str = ""
    citation: Citation | None = None
    is_ahead: bool = False


@dataclass(frozen=True)
class Option:
    value: str
    label: Any
    count: int | None
    is_chosen: bool = False
    kind: str = ""


class SampleForm(forms.Form):
    """A field of each sort, bound with mistakes so that errors show."""

    address = forms.URLField(
        label=_("Address of the page"), assume_scheme="https", help_text=_("The page itself, not a list of pages.")
    )
    name = forms.CharField(label=_("Headline"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=labels.choices(labels.KINDS))
    stage = forms.ChoiceField(label=_("Stage"), choices=labels.choices(labels.STAGES)[:3], widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    is_quiet = forms.BooleanField(
        label=_("Send nothing to feeds"), required=False, help_text=_("For corrections of a typing error.")
    )


def _places() -> dict[str, Jurisdiction]:
    canada = Jurisdiction(code="CA", kind=JurisdictionKind.COUNTRY, name="Canada")
    return {
        "CA": canada,
        "CA-QC": Jurisdiction(code="CA-QC", kind=JurisdictionKind.SUBDIVISION, name="Quebec", parent=canada),
        "DE": Jurisdiction(code="DE", kind=JurisdictionKind.COUNTRY, name="Germany"),
        "GB": Jurisdiction(code="GB", kind=JurisdictionKind.COUNTRY, name="United Kingdom"),
    }


def _actions(places: dict[str, Jurisdiction]) -> list[Row]:
    return [
        Row("sample", "#sample", title, kind, stage, places[code], parse_span(announced), None, vendors)
        for code, kind, stage, announced, title, vendors in LINES
    ]


def _citation() -> Citation:
    citation = Citation(
        url="https://www.canada.ca/",
        title="Statement on the review of Hikvision Canada Inc.",
        publisher="Innovation, Science and Economic Development Canada",
        grade=labels.Grade.ACT,
        seen_at=datetime(2025, 6, 28, 6, 0, tzinfo=UTC),
    )
    citation.published = parse_span("2025-06-27")
    return citation


def _steps(citation: Citation) -> list[Step]:
    return [
        Step(parse_span(on), kind, text, by="Hikvision" if kind == "reaction" else "", is_ahead=kind == "deadline")
        for on, kind, text in STEPS
    ] + [Step(parse_span("2025-11"), MilestoneKind.UPHELD, "A court upholds the order.", citation=citation)]


def _bars() -> list[Bar]:
    kinds = (Kind.PROCUREMENT_BAN, Kind.MARKET_RESTRICTION, Kind.ADVISORY)
    bars = []
    for label, counts in BARS:
        parts = tuple(
            Part(kind, round(sum(counts[:index]) / 0.41, 1), round(counts[index] / 0.41, 1))
            for index, kind in enumerate(kinds)
        )
        bars.append(Bar(label, "#bars", sum(counts), round(sum(counts) / 0.41, 1), parts))
    return bars


def _samples() -> dict[str, Any]:
    places, citation = _places(), _citation()
    return {
        "place": places["CA"],
        "part": places["CA-QC"],
        "vendor": Vendor(slug="hikvision", name="Hikvision"),
        "actions": _actions(places),
        "table_actions": _actions(places),
        "chosen": [{"label": label, "query": ""} for label in (_("Kind: Procurement ban"), _("Announced from: 2025"))],
        "citation": citation,
        "press": Citation(url="https://example.org/report", title="", grade=labels.Grade.PRESS),
        "quote": Quote(citation=citation, field="stage", exact="must cease all operations in Canada"),
        "steps": _steps(citation),
        "columns_chart": chart(
            str(_("By weekday")), [3, 5, 4, 8, 6, 1, 0], list("MTWTFSS"), sentence=str(_("Most on Thursday."))
        ),
        "bars": _bars(),
        "plain_bars": [replace(row, url="", parts=()) for row in _bars()],
        "page": Paginator(range(392), 50).page(2),
        "single_page": Paginator(range(3), 50).page(1),
    }


def _controls() -> dict[str, Any]:
    too_early = _(
        "This order ends on 1 June 2025, before it takes effect on 27 June 2025. Change one of the two dates."
    )
    return {
        "facts": [
            (_("Authority"), "Innovation, Science and Economic Development Canada"),
            (_("Instrument"), "Investment Canada Act, section 25.4"),
            (_("Effective"), None),
        ],
        "kind_options": [
            Option(kind, labels.KINDS[kind], 12 * index + 3, is_chosen=index == 1, kind=kind)
            for index, kind in enumerate(STRENGTH)
        ],
        "year_options": [Option(str(year), year, 2030 - year, is_chosen=year == 2025) for year in (2026, 2025, 2024)],
        "feeds": [("Atom", "#takeaway"), ("RSS", "#takeaway"), ("JSON Feed", "#takeaway")],
        "downloads": [("CSV", "#takeaway"), ("JSON Lines", "#takeaway")],
        "as_of": date(2025, 11, 12),
        "crumbs": [(_("Places"), "#crumbs"), ("Canada", "#crumbs")],
        "notes": [
            Message(messages.SUCCESS, str(_("The action is published. Feeds follow in a minute."))),
            Message(messages.ERROR, str(too_early)),
        ],
        "form": SampleForm({"address": "not an address", "kind": "advisory"}),
    }


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component once, with its states, and the type, colours and marks they are made of."""
    scales = {"sizes": SIZES, "colours": COLOURS, "classes": CLASSES, "kinds": STRENGTH, "stages": list(Stage)}
    spans = [parse_span(text) for text in ("2025-06-27", "2025-06", "2025", "")]
    return render(request, "styleguide.html", scales | {"spans": spans} | _samples() | _controls())
