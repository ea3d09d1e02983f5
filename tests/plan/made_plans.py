"""Pilots that the tests of plans share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.aggregate import Table, tabulate_rows
from harness.limits import GateSettings
from harness.plan import Pilot
from tests.made_runs import make_backend, make_info, make_metric, make_row, make_table, write_run

RUNS = 2_000
"""Draws of a simulation."""
WAVE = [0.5, 0.62, 0.44, 0.71, 0.38, 0.55, 0.6, 0.49, 0.66, 0.52]
OTHER = [0.55, 0.6, 0.5, 0.69, 0.44, 0.5, 0.68, 0.47, 0.6, 0.61]
THIRD = [0.4, 0.7, 0.3, 0.8, 0.5, 0.4, 0.7, 0.6, 0.5, 0.55]


def pilot_of(table: Table, baseline: Table | None = None, **more: Any) -> Pilot:
    named = None if baseline is None else "before"
    return Pilot("run", table, "the run run", baseline, named, **more)


def golden() -> Pilot:
    values = {"x": {"quality": WAVE}, "y": {"quality": OTHER}, "z": {"quality": THIRD}, "copy": {"quality": WAVE}}
    settings = GateSettings(primary=("quality",), margin={"quality": 0.05})
    return pilot_of(make_table(values, controls=["copy"]), settings=settings)


def sampled(values: Mapping[str, Sequence[Sequence[float]]], **more: Any) -> Table:
    """backend -> one list of samples an article."""
    n = max(len(column) for column in values.values())
    rows = [
        make_row(f"a{i + 1}", name, {"quality": value}, sample=sample)
        for name, column in values.items()
        for i, samples in enumerate(column)
        for sample, value in enumerate(samples)
    ]
    ids = [f"a{i + 1}" for i in range(n)]
    info = make_info(ids, [make_backend(name) for name in values], [make_metric()], **({"n_rows": len(rows)} | more))
    return tabulate_rows(info, rows)


def written(folder: Path, columns: Mapping[str, Sequence[float]], **more: Any) -> Path:
    rows = [make_row(f"a{i}", b, {"coverage": v}) for b, column in columns.items() for i, v in enumerate(column)]
    info = make_info(
        [f"a{i}" for i in range(len(WAVE))], [make_backend(b) for b in columns], [make_metric("coverage")], **more
    )
    return write_run(folder, info, rows)
