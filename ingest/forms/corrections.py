"""The form that corrects a published action: everything that its page says of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions import labels
from actions.drafting import ActionDraft, CitationDraft, MilestoneDraft, split_authority
from actions.lifecycle import Kind, MilestoneKind, Stage
from actions.spans import parse_span
from ingest.forms.drafts import StatementForm


class MilestonesField(forms.CharField):
    """Steps, one a line: "2025-07-07 challenged: The company asks a court". "?" stands for an unknown day."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> list[MilestoneDraft]:  # noqa: ANN401 - drafts, not text
        return [_read_step(line) for line in str(super().clean(value)).splitlines() if line.strip()]


def _read_step(line: str) -> MilestoneDraft:
    head, colon, text = line.strip().partition(":")
    day, _space, kind = head.strip().partition(" ")
    try:
        step = MilestoneKind(kind.strip().replace(" ", "_").casefold())
        on = None if day == "?" else parse_span(day)
    except ValueError as error:
        raise ValidationError(_unread(line)) from error
    if not colon or not text.strip() or len(text) > 500:
        raise ValidationError(_unread(line))
    return MilestoneDraft(step, text.strip(), on)


def _unread(line: str) -> str:
    return _("“%(line)s” cannot be read as a step. Write a day, its kind and what happened: %(sample)s.") % {
        "line": line.strip()[:80],
        "sample": "“2025-07-07 challenged: …”",
    }


class CorrectionForm(StatementForm):
    """A published action, as it stands, to be corrected with a reason."""

    stage = forms.ChoiceField(label=gettext_lazy("Stage"), choices=labels.choices(labels.STAGES))
    milestones = MilestonesField(
        label=gettext_lazy("Steps"),
        required=False,
        max_length=20_000,
        help_text=gettext_lazy("One a line: day, kind, colon, what happened; a question mark for an unknown day."),
    )
    pages = forms.CharField(
        label=gettext_lazy("Pages cited"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One address a line. Quotes of a page go with it."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for this change"),
        max_length=500,
        help_text=gettext_lazy("It stands in the list of revisions for everybody."),
        error_messages={"required": gettext_lazy("Say why the record changes: readers see it beside the revision.")},
    )
    is_quiet = forms.BooleanField(
        label=gettext_lazy("Send nothing to feeds"),
        required=False,
        help_text=gettext_lazy("For the correction of a typing error."),
    )

    MAIN = ("kind", "stage", "title", "authority", "vendors", "targets")
    RECORD = ("milestones", "pages")

    @property
    def record_fields(self) -> list[forms.BoundField]:
        return self.fields_of(self.RECORD)

    def clean_pages(self) -> list[str]:
        urls = [line.strip() for line in self.cleaned_data["pages"].splitlines() if line.strip()]
        check = forms.URLField(max_length=1000, assume_scheme="https")
        for url in urls:
            try:
                check.clean(url)
            except ValidationError as error:
                raise ValidationError(_("“%(url)s” is not an address.") % {"url": url[:100]}) from error
        return list(dict.fromkeys(urls))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self.check_targets()
        return values

    def correct(self, draft: ActionDraft) -> ActionDraft:
        """`draft` as this form has it; what the form does not show stays."""
        values = self.cleaned_data
        known = {citation.url: citation for citation in draft.citations}
        addresses = {(step.kind, step.text): step.url for step in draft.milestones}
        linked = {(target.kind, target.name): target for target in draft.targets}
        texts = ("title", "instrument", "summary", "scope", "not_covered", "reasons", *self.DATES)
        return replace(
            draft,
            kind=Kind(values["kind"]),
            stage=Stage(values["stage"]),
            authorities=split_authority(values["authority"]),
            targets=tuple(linked.get((t.kind, t.name), t) for t in self.target_drafts()),
            binds=tuple(values["binds"]),
            forbids=tuple(values["forbids"]),
            milestones=tuple(replace(s, url=addresses.get((s.kind, s.text), "")) for s in values["milestones"]),
            citations=tuple(known.get(url, CitationDraft(url)) for url in values["pages"]),
            quotes=tuple(quote for quote in draft.quotes if quote.url in values["pages"]),
            **{name: values[name] for name in texts},
        )


def initial_correction(draft: ActionDraft, vendors: list[str]) -> dict[str, Any]:
    """The fields of the form as the record stands; `vendors` are the names of those that it hits."""
    authorities = [f"{a.name} ({a.capacity})" if a.capacity else a.name for a in draft.authorities]
    steps = [f"{m.on.iso() if m.on else '?'} {m.kind.value.replace('_', ' ')}: {m.text}" for m in draft.milestones]
    plain = ("title", "instrument", "summary", "scope", "not_covered", "reasons", *CorrectionForm.DATES)
    return {
        "kind": draft.kind,
        "stage": draft.stage,
        "authority": "; ".join(authorities),
        "vendors": ", ".join(vendors),
        "targets": [(target.kind, target.name) for target in draft.targets if target.kind != "vendor"],
        "binds": draft.binds,
        "forbids": draft.forbids,
        "milestones": "\n".join(steps),
        "pages": "\n".join(citation.url for citation in draft.citations),
        **{name: getattr(draft, name) for name in plain},
    }
