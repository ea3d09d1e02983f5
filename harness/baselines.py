"""Blessed baselines: a run made the one that later runs are gated against, kept in reports/baselines/<suite>."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from harness.aggregate import Table, tabulate
from harness.articles import shown
from harness.errors import InputError
from harness.store import Run, write_atomically
from harness.text import visible
from harness.types import FOLDER_NAME, MEASUREMENT_FAILURES

BASELINES = Path("reports/baselines")
_KEPT = ("run.json", "rows.jsonl")


def find_baseline(name: str) -> Path:
    """A run's folder, or the blessed baseline of a suite. Raises InputError that names `bless`."""
    for folder in (Path(name), BASELINES / name):
        if (folder / "run.json").exists():
            return folder
    raise InputError(f"no baseline at {shown(name)}; make one with: harness bless RUN")


def bless(folder: Path) -> list[str]:
    """Promote a run; returns what changed, a line each. Raises InputError for a partial run or one with errors.

    Two text files are kept, a row a line, so that a diff shows what changed; texts of articles are not. The old
    baseline stays whole until the new one is in place.
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
        some = visible(", ".join(broken[:3]), one_line=True)
        raise InputError(f"{folder}: {len(broken)} rows were not measured ({some}); a baseline needs all")
    if not FOLDER_NAME.fullmatch(run.info.name):
        raise InputError(f"{folder}: run.json names the suite {shown(run.info.name)}, which cannot name a folder")
    target = BASELINES / run.info.name
    staging, old = BASELINES / f".{run.info.name}.new", BASELINES / f".{run.info.name}.old"
    if old.exists() and not target.exists():  # an earlier call was killed between its two renames
        old.replace(target)
    before = tabulate(Run(target)) if (target / "run.json").exists() else None
    for leftover in (staging, old):
        shutil.rmtree(leftover, ignore_errors=True)
    staging.mkdir(parents=True)
    for name in _KEPT:
        write_atomically(staging / name, (folder / name).read_bytes())
    if target.exists():
        target.replace(old)
    staging.replace(target)
    shutil.rmtree(old, ignore_errors=True)
    return [*_changes(table, before), f"baseline: {target}"]


def _changes(new: Table, old: Table | None) -> Iterator[str]:
    if old is None:
        yield f"first baseline of {new.info.name}: {len(new.info.articles)} articles, {len(new.info.backends)} backends"
        return
    for kind in ("backends", "metrics"):
        was, now = ([item.name for item in getattr(table.info, kind)] for table in (old, new))
        yield from (f"{name} is gone" for name in was if name not in now)
    for backend in new.info.backends:
        for metric in new.info.metrics:
            before, after = _mean(old, backend.name, metric.name), _mean(new, backend.name, metric.name)
            if before != after:
                told = ["unscored" if x is None else f"{x:.4f}" for x in (before, after)]
                yield f"{backend.name}, {metric.name}: {told[0]} -> {told[1]}"


def _mean(table: Table, backend: str, metric: str) -> float | None:
    values = list(table.values(backend, metric).values())
    return sum(values) / len(values) if values else None
