"""Rank intervals and tie groups: what pairwise decisions allow to be said."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from harness import stats

ITEMS = "vwxyz"
DECISIONS = st.sets(st.sampled_from(list(itertools.combinations(ITEMS, 2))))


def test_without_a_decision_every_rank_is_open_and_all_share_one_letter() -> None:
    assert stats.rank_intervals("xyz", []) == dict.fromkeys("xyz", (1, 3))
    assert stats.tie_groups("xyz", []) == dict.fromkeys("xyz", "a")


def test_with_every_pair_decided_each_has_its_rank_and_letter() -> None:
    ahead = list(itertools.combinations("xyz", 2))
    assert stats.rank_intervals("xyz", ahead) == {"x": (1, 1), "y": (2, 2), "z": (3, 3)}
    assert stats.tie_groups("xyz", ahead) == {"x": "a", "y": "b", "z": "c"}


def test_the_middle_one_that_is_told_from_neither_end_has_both_letters() -> None:
    ahead = [("x", "z")]
    assert stats.rank_intervals("xyz", ahead) == {"x": (1, 2), "y": (1, 3), "z": (2, 3)}
    assert stats.tie_groups("xyz", ahead) == {"x": "a", "y": "ab", "z": "b"}


def test_nothing_has_no_ranks() -> None:
    assert stats.rank_intervals("", []) == {}
    assert stats.tie_groups("", []) == {}


@given(DECISIONS)
def test_two_share_a_letter_exactly_if_they_are_not_told_apart(ahead: set[tuple[str, str]]) -> None:
    letters = stats.tie_groups(ITEMS, ahead)
    for one, other in itertools.combinations(ITEMS, 2):
        assert bool(set(letters[one]) & set(letters[other])) == ((one, other) not in ahead)


@given(DECISIONS)
def test_no_group_lies_within_another_and_letters_run_from_the_top(ahead: set[tuple[str, str]]) -> None:
    letters = stats.tie_groups(ITEMS, ahead)
    groups = [{i for i in ITEMS if letter in letters[i]} for letter in sorted({*"".join(letters.values())})]
    assert not any(one < other for one in groups for other in groups)
    firsts = [min(map(ITEMS.index, group)) for group in groups]
    assert firsts == sorted(firsts)


@given(DECISIONS)
def test_a_rank_interval_holds_the_rank_of_every_order_that_the_decisions_allow(ahead: set[tuple[str, str]]) -> None:
    intervals = stats.rank_intervals(ITEMS, ahead)
    for order in itertools.permutations(ITEMS):
        if all(order.index(better) < order.index(worse) for better, worse in ahead):
            for item, interval in intervals.items():
                assert interval.best <= order.index(item) + 1 <= interval.worst


def test_more_than_26_groups_have_names_of_their_own() -> None:
    items = [f"m{n}" for n in range(28)]
    letters = stats.tie_groups(items, list(itertools.combinations(items, 2)))
    assert len(set(letters.values())) == 28
    assert (letters["m25"], letters["m26"]) == ("z", "(27)")
