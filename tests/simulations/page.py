"""docs/simulations.md: the studies, their words and their lines."""

from __future__ import annotations

from collections.abc import Iterable

from tests.conftest import ROOT
from tests.simulations import Study, intervals, ranking, verdicts

PAGE = ROOT / "docs" / "simulations.md"
STUDIES: tuple[Study, ...] = (*intervals.STUDIES, *verdicts.STUDIES, *ranking.STUDIES)

_HEAD = """\
# What the statistics promise, simulated

Made worlds in which the truth is known, and the harness's own code on them: how often it is right. [statistics.md](
statistics.md) says what the numbers mean. The page is written by `python -m tests.simulations`; the slow part of the
tests computes every line again and fails if one differs.

*±* is the Monte Carlo standard error of the rate. *Promised* is empty where nothing is; such lines are published as
they came out. Coverage keeps *at least 0.93* down to two Monte Carlo errors under it; more coverage is no fault. The
other limits are kept up to three of them: the true rate often lies exactly at its limit, and half of all honest runs
come out above. Nothing was tuned after the fact: seed, worlds and limits were set first.
"""


def page(lines: Iterable[str]) -> str:
    """The whole page, given the lines of all tables in order."""
    rest = iter(lines)
    parts = [_HEAD]
    for study in STUDIES:
        body = [next(rest) for _ in study.cells for _ in study.rates]
        parts.append("\n".join((f"## {study.title}", "", study.text, "", *study.head(), *body, "")))
    return "\n".join(parts)
