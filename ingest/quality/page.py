"""What stands on /quality/: sentences, charts and tables from the figures. No query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from actions import labels
from actions.lifecycle import STRENGTH, Kind, MilestoneKind
from ingest.core.learning.figures import Share
from ingest.models import PublisherKind
from ingest.quality.charts import Bar, Chart, interval_chart, trend_chart
from ingest.services.marks import PublishedAction
from ingest.services.quality import Quality

CHARTS = ("precision-by-kind", "recall-by-kind", "precision-by-language", "precision-by-source", "likely", "months")
INTERVAL = gettext_lazy("Dot: share; line: 95 % interval (Wilson); beside it the counts.")
_REPORTED = ("adopted", "proposed", "challenged", "lifted", "rejected")
_MOST_LANGUAGES = 12


@dataclass(frozen=True, slots=True)
class Confusion:
    """A table of what was proposed (rows) against what editors left (columns)."""

    heads: list[str]
    rows: list[tuple[str, list[tuple[int, bool]]]]
    """A label and its cells; each cell has its count and whether it lies on the diagonal."""


def answer_in_words(quality: Quality) -> str:
    """The sentence that opens the page."""
    precision = quality.precision
    if not precision.total:
        return _("No decision yet: nobody has judged what the classifier proposes, so its quality is not known.")
    kept = ngettext(
        "Of %(total)s item that the classifier proposed and editors decided, %(hits)s reported an action: %(share)s %%"
        " (95 %% interval: %(low)s to %(high)s %%).",
        "Of %(total)s items that the classifier proposed and editors decided, %(hits)s reported an action: %(share)s %%"
        " (95 %% interval: %(low)s to %(high)s %%).",
        precision.total,
    ) % _numbers(precision)
    return f"{kept} {_recall_in_words(quality)}".replace(" %", "\N{NO-BREAK SPACE}%")


def _numbers(share: Share) -> dict[str, int | str]:
    return {
        "hits": number_format(share.hits, force_grouping=True),
        "total": number_format(share.total, force_grouping=True),
        "share": round(100 * (share.share or 0)),
        "low": round(100 * share.low),
        "high": round(100 * share.high),
    }


def _recall_in_words(quality: Quality) -> str:
    recall = quality.recall
    if recall.estimate is None:
        return _("How much it misses is not known yet: no sample of what it did not propose has been looked at.")
    return _(
        "By a sample of what it did not propose, it found about %(share)s %% of all actions (%(low)s to %(high)s %%)."
    ) % {
        "share": round(100 * recall.estimate),
        "low": round(100 * recall.low),
        "high": round(100 * recall.high),
    }


def charts_of(quality: Quality) -> dict[str, Chart]:
    """The charts that there is something to draw for, by their names in CHARTS."""
    return {chart.name: chart for chart in (*_charts_by_kind(quality), *_other_charts(quality)) if chart}


def _charts_by_kind(quality: Quality) -> list[Chart | None]:
    interval = str(INTERVAL)
    kinds = [(str(labels.KINDS[Kind(one.kind)]), one) for one in quality.kinds]
    return [
        interval_chart(
            CHARTS[0],
            _("Precision by kind"),
            _("Of the drafts proposed, the share that editors kept.") + " " + interval,
            [Bar(name, one.precision, one.kind) for name, one in kinds],
        ),
        interval_chart(
            CHARTS[1],
            _("Recall by kind, among proposed items"),
            _("Of the kinds that editors kept, the share that had been proposed.") + " " + interval,
            [Bar(name, one.recall, one.kind) for name, one in kinds],
        ),
    ]


def _other_charts(quality: Quality) -> list[Chart | None]:
    interval = str(INTERVAL)
    return [
        interval_chart(
            CHARTS[2],
            _("Precision by language"),
            _("Of the items proposed, the share that reported an action.") + " " + interval,
            [Bar(language_name(one.name), one.precision) for one in quality.languages[:_MOST_LANGUAGES]],
        ),
        interval_chart(
            CHARTS[3],
            _("Precision by sort of source"),
            _("Of the items proposed, the share that reported an action.") + " " + interval,
            [Bar(publisher_name(one.name), one.precision) for one in quality.publishers],
        ),
        interval_chart(
            CHARTS[4],
            _("Does “80 % likely” mean 80 %?"),
            _("Items by how likely they were called (upright stroke), and the share that reported an action.")
            + " "
            + interval,
            [Bar(_likely_label(one.low, one.high), one.kept, expected=one.told) for one in quality.likely],
        ),
        trend_chart(
            CHARTS[5],
            _("Precision by month of decision"),
            _("Percent of the proposed items that reported an action, with the 95 % interval; below, items decided."),
            quality.months,
        ),
    ]


def _likely_label(low: float, high: float) -> str:
    return _("%(low)s to %(high)s %% likely") % {"low": round(100 * low), "high": round(100 * high)}


def language_name(code: str) -> str:
    """The name of a language in the reader's own; the code where nobody knows it."""
    if not code:
        return _("Language not known")
    try:
        name = Locale.parse(get_language() or "en", sep="-").languages.get(code)
    except (UnknownLocaleError, ValueError):
        name = None
    return name[:1].upper() + name[1:] if name else code


