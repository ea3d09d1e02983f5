"""The rules without statistics: forbidden findings, failed summaries, failed measurements, and limits on cost."""

from __future__ import annotations

import fnmatch
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal

from harness.aggregate import Cell
from harness.compare import Member, incomparable
from harness.gate.results import Case, Pair, Result, Verdict, counted, some
from harness.limits import GateSettings
from harness.store import Key
from harness.types import MEASUREMENT_FAILURES, MODEL_FAILURES, State


def forbid(pair: Pair, check: str) -> Result:
    """No `error` finding of this check that the baseline does not have already (same article, check, claim text).

    `check` may be a pattern, such as `quote.*`.
    """
    base = (pair.candidate.name, pair.baseline.name, None)
    old_table, new_table = pair.baseline.table, pair.candidate.table
    for metric in makers(pair, check):
        reason = incomparable(old_table, new_table, metric)
        if reason is not None:
            sentence = f"{check} of {pair.candidate.name} cannot be compared: {reason}."
            return Result("forbid", *base, "unmeasurable", sentence, limit=0.0, check=check)
    old, all_new = (_errors(member, check) for member in pair)
    fresh = [(article, text) for (made, article, text) in all_new if (made, article, text) not in old]
    known = len(all_new) - len(fresh)
    tail = f"; {known} that the baseline has already {'is' if known == 1 else 'are'} known" if known else ""
    articles = len({article for article, _ in fresh})
    if fresh:
        found = f"{len(fresh):,} new {check} {'finding' if len(fresh) == 1 else 'findings'}"
        sentence = f"{pair.candidate.name} has {found} in {counted(articles, 'article')}{tail}."
    else:
        sentence = f"{pair.candidate.name} has no new {check} finding{tail}."
    return Result(
        "forbid", *base, "regression" if fresh else "pass", sentence,
        float(len(fresh)), n=len(new_table.states.get(pair.candidate.backend, {})), limit=0.0, check=check,
        details=[f"{article}: {text}" for article, text in fresh],
        cases=[Case(article, 1.0, text) for article, text in fresh],
    )  # fmt: skip


def _errors(member: Member, pattern: str) -> dict[tuple[str, str, str], None]:
    """(check, article, claim text) of each error that the pattern means, in the order of the rows."""
    found = member.table.forbidden.items()
    return {
        (check, article, text): None
        for (backend, check), items in found
        if backend == member.backend and fnmatch.fnmatchcase(check, pattern)
        for article, text in items
    }


def makers(pair: Pair, check: str) -> list[str]:
    """The metrics that made `error` findings of this check in either run, as far as one of the runs lists them."""
    tables = (pair.baseline.table, pair.candidate.table)
    listed = {metric.name for table in tables for metric in table.info.metrics}
    found = (m for table in tables for m, checks in table.checks.items() if fnmatch.filter(checks, check))
    return [metric for metric in dict.fromkeys(found) if metric in listed]


def failed(pair: Pair, settings: GateSettings) -> Result:
    """Refused, empty and truncated summaries: the paired increase of their share."""
    old, new = (_shares(member, MODEL_FAILURES) for member in pair)
    both = [article for article in new if article in old]
    base = (pair.candidate.name, pair.baseline.name, None)
    if not both:
        return Result("failed", *base, "unmeasurable", f"{pair.candidate.name}: no article is in both runs.")
    before, after = (math.fsum(s[a] for a in both) / len(both) for s in (old, new))
    worse = after - before > settings.max_failed_increase + 1e-12
    sentence = (
        f"{pair.candidate.name} refused, left empty or cut off {after:.1%} of its summaries, the baseline {before:.1%}"
        f" ({counted(len(both), 'article')}); an increase of {settings.max_failed_increase:.1%} is allowed."
    )
    more = [a for a in both if new[a] > old[a]]
    return Result(
        "failed", *base, "regression" if worse else "pass", sentence, after - before,
        n=len(both), limit=settings.max_failed_increase, details=more,
        cases=[Case(a, new[a] - old[a], f"{new[a]:.0%} failed, {old[a]:.0%} before") for a in more],
    )  # fmt: skip


def unscored(pair: Pair, settings: GateSettings) -> Iterator[Result]:
    """Rows that could not be measured, per metric that a rule needs: above the limit nothing can be said.

    A row to which a metric does not apply counts where it did apply to the baseline's: a summary that claims nothing
    must not drop out of the mean. Of the baseline only what is above the limit is told; a blessed one has no such row.
    """
    lacking = [found for member in pair if (found := _lacking(pair, member)) is not None]
    yield from lacking
    allowed = settings.max_unscored_share
    old, new = (_n_rows(member) for member in pair)
    for metric in _needed(pair, settings):
        applied = pair.baseline.table.values(pair.baseline.backend, metric)
        yield _unscored(pair.candidate, metric, new, allowed, "", applied)
        of_baseline = _unscored(pair.baseline, metric, old, allowed, " in the baseline", ())
        if of_baseline.kind == "unmeasurable":
            yield of_baseline._replace(backend=pair.candidate.name, baseline=pair.baseline.name, cases=())


