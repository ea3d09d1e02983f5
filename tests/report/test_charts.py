"""Charts and trust: marks stand where the numbers are, say them in words, and hostile names stay names."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from harness.aggregate import Table, tabulate
from harness.compare import Report, compare
from harness.report import charts, frontier, svg, swarm, trust
from harness.report.first import First
from harness.review.importing import import_reviews
from harness.store import Run
from tests.made_runs import HOSTILE, make_table
from tests.report import made_reports
from tests.report.parsed_page import Element, Page
from tests.review import made_reviews

Values = Mapping[str, Mapping[str, Sequence[float | None]]]
GOLDEN = (
    '<svg viewBox="0 0 400 141" role="img" aria-labelledby="chart-intervals-0-t" aria-describedby="chart-intervals-0-d"'
    ' id="chart-intervals-0"><title id="chart-intervals-0-t">Means of coverage with 95 % intervals</title>'
)


def _first(report: Report) -> First:
    return First(report, [{} for _ in report.tables], {}, redact=False)


def _made(values: Values, **more: Any) -> First:
    return _first(compare([make_table(values, **more)], ["run"]))


def _page(*charts_: svg.Chart) -> Page:
    return Page("".join(chart.svg for chart in charts_).encode())


def _x(page: Page, tick: str) -> float:
    """Where the axis says that a number stands."""
    return next(float(e.attributes["x"]) for e in page.all("text", "tick") if "".join(e.text) == tick)


def _number(element: Element, name: str) -> float:
    return float(element.attributes[name])


def test_a_mean_and_its_interval_stand_where_the_axis_says() -> None:
    first = _made({"x": {"coverage": [0.2, 0.3, 0.4]}, "y": {"coverage": [0.7, 0.8, 0.9]}})
    page = _page(charts.intervals(first, "coverage"))
    zero, one = _x(page, "0"), _x(page, "1")
    assert one - zero > 150
    marks = page.all("circle", "mark")
    assert [_number(mark, "cx") for mark in marks] == pytest.approx(
        [zero + m * (one - zero) for m in (0.8, 0.3)], abs=0.1
    )
    for name, whisker in zip("yx", page.all("path", "whisker"), strict=True):
        a = first.cell(name, "coverage")
        assert a is not None
        ends = re.match(r"M([\d.]+) [\d.]+H([\d.]+)M", whisker.attributes["d"])
        assert ends is not None
        expected = [zero + (x or 0.0) * (one - zero) for x in (a.low, a.high)]
        assert [float(x) for x in ends.groups()] == pytest.approx(expected, abs=0.1)


def test_the_same_numbers_make_the_same_bytes() -> None:
    first = _first(made_reports.tiny())
    drawn = [charts.intervals(first, "coverage").svg for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert drawn[0].startswith(GOLDEN)
    assert not re.search(r"\d\.\d{2,}[ \"HMVL]", re.sub("<(title|desc|text).*?</(title|desc|text)>", "", drawn[0]))


def test_a_chart_says_its_numbers_in_words_and_who_has_none() -> None:
    first = _made({"x": {"coverage": [0.25, 0.75]}, "mute": {"coverage": [None, None]}})
    chart = charts.intervals(first, "coverage")
    assert "x 0.500 [0.250, 0.750], n = 2." in chart.said
    assert chart.said.endswith("Unscored: mute.")
    page = _page(chart)
    described = next(e for e in page.all("svg")).attributes
    texts = {e.attributes.get("id"): "".join(e.text) for e in page.elements}
    assert f"{texts[described['aria-labelledby']]}. {texts[described['aria-describedby']]}" == chart.said


def test_controls_stand_apart_below_and_are_squares() -> None:
    values = {"copy": {"coverage": [0.9, 1.0]}, "x": {"coverage": [0.1, 0.2]}, "y": {"coverage": [0.3, 0.5]}}
    page = _page(charts.intervals(_made(values, controls=["copy"]), "coverage"))
    assert ["".join(e.text) for e in page.all("text", "name")] == ["y", "x", "copy"]
    (square,) = page.all("rect", "control")
    (divide,) = page.all("line", "divide")
    assert len(page.all("circle")) == 2
    assert max(_number(disc, "cy") for disc in page.all("circle")) < _number(divide, "y1") < _number(square, "y")


def test_every_article_is_a_point_that_leads_to_its_panel() -> None:
    scores = [0.1, 0.5, 0.5, 0.9]
    first = _made({"x": {"coverage": scores}, "y": {"coverage": [0.3, 0.3, None, 0.3]}})
    page = _page(swarm.points(first, "coverage", charts.order(first, "coverage")))
    links = page.all("a")
    assert sorted(e.attributes["href"] for e in links) == sorted(
        [f"#a{n}-b0" for n in range(4)] + [f"#a{n}-b1" for n in (0, 1, 3)]
    )
    assert {e.attributes["tabindex"] for e in links} == {"-1"}
    zero, one = _x(page, "0"), _x(page, "1")
    found = dict(zip([e.attributes["href"] for e in links], page.all("circle", "point"), strict=True))
    for n, score in enumerate(scores):
        assert _number(found[f"#a{n}-b0"], "cx") == pytest.approx(zero + score * (one - zero), abs=0.1)
    assert "".join(page.all("title")[1].text) == "a1: 0.100 (x)"


def test_points_that_are_alike_stand_beside_each_other_within_their_row() -> None:
    offsets = swarm.swarmed([100.0] * 60 + [200.0])
    assert len(set(offsets[:60])) == 60
    assert max(abs(offset) for offset in offsets) < swarm.ROW / 2
    assert offsets[60] == 0
    near = swarm.swarmed([10.0, 14.0, 18.0])
    assert near[0] == near[2] != near[1]


def test_too_many_points_become_bars_that_count_them_all_and_say_so() -> None:
    values = {f"b{n}": {"coverage": [(i * 37 % 101) / 100 for i in range(2000)]} for n in range(10)}
    first = _made(values)
    groups = {group.key: group for group in charts.draw(first)}
    assert str(swarm.LIMIT) in groups["points"].note
    (chart,) = groups["points"].charts
    page = _page(chart)
    assert not page.all("a")
    told = ["".join(e.text) for e in page.all("title") if "article" in "".join(e.text) and "from" in "".join(e.text)]
    assert sum(int(m[1]) for text in told if (m := re.match(r"b\d: (\d+) article", text))) == 20_000
    assert len("".join(chart.svg for group in groups.values() for chart in group.charts)) < 150_000


def test_the_front_is_whom_no_backend_beats_in_both_and_no_control_stands_on_it() -> None:
    values = {
        "careful": {"coverage": [0.5, 0.5], "consistency": [0.9, 0.9]},
        "wordy": {"coverage": [0.9, 0.9], "consistency": [0.4, 0.4]},
        "beaten": {"coverage": [0.5, 0.5], "consistency": [0.4, 0.4]},
        "oracle": {"coverage": [1.0, 1.0], "consistency": [1.0, 1.0]},
    }
    first = _made(values, controls=["oracle"])
    front = {spot.name for spot in frontier.spots(first, "coverage", "consistency") if spot.front}
    assert front == {"careful", "wordy"}
    chart = frontier.chart(first, "coverage", "consistency")
    assert "Beaten by no backend in both: careful, wordy." in chart.said
    page = _page(chart)
    marks = page.all("circle", "mark")
    assert [mark.classes for mark in marks] == [["mark"], ["mark"], ["mark", "hollow"]]
    ticks = page.all("text", "tick")
    ys = {"".join(e.text): _number(e, "y") - 4 for e in ticks if e.attributes["text-anchor"] == "end"}
    assert _number(marks[0], "cy") == pytest.approx(ys["0"] + 0.9 * (ys["1"] - ys["0"]), abs=0.2)
    assert frontier.sentences(first, "coverage", "consistency") == [
        "No backend beats careful and wordy in both means.",
        "From careful to wordy: +0.400 coverage, −0.500 consistency.",
    ]


def test_marks_on_one_place_share_a_name_and_steps_of_nothing_are_not_told() -> None:
    same = {"coverage": [0.5, 0.6], "consistency": [0.9, 0.8]}
    values = {"old: careful": same, "new: careful": same, "wordy": {"coverage": [0.9, 0.9], "consistency": [0.4, 0.4]}}
    first = _made(values)
    page = _page(frontier.chart(first, "coverage", "consistency"))
    titles = {"".join(e.text) for e in page.all("title")}
    names = ["".join(e.text) for e in page.all("text", "name")]
    assert len(page.all("circle", "mark")) == 3
    assert [text.removeprefix(next(t for t in titles if text.startswith(t))) for text in names] == [
        "old: careful, new: careful", "wordy",
    ]  # fmt: skip
    assert frontier.sentences(first, "coverage", "consistency")[0] == (
        "No backend beats old: careful, new: careful and wordy in both means."
    )
    assert len(frontier.sentences(first, "coverage", "consistency")) == 2


@pytest.mark.parametrize("spread", [0.0, 0.02, 0.3])
def test_names_of_thirteen_marks_lie_on_no_other_name_and_on_no_mark(spread: float) -> None:
    places = [(300 + 400 * spread * (i % 4 - 1.5) / 4, 200 + 400 * spread * (i % 5 - 2) / 5) for i in range(13)]
    boxes = frontier.placed(places, [(f"backend-{i}[prompt=v{i}]", i % 2 == 0) for i in range(13)])
    assert not [pair for pair in itertools.combinations(boxes, 2) if pair[0].meets(pair[1])]
    for x, y in places:
        assert not [box for box in boxes if box.left < x < box.right and box.top < y < box.bottom]
    assert all(box.left >= 0 and box.right <= frontier.WIDTH for box in boxes)


def test_rank_intervals_reach_from_the_best_rank_to_the_worst() -> None:
    base = [0.1, 0.4, 0.2, 0.5, 0.3, 0.35]
    values = {
        "low": {"coverage": base},
        "same": {"coverage": [x + 0.001 * (-1) ** i for i, x in enumerate(base)]},
        "top": {"coverage": [x + 0.4 + 0.01 * (i % 2) for i, x in enumerate(base)]},
    }
    first = _made(values)
    ranks = {r.backend: r for r in first.report.ranks}
    page = _page(charts.ranks(first, "coverage"))
    (reach, other) = page.all("line", "reach")
    assert (ranks["top"].best, ranks["top"].worst, ranks["low"].best, ranks["low"].worst) == (1, 1, 2, 3)
    for line in (reach, other):
        assert (_number(line, "x1"), _number(line, "x2")) == (_x(page, "2"), _x(page, "3"))
    assert _x(page, "1") in [_number(mark, "cx") for mark in page.all("circle", "mark")]


def test_less_is_better_puts_the_lowest_mean_first_and_says_so() -> None:
    values = {"x": {"coverage": [0.9, 0.8]}, "y": {"coverage": [0.1, 0.2]}}
    first = _made(values, lower=["coverage"])
    assert [name for name, _ in charts.order(first, "coverage")] == ["y", "x"]
    assert charts.direction(first, "coverage") == "coverage · less is better"


@pytest.mark.parametrize(
    ("values", "expected", "steps"),
    [
        ([0.2, 0.9], (0.0, 1.0), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        ([12.0, 480.0], (0.0, 500.0), [0, 100, 200, 300, 400, 500]),
        ([-0.5, 0.25], (-0.6, 0.4), [-0.6, -0.4, -0.2, 0.0, 0.2, 0.4]),
        ([3.0], (0.0, 3.0), None),
        ([0.0], (0.0, 1.0), None),
    ],
)
def test_axes_end_at_round_numbers(
    values: list[float], expected: tuple[float, float], steps: list[float] | None
) -> None:
    ends = svg.ends(values)
    assert ends == pytest.approx(expected)
    if steps is not None:
        assert svg.ticks(*ends) == pytest.approx(steps)


def test_long_names_keep_what_tells_them_apart_and_are_whole_in_their_title() -> None:
    names = [f"openai[model={m},prompt=newsroom-{v}]" for m in ("small-1", "large-2") for v in ("v1", "v2")]
    shown = {tuple(svg.wrapped(name)) for name in names}
    assert len(shown) == 4
    first = _made({name: {"coverage": [0.1 * n, 0.5]} for n, name in enumerate(names)})
    page = _page(charts.intervals(first, "coverage"))
    assert {"".join(e.text) for e in page.all("title")} >= set(names)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_makes_no_element_and_can_be_read(name: str) -> None:
    def elements(report: Report) -> tuple[list[tuple[str, list[str]]], str]:
        first = _first(report)
        pages = [_page(*group.charts) for group in charts.draw(first)]
        kinds = [(e.tag, sorted(e.attributes)) for page in pages for e in page.elements if e.tag != "tspan"]
        return kinds, "".join("".join(e.text) for page in pages for e in page.elements)

    hostile, text = elements(made_reports.hostile(name))
    harmless, _ = elements(made_reports.hostile("x" * min(len(name), 22)))
    assert {kind for kind, _ in hostile} <= {kind for kind, _ in harmless} | {"title"}
    assert not {key for _, keys in hostile for key in keys} - {key for _, keys in harmless for key in keys}
    assert svg.shown(name) in text
    assert not made_reports.CONTROL.search(text)


LADDER = {
    "lead": {"coverage": [0.5, 0.6, 0.55, 0.5], "consistency": [0.9, 1.0, 0.95, 1.0]},
    "oracle": {"coverage": [0.8, 0.91, 0.85, 0.79], "consistency": [1.0, 1.0, 1.0, 1.0]},
    "copy": {"coverage": [0.6, 0.7, 0.6, 0.6], "consistency": [1.0, 1.0, 1.0, 1.0]},
    "random": {"coverage": [0.0, 0.1, 0.0, 0.0], "consistency": [0.1, 0.0, 0.1, 0.0]},
}

COVERAGE = {name: {"coverage": columns["coverage"]} for name, columns in LADDER.items()}


def _with_types(table: Table) -> Table:
    """Backends of the type that they are called by, as a suite has them."""
    backends = tuple(b.model_copy(update={"type": b.name}) for b in table.info.backends)
    return dataclasses.replace(table, info=table.info.model_copy(update={"backends": backends}))


def _ladder(values: Values, probe: Mapping[str, Any] | None = None) -> Report:
    table = _with_types(make_table(values, controls=["oracle", "copy", "random"]))
    return compare([dataclasses.replace(table, probe=probe)], ["run"])


def test_controls_in_their_places_speak_for_a_metric() -> None:
    rungs = trust.ladder(_ladder(LADDER))
    assert [(r.claim, r.verdict) for r in rungs] == [
        ("oracle is above lead", "yes"),
        ("random is below lead", "yes"),
        ("copy is below nobody: lead", "yes"),
        ("random is below lead", "yes"),
    ]
    assert rungs[0].close.startswith("lead: +0.300 [")


def test_a_control_in_another_place_speaks_against_it_and_is_named() -> None:
    wrong = {**LADDER, "random": {"coverage": [0.9, 0.95, 0.99, 0.9], "consistency": [0.95, 0.9, 1.0, 0.95]}}
    report = _ladder(wrong)
    rungs = trust.ladder(report)
    assert [r.verdict for r in rungs if r.claim.startswith("random")] == ["no", "open"]
    coverage, consistency = trust.standings(report, rungs, [])
    assert (coverage.verdict, consistency.verdict) == ("no", "open")
    assert "random is below lead – does not hold for lead" in coverage.sentences[0]


def _reaction(fault: str, rate: float) -> dict[str, Any]:
    return {"metric": "coverage", "fault": fault, "role": "fault", "must_drop": True, "rate": rate}


@pytest.mark.parametrize(("rates", "verdict"), [((0.9, 0.7), "yes"), ((0.9, 0.1), "open")])
def test_a_probe_says_what_a_metric_notices_and_what_it_misses(rates: tuple[float, float], verdict: str) -> None:
    entry = {
        "metric": "coverage", "signature": "coverage[v=1]", "false_alarms": 0.02, "low": 0.0, "high": 0.2,
        "reasons": [], "trustworthy": True,
    }  # fmt: skip
    faults = [_reaction("facts-dropped", rates[0]), _reaction("source-dropped", rates[1])]
    report = _ladder(
        {b: {"coverage": m["coverage"]} for b, m in LADDER.items()}, {"metrics": [entry], "reactions": faults}
    )
    (standing,) = trust.standings(report, trust.ladder(report), [])
    assert standing.verdict == verdict
    told = " ".join(standing.sentences).replace("\N{NO-BREAK SPACE}", " ")
    assert f"Of 2 kinds of planted faults that it must notice it noticed {50 * sum(rates):.0f} % on average." in told
    assert ("source dropped (10 %)" in told) == (verdict == "open")
    assert "It takes 2 % of harmless rewordings for faults (95 % interval 0 to 20 %)." in told


def test_a_probe_of_another_version_of_the_metric_says_nothing() -> None:
    entry = {"metric": "coverage", "signature": "coverage[v=0]", "reasons": ["it sleeps"], "trustworthy": False}
    report = _ladder(COVERAGE, {"metrics": [entry], "reactions": []})
    (standing,) = trust.standings(report, trust.ladder(report), [])
    assert standing.verdict == "yes"
    assert standing.sentences[-1].startswith("No fault was planted")


def test_what_reviewers_said_stands_with_the_metric_that_they_judged(tmp_path: Path) -> None:
    run = made_reviews.make_run(tmp_path / "run")
    review = made_reviews.draw_review(run, 12, judge=lambda key: {"coverage": 1 + int(key.article[1:]) % 5})
    import_reviews([made_reviews.write_review(tmp_path / "anna.json", review)], [tmp_path / "run"])
    stored = Run(tmp_path / "run")
    assert trust.reviews([object()]) == []
    labels = trust.reviews([stored])
    report = compare([tabulate(stored)], ["run"])
    told = {s.metric: " ".join(s.sentences) for s in trust.standings(report, [], labels)}
    assert re.search(r"Over \d+ summaries that people judged for coverage it orders them with", told["coverage"])
    assert "it orders them" not in told["structure"]
    assert re.search(r"People agreed with 100.% of its \d+ findings that they judged\.", told["consistency"])


def test_without_controls_and_probe_nothing_is_known_of_a_metric() -> None:
    report = compare([make_table({"x": {"coverage": [0.1, 0.2]}, "y": {"coverage": [0.3, 0.4]}})], ["run"])
    (standing,) = trust.standings(report, trust.ladder(report), [])
    assert standing.verdict == "open"
    assert standing.sentences[0] == "No control says anything about it here."