def publisher_name(kind: str) -> str:
    return str(PublisherKind(kind).label) if kind in PublisherKind.values else kind


def stage_confusion(quality: Quality) -> Confusion | None:
    """Stages as proposed against stages as left; None where no stage was decided."""
    names = {stage: str(labels.MILESTONES[MilestoneKind(stage)]) for stage in _REPORTED}
    return _confusion(quality.stages, [stage for stage in _REPORTED if _is_used(stage, quality.stages)], names)


def kind_confusion(quality: Quality) -> Confusion | None:
    """Kinds as drafted against kinds as kept; “none” for a draft left out, or a kind that had no draft."""
    names = {str(kind): str(labels.KINDS[kind]) for kind in STRENGTH} | {"none": _("none")}
    return _confusion(quality.kind_moves, [name for name in names if _is_used(name, quality.kind_moves)], names)


def _is_used(name: str, counts: Mapping[tuple[str, str], int]) -> bool:
    return any(name in pair for pair in counts)


def _confusion(
    counts: Mapping[tuple[str, str], int], order: Sequence[str], names: Mapping[str, str]
) -> Confusion | None:
    if not counts:
        return None
    rows = [
        (names[proposed], [(counts.get((proposed, left), 0), proposed == left) for left in order]) for proposed in order
    ]
    return Confusion([names[left] for left in order], rows)


def changed_in_words(published: PublishedAction) -> str:
    """What the editor changed of the draft, as a phrase."""
    words = {
        "draft": _("written by the editor: nothing of this place and kind was proposed"),
        "stage": _("stage"),
        "authority": _("authority"),
        "announced": _("day of announcement"),
        "effective": _("day of effect"),
        "instrument": _("instrument"),
        "vendors": _("vendors"),
    }
    if not published.changed:
        return _("as proposed")
    if published.changed == ("draft",):
        return words["draft"]
    return _("changed: %(fields)s") % {"fields": ", ".join(words[name] for name in published.changed)}


def figures_as_rows(quality: Quality) -> list[dict[str, Any]]:
    """All shares as rows of a table to take along: figure, group, hits, total, share and its limits."""
    named: list[tuple[str, str, Share]] = [
        ("precision", "all", quality.precision),
        ("precision", "sure", quality.sure),
        ("precision", "unsure", quality.unsure),
    ]
    for kind in quality.kinds:
        named += [("precision", f"kind:{kind.kind}", kind.precision), ("recall", f"kind:{kind.kind}", kind.recall)]
    named += [("precision", f"language:{one.name or 'unknown'}", one.precision) for one in quality.languages]
    named += [("precision", f"source:{one.name}", one.precision) for one in quality.publishers]
    named += [("precision", f"month:{month:%Y-%m}", share) for month, share in quality.months]
    named += [("precision", f"version:{one.name}", one.precision) for one in quality.versions]
    rows = [
        {
            "figure": figure,
            "group": group,
            "hits": share.hits,
            "total": share.total,
            "share": "" if share.share is None else round(share.share, 4),
            "low": round(share.low, 4),
            "high": round(share.high, 4),
        }
        for figure, group, share in named
    ]
    recall = quality.recall
    if recall.estimate is not None:
        rows.append(
            {
                "figure": "recall (estimate from a sample)",
                "group": "all",
                "hits": recall.found,
                "total": "",
                "share": round(recall.estimate, 4),
                "low": round(recall.low, 4),
                "high": round(recall.high, 4),
            }
        )
    return rows
