"""Tables as Markdown, CSV, JSON and for the terminal: right on a tiny run, inert on hostile names."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from dataclasses import replace

import pytest
from rich.console import Console

from harness.aggregate import tabulate_rows
from harness.compare import Report, compare
from harness.jsonl import encode
from harness.report import tables
from harness.text import visible
from tests.made_runs import HOSTILE, make_backend, make_info, make_metric, make_row, make_table

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _tiny() -> Report:
    """A backend, one that failed once, and a control, on two articles."""
    backends = [make_backend("copy", control=True), make_backend("x"), make_backend("y[model=2]")]
    metrics = [make_metric("coverage"), make_metric("length", higher=None)]
    values = {"copy": (1.0, 1.0), "x": (0.25, 0.75), "y[model=2]": (0.5, None)}
    rows = [
        make_row(a, b, state="refused") if value is None else make_row(a, b, {"coverage": value, "length": 10.0})
        for b, column in values.items()
        for a, value in zip(("a", "b"), column, strict=True)
    ]
    return compare([tabulate_rows(make_info(["a", "b"], backends, metrics), rows)], ["run"])


def _hostile(name: str) -> Report:
    """A name wherever a run has one."""
    backends = [make_backend(name, signature=name), make_backend("other")]
    rows = [make_row(a, b.name, {name: value}) for b in backends for a, value in ((name, 0.25), ("b", 0.75))]
    info = make_info([name, "b"], backends, [make_metric(name, signature=name)], name=name)
    return compare([tabulate_rows(info, rows)], [name])


def test_the_csv_of_a_tiny_run() -> None:
    assert tables.to_csv(_tiny()) == (
        "backend,control,metric,mean,low,high,n,states\n"
        "copy,yes,coverage,1.0,1.0,1.0,2,2 ok\n"
        "copy,yes,length,10.0,10.0,10.0,2,2 ok\n"
        "x,no,coverage,0.5,0.25,0.75,2,2 ok\n"
        "x,no,length,10.0,10.0,10.0,2,2 ok\n"
        'y[model=2],no,coverage,0.5,,,1,"1 ok, 1 refused"\n'
        'y[model=2],no,length,10.0,,,1,"1 ok, 1 refused"\n'
    )


def test_the_markdown_of_a_tiny_run() -> None:
    shown = html.unescape(tables.to_markdown(_tiny()))
    assert shown == (
        "- No backend can be called the best on any headline metric: 2 articles cannot tell.\n"
        "- coverage: x has 0.500 [0.250, 0.750] over 2 articles: not to be told from y[model=2].\n"
        "\n"
        "| backend | coverage | length | rows |\n"
        "| --- | ---: | ---: | --- |\n"
        "| x | 0.500 [0.250, 0.750] n=2 | 10.0 [10.0, 10.0] n=2 | 2 ok |\n"
        "| y[model=2] | 0.500 – n=1 | 10.0 – n=1 | 1 ok, 1 refused |\n"
        "| copy (control) | 1.000 [1.000, 1.000] n=2 | 10.0 [10.0, 10.0] n=2 | 2 ok |\n"
        "\n"
        "| metric | candidate | baseline | difference | interval | n | p | W/T/L | resolves | verdict |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| coverage | y[model=2] | x | +0.250 | – | 1 | – | 1/0/0 | – | cannot tell |\n"
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_one_inert_cell_of_markdown(name: str) -> None:
    text = tables.to_markdown(_hostile(name))
    assert not CONTROL.search(text)
    assert not re.search(r"[<>`]|\\(?![xunt])", text)
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|")]
    assert {len(cells) for cells in rows[:4]} == {5}
    assert {len(cells) for cells in rows[4:]} == {12}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_reads_in_markdown_as_it_is(name: str) -> None:
    text = tables.to_markdown(_hostile(name))
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|")]
    assert html.unescape(rows[2][1].strip()) == visible(name, one_line=True)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_one_inert_cell_of_csv(name: str) -> None:
    text = tables.to_csv(_hostile(name))
    assert not CONTROL.search(text)
    records = list(csv.reader(io.StringIO(text)))
    assert [len(record) for record in records] == [8, 8, 8]
    cell, metric = records[1][0], records[1][2]
    assert cell == metric
    assert cell[0] not in "=+-@\t\r"
    assert cell.removeprefix("'") == visible(name, one_line=True)
    assert records[1][3:] == ["0.5", "0.25", "0.75", "2", "2 ok"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_survives_in_json(name: str) -> None:
    data = encode(tables.to_json(_hostile(name), [name]), indent=2)
    document = json.loads(data.decode("utf-8"))
    assert document["schema"] == 1
    assert list(document["runs"][0]["backends"]) == [name, "other"]
    assert document["runs"][0]["run"] == document["runs"][0]["name"] == name
    assert {a["metric"] for a in document["aggregates"]} == {name}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_sends_no_control_to_the_terminal(name: str) -> None:
    out = Console(file=io.StringIO(), width=160, markup=False, highlight=False, emoji=False, color_system=None)
    report = _hostile(name)
    for table in (*tables.summary_tables(report, 160), tables.comparison_table(report)):
        out.print(table)
    assert isinstance(out.file, io.StringIO)
    text = out.file.getvalue()
    assert not CONTROL.search(text)
    text.encode()


def test_the_json_document_says_everything_and_holds_no_nan() -> None:
    document = json.loads(encode(tables.to_json(_tiny(), ["folder"])))
    assert set(document) == {"schema", "runs", "verdict", "aggregates", "comparisons", "order"}
    (run,) = document["runs"]
    assert run == {
        "run": "folder", "name": "small", "suite_hash": "5" * 64, "articles_hash": "a" * 64, "profile": "brief",
        "n_articles": 2, "status": "complete",
        "metrics": {"coverage": "coverage[v=1]", "length": "length[v=1]"},
        "backends": {b: f"made[name={b}]" for b in ("copy", "x", "y[model=2]")},
    }  # fmt: skip
    assert document["aggregates"][4] == {
        "backend": "y[model=2]", "metric": "coverage", "mean": 0.5, "low": None, "high": None, "n": 1,
        "states": {"ok": 1, "refused": 1},
    }  # fmt: skip
    (pair,) = document["comparisons"]
    assert (pair["unpaired"], pair["outcome"], pair["family"]) == (["b"], "unclear", 0)
    assert pair["effect"]["low"] is None


def test_controls_come_last_in_every_table() -> None:
    assert tables.members(_tiny()) == [("x", False), ("y[model=2]", False), ("copy", True)]


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
    printed, markdown = _printed(report), html.unescape(tables.to_markdown(report))
    assert printed.count("Fit (model-7)") == 2
    assert "| backend | Fit (model-7) | rows |" in markdown
    assert "- Fit (model-7): " in markdown
    assert "| Fit (model-7) | y | x |" in markdown
    assert not re.search(r"\bfit\b", printed + markdown)
    assert ",fit," in tables.to_csv(report)
    assert {a["metric"] for a in tables.to_json(report, ["run"])["aggregates"]} == {"fit"}


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