def _lacking(pair: Pair, member: Member) -> Result | None:
    info, states = member.table.info, member.table.states.get(member.backend, {})
    missing = [a for a in info.articles if sum(states.get(a, {}).values()) < info.repeats]
    if not missing:
        return None
    mine = member is pair.candidate
    where = "" if mine else " in the baseline"
    verb = "lacks" if len(missing) == 1 else "lack"
    sentence = (
        f"{member.name}{where}: {counted(len(missing), 'article')} {verb} rows ({some(missing)}); finish the run."
    )
    return Result(
        "unscored", pair.candidate.name, None if mine else pair.baseline.name, None, "unmeasurable", sentence,
        float(len(missing)), details=missing, cases=[Case(a, 1.0, "has no row") for a in missing if mine],
    )  # fmt: skip


def _needed(pair: Pair, settings: GateSettings) -> list[str]:
    """The metrics that must be measured. A check that neither run has found may come from any metric that finds."""
    needed = [*settings.primary, *settings.floor]
    for check in settings.forbid:
        tables = (pair.baseline.table, pair.candidate.table)
        finding = {metric for table in tables for _, metric in table.n_findings}
        directed = [m.name for m in pair.candidate.table.info.metrics if m.higher_is_better is not None]
        needed += makers(pair, check) or [m for m in directed if m in finding] or directed
    names = {m.name for m in pair.candidate.table.info.metrics}
    return [metric for metric in dict.fromkeys(needed) if metric in names]


def _n_rows(member: Member) -> dict[str, int]:
    return {article: sum(states.values()) for article, states in member.table.states.get(member.backend, {}).items()}


def _unscored(
    member: Member, metric: str, rows: Mapping[str, int], allowed: float, where: str, applied: Collection[str]
) -> Result:
    cells = member.table.cells.get((member.backend, metric), {})
    base = (member.backend, None, metric)
    told = f"{metric} of {member.backend}{where}"
    total = sum(rows.values())
    failed = {a: n for a, cell in cells.items() if (n := _count(cell.states, MEASUREMENT_FAILURES))}
    dropped = {a: n for a in applied if a in rows and (n := _not_applied(cells.get(a), rows[a]))}
    lost = failed | {a: n + failed.get(a, 0) for a, n in dropped.items()}
    share = sum(lost.values()) / total if total else 1.0
    beside = f"; to {sum(dropped.values()):,} the metric does not apply, as it did in the baseline" if dropped else ""
    sentence = (
        f"{told}: {sum(lost.values()):,} of {total:,} rows could not be measured"
        f" ({share:.1%}; {allowed:.1%} allowed){beside}."
    )
    kind: Verdict = "unmeasurable" if share > allowed else "pass"
    cases = [
        Case(a, float(n), "could not be measured" if a in failed else "has no score; in the baseline it has one")
        for a, n in lost.items()
    ]
    return Result("unscored", *base, kind, sentence, share, n=total, limit=allowed, details=[*lost], cases=cases)


def _not_applied(cell: Cell | None, rows: int) -> int:
    """How many rows of an article have neither a score nor a failure; all where the metric left the article out."""
    return rows if cell is None else _count(cell.states, ("not_applicable",))


def _count(states: Mapping[State, int], wanted: Sequence[State]) -> int:
    # nearly every article has the one state `ok`, and a gate counts hundreds of thousands
    return 0 if len(states) == 1 and "ok" in states else sum(states.get(state, 0) for state in wanted)


def limits(pair: Pair, settings: GateSettings, seconds: Mapping[Key, float]) -> Iterator[Result]:
    """max_truncated_share, max_cost (US dollars a run), max_seconds (mean a summary), where they are set."""
    table, name = pair.candidate.table, pair.candidate.backend
    if settings.max_truncated_share is not None:
        shares = _shares(pair.candidate, ("truncated",))
        share = math.fsum(shares.values()) / len(shares) if shares else None
        words = "cut off a share of {:.3f} of its summaries"
        cases = [Case(a, s, f"{s:.0%} cut off") for a, s in shares.items() if s]
        yield _limit("truncated", name, share, settings.max_truncated_share, words)._replace(cases=cases)
    if settings.max_cost is not None:
        yield _limit("cost", name, table.costs.get(name), settings.max_cost, "cost {:.4f} US dollars")
    if settings.max_seconds is not None:
        mine = [s for (_, backend, _), s in seconds.items() if backend == name]
        mean = math.fsum(mine) / len(mine) if mine else None
        yield _limit("seconds", name, mean, settings.max_seconds, "took {:.2f} seconds a summary")


def _limit(
    rule: Literal["truncated", "cost", "seconds"], backend: str, observed: float | None, limit: float, words: str
) -> Result:
    if observed is None:
        sentence = f"{backend}: {rule} is not recorded in this run, so the limit of {limit:g} cannot be checked."
        return Result(rule, backend, None, None, "unmeasurable", sentence, limit=limit)
    kind: Verdict = "regression" if observed > limit else "pass"
    sentence = f"{backend} {words.format(observed)}; {limit:g} is allowed."
    return Result(rule, backend, None, None, kind, sentence, observed, limit=limit)


def _shares(member: Member, states: Sequence[State]) -> dict[str, float]:
    """Article -> share of its rows in these states, rows that could not be asked left out."""
    shares = {}
    for article, counter in member.table.states.get(member.backend, {}).items():
        asked = sum(counter.values()) - _count(counter, ("infra_error", "not_applicable"))
        if asked:
            shares[article] = _count(counter, states) / asked
    return shares
