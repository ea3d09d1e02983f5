"""The gate: does a candidate run pass against a baseline run? Rules in, one verdict out; pure functions.

Verdicts, worst first: unmeasurable, regression, inconclusive, pass. A rule's sentence stands alone: it names the
metric, what was seen, and the limit. Margin rules are an intersection-union test (Berger 1982): pass needs the
1 − α interval of every one above −margin; regression needs the 1 − α/k interval below 0 and a mean drop of at least
the margin.

    gate(tables, settings) ──> Gate ──with_evidence(runs)──> Gate ──> terminal · document · junit · markdown · github
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from harness.aggregate import Table
from harness.articles import parse_record, shown
from harness.compare import Member, changes
from harness.errors import InputError
from harness.gate.document import to_json
from harness.gate.failures import failed, forbid, limits, unscored
from harness.gate.results import WORST, Gate, Pair, Result, Verdict
from harness.gate.rules import floor, margin, not_asked, not_one_set
from harness.gate.worst import choose, with_evidence
from harness.limits import GateSettings
from harness.store import Key, Run

__all__ = ["Gate", "Result", "Verdict", "gate", "settings_of", "to_json", "with_evidence"]


def settings_of(candidate: Run) -> GateSettings:
    """The [gate] of the candidate's suite. Raises InputError where it has none, or one that cannot be judged by."""
    if "gate" not in candidate.info.suite:
        raise InputError(
            f"suite {candidate.info.name} has no [gate]; add one, such as\n"
            '[gate]\nprimary = ["consistency"]\nmargin = { consistency = 0.02 }'
        )
    where = f"{candidate.folder / 'run.json'}: [gate]"
    settings = parse_record(GateSettings, candidate.info.suite["gate"], where)
    known = [m.name for m in candidate.info.metrics if m.higher_is_better is not None]
    if strange := next((name for name in settings.metrics() if name not in known), None):
        raise InputError(f"{where}: no metric {shown(strange)} of the run can be gated; it has {', '.join(known)}")
    return settings


def gate(candidate: Table, baseline: Table, settings: GateSettings, seconds: Mapping[Key, float]) -> Gate:
    """Judge every backend of the candidate that is no control against its partner in the baseline.

    Pure: the result holds what the tables tell; `with_evidence` adds what stands in the rows.
    """
    results, pairs = _partners(candidate, baseline, settings)
    results += _ungated(baseline, settings)
    rules = [*((m, "margin") for m in settings.primary), *((m, "floor") for m in settings.floor)]
    k = max(1, len(rules) * len(pairs))
    for pair in pairs:
        results += _judge(pair, settings, k, seconds)
    kind: Verdict = next((worst for worst in WORST if any(r.kind == worst for r in results)), "unmeasurable")
    codes: dict[Verdict, int] = {
        "pass": 0,
        "regression": 1,
        "unmeasurable": 4,
        "inconclusive": 3 if settings.inconclusive == "fail" else 0,
    }
    result = Gate(
        kind, codes[kind], settings.inconclusive, settings.alpha, k, results,
        _notes(candidate, baseline, pairs, settings),
        candidate.info.name, len(candidate.info.articles), {m: settings.margin[m] for m in settings.primary},
        changes(pairs),
    )  # fmt: skip
    return result._replace(worst=choose(result.deciding(), pairs, settings))


def _judge(pair: Pair, settings: GateSettings, k: int, seconds: Mapping[Key, float]) -> list[Result]:
    """Every rule on one pair; of other articles or another profile there is nothing to say but that."""
    refused = not_one_set(pair) or not_asked(pair)
    if refused is not None:
        return [refused]
    return [
        *(margin(pair, metric, settings, k) for metric in settings.primary),
        *(floor(pair, metric, settings, k) for metric in settings.floor),
        *(forbid(pair, check) for check in settings.forbid),
        failed(pair, settings),
        *unscored(pair, settings),
        *limits(pair, settings, seconds),
    ]


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
    pairs = [pair for pair in pairs if not _left_out(pair)]
    results = [
        _incomparable(name, name, None, f"Baseline backend {name} has no partner in this run.")
        for name in theirs
        if name not in partnered
    ]
    if not pairs and not results:
        results.append(_incomparable("", None, None, "The baseline has no backend to compare with."))
    return results, pairs


def _left_out(pair: Pair) -> bool:
    """True if neither run asked the backend (`--only`): then nothing was lost, and there is nothing to judge."""
    return not any(member.table.states.get(member.backend) for member in pair)


def _incomparable(backend: str, baseline: str | None, metric: str | None, sentence: str) -> Result:
    return Result("comparable", backend, baseline, metric, "unmeasurable", sentence)


def _ungated(baseline: Table, settings: GateSettings) -> list[Result]:
    """What the baseline's suite gates and the candidate's does not: a change must not weaken its own gate."""
    before = _settings_before(baseline)
    dropped = [m for m in before.metrics() if m not in settings.metrics()]
    allowed = [check for check in before.forbid if check not in settings.forbid]
    tail = "bless a new baseline if that is meant."
    return [
        *(_incomparable("", None, metric, f"The baseline's suite gates {metric}, this run's does not; {tail}")
          for metric in dropped),
        *(_incomparable("", None, None, f"The baseline's suite forbids {check}, this run's does not; {tail}")
          for check in allowed),
    ]  # fmt: skip


def _settings_before(baseline: Table) -> GateSettings:
    return parse_record(GateSettings, baseline.info.suite.get("gate", {}), "the baseline's run.json: [gate]")


def _notes(candidate: Table, baseline: Table, pairs: Sequence[Pair], settings: GateSettings) -> list[str]:
    """What is being compared, what is in one run only, and which limits were moved."""
    notes: list[str] = []
    idle: list[str] = []
    judged = {pair.candidate.backend for pair in pairs}
    for backend in candidate.info.backends:
        if backend.control or backend.name in judged:
            continue
        if candidate.states.get(backend.name):
            notes.append(f"{backend.name} is new: the baseline has no such backend, so it is not judged.")
        else:
            idle.append(backend.name)
    if idle:
        notes.append(f"Asked in neither run, so not judged: {', '.join(idle)}.")
    if "gate" in baseline.info.suite:
        before, now = _flat(_settings_before(baseline)), _flat(settings)
        moved = [key for key in dict.fromkeys((*before, *now)) if before.get(key) != now.get(key)]
        notes += [f"[gate] {shown(key)} was {_said(before.get(key))}, is now {_said(now.get(key))}." for key in moved]
    return notes


def _flat(settings: GateSettings) -> dict[str, Any]:
    """The limits, those of a metric as `margin.coverage`."""
    flat: dict[str, Any] = {}
    for key, value in settings.model_dump(exclude={"primary", "forbid", "pairs"}).items():
        flat |= {f"{key}.{name}": item for name, item in value.items()} if isinstance(value, Mapping) else {key: value}
    return flat


def _said(value: Any) -> str:
    return "not set" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
