"""The page that a reviewer of a baseline reads."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from harness import inert
from harness.baselines import bless
from harness.text import visible
from tests.baselines.made_baselines import GATE, RUN, TARGET, made_run, rich_row
from tests.made_runs import (
    HOSTILE,
    make_backend,
    make_finding,
    make_info,
    make_metric,
    make_row,
    write_run,
)


def _page(text: str) -> str:
    return str(MarkdownIt("commonmark").enable("table").enable("strikethrough").render(text))


def test_the_page_tells_the_scores_states_errors_and_what_they_were_made_with() -> None:
    info = make_info(
        ["a", "b"],
        [make_backend("x"), make_backend("copy", control=True)],
        [make_metric(), make_metric("made", label="made up")],
        suite={"gate": GATE},
        git={"commit": "c0ffee", "dirty": True},
    )
    rows = [
        make_row("a", "x", {"quality": 0.5}, findings=[make_finding(), make_finding(), make_finding("date.wrong")]),
        make_row("b", "x", {"quality": 0.75}),
        make_row("a", "copy", {"quality": 0.25}, findings=[make_finding(severity="warning"), make_finding()]),
        make_row("b", "copy", state="empty"),
    ]
    bless(write_run(RUN, info, rows))
    assert (TARGET / "README.md").read_text() == (
        "# Baseline small\n"
        "\n"
        "Written by `harness bless`. Later runs are judged against it: `harness gate RUN --baseline small`.\n"
        "To change it, bless another run.\n"
        "\n"
        "| what | value |\n"
        "| --- | --- |\n"
        "| run | run |\n"
        "| started | 2026-03-17T09:00:00+00:00 |\n"
        "| articles | 2, sha256 aaaaaaaaaaaa |\n"
        "| suite | sha256 555555555555 |\n"
        "| rows | 4 |\n"
        "| profile | brief |\n"
        "| language | en |\n"
        "| seed | 7 |\n"
        "| repeats | 1 |\n"
        "| commit | c0ffee, with changes that were not committed |\n"
        "\n"
        "## Scores\n"
        "\n"
        "Mean over the articles, its 95 % interval and the number of articles in it.\n"
        "\n"
        "| backend | quality | made up | rows |\n"
        "| --- | --- | --- | --- |\n"
        "| x | 0.625 [0.500, 0.750] n=2 | – | 2 ok |\n"
        "| copy (control) | 0.250 – n=1 | – | 1 ok, 1 empty |\n"
        "\n"
        "## Errors\n"
        "\n"
        "| check | errors | of which |\n"
        "| --- | --- | --- |\n"
        "| date.wrong | 1 | x 1 |\n"
        "| quote.fabricated | 3 | x 2, copy 1 |\n"
        "\n"
        "## Made with\n"
        "\n"
        "| what | name | signature |\n"
        "| --- | --- | --- |\n"
        "| backend | x | made&#91;name=x&#93; |\n"
        "| backend | copy | made&#91;name=copy&#93; |\n"
        "| metric | quality | quality&#91;v=1&#93; |\n"
        "| metric | made | made&#91;v=1&#93; |\n"
        "| version | summary-harness | 0 |\n"
        "\n"
        "## Gate\n"
        "\n"
        "What the suite asks of a run.\n"
        "\n"
        "| setting | value |\n"
        "| --- | --- |\n"
        '| primary | &#91;"quality"&#93; |\n'
        "| margin.quality | 0.1 |\n"
        '| forbid | &#91;"quote.fabricated"&#93; |\n'
    )


def test_a_run_without_errors_says_so() -> None:
    bless(made_run())
    assert "\n## Errors\n\nNone.\n\n## Made with\n" in (TARGET / "README.md").read_text()


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE,
        "https://evil.example",
        "www.evil.example",
        "[a](b)",
        "[a][b]",
        "![a](b)",
        "$x$",
        "**b** __b__ ~~s~~",
        "@you #1",
    ],
)
def test_hostile_texts_are_shown_letter_by_letter(text: str) -> None:
    backends, metrics = [make_backend(text, signature=text)], [make_metric(text, signature=text)]
    row = make_row("a", text, {text: 0.5}, findings=[make_finding(check=text)])
    more: dict[str, Any] = {"suite": {"gate": {text: text}}, "git": {"commit": text}, "versions": {text: text}}
    folder = write_run(Path("runs") / "run|<b>", make_info(["a"], backends, metrics, **more), [row])
    bless(folder)
    source = (TARGET / "README.md").read_text()
    shown = _page(source)
    tags = {tag for tag in re.findall(r"<(\w+)", shown)}
    assert tags == {"h1", "h2", "p", "code", "table", "thead", "tbody", "tr", "th", "td"}
    cells = [html.unescape(cell).replace(inert.JOINER, "") for cell in re.findall(r"<td>(.*?)</td>", shown)]
    letters = visible(text, one_line=True).strip()
    assert cells.count(letters) >= 6
    assert "run|<b>" in cells
    assert f"{letters} 1" in cells
    assert not re.search(r"://|www\.|\$|@\w", source), "a bare address becomes a link, and dollars a formula"


def test_a_page_is_the_same_whatever_order_sets_come_in() -> None:
    folder = made_run(rows=[rich_row(), rich_row("b")], backends="x")
    code = "import pathlib; from harness.baselines import bless; bless(pathlib.Path('run'))"
    pages = set()
    for seed in ("1", "2", "3"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code], check=True, env=environment)
        pages.add((TARGET / "README.md").read_bytes())
    assert len(pages) == 1
    assert folder.exists()
