"""The tables for the terminal: right on a tiny run, inert on hostile names."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from harness.aggregate import tabulate_rows
from harness.compare import Report, compare
from harness.report import documents, tables
from tests.made_runs import HOSTILE, make_backend, make_info, make_metric, make_row, make_table
from tests.report.made_reports import CONTROL, hostile, tiny


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_sends_no_control_to_the_terminal(name: str) -> None:
    out = Console(file=io.StringIO(), width=160, markup=False, highlight=False, emoji=False, color_system=None)
    report = hostile(name)
    for table in (*tables.summary_tables(report, 160), tables.comparison_table(report)):
        out.print(table)
    assert isinstance(out.file, io.StringIO)
    text = out.file.getvalue()
    assert not CONTROL.search(text)
    text.encode()


def test_a_column_has_one_precision_for_means_and_bounds_alike() -> None:
    report = compare([make_table({"x": {"words": [90.0, 91.4]}, "copy": {"words": [1352.6, 1352.6]}})], ["run"])
    (table,) = tables.summary_tables(report, 200)
    shown = [str(cell).split("\n") for cell in table.columns[1].cells]
    assert [mean for mean, _ in shown] == ["91", "1,353"]
    assert not [number for cell in shown for number in cell if "." in number]


def test_controls_come_last_in_every_table() -> None:
    assert tables.members(tiny()) == [("x", False), ("y[model=2]", False), ("copy", True)]


@pytest.mark.parametrize(
    ("new", "verdict"),
    [
        ([0.9, 0.8, 0.85, 0.95], "better"), ([0.1, 0.0, 0.05, 0.1], "worse"),
        ([0.5, 0.4, 0.6, 0.5], "no article differs"), ([0.6, 0.3, 0.6, 0.5], "cannot tell"),
        ([None] * 4, "not comparable: no article has a score on both sides"),
    ],
)  # fmt: skip
def test_the_last_cell_of_a_pair_says_what_may_be_said(new: list[float | None], verdict: str) -> None:
    table = make_table({"x": {"coverage": [0.5, 0.4, 0.6, 0.5]}, "y": {"coverage": new}})
    report = compare([table], ["run"])
    (pair,) = report.comparisons
    assert tables.comparison_cells(report, pair)[-1] == verdict


def test_a_table_is_cut_into_as_many_as_the_width_asks_for() -> None:
    columns = {f"metric{i}": [0.5, 0.25] for i in range(7)}
    report = compare([make_table({"x": columns, "y": columns})], ["run"])
    assert len(tables.summary_tables(report, 400)) == 1
    narrow = tables.summary_tables(report, 60)
    assert len(narrow) > 1
    headers = [str(c.header) for t in narrow for c in t.columns if str(c.header).startswith("metric")]
    assert headers == list(columns)


def _labelled(*labels: str | None) -> Report:
    """Runs of two backends with a metric called fit, which has another label in each."""
    found = []
    for label in labels:
        rows = [make_row(a, b, {"fit": 0.25 * n}) for n, b in enumerate(("x", "y"), 1) for a in ("a", "b")]
        info = make_info(["a", "b"], [make_backend("x"), make_backend("y")], [make_metric("fit", label=label)])
        found.append(tabulate_rows(info, rows))
    return compare(found, [f"run{n}" for n in range(len(found))])


def _printed(report: Report) -> str:
    out = Console(file=io.StringIO(), width=160, color_system=None)
    for table in (*tables.summary_tables(report, 160), tables.comparison_table(report)):
        out.print(table)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def test_people_read_the_label_of_a_metric_and_programs_its_name() -> None:
    report = _labelled("Fit (model-7)")
    printed, markdown = _printed(report), html.unescape(documents.to_markdown(report))
    assert printed.count("Fit (model-7)") == 2
    assert "| backend | Fit (model-7) | rows |" in markdown
    assert "- Fit (model-7): " in markdown
    assert "| Fit (model-7) | y | x |" in markdown
    assert not re.search(r"\bfit\b", printed + markdown)
    assert ",fit," in documents.to_csv(report)
    assert {a["metric"] for a in documents.to_json(report, ["run"])["aggregates"]} == {"fit"}


@pytest.mark.parametrize("labels", [(None,), ("Fit (model-7)", "Fit (model-8)"), ("Fit (model-7)", None)])
def test_a_metric_without_one_label_is_called_by_its_name(labels: tuple[str | None, ...]) -> None:
    report = _labelled(*labels)
    assert re.search(r"\bfit\b", _printed(report))
    assert "Fit" not in _printed(report)


def test_a_long_label_is_never_cut() -> None:
    columns = {f"metric{i}": [0.5, 0.25] for i in range(6)}
    made = make_table({"x": columns, "y": columns})
    metrics = tuple(m.model_copy(update={"label": f"A rather long label ({m.name})"}) for m in made.info.metrics)
    report = compare([replace(made, info=made.info.model_copy(update={"metrics": metrics}))], ["run"])
    out = Console(file=io.StringIO(), width=100, color_system=None)
    for table in tables.summary_tables(report, 100):
        out.print(table)
    assert isinstance(out.file, io.StringIO)
    for metric in metrics:
        assert str(metric.label) in out.file.getvalue()
