"""The proposal as a form: one part for each draft, and one for what they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions import labels
from actions.drafting import TargetDraft
from actions.lifecycle import Kind, Stage, may_follow
from actions.models import Action, Announcement, Vendor
from actions.names import fold
from actions.spans import Span
from actions.starter.linking import link_targets
from ingest.desk.similar import Known, span_or_none
from ingest.desk.story import ReadItem
from ingest.desk.titles import headline_of
from ingest.forms.fields import DATE_HELP, PlaceField, SpanField, TargetsField, VendorsField
from ingest.services.answers import STAGE_ANSWERS, ActionAnswer, NewsAnswer
from ingest.services.news import REACTION

NEW, LEAVE = "new", "leave"
_KNOWN_PREFIX = "action:"
MOST_DRAFTS = 20
_LONGEST_ID = 18

_LATER_STEPS = {"challenged": None, "lifted": Stage.LIFTED, "rejected": Stage.REJECTED}
"""Stages that are news of an action rather than a new one, and the stage that it then takes."""

NEWS = [
    ("", gettext_lazy("Nothing but evidence")),
    (REACTION, gettext_lazy("A reaction")),
    *labels.choices(labels.MILESTONES),
]


class StatementForm(forms.Form):
    """What is said of an action, whether it is proposed, new, or known and corrected."""

    use_required_attribute = False

    title = forms.CharField(
        label=gettext_lazy("Headline"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the action a headline.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("Choose a kind")), *labels.choices(labels.KINDS)],
        error_messages={"required": gettext_lazy("Choose one of the six kinds.")},
    )
    authority = forms.CharField(
        label=gettext_lazy("Authority"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Several with semicolons; a capacity in parentheses."),
    )
    vendors = VendorsField(label=gettext_lazy("Vendors"), required=False, max_length=500)
    targets = TargetsField(
        label=gettext_lazy("Targets"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy(
            "One a line, such as “legal person: Hikvision Canada Inc.” or “class: foreign-made drones”."
        ),
    )
    announced = SpanField(label=gettext_lazy("Announced"), help_text=DATE_HELP)
    adopted = SpanField(label=gettext_lazy("Adopted"))
    effective = SpanField(label=gettext_lazy("Effective"))
    ended = SpanField(label=gettext_lazy("Ended"))
    instrument = forms.CharField(label=gettext_lazy("Instrument"), required=False, max_length=500)
    summary = forms.CharField(
        label=gettext_lazy("Summary"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    scope = forms.CharField(
        label=gettext_lazy("Scope in words"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    not_covered = forms.CharField(
        label=gettext_lazy("What is not covered"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reasons = forms.CharField(
        label=gettext_lazy("Reasons given"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Left empty where none were made public."),
    )
    binds = forms.MultipleChoiceField(
        label=gettext_lazy("Who is bound"),
        required=False,
        choices=labels.BoundParty.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    forbids = forms.MultipleChoiceField(
        label=gettext_lazy("What is bound"),
        required=False,
        choices=labels.BoundActivity.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    MAIN: tuple[str, ...] = ("title", "kind", "authority", "vendors", "targets")
    DATES = ("announced", "adopted", "effective", "ended")
    SCOPE = ("instrument", "summary", "scope", "binds", "forbids", "not_covered", "reasons")

    def fields_of(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return self.fields_of(self.MAIN)

    @property
    def date_fields(self) -> list[forms.BoundField]:
        return self.fields_of(self.DATES)

    @property
    def scope_fields(self) -> list[forms.BoundField]:
        return self.fields_of(self.SCOPE)

    @property
    def has_scope_errors(self) -> bool:
        return any(name in self.errors for name in self.SCOPE)

    def check_targets(self) -> None:
        """A sentence where neither a vendor nor a target is named."""
        if not {"vendors", "targets"} & set(self.errors) and not self.target_drafts():
            self.add_error("vendors", _("An action hits somebody. Name a vendor, or a target of another sort."))

    def target_drafts(self) -> tuple[TargetDraft, ...]:
        """Targets linked to vendors; a vendor that no target stands for is a target itself."""
        vendors: list[Vendor] = self.cleaned_data.get("vendors") or []
        pairs: list[tuple[str, str]] = self.cleaned_data.get("targets") or []
        written = [{"kind": kind, "name": name} for kind, name in pairs if kind != "vendor"]
        by_alias: dict[str, set[str]] = {}
        rows = Vendor.objects.filter(aliases__folded__in=[fold(target["name"]) for target in written])
        for slug, folded in rows.values_list("slug", "aliases__folded"):
            by_alias.setdefault(folded, set()).add(slug)
        drafts, _open = link_targets(
            {"vendors": [vendor.name for vendor in vendors], "targets": written},
            by_name={vendor.name: vendor.slug for vendor in vendors},
            by_alias={name: frozenset(slugs) for name, slugs in by_alias.items()},
        )
        return drafts


class DraftForm(StatementForm):
    """One draft: published as a new action, added to one that we have, or left out."""

    answer = forms.ChoiceField(label=gettext_lazy("What to do"))
    jurisdiction = PlaceField(
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("A code such as CA, CA-QC or EU."),
        error_messages={"required": gettext_lazy("Say which place’s authority acts.")},
    )
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), choices=list(STAGE_ANSWERS.items()))
    what = forms.ChoiceField(label=gettext_lazy("What is new"), required=False, choices=NEWS)
    by = forms.CharField(label=gettext_lazy("Who answered"), required=False, max_length=300)
    text = forms.CharField(label=gettext_lazy("In a few words"), required=False, max_length=500)
    on = SpanField(label=gettext_lazy("On"))

    MAIN = ("jurisdiction", "kind", "stage", "title", "authority", "vendors", "targets")
    NEWS = ("what", "by", "text", "on")

    def __init__(self, *args: Any, known: Known | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.known = known or Known()
        choices: list[tuple[str, Any]] = [(NEW, _("Publish as a new action"))]
        choices += [(_KNOWN_PREFIX + action.slug, _("Add to: %s") % _named(action)) for action in self.known.actions]
        self.fields["answer"].choices = [*choices, (LEAVE, _("Leave out"))]  # type: ignore[attr-defined]
        if self.is_bound and self.data.get(self.add_prefix("answer")) != NEW:
            for field in self.fields.values():
                field.required = False
        self.place = kwargs.get("initial", {}).get("jurisdiction", "")

    @property
    def position(self) -> int:
        return int((self.prefix or "draft-0").rpartition("-")[2])

    @property
    def step_fields(self) -> list[forms.BoundField]:
        return self.fields_of(self.NEWS[1:])

    @property
    def chosen(self) -> str:
        return str(self["answer"].value() or NEW)

    @property
    def is_new(self) -> bool:
        return self.chosen == NEW

    @property
    def is_news(self) -> bool:
        return self.chosen.startswith(_KNOWN_PREFIX)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.is_new:
            self.check_targets()
        elif self.is_news:
            self._check_news(values)
        elif self.chosen == LEAVE:  # what is left out may be as wrong as it was proposed
            self.errors.clear()
        return values

    def _check_news(self, values: Mapping[str, Any]) -> None:
        for name in set(self.errors) - set(self.NEWS) - {"answer"}:
            del self.errors[name]
        if values.get("what") and not values.get("text"):
            self.add_error("text", _("Say in a few words what is new, or choose “Nothing but evidence”."))
        if values.get("what") == REACTION and not values.get("by"):
            self.add_error("by", _("Say who answered."))

    def action_answer(self) -> ActionAnswer:
        values = self.cleaned_data
        plain = ("jurisdiction", "stage", "title", "authority", *self.DATES)
        texts = ("instrument", "summary", "scope", "not_covered", "reasons")
        return ActionAnswer(
            kind=Kind(values["kind"]),
            targets=self.target_drafts(),
            binds=tuple(values["binds"]),
            forbids=tuple(values["forbids"]),
            position=self.position,
            **{name: values[name] for name in (*plain, *texts)},
        )

    def news_answer(self) -> NewsAnswer:
        values = self.cleaned_data
        return NewsAnswer(
            action=self.chosen.removeprefix(_KNOWN_PREFIX),
            jurisdiction=str(self["jurisdiction"].value() or "").upper(),
            kind=str(self["kind"].value() or ""),
            what=values.get("what", ""),
            text=values.get("text", ""),
            on=values.get("on"),
            by=values.get("by", ""),
            position=self.position,
        )

    def as_left(self) -> dict[str, Any]:
        """The draft as the editor left it, as JSON: every field that is not empty."""
        left = {name: as_json(self.cleaned_data.get(name)) for name in self.fields}
        return {name: value for name, value in left.items() if value not in (None, "", [])}


def _named(action: Action) -> str:
    day = action.announced.iso() if action.announced else _("day not known")
    return f"{action.title} ({labels.standing_word(Kind(action.kind), action.life.stage)}, {day})"


def as_json(value: Any) -> Any:  # noqa: ANN401 - any value of a form
    """A cleaned value as JSON: spans at their precision, rows by their name."""
    if isinstance(value, Span):
        return value.iso()
    if isinstance(value, (list, tuple)):
        return [as_json(piece) for piece in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


if TYPE_CHECKING:
    _DraftBase = BaseFormSet[DraftForm]
else:
    _DraftBase = BaseFormSet


class DraftFormSet(_DraftBase):
    """The drafts of a story; `known` runs beside the proposed ones, added ones know nothing."""

    def __init__(self, *args: Any, known: Sequence[Known] = (), **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        self.known = known
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        is_proposed = index is not None and index < len(self.known)
        return kwargs | {
            "known": self.known[index] if is_proposed and index is not None else None,
            "empty_permitted": False,
        }


DraftForms = cast(
    "type[DraftFormSet]",
    formset_factory(DraftForm, formset=DraftFormSet, extra=0, max_num=MOST_DRAFTS, absolute_max=MOST_DRAFTS),
)


def initial_of(
    draft: Mapping[str, Any], known: Known, *, headline: str, reaction: bool, day: Span | None
) -> dict[str, Any]:
    """What a draft's fields hold before anybody typed. A step that the directory has is added to it."""
    announced = span_or_none(draft.get("announced")) or day
    stage = draft.get("stage") if draft.get("stage") in STAGE_ANSWERS else "adopted"
    target = known.same or _affected(str(stage), known, draft.get("kind")) or (_first(known) if reaction else None)
    is_left = reaction or bool(draft.get("doubted") or draft.get("withdrawn"))
    if draft.get("withdrawn"):
        target = None
    answer = _KNOWN_PREFIX + target.slug if target else LEAVE if is_left else NEW
    what = REACTION if reaction else str(stage) if stage in _LATER_STEPS else ""
    if target and any(step.kind == what for step in target.milestones.all()):
        what = ""  # the directory has this step: the story is evidence of it
    return {
        "answer": answer,
        "jurisdiction": draft.get("jurisdiction", ""),
        "kind": draft.get("kind", ""),
        "stage": stage,
        "title": headline_of(draft) or headline[:200],
        "authority": draft.get("authority") or "",
        "vendors": ", ".join(draft.get("vendors") or []),
        "targets": [(t["kind"], t["name"]) for t in draft.get("targets") or [] if t.get("kind") != "vendor"],
        "announced": announced,
        "adopted": announced if stage == "adopted" else None,
        "effective": span_or_none(draft.get("effective")),
        "instrument": draft.get("instrument") or "",
        "what": what,
        "on": announced if what in _LATER_STEPS else day,
        "text": headline[:500] if what else "",
    }


