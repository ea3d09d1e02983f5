"""harness.initialize: from a CSV or JSONL of articles to a set and a suite that runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.articles import load_set
from harness.errors import InputError
from harness.initialize import Made, initialize
from harness.loading import load
from harness.suite import load_suite
from tests.conftest import Harness, make_article, write_jsonl

GROUPED = """\
event,id,title,text,date,outlet,link,highlights
flood,wire,Flood hits town,"The river rose.
Forty homes are under water.",2026-03-01,Harbour Wire,https://wire.example/1,Forty homes are flooded.
flood,post,,"Shops closed, the mayor said.",2026-03-02,Evening Post,,Forty homes are flooded.
fire,wire,,A barn burned down.,,,,
"""


def make(tmp_path: Path, content: str | bytes, file: str = "mine.csv", name: str | None = None) -> Made:
    """Write a data file and make a set and a suite of it."""
    path = tmp_path / file
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return initialize(path, tmp_path / "out", name=name, profile="brief")


def lines(made: Made) -> list[dict[str, Any]]:
    """The article lines that were written."""
    return [json.loads(line) for line in (made.folder / "articles.jsonl").read_text("utf-8").splitlines()]


def test_rows_of_one_event_become_the_sources_of_one_article(tmp_path: Path) -> None:
    made = make(tmp_path, GROUPED)
    assert made == (tmp_path / "out/fixtures/mine", tmp_path / "out/evals/mine.toml", 2, 3, 1)
    assert lines(made) == [
        {
            "id": "flood",
            "sources": [
                {
                    "id": "wire",
                    "text": "The river rose.\nForty homes are under water.",
                    "title": "Flood hits town",
                    "publisher": "Harbour Wire",
                    "published": "2026-03-01",
                    "url": "https://wire.example/1",
                },
                {
                    "id": "post",
                    "text": "Shops closed, the mayor said.",
                    "publisher": "Evening Post",
                    "published": "2026-03-02",
                },
            ],
            "references": [{"text": "Forty homes are flooded."}],
        },
        {"id": "fire", "sources": [{"id": "wire", "text": "A barn burned down."}]},
    ]


def test_json_lines_are_read_with_the_same_columns(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "article": "One.", "highlights": "H."},
        {"id": "b", "document": "Two.", "headline": "T"},
    ]
    made = make(tmp_path, "".join(json.dumps(row) + "\n" for row in rows), "mine.jsonl")
    assert lines(made) == [
        {"id": "a", "sources": [{"id": "a", "text": "One."}], "references": [{"text": "H."}]},
        {"id": "b", "title": "T", "sources": [{"id": "b", "text": "Two.", "title": "T"}]},
    ]


def test_lines_of_an_article_set_are_taken_over_whole(tmp_path: Path) -> None:
    articles = [make_article(1), make_article(2)]
    made = make(tmp_path, "".join(json.dumps(article) + "\n" for article in articles), "mine.jsonl")
    before = load_set(write_jsonl(tmp_path / "same.jsonl", articles))
    assert list(load_set(made.folder)) == list(before)


def test_tabs_part_the_columns_of_a_tsv(tmp_path: Path) -> None:
    assert lines(make(tmp_path, "id\ttext\na\tOne, two.\n", "mine.tsv"))[0]["sources"][0]["text"] == "One, two."


def test_a_byte_order_mark_as_spreadsheets_write_it_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    assert lines(make(tmp_path, b"\xef\xbb\xbfid,text\na,One.\n"))[0]["id"] == "a"


def test_rows_without_ids_are_named_after_their_line(tmp_path: Path) -> None:
    assert [line["id"] for line in lines(make(tmp_path, "text\nOne.\nTwo.\n"))] == ["row-2", "row-3"]


HAS = "expected a column text or article or document or body or content or source, found"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", ": holds no row"),
        ("id,text\n", ": holds no row"),
        ("id,words\na,One.\n", f":2: no text; {HAS} 'id', 'words'"),
        ("id,text\na,One.\na,Two.\n", ":3: id 'a' stands already at {path}:2"),
        (
            "id,text,date\na,One.,yesterday\n",
            ":2: date 'yesterday' is not ISO 8601, such as 2026-03-17 or 2026-03-17T08:30",
        ),
        ("id,text\na,One.,more\n", ":2: has another number of fields than the heading"),
        ("id,text,url\na,One.\n", ":2: has another number of fields than the heading"),
        (b"id,text\na,caf\xe9\n", ": not UTF-8 at byte 14; save the file as UTF-8"),
        ('id,text\na,One.\nb,"Two" and\n', ":3: broken CSV: ',' expected after '\"'"),
        ("event,id,text\ne,s,One.\ne,s,Two.\n", ":2: article 'e': source id 's' stands twice"),
    ],
)
def test_a_wrong_csv_is_refused_and_nothing_is_written(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        make(tmp_path, content)
    path = tmp_path / "mine.csv"
    assert str(caught.value) == f"{path}{message.replace('{path}', str(path))}"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": "a", "text": "One."}\n{"id": \n', ":2: broken JSON at column 8: Expecting value"),
        ('{"id": "a", "text": "One."}\n{"id": "b"}\n', f":2: no text; {HAS} 'id'"),
        ('{"id": "a", "sources": [{"id": "s"}]}\n', ":1: field 'sources.0.text': Field required"),
        (
            '{"id": "a", "text": "One."}\n{"event": "a", "text": "Two."}\n',
            ":2: id 'a' stands already at {path}:1",
        ),
    ],
)
def test_a_wrong_jsonl_is_refused(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        make(tmp_path, content, "mine.jsonl")
    path = tmp_path / "mine.jsonl"
    assert str(caught.value) == f"{path}{message.replace('{path}', str(path))}"


def test_a_missing_file_and_an_unknown_profile_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as missing:
        initialize(tmp_path / "none.csv", tmp_path, name=None, profile="brief")
    assert str(missing.value) == f"{tmp_path / 'none.csv'}: no such file"
    with pytest.raises(InputError) as unknown:
        initialize(tmp_path / "none.csv", tmp_path, name=None, profile="essay")
    assert str(unknown.value) == "profile 'essay' is unknown; choose one of brief, bullets, free, news-story"


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    made = make(tmp_path, "id,text\na,One.\n")
    before = (made.folder / "articles.jsonl").read_bytes()
    with pytest.raises(InputError) as twice:
        make(tmp_path, "id,text\nb,Two.\n")
    assert str(twice.value) == f"{made.folder}: exists already; choose another --name, or remove it"
    assert (made.folder / "articles.jsonl").read_bytes() == before
    (tmp_path / "out/evals/other.toml").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.toml: exists already"):
        make(tmp_path, "id,text\nb,Two.\n", name="other")


@pytest.mark.parametrize("name", [None, "two words", "Ärger/über", "../up", "_hidden", "x" * 100])
def test_the_suite_that_is_made_loads_whatever_the_name(tmp_path: Path, name: str | None) -> None:
    made = make(tmp_path, "id,text\na,One.\n", name=name)
    suite = load_suite(made.suite)
    assert made.suite.parent == tmp_path / "out" / "evals"
    assert suite.origin is not None
    assert len(load(suite.origin, suite.path.parent)) == 1
    assert suite.gate is not None


def test_the_suite_that_is_made_runs(tmp_path: Path, harness: Harness) -> None:
    (tmp_path / "mine.csv").write_text(GROUPED, encoding="utf-8")
    made = harness("init", "mine.csv", "--profile", "free")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.splitlines() == [
        "2 articles with 3 sources and 1 reference: fixtures/mine",
        "suite: evals/mine.toml",
        "next:  harness run evals/mine.toml",
    ]
    done = harness("run", "evals/mine.toml", "--out", "out")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "rows: 10 ok"
