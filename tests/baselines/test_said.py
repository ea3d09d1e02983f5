"""What blessing says of what changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.baselines import bless
from harness.store import Run
from harness.text import visible
from harness.types import Row, StoredFinding
from tests.baselines.made_baselines import KEPT, TAIL, TARGET, files_in, made_run, rich_row
from tests.made_runs import (
    HOSTILE,
    make_backend,
    make_finding,
    make_info,
    make_metric,
    make_row,
    write_run,
)


def test_blessing_the_same_run_again_changes_nothing() -> None:
    folder = made_run(rows=[rich_row(), rich_row("b")])
    bless(folder)
    before = files_in()
    assert bless(folder) == ["nothing changes", *TAIL]
    assert files_in() == before


def test_another_run_with_the_same_results_changes_only_the_record() -> None:
    bless(made_run(Path("one")))
    said = bless(made_run(Path("two"), started="2026-03-18T09:00:00+00:00", git={"commit": "c0ffee"}))
    assert said == ["nothing changes but the record of the run (started, git)", *TAIL]


def test_other_tokens_or_warnings_are_said_where_nothing_else_changes() -> None:
    bless(made_run(Path("one"), rows=[rich_row(), rich_row("b")]))
    more = rich_row().model_copy(update={"input_tokens": 91})
    assert bless(made_run(Path("two"), rows=[more, rich_row("b")])) == [
        "no score, text or error changes, but 1 row in tokens, cost, reasons or warnings (a)",
        *TAIL,
    ]


def test_a_baseline_from_before_they_were_slim_is_compared_all_the_same() -> None:
    folder = made_run(rows=[rich_row(), rich_row("b")])
    TARGET.mkdir(parents=True)
    for name in ("run.json", "rows.jsonl"):
        (TARGET / name).write_bytes((folder / name).read_bytes())
    assert bless(folder) == ["nothing changes", *TAIL]
    assert list(files_in()) == KEPT


def test_every_kind_of_change_is_said() -> None:
    old = make_info(
        ["a", "b", "gone"],
        [make_backend("x", signature="x[k=1]"), make_backend("left")],
        [make_metric("coverage"), make_metric("quality", signature="quality[v=1]"), make_metric("bygone")],
        suite={"gate": {"margin": {"quality": 0.02}, "primary": ["quality"]}},
    )
    new = make_info(
        {"a": "", "b": "", "come": ""},
        [make_backend("x", signature="x[k=2]"), make_backend("right")],
        [make_metric("coverage"), make_metric("quality", signature="quality[v=2]"), make_metric("recent")],
        suite={"gate": {"margin": {"quality": 0.05}, "primary": ["quality"], "forbid": ["quote.fabricated"]}},
        seed=8,
    )
    new = new.model_copy(update={"articles": {**new.articles, "b": "another hash"}})

    def row(article: str, backend: str, coverage: float, *findings: StoredFinding, **more: Any) -> Row:
        return make_row(article, backend, {"coverage": coverage, "quality": coverage}, findings=findings, **more)

    one, other = make_finding(text="one"), make_finding(text="two\nlines")
    bless(
        write_run(
            Path("one"),
            old,
            [
                *(row(a, "left", 0.5) for a in ("a", "b", "gone")),
                row("a", "x", 0.5, one),
                row("b", "x", 0.5),
                row("gone", "x", 1.0),
            ],
        )
    )
    said = bless(
        write_run(
            Path("two"),
            new,
            [
                *(row(a, "right", 0.5) for a in ("a", "b", "come")),
                row("a", "x", 0.75, other, other, summary="Another."),
                row("b", "x", 0.25),
                make_row("come", "x", state="refused"),
            ],
        )
    )
    assert said == [
        "caution: quality of x has no score on 1 of 3 articles; a gate will judge the other 2 alone",
        "backend left is gone",
        "backend x: x[k=1] -> x[k=2]",
        "backend right is new",
        "metric bygone is gone",
        "metric quality: quality[v=1] -> quality[v=2]",
        "metric recent is new",
        "1 article is new (come)",
        "1 article is gone (gone)",
        "1 article is changed (b)",
        'suite, gate.forbid: not set -> ["quote.fabricated"]',
        "suite, gate.margin.quality: 0.02 -> 0.05",
        "suite, seed: 7 -> 8",
        "x: 3 ok -> 2 ok, 1 refused",
        "x: 1 of 2 summaries changed (a)",
        "x, coverage: 0.667 (n=3) -> 0.500 (n=2); paired +0.250 over 1 article, 1 changed",
        "x, quality: 0.667 (n=3) -> 0.500 (n=2); not comparable",
        "x, quote.fabricated errors: 1 new (a: two\\nlines), 1 gone (a: one)",
        *TAIL,
    ]


def test_an_unscored_mean_is_said_to_be_unscored() -> None:
    bless(made_run(Path("one")))
    assert bless(made_run(Path("two"), rows=[make_row(a, "x", state="empty") for a in "ab"])) == [
        "x: 2 ok -> 2 empty",
        "x: 2 of 2 summaries changed (a, b)",
        "x, quality: 0.500 (n=2) -> unscored",
        *TAIL,
    ]


def test_a_mean_over_the_easier_half_is_no_rise() -> None:
    bless(made_run(Path("one"), rows=[make_row("a", "x", {"quality": 0.25}), make_row("b", "x", {"quality": 0.75})]))
    rows = [make_row("a", "x", {"quality": None}), make_row("b", "x", {"quality": 0.75})]
    said = bless(made_run(Path("two"), rows=rows), dry_run=True)
    assert said[0] == "x, quality: 0.500 (n=2) -> 0.750 (n=1); none of 1 paired changed"


def test_scores_that_change_without_moving_the_mean_are_said() -> None:
    bless(made_run(Path("one")))
    rows = [make_row("a", "x", {"quality": 0.25}), make_row("b", "x", {"quality": 0.75})]
    (line, *_) = bless(made_run(Path("two"), rows=rows))
    assert line.startswith("x, quality: 0.500 (n=2) -> 0.500 (n=2); paired 0.000 [−")
    assert line.endswith("over 2 articles, 2 changed")


def test_of_many_changes_five_are_named_and_the_rest_are_counted() -> None:
    ids = "abcdefg"
    bless(made_run(Path("one"), articles=ids))
    long = [make_row(a, "x", {"quality": 0.5}, findings=[make_finding(text="y" * 99)]) for a in ids]
    cut = "y" * 79 + "…"
    assert bless(made_run(Path("two"), articles=ids, rows=long))[0] == (
        f"x, quote.fabricated errors: 7 new ({'; '.join(f'{a}: {cut}' for a in 'abcde')}; and 2 more)"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_and_texts_are_said_on_one_line_each(text: str) -> None:
    made = [make_finding(check=text, text=text)]
    backends, metrics = [make_backend("x"), make_backend(text)], [make_metric()]
    rows = [make_row(text, b.name, {"quality": 0.5}) for b in backends]
    bless(write_run(Path("one"), make_info([text], backends, metrics), rows))
    found = [make_row(text, b.name, {"quality": 0.25}, findings=made, summary=text) for b in backends]
    told = bless(write_run(Path("two"), make_info([text], backends, metrics, suite={text: {text: text}}), found))
    assert len(told) == 2 * 3 + 1 + 2
    assert [line for line in told if line != visible(line, one_line=True)] == []
    # and the baseline reads back as it was
    assert {row.article for row in Run(TARGET).rows()} == {text}
    assert [row.summary for row in Run(TARGET).rows()] == [text, text]
