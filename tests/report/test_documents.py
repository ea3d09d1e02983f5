"""A comparison as Markdown, CSV, Parquet and JSON: right on a tiny run, inert on hostile names."""

from __future__ import annotations

import csv
import html
import io
import json
import re

import pandas as pd
import pytest

from harness import inert
from harness.jsonl import encode
from harness.report import documents
from harness.text import visible
from tests.made_runs import HOSTILE
from tests.report.made_reports import CONTROL, hostile, tiny


def test_the_csv_of_a_tiny_run() -> None:
    lines = list(csv.DictReader(io.StringIO(documents.to_csv(tiny()))))
    told = [{key: value for key, value in line.items() if value not in ("", "0")} for line in lines]
    mean = {"backend": "x", "metric": "coverage", "value": "0.5", "low": "0.25", "high": "0.75", "n": "2"}
    place = {"rank_best": "1", "rank_worst": "2", "tie_groups": "a"}
    assert told[2] == mean | place | {"control": "no", "n_ok": "2"}
    one = {"backend": "y[model=2]", "metric": "coverage", "value": "0.5", "n": "1"}
    assert told[4] == one | place | {"control": "no", "n_ok": "1", "n_refused": "1"}
    pair = {"backend": "y[model=2]", "baseline": "x", "metric": "coverage", "value": "0.25", "n": "1", "wins": "1"}
    assert told[6] == pair | {"outcome": "unclear", "correction": "holm", "control": "no"}
    assert [(line["backend"], line["metric"]) for line in lines] == [
        *((b, m) for b in ("copy", "x", "y[model=2]") for m in ("coverage", "length")),
        ("y[model=2]", "coverage"),
    ]


def test_parquet_holds_the_lines_of_the_csv() -> None:
    frame = pd.read_parquet(io.BytesIO(documents.to_parquet(tiny())))
    lines = list(csv.DictReader(io.StringIO(documents.to_csv(tiny()))))
    assert list(frame.columns) == list(lines[0])
    for column in frame.columns:
        shown = [
            "" if pd.isna(value) else ("yes" if value else "no") if column == "control" else str(value)
            for value in frame[column]
        ]
        assert shown == [line[column] for line in lines]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_kept_by_parquet_as_far_as_it_can_be_written(name: str) -> None:
    frame = pd.read_parquet(io.BytesIO(documents.to_parquet(hostile(name))))
    assert frame["backend"][0] == name.encode("utf-8", "backslashreplace").decode()


def test_the_markdown_of_a_tiny_run() -> None:
    shown = html.unescape(documents.to_markdown(tiny()))
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
        "| metric | rank | backend | mean [95 %] | n | group |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| coverage | 1–2 | x | 0.500 [0.250, 0.750] | 2 | a |\n"
        "| coverage | 1–2 | y[model=2] | 0.500 – | 1 | a |\n"
        "\n"
        "| metric | candidate | baseline | difference | interval | n | p | W/T/L | resolves | verdict |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| coverage | y[model=2] | x | +0.250 | – | 1 | – | 1/0/0 | – | cannot tell |\n"
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_one_inert_cell_of_markdown(name: str) -> None:
    text = documents.to_markdown(hostile(name))
    assert not CONTROL.search(text)
    assert not re.search(r"[<>`]|\\(?![xunt])", text)
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|")]
    assert [len(cells) for cells in rows] == [5] * 4 + [8] * 4 + [12] * 3


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_reads_in_markdown_as_it_is(name: str) -> None:
    text = documents.to_markdown(hostile(name))
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|")]
    assert html.unescape(rows[2][1].strip()).replace(inert.JOINER, "") == visible(name, one_line=True)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_one_inert_cell_of_csv(name: str) -> None:
    text = documents.to_csv(hostile(name))
    assert not CONTROL.search(text)
    records = list(csv.reader(io.StringIO(text)))
    assert [len(record) for record in records] == [29] * 4
    cell, metric = records[1][0], records[1][2]
    assert cell == metric
    assert cell[0] not in "=+-@\t\r"
    assert cell.removeprefix("'") == visible(name, one_line=True)
    assert records[1][3:7] == ["0.5", "0.25", "0.75", "2"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_survives_in_json(name: str) -> None:
    data = encode(documents.to_json(hostile(name), [name]), indent=2)
    document = json.loads(data.decode("utf-8"))
    assert document["schema"] == 1
    assert list(document["runs"][0]["backends"]) == [name, "other"]
    assert document["runs"][0]["run"] == document["runs"][0]["name"] == name
    assert {a["metric"] for a in document["aggregates"]} == {name}


def test_the_json_document_says_everything_and_holds_no_nan() -> None:
    document = json.loads(encode(documents.to_json(tiny(), ["folder"])))
    assert set(document) == {
        *("schema", "runs", "verdict", "primary", "epsilon", "aggregates", "ranks", "comparisons"),
        *("changes", "moved", "order"),
    }
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
