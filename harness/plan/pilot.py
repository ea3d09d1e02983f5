"""Which runs a plan is made from: the run that is given, the blessed baseline of a suite, or its newest run."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.aggregate import Table, tabulate
from harness.articles import parse_record, shown
from harness.baselines import BASELINES, find_baseline
from harness.compare import Member
from harness.errors import InputError
from harness.launch import RUNS
from harness.limits import GateSettings
from harness.store import Run, read_info
from harness.suite import Suite, find_suite, load_suite


@dataclass(frozen=True)
class Pilot:
    """A run, or a run and the one before it, that show how far articles spread.

    `settings` is the [gate] that is planned for; `source` says in words where the figures come from.
    """

    name: str
    table: Table
    source: str
    baseline: Table | None = None
    baseline_name: str | None = None
    settings: GateSettings | None = None
    notes: tuple[str, ...] = ()


def find_pilot(target: str, baseline: str | None = None) -> Pilot:
    """The pilot for a suite or a run. Raises InputError that names `run` and `bless` where a suite has none."""
    if Path(target).is_dir():
        run = Run(Path(target))
        gate = run.info.suite.get("gate")
        where = f"{run.folder / 'run.json'}: [gate]"
        settings = None if gate is None else parse_record(GateSettings, gate, where)
        source, notes = f"the run {run.folder}", tuple[str, ...]()
    else:
        suite = load_suite(find_suite(target), scoring_only=True)
        settings = suite.gate
        run, source = _run_of(suite, blessed=baseline is None)
        same = _without_gate(run.info.suite) == _without_gate(suite.data)
        notes = () if same else (f"{suite.path} has changed since {run.name} was made.",)
    notes = (*notes, *_unfinished(run))
    if baseline is None:
        return Pilot(run.name, tabulate(run), source, settings=settings, notes=notes)
    before = Run(find_baseline(baseline))
    if before.folder.resolve() == run.folder.resolve():
        raise InputError(f"--baseline {shown(baseline)}: is the run that it is compared with; give another run")
    source = f"{source} against {before.folder}"
    notes = (*notes, *_unfinished(before))
    return Pilot(run.name, tabulate(run), source, tabulate(before), before.name, settings, notes)


def members(table: Table) -> list[Member]:
    """The backends of a run that are no controls."""
    return [Member(b.name, table, b.name) for b in table.info.backends if not b.control]


def pairs_of(pilot: Pilot, chosen: Mapping[str, str]) -> list[tuple[Member, Member]]:
    """(baseline, candidate): all pairs inside a run, or each backend with its partner before the change.

    `chosen` pairs candidates with baselines of another name. Raises InputError where no backend has a partner.
    """
    if pilot.baseline is None:
        return list(itertools.combinations(members(pilot.table), 2))
    before = {member.backend: member for member in members(pilot.baseline)}
    named = [(chosen.get(member.backend, member.backend), member) for member in members(pilot.table)]
    found = [(before[name], member) for name, member in named if name in before]
    if not found:
        raise InputError(
            f"{pilot.baseline_name} and {pilot.name}: no backend that is no control is in both; a plan pairs backends"
            ' by name, or as [gate] pairs = { candidate = "baseline" } says'
        )
    return found


def _run_of(suite: Suite, *, blessed: bool) -> tuple[Run, str]:
    """The blessed baseline of a suite, if it may be that, else its newest complete run under reports/runs."""
    folder = BASELINES / suite.name
    if blessed and (folder / "run.json").exists():
        return Run(find_baseline(str(folder))), f"the blessed baseline {folder}"
    runs = [run for run in _runs() if run.info.name == suite.name and run.info.status == "complete"]
    if not runs:
        missing = f"no blessed baseline in {folder} and " if blessed else ""
        raise InputError(
            f"{suite.path}: {missing}no complete run of {shown(suite.name)} under {RUNS}; a plan needs one to see how"
            f" far articles spread. Make one with: harness run {suite.path}, and keep it with: harness bless RUN"
        )
    newest = max(runs, key=lambda run: (run.info.started, run.folder.name))
    return newest, f"the newest complete run of the suite, {newest.folder}"


def _without_gate(suite: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in suite.items() if key != "gate"}


def _runs() -> Iterator[Run]:
    for path in sorted(RUNS.glob("*/run.json")) if RUNS.is_dir() else ():
        try:
            read_info(path.parent)
        except InputError:  # a folder of another version is no pilot, and no reason to stop either
            continue
        yield Run(path.parent)


def _unfinished(run: Run) -> tuple[str, ...]:
    n = len(run.places())
    if n >= run.info.n_rows:
        return ()
    if run.info.status == "complete":
        lost = f"run.json calls it complete, but only {n} of {run.info.n_rows} rows are there"
        return (f"{run.name}: {lost}; the others are not in the plan.",)
    return (f"{run.name} is {run.info.status}: {n} of {run.info.n_rows} rows; what is missing is not in the plan.",)
