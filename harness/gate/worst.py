"""The summaries behind the verdict: chosen from the results, then read from the run with the finding that tells most."""

from __future__ import annotations

import fnmatch
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from harness.compare import differences
from harness.gate.results import Gate, Noticed, Pair, Result, Worst
from harness.limits import GateSettings
from harness.store import Run, RunInfo
from harness.types import Row, StoredFinding

MOST = 5
_RANK = {"error": 0, "warning": 1}


def choose(deciding: Sequence[Result], pairs: Sequence[Pair], settings: GateSettings) -> list[Worst]:
    """The five summaries with the largest part in the rules that decide, over all backends.

    Each rule's loss is shared out among its articles, and the shares of a summary added up, so that rules of different
    units weigh the same; `share` is out of all of them.
    """
    by_name = {pair.candidate.name: pair for pair in pairs}
    parts: dict[tuple[str, str], float] = defaultdict(float)
    n_rules = 0
    for result in deciding:
        total = sum(case.loss for case in result.cases)
        if result.backend in by_name and total > 0:
            n_rules += 1
            for case in result.cases:
                parts[result.backend, case.article] += case.loss / total
    # rounded, so that equal parts keep the order of the suite whatever the order of their sums
    first = sorted(parts, key=lambda key: -round(parts[key], 9))[:MOST]
    changes = {
        backend: {
            m: differences(by_name[backend].baseline, by_name[backend].candidate, m)[0] for m in settings.metrics()
        }
        for backend in dict.fromkeys(backend for backend, _ in first)
    }
    return [
        _worst(by_name[backend], article, parts[backend, article] / n_rules, changes[backend])
        for backend, article in first
    ]


def _worst(pair: Pair, article: str, share: float, changes: Mapping[str, Mapping[str, float]]) -> Worst:
    found = {metric: d[article] for metric, d in changes.items() if article in d}
    anchor = panel_anchor(pair.candidate.table.info, article, pair.candidate.backend)
    return Worst(article, pair.candidate.backend, pair.baseline.backend, share, found, anchor)


def panel_anchor(info: RunInfo, article: str, backend: str) -> str:
    """Where the HTML report of this run alone shows the summary: articles in suite order, controls after the others."""
    ordered = sorted(info.backends, key=lambda backend: backend.control)
    backends = [info.name for info in ordered]
    return f"a{list(info.articles).index(article)}-b{backends.index(backend)}"


def with_evidence(result: Gate, candidate: Run, baseline: Run) -> Gate:
    """The gate with what stands in the rows: why a summary failed, its worst new finding, each forbidden finding.

    Only the rows of those summaries are read, and what the baseline has in their place.
    """
    partners = {r.backend: r.baseline for r in result.results if r.baseline is not None}
    partners |= {worst.backend: worst.baseline for worst in result.worst}
    forbidding = [r for r in result.results if r.rule == "forbid" and r.kind == "regression"]
    wanted = {(w.article, w.backend) for w in result.worst}
    wanted |= {(case.article, r.backend) for r in forbidding for case in r.cases}
    new = _read(candidate, wanted)
    old = _read(baseline, {(article, partners[backend]) for article, backend in wanted if partners.get(backend)})

    def noticed(article: str, backend: str) -> list[Noticed]:
        partner = old.get((article, str(partners.get(backend))), ())
        before = [f for row in partner for f in row.findings if f.severity in _RANK]
        anchor = panel_anchor(candidate.info, article, backend)
        rows = new.get((article, backend), ())
        found = [_noticed(row, f, before, anchor) for row in rows for f in row.findings if f.severity in _RANK]
        return [f for f in found if f.new]

    seen = {key: noticed(*key) for key in wanted}
    forbidden = [
        found
        for r in forbidding
        for case in r.cases
        if (found := next((f for f in seen[case.article, r.backend] if _is(f, r, case.said)), None)) is not None
    ]
    worst = [_filled(w, result.deciding(), seen[w.article, w.backend], new.get((w.article, w.backend), ()))
             for w in result.worst]  # fmt: skip
    return result._replace(worst=worst, forbidden=forbidden)


def _read(run: Run, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], list[Row]]:
    places = {key: place for key, place in run.places().items() if key[:2] in wanted}
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in run.read_rows([places[key] for key in sorted(places)]):
        rows[row.article, row.backend].append(row)
    return rows


def _noticed(row: Row, finding: StoredFinding, before: Iterable[StoredFinding], anchor: str) -> Noticed:
    first = finding.evidence[0] if finding.evidence else None
    return Noticed(
        row.article, row.backend, finding.metric, finding.check, finding.severity, finding.message,
        finding.claim.text if finding.claim else None, first.source if first else None, first.text if first else None,
        _is_new(finding, list(before)), anchor,
    )  # fmt: skip


def _is_new(finding: StoredFinding, before: Sequence[StoredFinding]) -> bool:
    return not any(_identity(other) == _identity(finding) for other in before)


def _identity(finding: StoredFinding) -> tuple[str, str, bool]:
    # what was a warning and became an error is news: the gate forbids errors
    return finding.check, finding.claim.text if finding.claim else finding.message, finding.severity == "error"


def _is(found: Noticed, rule: Result, text: str) -> bool:
    asked = found.severity == "error" and fnmatch.fnmatchcase(found.check, str(rule.check))
    return asked and (found.claim or found.message) == text


def _filled(worst: Worst, deciding: Sequence[Result], seen: Sequence[Noticed], rows: Sequence[Row]) -> Worst:
    """With the finding that tells most: a forbidden one, else one of the metric that fell most for its margin."""
    mine = [r for r in deciding if r.backend == worst.backend]
    forbidden = [r.check for r in mine if r.check is not None]
    limits = {r.metric: r.limit for r in mine if r.rule == "margin" and r.metric is not None and r.limit}
    losses = {metric: worst.changes[metric] / limit for metric, limit in limits.items() if metric in worst.changes}
    fell = sorted((metric for metric, loss in losses.items() if loss > 0), key=lambda metric: -round(losses[metric], 9))

    def rank(found: Noticed) -> tuple[bool, int, int]:
        asked = found.severity == "error" and any(fnmatch.fnmatchcase(found.check, check) for check in forbidden)
        return not asked, fell.index(found.metric) if found.metric in fell else len(fell), _RANK[found.severity]

    # min keeps the first of equals, which is the first in the summary
    return worst._replace(failure=_failure(rows), finding=min(seen, key=rank, default=None))


def _failure(rows: Sequence[Row]) -> str | None:
    if not rows:
        return "there is no row"
    told = []
    for row in rows:
        errors = [f"{name}: {s.error.message}" for name, s in row.scores.items() if s.error is not None]
        why = row.reason or (row.error.message if row.error else None) or next(iter(errors), None)
        if row.state != "ok":
            told.append(f"{row.state}: {why}" if why else row.state)
    return next(iter(told), None)
