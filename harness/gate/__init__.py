"""The gate: does a candidate run pass against a baseline run? Rules in, one verdict out; pure functions.

Verdicts, worst first: unmeasurable, regression, inconclusive, pass. A rule's sentence stands alone: it names the
metric, what was seen, and the limit. Margin rules are an intersection-union test (Berger 1982): pass needs the
1 − α interval of every one above −margin; regression needs the 1 − α/k interval below 0 and a mean drop of at least
the margin.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from harness.aggregate import Table
from harness.compare import Member
from harness.errors import InputError
from harness.gate.rules import Pair, Result, Verdict, failed, floor, forbid, limits, margin, unscored
from harness.store import Key, Run
from harness.suite import GateSettings

__all__ = ["Gate", "Result", "Verdict", "gate", "settings_of", "to_json"]

_WORST: tuple[Verdict, ...] = ("unmeasurable", "regression", "inconclusive", "pass")


class Gate(NamedTuple):
    """The verdict and everything behind it. `exit_code` follows the policy for `inconclusive`."""

    kind: Verdict
    exit_code: int
    policy: str
    alpha: float
    k: int
    results: Sequence[Result]
    notes: Sequence[str]


def settings_of(candidate: Run) -> GateSettings:
    """The [gate] of the candidate's suite. Raises InputError where it has none."""
    if "gate" not in candidate.info.suite:
        raise InputError(
            f"suite {candidate.info.name} has no [gate]; add one, such as\n"
            '[gate]\nprimary = ["consistency"]\nmargin = { consistency = 0.02 }'
        )
    return GateSettings.model_validate(candidate.info.suite["gate"])


def gate(candidate: Table, baseline: Table, settings: GateSettings, seconds: dict[Key, float]) -> Gate:
    """Judge every backend of the candidate that is no control against its partner in the baseline."""
    results, pairs = _partners(candidate, baseline, settings)
    results += _ungated(candidate, baseline, settings)
    rules = [*((m, "margin") for m in settings.primary), *((m, "floor") for m in settings.floor)]
    k = max(1, len(rules) * len(pairs))
    for pair in pairs:
        results += [margin(pair, metric, settings, k) for metric in settings.primary]
        results += [floor(pair, metric, settings, k) for metric in settings.floor]
        results += [forbid(pair, check) for check in settings.forbid]
        results += [failed(pair, settings), *unscored(pair, settings), *limits(pair, settings, seconds)]
    kind: Verdict = next((worst for worst in _WORST if any(r.kind == worst for r in results)), "unmeasurable")
    codes: dict[Verdict, int] = {
        "pass": 0,
        "regression": 1,
        "unmeasurable": 4,
        "inconclusive": 3 if settings.inconclusive == "fail" else 0,
    }
    return Gate(
        kind,
        codes[kind],
        settings.inconclusive,
        settings.alpha,
        k,
        results,
        _notes(candidate, baseline, pairs),
    )


def _partners(candidate: Table, baseline: Table, settings: GateSettings) -> tuple[list[Result], list[Pair]]:
    """The pairs to judge; a baseline backend without partner, or none at all, is unmeasurable."""
    mine = [b.name for b in candidate.info.backends if not b.control]
    theirs = [b.name for b in baseline.info.backends if not b.control]
    unknown = [f"{c} = {b}" for c, b in settings.pairs.items() if c not in mine or b not in theirs]
    if unknown:
        raise InputError(f"[gate] pairs: {'; '.join(unknown)}: no such candidate or baseline backend")
    chosen = {name: settings.pairs.get(name, name) for name in mine}
    pairs = [Pair(Member(b, baseline, b), Member(c, candidate, c)) for c, b in chosen.items() if b in theirs]
    partnered = {pair.baseline.backend for pair in pairs}
    results = [
        Result(
            "comparable",
            name,
            name,
            None,
            "unmeasurable",
            f"Baseline backend {name} has no partner in this run.",
        )
        for name in theirs
        if name not in partnered
    ]
    if not pairs and not results:
        results.append(
            Result("comparable", "", None, None, "unmeasurable", "The baseline has no backend to compare with.")
        )
    return results, pairs


def _ungated(candidate: Table, baseline: Table, settings: GateSettings) -> list[Result]:
    """Metrics that the baseline's suite gates and the candidate's does not: a change must not weaken its own gate."""
    before = GateSettings.model_validate(baseline.info.suite.get("gate", {}))
    dropped = [m for m in (*before.primary, *before.floor) if m not in (*settings.primary, *settings.floor)]
    return [
        Result(
            "comparable",
            "",
            None,
            metric,
            "unmeasurable",
            f"The baseline's suite gates {metric}, this run's does not; bless a new baseline if that is meant.",
        )
        for metric in dict.fromkeys(dropped)
    ]


def _notes(candidate: Table, baseline: Table, pairs: Sequence[Pair]) -> list[str]:
    """What is being compared, and what is in one run only."""
    notes = []
    judged = {pair.candidate.backend for pair in pairs}
    for backend in candidate.info.backends:
        if not backend.control and backend.name not in judged:
            notes.append(f"{backend.name} is new: the baseline has no such backend, so it is not judged.")
    for pair in pairs:
        old = next(b.signature for b in baseline.info.backends if b.name == pair.baseline.backend)
        new = next(b.signature for b in candidate.info.backends if b.name == pair.candidate.backend)
        if old != new:
            notes.append(f"{pair.candidate.name}: {old} became {new}.")
    return notes


def to_json(result: Gate, candidate: str, baseline: str) -> dict[str, Any]:
    """The gate's document, schema 1."""
    return {
        "schema": 1,
        "kind": result.kind,
        "exit_code": result.exit_code,
        "policy": {"inconclusive": result.policy},
        "alpha": result.alpha,
        "k": result.k,
        "candidate": candidate,
        "baseline": baseline,
        "rules": [r._asdict() | {"details": list(r.details)} for r in result.results],
        "notes": list(result.notes),
    }
