"""How far the metrics can be trusted on this set, in plain words: controls, planted faults, people, order of sources.

Controls are backends whose place is known beforehand (`harness.backends.controls`), so that a metric that puts them
elsewhere does not work here. `probed` tells what the probe found, `harness.review` what reviewers said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from harness import stats
from harness.aggregate import Table
from harness.compare import Member, Report, differences
from harness.report import numbers, probed, words
from harness.review.importing import FOLDER
from harness.review.report import ReviewReport, review_report

Verdict = Literal["yes", "open", "no"]
SIGNS: dict[Verdict, str] = {"yes": "✓ holds", "open": "▲ not clear", "no": "✕ does not hold"}
STANDINGS: dict[Verdict, str] = {"yes": "✓ holds up here", "open": "▲ with care", "no": "✕ not to be trusted"}
_EXTRACTIVE = ("lead", "lexrank", "centroid")
_FOREIGN = ("random", "shuffled")
_TOLD = 4
_FEW = 0.5


class Rung(NamedTuple):
    """A place on the ladder that is known beforehand, and whether it holds on these articles.

    `close` is the pair with the least room: its difference with 95 % interval.
    """

    metric: str
    claim: str
    verdict: Verdict
    against: str
    close: str


class Standing(NamedTuple):
    """What is known of one metric, in sentences, and what follows."""

    metric: str
    verdict: Verdict
    sentences: Sequence[str]


def reviews(runs: Iterable[Any]) -> list[ReviewReport]:
    """The labels that people gave to the summaries of these runs, where some were imported.

    Raises InputError where an imported review was changed or does not fit its run.
    """
    folders = [folder for run in runs if isinstance(folder := getattr(run, "folder", None), Path)]
    return [review_report(folder) for folder in folders if any((folder / FOLDER).glob("*.json"))]


def ladder(report: Report) -> list[Rung]:
    """What controls show of coverage and consistency, as far as the runs have them."""
    kinds = {m.name: m.type for t in report.tables for m in t.info.metrics}
    rungs = []
    for metric in words.headline_metrics(report):
        if kinds[metric] not in ("coverage", "consistency"):
            continue
        for table in report.tables:
            rungs += _rungs(report, metric, kinds[metric], [m for m in report.members if m.table is table])
    return rungs


def _rungs(report: Report, metric: str, kind: str, members: Sequence[Member]) -> list[Rung]:
    honest = [m for m in members if not m.info.control]
    found = []
    if kind == "coverage":
        lower = [m for m in honest if m.info.type in _EXTRACTIVE]
        for top in _of(members, "oracle"):
            found.append(_rung(report, metric, top, lower, "is above", strict=True))
    else:
        for top in _of(members, "copy"):
            found.append(_rung(report, metric, top, honest, "is below nobody:", strict=False))
    for low in _of(members, *_FOREIGN):
        found.append(_rung(report, metric, low, honest, "is below", strict=True, turned=True))
    return [rung for rung in found if rung is not None]


def _of(members: Sequence[Member], *types: str) -> list[Member]:
    return [m for m in members if m.info.type in types]


def _rung(
    report: Report, metric: str, one: Member, others: Sequence[Member], says: str, *, strict: bool, turned: bool = False
) -> Rung | None:
    """`one` above the others, below them if `turned`; unless `strict` it may be level."""
    gaps = [(gap, other) for other in others if (gap := _gap(metric, one, other, turned=turned)) is not None]
    if not gaps:
        return None
    wrong = [other.name for gap, other in gaps if gap.high is not None and gap.high < 0]
    unclear = [other.name for gap, other in gaps if strict and (gap.low is None or gap.low <= 0)]
    unclear = [name for name in unclear if name not in wrong]
    least = min(gaps, key=lambda item: item[0].mean)
    close = f"{least[1].name}: {numbers.difference(least[0].mean)} {numbers.interval(least[0].low, least[0].high)}"
    verdict: Verdict = "no" if wrong else "open" if unclear else "yes"
    names = words.label(report, metric), f"{one.name} {says} {words.listed([other.name for _, other in gaps])}"
    return Rung(*names, verdict, words.listed(wrong or unclear), close)


def _gap(metric: str, one: Member, other: Member, *, turned: bool) -> stats.Paired | None:
    """How far `one` is ahead of the other, article by article; how far behind it, if `turned`."""
    paired, _ = differences(one, other, metric) if turned else differences(other, one, metric)
    return stats.paired(list(paired.values()), seed=one.table.info.seed) if paired else None


def standings(report: Report, rungs: Sequence[Rung], labels: Sequence[ReviewReport]) -> list[Standing]:
    """One for each headline metric."""
    return [_standing(report, metric, rungs, labels) for metric in words.headline_metrics(report)]


def _standing(report: Report, metric: str, rungs: Sequence[Rung], labels: Sequence[ReviewReport]) -> Standing:
    name = words.label(report, metric)
    own = [rung for rung in rungs if rung.metric == name]
    checked = [t for t in report.tables if _probe_of(t, metric) is not None]
    doubts = [reason for t in checked for reason in probed.of_run(t).get(metric, ())]
    told = [_of_ladder(own), *(s for t in checked for s in _of_probe(t, metric)), *_of_people(metric, labels)]
    if not checked:
        told.append("No fault was planted to see whether it notices; that is done by: harness probe RUN.")
    bad = bool(doubts) or any(rung.verdict == "no" for rung in own)
    unsure = any(rung.verdict == "open" for rung in own) or any(_missed(t, metric) for t in checked)
    unsure = unsure or not (own or checked)
    return Standing(name, "no" if bad else "open" if unsure else "yes", [sentence for sentence in told if sentence])


def _of_ladder(own: Sequence[Rung]) -> str:
    if not own:
        return "No control says anything about it here."
    good = sum(rung.verdict == "yes" for rung in own)
    if good == len(own):
        return f"It puts the controls where they belong ({good} of {good} places)."
    rest = [f"{rung.claim} – {SIGNS[rung.verdict][2:]} for {rung.against}" for rung in own if rung.verdict != "yes"]
    return f"It puts the controls where they belong in {good} of {len(own)} places. Not so: {'; '.join(rest)}."


def _probe_of(table: Table, metric: str) -> dict[str, Any] | None:
    """What the run's probe says of the metric as it is; None where it was another version then."""
    if table.probe is None:
        return None
    now = {m.name: m.signature for m in table.info.metrics}
    return next(
        (m for m in table.probe["metrics"] if m["metric"] == metric and now.get(metric) == m["signature"]), None
    )


