"""The draw: whole articles, at random, the same everywhere, and only what may stand for all."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from harness.errors import InputError
from harness.review.draw import draw, drawn_keys, read_draw
from harness.review.records import summary_hash
from harness.review.summaries import RunSummaries, index_summaries
from tests.made_runs import HOSTILE, make_backend, make_info, make_metric, make_row
from tests.review.made_reviews import BACKENDS, METRICS, make_rows, make_run, store_run, text_of


@pytest.fixture
def run(tmp_path: Path) -> RunSummaries:
    return make_run(tmp_path / "run", 20)


def test_whole_articles_are_drawn_until_the_sample_is_reached(run: RunSummaries) -> None:
    found = draw(run, sample=10, seed=1)
    assert Counter(item.article for item in found.items) == dict.fromkeys(
        dict.fromkeys(i.article for i in found.items), 3
    )
    assert len(found.items) == 12
    assert {item.backend for item in found.items} == set(BACKENDS)


def test_items_name_their_summary_by_its_hash(run: RunSummaries) -> None:
    for item in draw(run, sample=10, seed=1).items:
        assert item.summary_hash == summary_hash(text_of(item.key))
        assert item.summary_hash == hashlib.sha256(text_of(item.key).encode()).hexdigest()
        assert item.run == "run"


def test_the_order_is_that_of_the_hash_of_seed_and_article(run: RunSummaries) -> None:
    found = list(dict.fromkeys(item.article for item in draw(run, sample=60, seed=9).items))
    assert found == sorted(run.info.articles, key=lambda a: hashlib.sha256(f"9\x1f{a}".encode()).hexdigest())


def test_a_seed_draws_the_same_and_a_larger_sample_holds_the_smaller(run: RunSummaries) -> None:
    assert draw(run, sample=10, seed=1) == draw(run, sample=10, seed=1)
    assert draw(run, sample=10, seed=1).id != draw(run, sample=10, seed=2).id
    assert drawn_keys(draw(run, sample=10, seed=1)) < drawn_keys(draw(run, sample=20, seed=1))


def test_every_article_is_drawn_about_as_often() -> None:
    articles = [f"a{number}" for number in range(1, 21)]
    info = make_info(articles, [make_backend("north")], [make_metric("coverage")])
    run = index_summaries("run", info, [make_row(article, "north") for article in articles])
    counts = Counter(item.article for seed in range(2_000) for item in draw(run, sample=5, seed=seed).items)
    # 500 expected with variance 375, since 5 of 20 are drawn without replacement; chi squared of 19 degrees at p = .001
    assert sum((counts[article] - 500) ** 2 / 375 for article in articles) * 19 / 20 < 43.8


def test_controls_and_failed_rows_are_never_drawn(tmp_path: Path) -> None:
    rows = make_rows(3)
    rows[0] = make_row("a1", "north", state="refused")
    rows[1] = make_row("a1", "south", state="truncated", summary="Cut o")
    rows[2] = rows[2].model_copy(update={"state": "metric_error"})
    keys = drawn_keys(draw(store_run(tmp_path / "run", rows), sample=99, seed=1))
    assert len(keys) == 7
    assert not any(key.backend == "copy" for key in keys)
    assert ("a1", "east", 0) in keys


def test_all_samples_of_an_article_are_drawn(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", 4, samples=3)
    assert len(draw(run, sample=1, seed=1).items) == 9


def test_a_run_without_anything_to_review_is_refused(tmp_path: Path) -> None:
    run = store_run(tmp_path / "run", [make_row("a1", "north", state="empty"), make_row("a1", "copy")])
    with pytest.raises(InputError, match="'run': has no summary to review by a backend that is no control"):
        draw(run, sample=1, seed=1)


def test_an_unfinished_run_is_refused_because_its_draw_would_change(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", 2, status="unfinished")
    with pytest.raises(
        InputError, match="unfinished, and a draw must not change; go on with it first: harness run SUITE"
    ):
        draw(run, sample=1, seed=1)


def test_a_draw_file_is_read_back_and_checked(tmp_path: Path, run: RunSummaries) -> None:
    made = draw(run, sample=10, seed=1)
    path = tmp_path / "draw.json"
    path.write_bytes(made.to_bytes())
    assert read_draw(path, run) == made
    document = json.loads(path.read_bytes())
    assert list(document) == ["schema", "kind", "sample", "seed", "id", "run", "items"]
    assert document["run"] == {"name": "run", "suite_hash": "5" * 64, "articles_hash": "a" * 64}
    assert list(document["items"][0]) == ["article", "run", "backend", "sample", "summary_hash"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("id", "0" * 64, r"id: expected \w{12}…, which 10 summaries by seed 1 of 'run' have, found 000000000000…"),
        ("seed", 2, r"id: expected \w{12}…, which 10 summaries by seed 2 of 'run' have"),
        ("items", [], r"id: expected .* draw it again with harness review export"),
        ("schema", 2, r"schema: expected 1, found 2\. Draw it again: harness review export RUN"),
        ("sample", 0, r"sample: expected greater than or equal to 1, found 0\."),
        ("seed", 2**53, r"seed: expected less than or equal to 9007199254740991, found 9007199254740992\."),
        ("seed", -1, r"seed: expected greater than or equal to 0, found -1\."),
        ("colour", "red", r"colour: unknown field, expected one of schema, kind, sample, seed, id, run, items\."),
    ],
)
def test_a_draw_file_that_does_not_fit_is_refused(
    tmp_path: Path, run: RunSummaries, field: str, value: object, said: str
) -> None:
    document = {**json.loads(draw(run, sample=10, seed=1).to_bytes()), field: value}
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(document))
    with pytest.raises(InputError, match=said) as raised:
        read_draw(path, run)
    assert str(raised.value).startswith(f"{path}: ")


def test_hostile_article_ids_are_drawn_and_written(tmp_path: Path) -> None:
    rows = [make_row(name, "north", {METRICS[0]: 0.5}) for name in HOSTILE]
    run = store_run(tmp_path / "run", rows)
    path = tmp_path / "draw.json"
    path.write_bytes(draw(run, sample=len(HOSTILE), seed=1).to_bytes())
    assert {item.article for item in read_draw(path, run).items} == set(HOSTILE)
