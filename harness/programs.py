"""For programs and notebooks: runs read and compared in one call. `harness` itself exports these."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from harness.aggregate import Table, tabulate
from harness.compare import EPSILON, Report, compare
from harness.errors import InputError
from harness.store import Run


def load_run(path: str | Path) -> Table:
    """A run as numbers; `.to_frame()` gives them to pandas. Raises InputError where the folder is no run."""
    if not isinstance(path, str | Path):
        raise InputError(f"expected the folder of a run, found {type(path).__name__}; give several runs one by one")
    return tabulate(Run(Path(path)))


def compare_runs(
    *runs: Table | str | Path,
    pairs: Mapping[str, str] | None = None,
    all_pairs: bool = False,
    epsilon: float = EPSILON,
) -> Report:
    """The backends of one run with each other, or those of several runs by name with the first run's.

    Runs are folders, or what `load_run` and `from_frame` give; in a comparison of several they are called by their
    folder, else run-1, run-2, … `pairs` maps a backend of a later run to the one of the first that it is compared with;
    `all_pairs` compares every backend with every other. `Report.to_frame()` gives means, ranks and paired differences
    to pandas. Raises InputError: no runs, a folder that is none, an unknown name in `pairs`, an epsilon below 0.
    """
    if pairs is not None and not (
        isinstance(pairs, Mapping) and all(isinstance(x, str) for p in pairs.items() for x in p)
    ):
        raise InputError(f"pairs: expected candidate -> baseline, the names of two backends, found {pairs!r}")
    tables = [run if isinstance(run, Table) else load_run(run) for run in runs]
    labels = [f"run-{n}" if isinstance(run, Table) else Path(run).resolve().name for n, run in enumerate(runs, 1)]
    return compare(tables, labels, chosen=pairs, every=all_pairs, epsilon=epsilon)
