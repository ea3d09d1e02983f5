"""Which labels count: each reviewer once, what was drawn before what was not; and what several mean together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness import stats
from harness.review.draw import draw
from harness.review.importing import StoredReview, import_reviews, load_reviews
from harness.review.labels import Labels, conflicts, sort_labels
from harness.review.records import SummaryKey
from harness.review.shares import missed_kinds, precisions, win_rates
from harness.review.summaries import RunSummaries
from tests.review.made_reviews import draw_review, make_item, make_preference, make_review, make_run, write_review

A1, A2, A3 = (SummaryKey(f"a{n}", "north", 0) for n in (1, 2, 3))


@pytest.fixture
def run(tmp_path: Path) -> RunSummaries:
    return make_run(tmp_path / "run", 8)


def store(tmp_path: Path, run: RunSummaries, *reviews: dict[str, Any]) -> list[StoredReview]:
    """The reviews, imported and read back."""
    import_reviews(
        [write_review(tmp_path / f"{i}.json", review) for i, review in enumerate(reviews)], [tmp_path / "run"]
    )
    return load_reviews(tmp_path / "run", run)


def sort(tmp_path: Path, run: RunSummaries, *reviews: dict[str, Any]) -> Labels:
    """The labels that count."""
    return sort_labels(store(tmp_path, run, *reviews))


def test_the_latest_label_of_a_reviewer_counts_and_the_others_are_counted(tmp_path: Path, run: RunSummaries) -> None:
    early = make_item(run, A1, lambda key: {"coverage": 1}, time="2026-11-23T10:00:00+02:00")
    late = make_item(run, A1, lambda key: {"coverage": 5}, time="2026-11-23T09:00:00Z")
    found = sort(tmp_path, run, make_review(run, [late]), make_review(run, [early]), make_review(run, [early], "Ben"))
    assert [(label.reviewer, label.item.judgements["coverage"]) for label in found.labels] == [("Anna", 5), ("Ben", 1)]
    assert found.replaced == 1


def test_what_was_drawn_counts_before_what_was_labelled_later_without_a_draw(tmp_path: Path, run: RunSummaries) -> None:
    drawn = draw_review(run, 3)
    key = draw(run, sample=3, seed=3).items[0].key
    again = make_review(run, [make_item(run, key, time="2027-01-01T00:00:00Z")])
    found = sort(tmp_path, run, drawn, again)
    assert [label.drawn for label in found.labels] == [True] * 3
    assert found.replaced == 1


def test_only_items_of_the_reviews_own_draw_are_drawn(tmp_path: Path, run: RunSummaries) -> None:
    drawn = draw(run, sample=3, seed=3)
    inside = drawn.items[0].key
    outside = next(key for key in run.by_key if key not in {item.key for item in drawn.items})
    mixed = make_review(run, [make_item(run, inside), make_item(run, outside)], "Anna", drawn)
    found = sort(tmp_path, run, mixed, make_review(run, [make_item(run, inside)], "Ben"))
    assert {(label.reviewer, label.key): label.drawn for label in found.labels} == {
        ("Anna", inside): True,
        ("Anna", outside): False,
        ("Ben", inside): False,
    }
    assert [label.reviewer for label in found.drawn] == ["Anna"]


def test_a_preference_counts_whichever_side_it_was_shown_on(tmp_path: Path, run: RunSummaries) -> None:
    one = make_review(run, [], "Anna", preferences=[make_preference(run, "a1", "south", "north", "a")])
    other = make_review(run, [], "Ben", preferences=[make_preference(run, "a1", "north", "south", "b")])
    tie = make_review(run, [], "Cleo", preferences=[make_preference(run, "a2", "north", "south", "tie")])
    found = sort(tmp_path, run, one, other, tie)
    (rate,) = win_rates(found.choices, ("north", "south", "east"))
    assert (rate.first, rate.second) == ("north", "south")
    assert (rate.wins, rate.ties, rate.losses, rate.n_articles) == (0, 1, 2, 2)
    assert rate.rate == 0.25
    assert (rate.low, rate.high) == pytest.approx(stats.wilson(0.5, 2))


def test_a_later_preference_replaces_the_earlier_one_though_sides_are_turned(tmp_path: Path, run: RunSummaries) -> None:
    first = make_preference(run, "a1", "south", "north", "a", time="2026-11-23T10:00:00Z")
    second = make_preference(run, "a1", "north", "south", "a", time="2026-11-23T11:00:00Z")
    found = sort(tmp_path, run, make_review(run, [], preferences=[first]), make_review(run, [], preferences=[second]))
    assert [(choice.first.backend, choice.won) for choice in found.choices] == [("north", 1.0)]
    assert found.replaced == 1


def test_preferences_between_runs_and_samples_of_one_backend_make_no_win_rate(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", 2, samples=2)
    preference = make_preference(run, "a1", "north", "north")
    preference["b"]["sample"] = 1
    found = sort(tmp_path, run, make_review(run, [], preferences=[preference]))
    assert len(found.choices) == 1
    assert win_rates(found.choices, ("north",)) == []


def test_contradictions_are_listed_with_who_said_what(tmp_path: Path, run: RunSummaries) -> None:
    anna = make_item(run, A1, lambda key: {"coverage": 2, "structure": 3}, ["agree", "unsure"])
    ben = make_item(run, A1, lambda key: {"coverage": 4, "structure": 4}, ["disagree", "agree"])
    prefers = [make_preference(run, "a1", "north", "south", side) for side in ("a", "b")]
    found = sort(
        tmp_path,
        run,
        make_review(run, [anna], "Anna", preferences=[prefers[0]]),
        make_review(run, [ben], "Ben", preferences=[prefers[1]]),
    )
    assert [(c.about, dict(c.said)) for c in conflicts(found)] == [
        ("coverage", {"Anna": "2", "Ben": "4"}),
        ("preferred to south", {"Anna": "north", "Ben": "south"}),
        ("quote.altered", {"Anna": "agree", "Ben": "disagree"}),
    ]


def test_precision_is_told_of_findings_and_by_article_with_unsure_apart(tmp_path: Path, run: RunSummaries) -> None:
    said = {
        A1: ["agree", "agree", "unsure"],
        A1._replace(backend="south"): ["disagree"],
        A2: ["agree", "disagree"],
        A3: ["unsure"],
    }
    items = [make_item(run, key, verdicts=verdicts) for key, verdicts in said.items()]
    ben = make_review(run, [make_item(run, A2, verdicts=["disagree"])], "Ben")
    found = precisions(sort(tmp_path, run, make_review(run, items), ben).labels)
    quotes, facts, numbers = found
    # findings: 1, 0 in a1; ½ in a2 (Anna agrees, Ben does not); a3 undecided
    assert (quotes.check, quotes.agree, quotes.disagree, quotes.unsure) == ("quote.altered", 2, 2, 1)
    assert (quotes.n_findings, quotes.n_articles) == (3, 2)
    assert quotes.micro == pytest.approx(1.5 / 3)
    assert quotes.precision == pytest.approx((0.5 + 0.5) / 2)
    assert (quotes.low, quotes.high) == pytest.approx(stats.wilson(1.0, 2))
    assert (facts.check, facts.micro, facts.precision) == ("fact.missing", 0.5, 0.5)
    assert (numbers.check, numbers.unsure) == ("number.wrong", 1)
    assert (numbers.micro, numbers.precision, numbers.low, numbers.high) == (None, None, None, None)


def test_precision_of_one_stays_below_one_in_its_interval(tmp_path: Path, run: RunSummaries) -> None:
    items = [make_item(run, key, verdicts=["agree"]) for key in (A1, A2, A3)]
    (found,) = precisions(sort(tmp_path, run, make_review(run, items)).labels)
    assert (found.micro, found.precision, found.high) == (1, 1, 1)
    assert found.low == pytest.approx(3 / (3 + 1.959964**2))


def test_missed_findings_are_told_per_summary_and_averaged_over_reviewers(tmp_path: Path, run: RunSummaries) -> None:
    anna = make_review(run, [make_item(run, A1), make_item(run, A2, missed=[])])
    ben = make_review(run, [make_item(run, A1, missed=[])], "Ben")
    (found,) = missed_kinds(sort(tmp_path, run, anna, ben).labels)
    assert (found.check, found.n, found.n_summaries, found.n_articles) == ("role.wrong", 1, 2, 2)
    assert found.per_summary == 0.25