def _of_probe(table: Table, metric: str) -> list[str]:
    entry = _probe_of(table, metric)
    assert entry is not None
    assert table.probe is not None
    asked = [r for r in table.probe["reactions"] if r["metric"] == metric and r["must_drop"] and r["rate"] is not None]
    told = []
    if asked:
        mean = sum(r["rate"] for r in asked) / len(asked)
        told.append(f"Of {_kinds(len(asked))} that it must notice it noticed {_percent(mean)} on average.")
    missed = _missed(table, metric)
    if missed:
        more = f" and {len(missed) - _TOLD} more" if len(missed) > _TOLD else ""
        listed = ", ".join(f"{_plain(r['fault'])} ({_percent(r['rate'])})" for r in missed[:_TOLD])
        told.append(f"It misses more than half of these, in brackets how many it notices: {listed}{more}.")
    if entry["false_alarms"] is not None:
        told.append(f"It takes {_percent(entry['false_alarms'])} of harmless rewordings for faults{_between(entry)}.")
    return [*told, *(f"It is {probed.LABEL}: {reason}." for reason in entry["reasons"])]


def _missed(table: Table, metric: str) -> list[dict[str, Any]]:
    """What the metric must notice and notices less than every other time, worst first."""
    assert table.probe is not None
    own = [r for r in table.probe["reactions"] if r["metric"] == metric and r["must_drop"] and r["rate"] is not None]
    return sorted((r for r in own if r["rate"] < _FEW), key=lambda r: (r["rate"], r["fault"]))


def _kinds(n: int) -> str:
    return f"{n} kind{'' if n == 1 else 's'} of planted faults"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def _between(entry: dict[str, Any]) -> str:
    if entry["low"] is None or entry["high"] is None:
        return ""
    return f" (95 % interval {100 * entry['low']:.0f} to {_percent(entry['high'])})"


def _plain(fault: str) -> str:
    return fault.replace("-", " ")


def _of_people(metric: str, labels: Sequence[ReviewReport]) -> list[str]:
    told = []
    for found in labels:
        for a in found.correlations:
            if a.metric == metric and a.dimension == metric and a.value is not None:
                value = f"{numbers.value(a.value)} {numbers.interval(a.low, a.high)}"
                told.append(
                    f"Over {a.n} summaries that people judged for {metric} it orders them with a correlation of {value}"
                    " (1 as people do, 0 by chance)."
                )
        kinds = [p for p in found.precision if p.metric == metric and p.micro is not None]
        n = sum(p.n_findings for p in kinds)
        if n:
            agreed = sum((p.micro or 0.0) * p.n_findings for p in kinds) / n
            told.append(f"People agreed with {_percent(agreed)} of its {n} findings that they judged.")
    return told
