"""What a new baseline changes against the one that stands, in lines for the person who blesses."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from harness import stats
from harness.aggregate import Table, tabulate_rows
from harness.baselines.slim import slim_line
from harness.compare import Member, differences, incomparable
from harness.jsonl import encode
from harness.plugins import HEADLINE
from harness.report import numbers
from harness.store import Key, Run
from harness.text import visible
from harness.types import MEASUREMENT_FAILURES, STATES, Row, State

_NAMED = 5


class Reading(NamedTuple):
    """A run's table; by row, hashes of its summary and of its slim line; and the rows that were not measured."""

    table: Table
    rows: Mapping[Key, tuple[int, int]]
    unmeasured: Sequence[str]


def read(run: Run) -> Reading:
    """Read the rows once."""
    rows: dict[Key, tuple[int, int]] = {}
    unmeasured: list[str] = []

    def each() -> Iterator[Row]:
        for row in run.rows():
            rows[row.article, row.backend, row.sample] = (hash(row.summary), hash(slim_line(row)))
            broken = [name for name, score in row.scores.items() if score.error is not None]
            if row.state in MEASUREMENT_FAILURES or broken:
                unmeasured.append(f"{row.backend} on {row.article}: {' and '.join(broken) or row.state}")
            yield row

    return Reading(tabulate_rows(run.info, each(), where=run.folder / "rows.jsonl"), rows, unmeasured)


def changes(new: Reading, old: Reading | None) -> Iterator[str]:
    """A line per change, plain text on one line each; one line that says so where nothing changes."""
    if old is None:
        info = new.table.info
        sizes = ((len(info.articles), "article"), (len(info.backends), "backend"), (len(new.rows), "row"))
        yield f"first baseline of {_plain(info.name)}: {', '.join(numbered(n, what) for n, what in sizes)}"
        return
    found = [
        *_members(old.table, new.table, "backend"),
        *_members(old.table, new.table, "metric"),
        *_articles(old.table, new.table),
        *_settings(old.table, new.table),
        *_states(old.table, new.table),
        *_summaries(old, new),
        *_scores(old.table, new.table),
        *_errors(old.table, new.table),
    ]
    yield from found or [_rest(old, new)]


def flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(dotted path, JSON) of every leaf of nested tables."""
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from flat(item, f"{path}.{key}" if path else str(key))
    elif path:
        yield path, encode(value).decode()


def numbered(n: int, what: str) -> str:
    """ "1 row" or "2 rows"."""
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def _members(old: Table, new: Table, what: str) -> Iterator[str]:
    """Backends or metrics that came, went, or have another signature."""
    was, now = ({item.name: item.signature for item in getattr(table.info, f"{what}s")} for table in (old, new))
    yield from (f"{what} {_plain(name)} is gone" for name in was if name not in now)
    for name, signature in now.items():
        if name not in was:
            yield f"{what} {_plain(name)} is new"
        elif was[name] != signature:
            yield f"{what} {_plain(name)}: {_plain(was[name])} -> {_plain(signature)}"


def _articles(old: Table, new: Table) -> Iterator[str]:
    was, now = old.info.articles, new.info.articles
    for what, ids in (
        ("new", [a for a in now if a not in was]),
        ("gone", [a for a in was if a not in now]),
        ("changed", [a for a in now if was.get(a, now[a]) != now[a]]),
    ):
        if ids:
            verb = "is" if len(ids) == 1 else "are"
            yield f"{numbered(len(ids), 'article')} {verb} {what} ({_some(ids)})"


def _settings(old: Table, new: Table) -> Iterator[str]:
    """All that a suite says, [gate] above all, but backends and metrics, which `_members` tells."""
    was, now = (dict(_flat_settings(table)) for table in (old, new))
    for path in sorted({*was, *now}):
        before, after = was.get(path, "not set"), now.get(path, "not set")
        if before != after:
            yield f"suite, {_plain(path)}: {_plain(before)} -> {_plain(after)}"


def _flat_settings(table: Table) -> Iterator[tuple[str, str]]:
    suite = {key: value for key, value in table.info.suite.items() if key not in ("backends", "metrics")}
    told = ("profile", "language", "seed", "repeats")
    return flat(suite | {key: getattr(table.info, key) for key in told})


def _states(old: Table, new: Table) -> Iterator[str]:
    for backend in _shared(old, new):
        was, now = (states(table, backend) for table in (old, new))
        if was != now:
            yield f"{_plain(backend)}: {numbers.states(was)} -> {numbers.states(now)}"


def states(table: Table, backend: str) -> dict[State, int]:
    """How many rows of a backend are in each state."""
    total: Counter[State] = Counter()
    for counter in table.states.get(backend, {}).values():
        total.update(counter)
    return {state: total[state] for state in STATES if total[state]}


def _summaries(old: Reading, new: Reading) -> Iterator[str]:
    for backend in _shared(old.table, new.table):
        both = [key for key in new.rows if key[1] == backend and key in old.rows]
        ids = list(dict.fromkeys(key[0] for key in both if old.rows[key][0] != new.rows[key][0]))
        if ids:
            n = sum(old.rows[key][0] != new.rows[key][0] for key in both)
            yield f"{_plain(backend)}: {n} of {len(both)} summaries changed ({_some(ids)})"


def _scores(old: Table, new: Table) -> Iterator[str]:
    metrics = {metric.name for metric in old.info.metrics}
    cells = [(b, m.name) for b in _shared(old, new) for m in new.info.metrics if m.name in metrics]
    paired = {cell: d for cell in cells if (d := _differences(old, new, *cell))}
    effects = dict(zip(paired, stats.paired_each(list(paired.values()), seed=old.info.seed), strict=True))
    for backend, metric in cells:
        (before, n_before), (after, n_after) = (_mean(table.values(backend, metric).values()) for table in (old, new))
        effect = effects.get((backend, metric))
        if (effect is None or not effect.n_nonzero) and (before, n_before) == (after, n_after):
            continue
        told = f"{_plain(backend)}, {_plain(metric)}: {_score(before, n_before)} -> {_score(after, n_after)}"
        if effect is not None:
            told += f"; {_change(effect)}"
        elif incomparable(old, new, metric):
            told += "; not comparable"
        yield told


def _change(effect: stats.Paired) -> str:
    if not effect.n_nonzero:
        return f"none of {effect.n} paired changed"
    interval = "" if effect.low is None else f" {numbers.interval(effect.low, effect.high)}"
    articles = numbered(effect.n, "article")
    return f"paired {numbers.difference(effect.mean)}{interval} over {articles}, {effect.n_nonzero} changed"


def unscored(table: Table) -> Iterator[str]:
    """A line for each backend and metric of which a gate would judge a part of the articles only."""
    gate = table.info.suite.get("gate", {})
    gated = {*gate.get("primary", ()), *gate.get("floor", ())} or HEADLINE
    for backend in table.info.backends:
        for metric in () if backend.control else table.info.metrics:
            n, of = len(table.values(backend.name, metric.name)), len(table.info.articles)
            if metric.name in gated and n < of:
                yield (
                    f"caution: {_plain(metric.name)} of {_plain(backend.name)} has no score on {of - n} of"
                    f" {numbered(of, 'article')}; a gate will judge the other {n} alone"
                )


def _differences(old: Table, new: Table, backend: str, metric: str) -> list[float]:
    if incomparable(old, new, metric):
        return []
    paired, _ = differences(Member(backend, old, backend), Member(backend, new, backend), metric)
    return list(paired.values())


def _mean(values: Iterable[float]) -> tuple[float | None, int]:
    found = list(values)
    return (math.fsum(found) / len(found) if found else None), len(found)


def _score(mean: float | None, n: int) -> str:
    return "unscored" if mean is None else f"{numbers.value(mean)} (n={n})"


def _errors(old: Table, new: Table) -> Iterator[str]:
    """Errors by backend and check, told apart as the gate does: by article and claim text."""
    shared = _shared(old, new)
    keys = [key for key in dict.fromkeys((*new.forbidden, *old.forbidden)) if key[0] in shared]
    by_check: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(keys, key=lambda key: (shared.index(key[0]), key[1])):
        was, now = (dict.fromkeys(table.forbidden.get(key, ())) for table in (old, new))
        for what, errors in (("new", [e for e in now if e not in was]), ("gone", [e for e in was if e not in now])):
            if errors:
                quoted = [f"{article}: {_short(text)}" for article, text in errors]
                by_check[key].append(f"{len(errors)} {what} ({_some(quoted, '; ')})")
    for (backend, check), told in by_check.items():
        yield f"{_plain(backend)}, {_plain(check)} errors: {', '.join(told)}"


def _rest(old: Reading, new: Reading) -> str:
    """What is to be said where no line above says anything."""
    keys = [key for key in new.rows if new.rows[key] != old.rows.get(key)]
    if keys:
        n = numbered(len(keys), "row")
        return f"no score, text or error changes, but {n} in tokens, cost, reasons or warnings ({_some(_ids(keys))})"
    one, other = (table.info.model_dump(by_alias=True) for table in (old.table, new.table))
    fields = [name for name in other if one[name] != other[name]]
    return f"nothing changes but the record of the run ({', '.join(fields)})" if fields else "nothing changes"


def _ids(keys: Iterable[Key]) -> list[str]:
    return list(dict.fromkeys(key[0] for key in keys))


def _shared(old: Table, new: Table) -> list[str]:
    was = {backend.name for backend in old.info.backends}
    return [backend.name for backend in new.info.backends if backend.name in was]


def _some(items: Sequence[str], between: str = ", ") -> str:
    rest = len(items) - _NAMED
    return between.join(_plain(item) for item in items[:_NAMED]) + (f"{between}and {rest} more" if rest > 0 else "")


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _plain(text: str) -> str:
    return visible(text, one_line=True)
