"""Length control: the lead gets .5, the oracle 1, a copy no more than .5, and what is too long does not count."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from harness.case import Case, Subject
from harness.metrics.coverage import Coverage
from harness.metrics.coverage.length import budget, controlled, lead_order, oracle_order, within_budget
from harness.metrics.coverage.salience import inventory
from harness.types import Article, Score
from tests.conftest import make_article
from tests.metrics.coverage.test_sources import POST, WIRE, case


def judge(summary: str, given: Any, profile: str = "free", **changes: Any) -> Score:
    article = Article.model_validate(make_article(1, **changes))
    return Coverage(given=given).score(Case(Subject(article, profile=profile), summary))


@pytest.mark.parametrize(
    ("value", "lead", "oracle", "wanted"),
    [
        (0.0, 0.4, 0.8, 0.0),
        (0.2, 0.4, 0.8, 0.25),
        (0.4, 0.4, 0.8, 0.5),
        (0.6, 0.4, 0.8, 0.75),
        (0.8, 0.4, 0.8, 1.0),
        (0.9, 0.4, 0.8, 1.0),
        (1.0, 1.0, 1.0, 0.5),
        (1.0, 0.9, 0.9, 0.5),
        (0.5, 0.6, 0.55, 0.5 * 0.5 / 0.6),
        (0.0, 0.0, 0.0, 0.5),
    ],
)
def test_a_value_is_placed_between_nothing_the_lead_and_the_oracle(
    value: float, lead: float, oracle: float, wanted: float
) -> None:
    assert controlled(value, lead, oracle) == pytest.approx(wanted)


@pytest.mark.parametrize("given", ["references", "key_facts"])
def test_a_copy_of_everything_is_level_with_the_lead_and_a_good_choice_above_it(given: str) -> None:
    article = make_article(1)
    copy = " ".join(source["text"] for source in article["sources"])
    chosen = {
        "references": article["references"][0],
        "key_facts": "Engineers found 12 cracks in the bridge. Work is to begin in May.",
    }[given]
    whole, short = judge(copy, given).parts, judge(chosen, given).parts
    assert whole["length_controlled"] == pytest.approx(0.5, abs=0.02)
    assert (short["length_controlled"] or 0) > 0.6
    assert (short["oracle_at_length"] or 0) >= (short["lead_at_length"] or 0)


def test_from_the_sources_alone_the_oracle_is_1_the_lead_and_a_copy_half() -> None:
    colour = "A busker played an old waltz near the fountain. Pigeons strutted between the empty café tables. "
    made = case("", f"{colour}{WIRE}")
    chosen = next(oracle_order(made.subject, inventory(made.subject).weights)).text
    values = [
        Coverage(given="sources").score(Case(made.subject, text)).parts["length_controlled"]
        for text in (chosen, colour, f"{colour}{WIRE}")
    ]
    assert values == pytest.approx([1.0, 0.5, 0.5])


def test_every_figure_has_its_length_parts_and_the_values_stand_without_name() -> None:
    parts = judge("Engineers found 12 cracks.", "references").parts
    for part in ("lead_at_length", "oracle_at_length", "length_controlled"):
        assert {part, f"{part}[key_facts]", f"{part}[sources]"} <= set(parts)
        assert f"{part}[references]" not in parts


def test_the_lead_takes_the_voices_in_turn_and_copies_once() -> None:
    order = [s.text for s in lead_order(case("", WIRE, POST, WIRE).subject)]
    assert [order[0], order[1]] == [WIRE.partition(" Engineers")[0], POST.partition(" Shopkeepers")[0]]
    assert len(order) == 7


def test_the_oracle_takes_the_most_weight_per_word_first_and_everything_once() -> None:
    subject = case("").subject
    weights = inventory(subject).weights
    order = list(oracle_order(subject, weights))
    assert sorted(s.text for s in order) == sorted(s.text for s in lead_order(subject))
    held: set[str] = set()
    gains = []
    for sentence in order:
        gains.append(sum(weights.get(t, 0.0) for t in set(sentence.terms) - held) / len(sentence.words))
        held |= set(sentence.terms)
    assert all(a >= b - 1e-9 for a, b in itertools.pairwise(gains))


def test_what_stands_beyond_the_profiles_most_words_does_not_count() -> None:
    filler = "The council met again and talked. " * 19
    late = f"{filler}Engineers found 12 cracks in the bridge."
    subject = Subject(Article.model_validate(make_article(1)), profile="brief")
    assert budget(subject) == 110
    assert within_budget(Case(subject, late)).summary.value == filler.strip()[: len(filler) - 1]
    assert judge(late, "key_facts", "brief").value == 0.0
    assert (judge(late, "key_facts", "free").value or 0) > 0.0


def test_a_text_within_the_budget_is_the_same_case() -> None:
    made = case("The bridge closed.")
    assert within_budget(made) is made


def test_without_sources_nothing_is_cut_and_nothing_compared() -> None:
    score = judge("Work is to begin in May. " * 200, "key_facts", sources=[])
    assert score.value == pytest.approx(0.5 / 1.5)
    assert "length_controlled" not in score.parts