def _affected(stage: str, known: Known, kind: object) -> Action | None:
    """The action that a later step is about: the likeliest of the kind that may take this step."""
    after = _LATER_STEPS.get(stage)
    if stage not in _LATER_STEPS:
        return None
    fitting = (action for action in known.actions if action.kind == kind)
    return next((a for a in fitting if after is None or may_follow(Stage(a.stage), after)), None)


def _first(known: Known) -> Action | None:
    return known.actions[0] if known.actions else None


def read_ids(values: Iterable[str]) -> list[int]:
    """Those of `values` that can be the id of a row."""
    return [int(value) for value in values if value.isdecimal() and len(value) <= _LONGEST_ID]


class OccasionForm(forms.Form):
    """What the drafts of a story share: their announcement, the pages they rest on, a note."""

    use_required_attribute = False

    proposals = forms.CharField(widget=forms.HiddenInput, required=False)
    announcement = forms.ChoiceField(label=gettext_lazy("Announcement"), required=False)
    announcement_title = forms.CharField(
        label=gettext_lazy("Title of a new announcement"), required=False, max_length=300
    )
    made_known = SpanField(label=gettext_lazy("Made known"), help_text=DATE_HELP)
    announcement_note = forms.CharField(
        label=gettext_lazy("Note on a new announcement"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("What sources disagree on, such as the day. Readers see it."),
    )
    page_url = forms.URLField(
        label=gettext_lazy("Another page that shows it"), required=False, max_length=1000, assume_scheme="https"
    )
    page_grade = forms.ChoiceField(
        label=gettext_lazy("How close that page is to the act"), required=False, choices=labels.Grade.choices
    )
    note = forms.CharField(label=gettext_lazy("Note for the log"), required=False, max_length=500)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        announcements: Sequence[Announcement] = (),
        items: Sequence[ReadItem] = (),
        **kwargs: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = [(row.slug, f"{row} ({row.made_known.iso() if row.made_known else '?'})") for row in announcements]
        self.fields["announcement"].choices = [("", _("A new announcement")), *rows]  # type: ignore[attr-defined]
        self.items = [read for read in items if read.address]
        for read in self.items:
            self.fields[f"grade_{read.item.pk}"] = forms.ChoiceField(
                label=_("Grade of %(source)s") % {"source": read.item.source.name},
                required=False,
                choices=[("", _("Do not cite")), *labels.Grade.choices],
                initial="" if read.is_withdrawn else read.grade,
            )

    @property
    def grade_fields(self) -> list[forms.BoundField]:
        return [self[f"grade_{read.item.pk}"] for read in self.items]

    def grades(self) -> dict[int, str]:
        return {read.item.pk: self.cleaned_data.get(f"grade_{read.item.pk}", "") for read in self.items}

    def shown(self) -> frozenset[int]:
        return frozenset(read_ids(self.cleaned_data["proposals"].split(",")))
