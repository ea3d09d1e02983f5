"""The first screen: what comes before the means, what the set can tell, and where a difference comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from harness.aggregate import Table, tabulate_rows
from harness.compare import Report, compare
from harness.report.first import First
from harness.report.glossary import CHECKS
from tests.made_runs import make_backend, make_finding, make_info, make_metric, make_row, make_table

OLD: tuple[float, ...] = (0.5, 0.52, 0.48, 0.55, 0.51, 0.49, 0.5, 0.53)


def _first(report: Report, *, redact: bool = False, seconds: Any = None, titles: dict[str, str] | None = None) -> First:
    return First(report, seconds or [{} for _ in report.tables], titles or {}, redact=redact)


def _quoted(backend: str, n: int, *, control: bool = False, **more: Any) -> Table:
    """A run in which a backend has n fabricated quotations, one an article."""
    rows = [make_row(f"a{i}", backend, {"coverage": 0.5}, findings=[make_finding(metric="coverage")]) for i in range(n)]
    info = make_info(
        [f"a{i}" for i in range(n)], [make_backend(backend, control=control)], [make_metric("coverage")],
        suite={"gate": {"forbid": ["quote.fabricated"]}}, **more,
    )  # fmt: skip
    return tabulate_rows(info, rows)


def _told(first: First) -> Sequence[tuple[str, str]]:
    return [(alert.label, alert.text) for alert in first.alerts()]


def test_what_the_suite_forbids_comes_first_with_the_way_to_each_place() -> None:
    first = _first(compare([_quoted("x", 2, status="partial")], ["run"]), titles={"a0": "Bridge closes"})
    alerts = first.alerts()
    assert [alert.label for alert in alerts] == ["Forbidden", "Not complete"]
    assert (
        alerts[0].text == f"x: quote.fabricated, 2 times. {CHECKS['quote.fabricated']} The suite forbids it outright."
    )
    assert alerts[0].places == [("a0-b0", "“A text” in Bridge closes"), ("a1-b0", "“A text” in a1")]


def test_what_the_first_of_two_runs_did_wrong_is_no_news() -> None:
    report = compare([_quoted("x", 2), _quoted("x", 1)], ["old", "new"])
    assert _told(_first(report)) == [
        ("Forbidden", f"new: x: quote.fabricated, 1 time. {CHECKS['quote.fabricated']} The suite forbids it outright.")
    ]


def test_what_has_no_score_is_told_with_the_way_to_it() -> None:
    rows = [make_row("a0", "x", {"coverage": 0.5}), make_row("a1", "x", state="refused", reason="No.")]
    rows += [make_row(a, "copy", state="empty") for a in ("a0", "a1")]
    info = make_info(["a0", "a1"], [make_backend("x"), make_backend("copy", control=True)], [make_metric("coverage")])
    (alert,) = _first(compare([tabulate_rows(info, rows)], ["run"])).alerts()
    assert (alert.label, alert.text) == ("Not scored", "x: 1 refused. Rows without a score are left out of its means.")
    assert alert.places == [("a1-b0", "a1: 1 refused")]


def test_controls_break_no_rule() -> None:
    assert _told(_first(compare([_quoted("x", 1, control=True)], ["run"]))) == []


def test_a_redacted_alert_names_the_article_and_not_the_words() -> None:
    (alert,) = _first(compare([_quoted("x", 1)], ["run"]), redact=True).alerts()
    assert alert.places == [("a0-b0", "a0")]


def test_a_backend_that_fell_against_the_first_run_is_a_regression() -> None:
    new = [value - 0.1 - 0.005 * i for i, value in enumerate(OLD)]
    tables = [make_table({"x": {"coverage": OLD}}), make_table({"x": {"coverage": new}})]
    first = _first(compare(tables, ["old", "new"]))
    assert first.lead() == "x got worse in coverage."
    assert first.size() == "8 articles · 1 backend in 2 runs"
    (alert,) = first.alerts()
    assert (alert.severity, alert.label) == ("error", "Regression")
    assert alert.text.startswith("coverage: new: x −0.117")
    assert alert.places[0] == ("a7-b1", "a8: adds −0.017")


def test_a_backend_that_rose_is_no_alert() -> None:
    new = [value + 0.1 + 0.005 * i for i, value in enumerate(OLD)]
    tables = [make_table({"x": {"coverage": OLD}}), make_table({"x": {"coverage": new}})]
    first = _first(compare(tables, ["old", "new"]))
    assert _told(first) == []
    assert first.lead() == "x got better in coverage."


def test_how_sure_one_can_be_names_the_articles_and_what_they_resolve() -> None:
    other = [value + 0.02 * (-1) ** i + 0.01 for i, value in enumerate(OLD)]
    first = _first(compare([make_table({"x": {"coverage": OLD}, "y": {"coverage": other}})], ["run"]))
    (reach,) = first.reach()
    assert (reach.metric, reach.n) == ("coverage", 8)
    assert 0.01 < reach.usual == reach.worst < 0.05
    assert first.sure().startswith(f"With 8 articles a difference shows from about {reach.usual:.3f} in coverage")


def test_nothing_is_said_of_differences_where_nothing_is_compared() -> None:
    first = _first(compare([make_table({"x": {"coverage": OLD}})], ["run"]))
    assert first.sure() == ""
    assert first.reach() == []
    assert first.moved() == []
    assert first.lead() == "x scores 0.510 in coverage."


def test_the_articles_that_add_most_to_the_leaders_difference_are_named() -> None:
    other: list[float | None] = [*OLD[:-1], OLD[-1] + 0.4]
    last: list[float | None] = [0.1] * 8
    values: dict[str, dict[str, list[float | None]]] = {
        "x": {"coverage": [*OLD]},
        "y": {"coverage": other},
        "z": {"coverage": last},
    }
    first = _first(compare([make_table(values)], ["run"]), titles={"a8": "The last"})
    (moved,) = first.moved()
    assert {moved.candidate, moved.baseline} == {"x", "y"}
    assert moved.articles[0][:2] == ("a7-b1" if moved.candidate == "y" else "a7-b0", "The last")
    assert abs(moved.articles[0][2]) == abs(moved.mean)


def test_cost_and_seconds_are_those_of_the_backend() -> None:
    rows = [
        make_row(f"a{i}", b, {"coverage": 0.5}, cost_usd=c) for i in range(2) for b, c in (("x", 0.25), ("y", None))
    ]
    info = make_info(["a0", "a1"], [make_backend("x"), make_backend("y")], [make_metric("coverage")])
    seconds = [{("a0", "x", 0): 1.0, ("a1", "x", 0): 4.0}]
    first = _first(compare([tabulate_rows(info, rows)], ["run"]), seconds=seconds)
    assert (first.cost("x"), first.cost("y")) == (0.5, None)
    assert (first.seconds("x"), first.seconds("y")) == (2.5, None)
