"""The ledgers find in sources what the summary says, as a look at every mention would."""

from __future__ import annotations

import time

from harness.articles import load_set
from harness.facts.numbers import Number, find_numbers
from harness.facts.numbers.values import same_value
from harness.report.ledgers import Place, Witnesses
from harness.types import Article, Source
from tests.conftest import ROOT


def _one_by_one(witnesses: Witnesses, claim: Number) -> list[Place]:
    first = [next((n for n in facts.numbers if same_value(claim, n)), None) for facts in witnesses.facts]
    return [Place(number, n.start, n.end) for number, n in enumerate(first) if n is not None]


def test_a_number_is_found_in_every_source_that_bears_it_out() -> None:
    seen = 0
    for article in load_set(ROOT / "fixtures/newsroom").articles:
        witnesses = Witnesses(article)
        texts = [source.text for source in article.sources]
        for claim in find_numbers(
            " ".join([*texts, *(fact.text for fact in article.key_facts), *(r.text for r in article.references)])
        ):
            found = witnesses.numbers(claim)
            assert found == _one_by_one(witnesses, claim), claim
            seen += len(found)
    assert seen > 1000


def test_a_source_of_thousands_of_numbers_takes_no_longer_than_its_length_asks_for() -> None:
    text = "".join(f"Ward {n} recorded {n * 7 + 1000} votes. " for n in range(2000))
    witnesses = Witnesses(Article(id="a", sources=(Source(id="s", text=text),)))
    claims = [n for n in find_numbers(text[:2000]) if n.kind == "count"]
    assert witnesses.facts[0].numbers
    start = time.process_time()
    assert all(witnesses.numbers(claim) for claim in claims)
    assert time.process_time() - start < 1
