"""Hostile ids, titles, names and summaries go through the whole command line and stay inert everywhere."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.conftest import Harness, make_article
from tests.report.parsed_page import Page

HOSTILE = {
    "script": "<script>alert(1)</script> happened on Tuesday.",
    "close": "The report ended </script></style></title> early on Tuesday.",
    "image": "<img src=x onerror=alert(1)> was seen near the bridge.",
    "link": "[details](javascript:alert(1)) and <a href='javascript:alert(1)'>more</a> followed.",
    "override": "The bridge \u202eesrever\u202c closed \u2066now\u2069 on Tuesday.",
    "ansi": "The bridge \x1b[31mclosed\x1b[0m \x1b]0;owned\x07 on Tuesday.",
    "formula": "=cmd('calc')!A1 closed the bridge.",
    "nul": "The bridge\x00 closed on Tuesday.",
    "surrogate": "The bridge \ud800 closed on Tuesday.",
    "markup": "[bold red]The bridge[/] closed | on `Tuesday` ::error::now {{ 7*7 }} {% raw %}.",
    "quote": '" onmouseover="alert(1)" x=" said the “mayor” of it all.',
    "lines": "The bridge closed.\u2028On Tuesday.\r\nThen it opened.\n@here",
}
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture
def run(tmp_path: Path, harness: Harness) -> Path:
    """A run whose every text is hostile."""
    articles, summaries = [], []
    for number, text in enumerate(HOSTILE.values(), start=1):
        article = make_article(number, id=text, title=text)
        article["sources"][0] |= {"id": text, "title": text, "publisher": text, "url": "javascript:alert(1)"}
        article["sources"][0]["text"] += " " + text
        article["key_facts"] = [{"id": text, "text": text, "sources": [text]}]
        articles.append(article)
        summaries.append({"article": text, "summary": f"{text} “{text} was never said”. Zorblatt paid 99 crowns."})
    # escapes, since a file of UTF-8 cannot hold a lone surrogate
    (tmp_path / "articles.jsonl").write_text("".join(json.dumps(a) + "\n" for a in articles))
    (tmp_path / "summaries.jsonl").write_text("".join(json.dumps(s) + "\n" for s in summaries))
    tables = "".join(
        f'[[backends]]\ntype = "replay"\nname = {json.dumps(text)}\npath = "summaries.jsonl"\n'
        for text in ("<script>alert(2)</script>", "=cmd()|x", "\u202ename\u001b[31m")
    )
    head = 'name = "hostile"\narticles = "articles.jsonl"\nprofile = "brief"\n'
    suite = f'{head}{tables}\n[[backends]]\ntype = "shuffled"\n'
    (tmp_path / "hostile.toml").write_text(suite, encoding="utf-8")
    done = harness("run", "hostile.toml", "--out", "run")
    assert done.returncode == 0, done.stderr
    assert not UNSAFE.search(done.stdout + done.stderr)
    return tmp_path / "run"


def test_json_keeps_every_character(run: Path) -> None:
    rows = [json.loads(line) for line in (run / "rows.jsonl").read_bytes().splitlines()]
    assert {row["article"] for row in rows} == set(HOSTILE.values())
    replayed = [row for row in rows if row["backend"] == "=cmd()|x"]
    assert all(row["summary"].startswith(row["article"]) for row in replayed)
    for row in rows:
        for finding in row["findings"]:
            if finding["claim"]:
                claim = finding["claim"]
                assert row["summary"][claim["start"] : claim["end"]] == claim["text"]


def test_terminal_csv_and_markdown_are_inert(run: Path, harness: Harness) -> None:
    table = harness("compare", run)
    assert table.returncode == 0
    assert not UNSAFE.search(table.stdout)
    lines = list(csv.reader(io.StringIO(harness("compare", run, "--csv").stdout)))
    assert {len(line) for line in lines} == {len(lines[0])}
    # numbers may begin with a minus; a text cell may begin with nothing that a spreadsheet computes
    assert not [cell for line in lines for cell in (line[0], line[2]) if cell[:1] in ("=", "+", "-", "@")]
    markdown = harness("compare", run, "--markdown").stdout
    assert not UNSAFE.search(markdown)
    assert "<script" not in markdown
    assert "=cmd()|x" not in markdown


def test_the_page_is_inert(run: Path, harness: Harness) -> None:
    done = harness("report", run, "--out", "page.html")
    assert done.returncode == 0, done.stderr
    page = (run.parent / "page.html").read_text(encoding="utf-8")
    assert not UNSAFE.search(page)
    found = Page(page.encode())
    *data, ours = found.all("script")
    assert ours.attributes == {}  # its hash is the only one that the policy lets run
    assert {script.attributes["type"] for script in data} == {"text/plain"}
    assert not {e.tag for e in found.elements} & {"img", "iframe", "object", "embed", "link", "base", "form"}
    attributes = [pair for element in found.elements for pair in element.attributes.items()]
    assert not [name for name, _ in attributes if name.startswith("on")]
    assert not [value for name, value in attributes if name in ("href", "src") and not value.startswith("#")]
    assert "\\u202e" in "".join(found.all("main")[0].text)  # shown as what it is


def test_check_is_inert_and_exact(tmp_path: Path, harness: Harness) -> None:
    (tmp_path / "source.txt").write_text("The bridge closed on Tuesday.", encoding="utf-8")
    for name, text in HOSTILE.items():
        if name == "surrogate":  # no UTF-8 file can hold it
            continue
        (tmp_path / "summary.txt").write_bytes(text.encode())
        shown = harness("check", "summary.txt", "--source", "source.txt", "--profile", "free")
        assert shown.returncode == 0, shown.stderr
        assert not UNSAFE.search(shown.stdout)
        answer = harness("check", "summary.txt", "--source", "source.txt", "--profile", "free", "--json")
        for finding in json.loads(answer.stdout)["findings"]:
            if finding["claim"]:
                claim = finding["claim"]
                assert text[claim["start"] : claim["end"]] == claim["text"]
