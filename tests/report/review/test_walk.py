"""What reviewers are led through: exactly what was drawn, in an order that gives nothing away."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from harness.report.walk import Stop, may_stop, walk
from harness.review.draw import draw
from tests.conftest import Harness
from tests.made_runs import make_row
from tests.review.made_reviews import make_run

STOPS = [
    Stop(f"a{n}", "run", backend, 0, n, place) for n in range(40) for place, backend in enumerate(("x", "y", "z", "w"))
]


def test_the_way_follows_from_the_seed_and_not_from_the_order_of_the_rows() -> None:
    one = walk(STOPS, None, 7, {})
    assert walk(STOPS[::-1], None, 7, {}) == one
    assert walk(STOPS, None, 8, {})["items"] != one["items"]
    assert sorted(map(tuple, one["items"])) == sorted((s.number, s.member, s.sample) for s in STOPS)


def test_an_articles_summaries_stand_together_and_each_backend_in_every_place() -> None:
    items = walk(STOPS, None, 7, {})["items"]
    articles = [number for number, _, _ in items]
    assert articles == [number for number in dict.fromkeys(articles) for _ in range(4)]
    firsts = Counter(items[i][1] for i in range(0, len(items), 4))
    assert min(firsts[member] for member in range(4)) >= 4


def test_pairs_are_of_one_article_and_two_backends_and_no_summary_stands_in_two() -> None:
    found = walk(STOPS, None, 7, {})
    used = [place for pair in found["pairs"] for place in pair]
    assert len(used) == len(set(used)) == len(STOPS)
    for a, b in found["pairs"]:
        (number, member, _), (other, second, _) = found["items"][a], found["items"][b]
        assert number == other
        assert member != second


def test_samples_of_one_backend_are_no_pair() -> None:
    found = walk([Stop("a", "run", "x", sample, 0, 0) for sample in range(4)], None, 7, {})
    assert found["pairs"] == []


def test_with_a_draw_exactly_its_summaries_are_walked_in_its_order_of_articles(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", 12)
    drawn = draw(run, sample=9, seed=3)
    numbers = {article: n for n, article in enumerate(run.info.articles)}
    backends = [b.name for b in run.info.backends]
    stops = [Stop(k.article, "run", k.backend, 0, numbers[k.article], backends.index(k.backend)) for k in run.by_key]
    found = walk(stops, drawn, 99, {})
    expected = {(numbers[i.article], backends.index(i.backend), i.sample) for i in drawn.items}
    assert {tuple(item) for item in found["items"]} == expected
    told = dict.fromkeys(number for number, _, _ in found["items"])
    assert list(told) == list(dict.fromkeys(numbers[i.article] for i in drawn.items))
    assert (found["draw"], found["seed"]) == (drawn.reference.model_dump(), 3)


@pytest.mark.parametrize(
    ("state", "control", "expected"),
    [("ok", False, True), ("ok", True, False), ("refused", False, False), ("metric_error", False, True)],
)
def test_what_may_be_reviewed_is_what_could_be_drawn(state: str, control: bool, expected: bool) -> None:
    row = make_row("a", "x", state=state, summary="A text.")  # type: ignore[arg-type]
    assert may_stop(row, control=control) is expected
    assert not may_stop(make_row("a", "x", state="infra_error"), control=False)


def test_kinds_of_the_page_come_behind_those_of_consistency_each_with_its_family() -> None:
    kinds = dict(walk(STOPS, None, 7, {"made.up": 0, "fact.found": 1, "quote.altered": 2})["kinds"])
    assert kinds["quote.altered"] == "quote"
    assert list(kinds)[-1] == "made.up"
    assert "fact.found" not in kinds


def test_the_draw_of_another_run_is_refused(tmp_path: Path, harness: Harness) -> None:
    for name, n in (("one", 6), ("two", 7)):
        make_run(tmp_path / name, n, name=name, suite_hash=str(n) * 64)
    assert harness("review", "export", "one", "--sample", 3, "--out", "draw.json").returncode == 0
    refused = harness("report", "two", "--review", "draw.json", "--out", "page.html")
    assert refused.returncode == 2
    assert "it was drawn from another run" in refused.stderr
    assert not (tmp_path / "page.html").exists()
    assert harness("report", "one", "two", "--review", "draw.json", "--out", "page.html").returncode == 0
    assert harness("report", "two", "one", "--review", "draw.json", "--out", "page.html").returncode == 0
