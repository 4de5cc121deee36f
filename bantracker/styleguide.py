"""The page that shows every component once. The only place where sample values live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from actions import labels
from actions.lifecycle import STRENGTH, Kind, MilestoneKind, Stage
from actions.models import Action, Announcement, Citation, Quote, Vendor
from actions.spans import Span
from jurisdictions.models import Jurisdiction, JurisdictionKind

SIZES = [
    ("note", "0.8125rem"),
    ("data", "0.9375rem"),
    ("text", "1.0625rem"),
    ("lead", "1.3125rem"),
    ("title", "1.875rem"),
    ("display", "2.5rem"),
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

    address = forms.URLField(label=_("Address of the page"), help_text=_("The page itself, not a list of pages."))
    name = forms.CharField(label=_("Headline"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=labels.choices(labels.KINDS))
    stage = forms.ChoiceField(label=_("Stage"), choices=labels.choices(labels.STAGES)[:3], widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    is_quiet = forms.BooleanField(
        label=_("Send nothing to feeds"), required=False, help_text=_("For corrections of a typing error.")
    )


def _action(place: Jurisdiction, kind: Kind, stage: Stage, title: str, announced: Span | None) -> Action:
    action = Action(slug="sample", jurisdiction=place, kind=kind, stage=stage, title=title)
    action.announced = announced
    return action


def _places() -> dict[str, Jurisdiction]:
    canada = Jurisdiction(code="CA", kind=JurisdictionKind.COUNTRY, name="Canada")
    quebec = Jurisdiction(code="CA-QC", kind=JurisdictionKind.SUBDIVISION, name="Quebec", parent=canada)
    return {
        "CA": canada,
        "CA-QC": quebec,
        "DE": Jurisdiction(code="DE", kind=JurisdictionKind.COUNTRY, name="Germany"),
        "GB": Jurisdiction(code="GB", kind=JurisdictionKind.COUNTRY, name="United Kingdom"),
    }


def _actions(places: dict[str, Jurisdiction]) -> list[tuple[Action, str]]:
    """Lines of a list: one of each kind, the stages and precisions spread over them."""
    canada, quebec, germany, britain = places["CA"], places["CA-QC"], places["DE"], places["GB"]
    return [
        (_action(canada, Kind.SHUTDOWN_ORDER, Stage.IN_FORCE, "Canada orders Hikvision Canada to cease operations", Span.day(date(2025, 6, 27))), "Hikvision"),
        (_action(canada, Kind.PROCUREMENT_BAN, Stage.ADOPTED, "Canadian departments may no longer buy Hikvision products", Span.day(date(2025, 6, 27))), "Hikvision"),
        (_action(quebec, Kind.PROCUREMENT_BAN, Stage.SUSPENDED, "Quebec keeps a video app off government phones while a court hears the case", Span.month(2023, 2)), "TikTok"),
        (_action(germany, Kind.ADVISORY, Stage.IN_FORCE, "Germany’s information security office warns against Kaspersky’s antivirus products", Span.day(date(2022, 3, 15))), "Kaspersky"),
        (_action(britain, Kind.REMOVAL_ORDER, Stage.PROPOSED, "Britain considers the removal of cameras from sensitive sites", Span.year(2022)), "Hikvision, Dahua"),
        (_action(germany, Kind.MARKET_RESTRICTION, Stage.LIFTED, "Germany lifts a limit on the sale of a component", None), ""),
        (_action(britain, Kind.SANCTIONS_LISTING, Stage.IN_FORCE, "Britain lists a maker of surveillance equipment", Span.day(date(2024, 5, 1))), ""),
    ]  # fmt: skip


def _citation() -> Citation:
    citation = Citation(
        url="https://www.canada.ca/",
        title="Statement on the review of Hikvision Canada Inc.",
        publisher="Innovation, Science and Economic Development Canada",
        grade=labels.Grade.ACT,
        seen_at=datetime(2025, 6, 28, 6, 0, tzinfo=UTC),
    )
    citation.published = Span.day(date(2025, 6, 27))
    return citation


def _steps(citation: Citation) -> list[Step]:
    return [
        Step(Span.year(2024), MilestoneKind.PROPOSED, "A review under the Investment Canada Act begins."),
        Step(Span.day(date(2025, 6, 27)), MilestoneKind.ADOPTED, "The minister orders the company to cease all operations in Canada.", citation=citation),
        Step(Span.day(date(2025, 6, 28)), "reaction", "calls the decision unfounded and says that it lacks due process.", by="Hikvision"),
        Step(None, MilestoneKind.EFFECTIVE, "The order takes effect; no day was made public."),
        Step(Span.month(2027, 1), MilestoneKind.DEADLINE, "Departments finish taking out what is installed.", is_ahead=True),
    ]  # fmt: skip


def _bars() -> list[dict[str, Any]]:
    rows = [
        ("Huawei", 41, (22, 9, 10)),
        ("Kaspersky", 23, (9, 6, 8)),
        ("TikTok", 36, (30, 2, 4)),
        ("Hikvision", 14, (8, 4, 2)),
    ]
    kinds = (Kind.PROCUREMENT_BAN, Kind.MARKET_RESTRICTION, Kind.ADVISORY)
    bars = []
    for label, count, counts in rows:
        parts = [
            {"kind": kind, "start": round(sum(counts[:index]) / 0.41, 1), "width": round(counts[index] / 0.41, 1)}
            for index, kind in enumerate(kinds)
        ]
        bars.append({"label": label, "count": count, "percent": round(count / 0.41, 1), "url": "#bars", "parts": parts})
    return bars


def _samples() -> dict[str, Any]:
    places, citation = _places(), _citation()
    action = _actions(places)[0][0]
    announcement = Announcement(slug="sample", jurisdiction=places["CA"])
    return {
        "place": places["CA"],
        "part": places["CA-QC"],
        "vendor": Vendor(slug="hikvision", name="Hikvision"),
        "actions": _actions(places),
        "announcement": announcement,
        "citation": citation,
        "press": Citation(url="https://example.org/report", title="", grade=labels.Grade.PRESS),
        "quote": Quote(action=action, citation=citation, field="stage", exact="must cease all operations in Canada"),
        "steps": _steps(citation),
        "bars": _bars(),
        "plain_bars": [{"label": row["label"], "count": row["count"], "percent": row["percent"]} for row in _bars()],
        "page": Paginator(range(392), 50).page(2),
        "single_page": Paginator(range(3), 50).page(1),
    }


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component once, with its states, and the type, colours and marks they are made of."""
    form = SampleForm({"address": "not an address", "kind": "advisory"}) if "plain" not in request.GET else SampleForm()
    context = _samples() | {
        "sizes": SIZES,
        "colours": COLOURS,
        "kinds": STRENGTH,
        "stages": list(Stage),
        "spans": [Span.day(date(2025, 6, 27)), Span.month(2025, 6), Span.year(2025), None],
        "facts": [(_("Authority"), "Innovation, Science and Economic Development Canada"), (_("Instrument"), "Investment Canada Act, section 25.4"), (_("Effective"), None)],
        "kind_options": [Option(kind, labels.KINDS[kind], 12 * index + 3, index == 1, kind) for index, kind in enumerate(STRENGTH)],
        "year_options": [Option(str(year), year, 2026 - year + 4, year == 2025) for year in (2026, 2025, 2024)],
        "feeds": [("Atom", "#takeaway"), ("RSS", "#takeaway"), ("JSON Feed", "#takeaway")],
        "downloads": [("CSV", "#takeaway"), ("JSON Lines", "#takeaway")],
        "as_of": date(2025, 11, 12),
        "crumbs": [(_("Places"), "#crumbs"), ("Canada", "#crumbs")],
        "notes": [Message(25, _("The action is published. Feeds follow in a minute.")), Message(40, _("This order ends on 1 June 2025, before it takes effect on 27 June 2025. Change one of the two dates."))],
        "form": form,
    }  # fmt: skip
    return render(request, "styleguide.html", context)
