"""A table of lives: each says when it stands, and both the rule and the database must agree."""

from __future__ import annotations

from actions.lifecycle import Life, MilestoneKind, Stage, Step
from actions.spans import parse_span


def life(stage, *steps, adopted=None, effective=None, ended=None):
    return Life(
        Stage(stage),
        parse_span(adopted),
        parse_span(effective),
        parse_span(ended),
        [Step(MilestoneKind(kind), parse_span(on)) for kind, on in steps],
    )


YES, NO, UNKNOWN = "yes", "no", "not_known"

CASES = [
    # The effective day opens it, and that day counts.
    (life("in_force", effective="2025-06-27"), {"2025-06-26": NO, "2025-06-27": YES, "2099-01-01": YES}),
    # Decided in one month, effective in the next.
    (
        life("in_force", adopted="2025-06-27", effective="2025-07-10"),
        {"2025-06-27": NO, "2025-07-09": NO, "2025-07-10": YES},
    ),
    # In force without an effective day: from its adoption.
    (life("in_force", adopted="2025-06-27"), {"2025-06-26": NO, "2025-06-27": YES}),
    # Decided, and nothing says that it took effect: never yes.
    (life("adopted", adopted="2025-06-27"), {"2025-06-26": NO, "2025-06-27": UNKNOWN, "2030-01-01": UNKNOWN}),
    # Decided, with a milestone that says it took effect, on a day that is not known.
    (life("adopted", ("effective", None), adopted="2025-06-27"), {"2025-06-26": NO, "2025-06-27": YES}),
    # Decided, with an effective day ahead.
    (life("adopted", adopted="2025-01-01", effective="2027-05-01"), {"2027-04-30": NO, "2027-05-01": YES}),
    # Nothing is dated at all.
    (life("in_force"), {"2025-01-01": UNKNOWN}),
    (life("adopted"), {"2025-01-01": UNKNOWN}),
    # Proposals and refusals never stand.
    (life("proposed", adopted="2025-01-01"), {"2025-06-01": NO}),
    (life("rejected", effective="2025-01-01"), {"2025-06-01": NO}),
    # A month is a span: inside it, not known; on its last day it has surely begun.
    (
        life("in_force", effective="2025-06"),
        {"2025-05-31": NO, "2025-06-01": UNKNOWN, "2025-06-29": UNKNOWN, "2025-06-30": YES, "2025-07-01": YES},
    ),
    # A year likewise.
    (life("in_force", adopted="2020"), {"2019-12-31": NO, "2020-06-01": UNKNOWN, "2020-12-31": YES}),
    # The last day counts.
    (
        life("lifted", adopted="2025-01-01", ended="2025-06-30"),
        {"2025-06-29": YES, "2025-06-30": YES, "2025-07-01": NO},
    ),
    # An end in a month: its first day still stands, the rest is not known.
    (
        life("lifted", adopted="2025-01-01", ended="2025-06"),
        {"2025-06-01": YES, "2025-06-02": UNKNOWN, "2025-06-30": UNKNOWN, "2025-07-01": NO},
    ),
    # Begun and ended on the same day.
    (
        life("lifted", effective="2025-01-01", ended="2025-01-01"),
        {"2024-12-31": NO, "2025-01-01": YES, "2025-01-02": NO},
    ),
    # Ended on a day that is not known: certain up to its last dated step, not known after.
    (life("lifted", adopted="2025-01-01"), {"2024-12-31": NO, "2025-01-01": YES, "2025-01-02": UNKNOWN}),
    (
        life("expired", ("extended", "2025-03-01"), adopted="2025-01-01"),
        {"2025-02-28": YES, "2025-03-01": YES, "2025-03-02": UNKNOWN},
    ),
    # Halted: from that day no, until it is reinstated.
    (
        life("in_force", ("suspended", "2025-03-01"), ("reinstated", "2025-05-01"), adopted="2025-01-01"),
        {"2025-02-28": YES, "2025-03-01": NO, "2025-04-30": NO, "2025-05-01": YES},
    ),
    (
        life("suspended", ("suspended", "2025-03-01"), adopted="2025-01-01"),
        {"2025-02-28": YES, "2025-03-01": NO, "2026-01-01": NO},
    ),
    # Halted in some month: inside it, not known.
    (
        life("suspended", ("suspended", "2025-03"), adopted="2025-01-01"),
        {"2025-02-28": YES, "2025-03-01": UNKNOWN, "2025-03-30": UNKNOWN, "2025-03-31": NO},
    ),
    # Reinstated in some month.
    (
        life("in_force", ("suspended", "2025-03-01"), ("reinstated", "2025-05"), adopted="2025-01-01"),
        {"2025-04-30": NO, "2025-05-01": UNKNOWN, "2025-05-30": UNKNOWN, "2025-05-31": YES},
    ),
    # Halted on an unknown day, or on none that we hold.
    (
        life("suspended", ("suspended", None), adopted="2025-01-01"),
        {"2024-12-31": NO, "2025-01-01": YES, "2025-01-02": UNKNOWN},
    ),
    (life("suspended", adopted="2025-01-01"), {"2025-01-01": YES, "2025-01-02": UNKNOWN}),
    # Halted before it began, and never reinstated.
    (
        life("suspended", ("suspended", "2025-01-15"), adopted="2025-01-01", effective="2025-02-01"),
        {"2025-01-10": NO, "2025-01-20": NO, "2025-02-01": NO},
    ),
    # Two halts.
    (
        life(
            "lifted",
            ("suspended", "2025-02-01"),
            ("reinstated", "2025-03-01"),
            ("suspended", "2025-04-01"),
            adopted="2025-01-01",
            ended="2025-05-01",
        ),
        {"2025-01-31": YES, "2025-02-15": NO, "2025-03-15": YES, "2025-04-15": NO, "2025-05-02": NO},
    ),
    # Halted and reinstated on the same day: the halt is told last, so it rests.
    (
        life("in_force", ("reinstated", "2025-03-01"), ("suspended", "2025-03-01"), adopted="2025-01-01"),
        {"2025-03-01": NO, "2025-03-02": NO},
    ),
    # A challenge alone halts nothing.
    (life("in_force", ("challenged", "2025-03-01"), adopted="2025-01-01"), {"2025-03-02": YES}),
]
