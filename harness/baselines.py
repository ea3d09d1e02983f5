"""Blessed baselines: a run made the one that later runs are gated against, kept in reports/baselines/<suite>."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from harness.aggregate import Table, tabulate
from harness.articles import shown
from harness.errors import InputError
from harness.store import Run, write_atomically
from harness.types import MEASUREMENT_FAILURES

BASELINES = Path("reports/baselines")
_KEPT = ("run.json", "rows.jsonl")


def find_baseline(name: str) -> Path:
    """A run's folder, or the blessed baseline of a suite. Raises InputError that names `bless`."""
    for folder in (Path(name), BASELINES / name):
        if (folder / "run.json").exists():
            return folder
    raise InputError(f"no baseline at {shown(name)}; make one with: harness bless RUN")


def bless(folder: Path) -> Iterator[str]:
    """Promote a run; yields what changed. Raises InputError for a partial run or one with errors.

    Two text files are kept, a row a line, so that a diff shows what changed; texts of articles are not.
    """
    run = Run(folder)
    if run.info.status != "complete":
        raise InputError(f"{folder}: the run is {run.info.status}; only a complete run can be blessed")
    table = tabulate(run)
    broken = [
        f"{backend} on {article}"
        for backend, by_article in table.states.items()
        for article, counter in by_article.items()
        if any(counter[state] for state in MEASUREMENT_FAILURES)
    ]
    if broken:
        raise InputError(
            f"{folder}: {len(broken)} rows were not measured ({', '.join(broken[:3])}); a baseline needs all"
        )
    target = BASELINES / run.info.name
    before = tabulate(Run(target)) if (target / "run.json").exists() else None
    staging = BASELINES / f".{run.info.name}.new"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    for name in _KEPT:
        write_atomically(staging / name, (folder / name).read_bytes())
    old = BASELINES / f".{run.info.name}.old"
    if target.exists():
        target.replace(old)
    staging.replace(target)
    shutil.rmtree(old, ignore_errors=True)
    yield from _changes(table, before)
    yield f"baseline: {target}"


def _changes(new: Table, old: Table | None) -> Iterator[str]:
    if old is None:
        yield f"first baseline of {new.info.name}: {len(new.info.articles)} articles, {len(new.info.backends)} backends"
        return
    for backend in new.info.backends:
        for metric in new.info.metrics:
            after = _mean(new, backend.name, metric.name)
            before = _mean(old, backend.name, metric.name)
            if before != after:
                told = ["unscored" if x is None else f"{x:.4f}" for x in (before, after)]
                yield f"{backend.name}, {metric.name}: {told[0]} -> {told[1]}"


def _mean(table: Table, backend: str, metric: str) -> float | None:
    values = list(table.values(backend, metric).values())
    return sum(values) / len(values) if values else None
