"""A comparison as one tidy table, for CSV, Parquet and pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.compare.records import Report
from harness.text import encodable
from harness.types import STATES

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    *("backend", "baseline", "metric", "value", "low", "high", "n", "p", "p_t", "p_adjusted", "correction", "family"),
    *("detectable", "wins", "ties", "losses", "outcome", "rank_best", "rank_worst", "tie_groups"),
    *("control", "reason"),
    *(f"n_{state}" for state in STATES),
)


def records(report: Report) -> list[dict[str, Any]]:
    """A line for each mean (`baseline` None), then one for each paired difference; None where a column says nothing.

    `p` is the sign-flip value, `p_t` that of the interval; `p_adjusted` corrects `p_t`.
    """
    empty = dict.fromkeys(COLUMNS)
    ranks = {(rank.backend, rank.metric): rank for rank in report.ranks}
    controls = {member.name: member.info.control for member in report.members}
    lines = []
    for a in report.aggregates:
        rank = ranks.get((a.backend, a.metric))
        line = {"backend": a.backend, "metric": a.metric, "value": a.mean, "low": a.low, "high": a.high, "n": a.n}
        line |= {f"n_{state}": a.states.get(state, 0) for state in STATES} | {"control": controls[a.backend]}
        if rank is not None:
            line |= {"rank_best": rank.best, "rank_worst": rank.worst, "tie_groups": rank.letters}
        lines.append(empty | line)
    for c in report.comparisons:
        line = {"backend": c.candidate, "baseline": c.baseline, "metric": c.metric, "outcome": c.outcome}
        line |= {"p_adjusted": c.p_adjusted, "correction": c.correction, "family": c.family, "reason": c.reason}
        line |= {"control": False}
        if (e := c.effect) is not None:
            line |= {"value": e.mean, "low": e.low, "high": e.high, "n": e.n, "p": e.p, "p_t": e.p_t}
            line |= {"detectable": e.detectable, "wins": e.wins, "ties": e.n - e.wins - e.losses, "losses": e.losses}
        lines.append(empty | line)
    return lines


def to_frame(report: Report) -> pd.DataFrame:
    """`records` as a data frame; what a line does not say is missing there. Lone surrogates become escapes."""
    import pandas as pd

    whole = ["n", "family", "wins", "ties", "losses", "rank_best", "rank_worst", *(f"n_{state}" for state in STATES)]
    numbers = ("value", "low", "high", "p", "p_t", "p_adjusted", "detectable")
    types = {name: "Int64" for name in whole} | {name: "float64" for name in numbers}
    lines = [
        {name: encodable(item) if isinstance(item, str) else item for name, item in line.items()}
        for line in records(report)
    ]
    return pd.DataFrame(lines, columns=list(COLUMNS)).astype(types)
