"""docs/statistics.md is true: each example's results are computed here from the data that stand beside them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from harness import stats
from harness.aggregate import Table, tabulate_rows
from harness.compare import compare
from harness.gate import Result, gate
from harness.limits import GateSettings
from harness.stats.planning import t_quantile
from harness.stats.reliability import krippendorff_alpha
from harness.types import Failure, Row
from tests.conftest import ROOT
from tests.made_runs import make_backend, make_finding, make_info, make_metric, make_row, make_table

PAGE = ROOT / "docs" / "statistics.md"
TEXT = PAGE.read_text(encoding="utf-8")
Data = Mapping[str, Sequence[str]]


def _examples() -> dict[str, tuple[str, list[str]]]:
    """Heading -> the data and the lines of the result."""
    found = {}
    for section in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        heading = section.split("\n", 1)[0]
        blocks = re.findall(r"```(data|result)\n(.*?)```", section, re.DOTALL)
        if blocks:
            (first, data), (second, result) = blocks
            assert (first, second) == ("data", "result"), heading
            found[heading] = (data, result.splitlines())
    return found


def _read(data: str) -> Data:
    """A line is a name, two blanks or more, and what belongs to it."""
    named = (re.split(r"\s{2,}", line.strip(), maxsplit=1) for line in data.splitlines())
    return {name: rest.split() for name, rest in named}


def _numbers(data: Data, name: str) -> list[float]:
    return [float(value) for value in data[name]]


def _change(data: Data) -> list[float]:
    return [new - old for old, new in zip(_numbers(data, "baseline"), _numbers(data, "candidate"), strict=True)]


def _effect(d: Sequence[float], **more: Any) -> tuple[stats.Paired, float, float, float]:
    """With sd, low and high, which are no longer None."""
    e = stats.paired(d, seed=1, **more)
    assert e.sd is not None
    assert e.low is not None
    assert e.high is not None
    return e, e.sd, e.low, e.high


def article(data: Data) -> list[str]:
    articles, metric = list(data), make_metric("coverage")
    rows = [make_row(a, "x", {"coverage": float(x)}, sample=i) for a in articles for i, x in enumerate(data[a])]
    values = tabulate_rows(make_info(articles, [make_backend("x")], [metric]), rows).values("x", "coverage")
    mean = sum(values.values()) / len(values)
    return [*(f"{a}: {value:.2f}" for a, value in values.items()), f"mean over {len(values)} articles: {mean:.3f}"]


def paired(data: Data) -> list[str]:
    d = _change(data)
    e, sd, *_ = _effect(d)
    return [
        f"changes: {'  '.join(f'{x:+.2f}' for x in d)}",
        f"mean {e.mean:+.4f}, standard deviation {sd:.4f}, n = {e.n}",
    ]


def interval(data: Data) -> list[str]:
    e, sd, low, high = _effect(_change(data))
    t = t_quantile(0.975, e.n - 1)
    half = t * sd / math.sqrt(e.n)
    return [
        f"half width: {t:.3f} × {sd:.4f} / √{e.n} = {half:.4f}",
        f"{e.mean:+.3f} [{low:+.3f}, {high:+.3f}], {e.n_nonzero} of {e.n} articles changed",
    ]


def sign_flip(data: Data) -> list[str]:
    d = np.array(_numbers(data, "changes"))
    p = stats.sign_flip(d, seed=1)
    patterns = 2 ** len(d)
    return [f"sum {d.sum():+.2f}; as far from 0: {p * patterns:.0f} of {patterns} patterns", f"p = {p:.3f}"]


def resolves(data: Data) -> list[str]:
    d = _change(data)
    e, sd, low, high = _effect(d)
    three = stats.detectable(sd, e.n, comparisons=3)
    one, power = t_quantile(0.975, e.n - 1), t_quantile(0.8, e.n - 1)
    return [
        f"{e.mean:+.3f} [{low:+.3f}, {high:+.3f}]: cannot tell",
        f"these {e.n} articles resolve ({one:.3f} + {power:.3f}) × {sd:.4f} / √{e.n} = {e.detectable:.3f}",
        f"in a family of 3: {three:.3f}",
    ]


def wins(data: Data) -> list[str]:
    d = _change(data)
    e, *_ = _effect(d, epsilon=0.0005)
    return [
        f"changes: {'  '.join(f'{x:+.4f}' for x in d)}",
        f"wins {e.wins}, ties {e.n - e.wins - e.losses}, losses {e.losses}",
    ]


def families(data: Data) -> list[str]:
    p = _numbers(data, "p")
    return [
        f"{name}: {'  '.join(f'{x:.3f}' for x in adjusted)}; found: {sum(x <= 0.05 for x in adjusted)}"
        for name, adjusted in (("Holm", stats.holm(p)), ("Benjamini–Hochberg", stats.benjamini_hochberg(p)))
    ]


def ranks(data: Data) -> list[str]:
    report = compare([make_table({name: {"coverage": _numbers(data, name)} for name in data})], ["run"])
    pairs = [
        f"{c.candidate} − {c.baseline}: {c.effect.mean:+.3f}, p {_p(c.effect.p_t)}, Holm {_p(c.p_adjusted)}"
        for c in report.comparisons
        if c.effect is not None
    ]
    return [*pairs, *(f"{r.backend}: rank {r.best} to {r.worst}, group {r.letters}" for r in report.ranks)]


def _p(p: float | None) -> str:
    assert p is not None
    return f"{p:.3f}" if p >= 0.001 else "< 0.001"


def mean(data: Data) -> list[str]:
    values = np.array(_numbers(data, "scores"))
    (found,) = stats.mean_intervals(values[None, :], seed=1)
    assert found is not None
    return [f"mean {values.mean():.3f} [{found.low:.3f}, {found.high:.3f}]"]


def rate(data: Data) -> list[str]:
    passed = [value == "yes" for value in data["passed"]]
    found = stats.wilson(sum(passed), n := len(passed))
    assert found is not None
    return [f"{sum(passed)} of {n}: {sum(passed) / n:.2f} [{found.low:.2f}, {found.high:.2f}]"]


def _judged(candidate: Table, baseline: Table, **settings: Any) -> Sequence[Result]:
    return gate(candidate, baseline, GateSettings.model_validate(settings), {}).results


def _table(values: Sequence[float]) -> Table:
    return make_table({"x": {"coverage": values}})


def _margin(old: Sequence[float], new: Sequence[float], margin: float) -> Result:
    found = _judged(_table(new), _table(old), primary=["coverage"], margin={"coverage": margin})
    return next(r for r in found if r.rule == "margin")


def _shown(r: Result) -> str:
    assert r.observed is not None
    return f"{r.observed:+.3f} [{r.low:+.3f}, {r.high:+.3f}]"


def verdicts(data: Data) -> list[str]:
    (limit,) = _numbers(data, "margin")
    old = _numbers(data, "baseline")
    found = {name: _margin(old, _numbers(data, name), limit) for name in list(data)[2:]}
    return [f"{name}: {_shown(r)}: {r.kind}" for name, r in found.items()]


def several_rules(data: Data) -> list[str]:
    names = [name for name in data if name != "margin"]
    (limit,) = _numbers(data, "margin")
    columns = {name: _numbers(data, name) for name in names}
    old = make_table({"x": {name: [0.0] * len(column) for name, column in columns.items()}})
    found = _judged(make_table({"x": columns}), old, primary=names, margin=dict.fromkeys(names, limit))
    return [
        f"{r.metric}: {_shown(r)}, for {len(names)} rules [{r.family_low:+.3f}, {r.family_high:+.3f}]: {r.kind}"
        for r in found
        if r.rule == "margin"
    ]


def settle(data: Data) -> list[str]:
    (limit,) = _numbers(data, "margin")
    d = _change(data)
    _, sd, *_ = _effect(d)
    r = _margin(_numbers(data, "baseline"), _numbers(data, "candidate"), limit)
    n = stats.articles_to_settle(sd, limit)
    assert r.articles_needed in (n, None)
    lines = [f"{_shown(r)}: {r.kind}; standard deviation {sd:.4f}"]
    for size in (n - 1, n):
        lines.append(
            f"{size} articles: ({t_quantile(0.975, size - 1):.3f} + {t_quantile(0.8, size - 1):.3f}) × {sd:.4f} / "
            f"√{size} = {stats.detectable(sd, size):.4f}"
        )
    return [*lines, f"about {n} articles would settle it"]


def floor(data: Data) -> list[str]:
    (limit,) = _numbers(data, "floor")
    lines = []
    for name in list(data)[1:]:
        table = _table(_numbers(data, name))
        r = next(r for r in _judged(table, table, floor={"coverage": limit}) if r.rule == "floor")
        lines.append(f"{name}: {r.observed:.3f} [{r.low:.3f}, {r.high:.3f}] against {limit:.2f}: {r.kind}")
    return lines


def forbid(data: Data) -> list[str]:
    info = make_info([f"a{i}" for i in range(1, 6)], [make_backend("x")], [make_metric("quality")])

    def table(name: str) -> Table:
        told = dict(item.split(":") for item in data[name])
        findings = {a: [make_finding("quote.fabricated", text)] for a, text in told.items()}
        return tabulate_rows(
            info, [make_row(a, "x", {"quality": 0.5}, findings=tuple(findings.get(a, ()))) for a in info.articles]
        )

    found = _judged(table("candidate"), table("baseline"), forbid=["quote.fabricated"])
    r = next(r for r in found if r.rule == "forbid")
    assert r.observed is not None
    known = len(data["candidate"]) - int(r.observed)
    return [f"{r.observed:.0f} new, {known} known: {r.kind}"]


def failures(data: Data) -> list[str]:
    def table(name: str) -> Table:
        states = data[name]
        info = make_info([f"a{i}" for i in range(len(states))], [make_backend("x")], [make_metric("coverage")])
        rows = [_row(f"a{i}", state) for i, state in enumerate(states)]
        return tabulate_rows(info, rows)

    found = _judged(table("candidate"), table("baseline"), primary=["coverage"], margin={"coverage": 0.5})
    return [f"{r.rule}: {r.observed:+.3f}: {r.kind}" for r in found if r.rule in ("failed", "unscored")]


def _row(article: str, state: str) -> Row:
    if state == "metric_error":
        return make_row(article, "x", {"coverage": "out of memory"})
    if state == "ok":
        return make_row(article, "x", {"coverage": 0.5})
    assert state == "refused"
    return make_row(article, "x", {}, state="refused", error=Failure(type="Refused", message="no"))


def agreement(data: Data) -> list[str]:
    ratings = [[math.nan if value == "–" else float(value) for value in row] for row in data.values()]
    found = {level: krippendorff_alpha(ratings, level) for level in ("nominal", "ordinal", "interval")}
    return [", ".join(f"{level} {value:.3f}" for level, value in found.items())]


COMPUTED: dict[str, Callable[[Data], list[str]]] = {
    "The article": article,
    "The paired difference": paired,
    "The interval": interval,
    "p": sign_flip,
    "What this set resolves": resolves,
    "Wins, ties and losses": wins,
    "Families": families,
    "Ranks and tie groups": ranks,
    "The mean of one backend": mean,
    "Rates": rate,
    "The gate: pass, regression, inconclusive": verdicts,
    "Several rules": several_rules,
    "Articles to settle": settle,
    "Floor": floor,
    "Forbidden findings": forbid,
    "Failures, and unmeasurable": failures,
    "Agreement between people": agreement,
}
EXAMPLES = _examples()


def test_every_example_is_computed_and_nothing_is_computed_without_one() -> None:
    assert list(EXAMPLES) == list(COMPUTED)


@pytest.mark.parametrize("heading", COMPUTED)
def test_the_results_follow_from_the_data_beside_them(heading: str) -> None:
    data, stated = EXAMPLES[heading]
    assert COMPUTED[heading](_read(data)) == stated


def test_the_pages_that_it_links_to_exist() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert targets
    assert all((PAGE.parent / target).exists() for target in targets)
