"""Blessed baselines: a run made the one that later runs are gated against, kept in reports/baselines/<suite>.

A baseline is a run's folder like any other, cut down to what is compared and reviewed:

    run.json     the run's own, byte by byte
    rows.jsonl   a row a line in suite order: state, summary, tokens, cost, scores, errors and warnings; without the
                 parts of scores, evidence and notes
    README.md    the same as tables, for whoever reviews the pull request

Texts of articles, seconds, a probe and the summaries made of other orders of the sources stay in the run's folder.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from harness.articles import shown
from harness.baselines.changes import Reading, changes, read, unscored
from harness.baselines.page import page
from harness.baselines.slim import slim_line
from harness.errors import InputError
from harness.store import Run, write_atomically
from harness.text import visible
from harness.types import FOLDER_NAME

__all__ = ["BASELINES", "bless", "find_baseline"]

BASELINES = Path("reports/baselines")
"""Below the working directory, as reports/runs and reports/html are."""


def find_baseline(name: str) -> Path:
    """A run's folder, or the blessed baseline of a suite.

    Raises InputError that names `bless` where there is none, and one that says what to do where rows of it are lost.
    """
    for folder in (Path(name), BASELINES / name):
        standing = _standing(folder)
        if standing is not None:
            _check_whole(standing)
            return standing
    raise InputError(f"no baseline at {shown(name)}; make one with: harness bless RUN")


def bless(folder: Path, *, dry_run: bool = False) -> list[str]:
    """Promote a run; returns what that changes, a line each. With `dry_run` nothing is written.

    Killed at any moment, either the old baseline or the new one stands whole and is found. Raises InputError for a run
    that is not complete or has rows that were not measured.
    """
    run = Run(folder)
    target = _target(run)
    _refuse_unfinished(run)
    new = read(run)
    _refuse_unmeasured(run, new)
    standing = _standing(target)
    said = [*unscored(new.table), *changes(new, None if standing is None else _read_whole(standing))]
    if dry_run:
        return [*said, f"nothing was written; without --dry-run this becomes {target}"]
    _put(run, new, target)
    return [*said, f"baseline: {target}", f"commit it with: git add {target}"]


def _target(run: Run) -> Path:
    """Where the run's baseline stands or will stand."""
    if not FOLDER_NAME.fullmatch(run.info.name):
        raise InputError(
            f"{run.folder}: run.json names the suite {shown(run.info.name)}, which cannot name a folder; give the suite"
            " a name of letters, digits, dots, dashes and underscores, and run it again"
        )
    target = BASELINES / run.info.name
    place = run.folder.resolve()
    if BASELINES.resolve() in place.parents or target.resolve() == place:
        raise InputError(f"{run.folder}: is a baseline already; bless a run, such as one in reports/runs")
    if os.path.lexists(target) and not (target / "run.json").is_file():
        raise InputError(f"{target}: is no baseline (it holds no run.json) and would be replaced; move it away")
    return target


def _refuse_unfinished(run: Run) -> None:
    folder, info = run.folder, run.info
    if info.status == "partial":
        raise InputError(f"{folder}: the run is partial (--limit or --only); run the whole suite and bless that run")
    finish = f"finish it with: harness run SUITE --out {folder}"
    if info.status != "complete":
        raise InputError(f"{folder}: the run is {info.status}; {finish}")
    n = len(run.places())
    if n != info.n_rows:
        raise InputError(f"{folder}: rows.jsonl has {n} of the run's {info.n_rows} rows; run the suite again")
    if n == 0:
        raise InputError(f"{folder}: the run has no rows, so there is nothing to compare with; check its suite")
    if info.suite.get("permute_sources"):
        inner = run.permuted()
        # scores.parquet is written last; without it a missing folder has not been begun, with it none was needed
        begun = (folder / "scores.parquet").exists() if inner is None else inner.info.status == "complete"
        if not begun:
            raise InputError(f"{folder}: its part with the sources in other orders is unfinished; {finish}")


def _refuse_unmeasured(run: Run, reading: Reading) -> None:
    broken = reading.unmeasured
    if broken:
        some = visible(", ".join(broken[:3]), one_line=True) + (", …" if len(broken) > 3 else "")
        rows = "row was" if len(broken) == 1 else "rows were"
        raise InputError(
            f"{run.folder}: {len(broken)} {rows} not measured ({some}); a baseline needs all: see to the cause and run"
            " the suite again"
        )


def _read_whole(standing: Path) -> Reading:
    _check_whole(standing)
    return read(Run(standing))


def _check_whole(folder: Path) -> None:
    """Raise InputError where lines of a complete run are lost or broken: what is blessed is complete by definition."""
    mend = f"the baseline is damaged; restore it with git, or delete {folder} and bless a run again"
    try:
        run = Run(folder)
        n = len(run.places())
    except InputError as error:
        raise InputError(f"{error}: {mend}") from None
    if run.info.status == "complete" and n != run.info.n_rows:
        raise InputError(f"{folder / 'rows.jsonl'}: {n} of {run.info.n_rows} rows: {mend}")


def _put(run: Run, reading: Reading, target: Path) -> None:
    """Write the new baseline beside the old one and swap them; the old one goes last."""
    staging, old = target.with_name(f".{target.name}.new"), _old(target)
    _remove(staging)
    staging.mkdir(parents=True)
    write_atomically(staging / "run.json", (run.folder / "run.json").read_bytes())
    write_atomically(staging / "rows.jsonl", (slim_line(row) for row in run.rows()))
    write_atomically(staging / "README.md", page(run.name, reading.table))
    if target.exists():
        _remove(old)
        target.replace(old)
    # where an earlier call was killed just here, `old` is the baseline until the next line is done
    staging.replace(target)
    _remove(old)


def _standing(folder: Path) -> Path | None:
    """The folder if it holds a run, or what a `bless` that was killed between its two renames left in its place."""
    for place in (folder, _old(folder)):
        if os.path.isfile(place / "run.json"):  # noqa: PTH113 - is_file raises for a name that is too long
            return place
    return None


def _old(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.old"


def _remove(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
