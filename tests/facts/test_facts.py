"""Facts of whole texts: mentions stand in order, and `within` finds those of a span."""

from __future__ import annotations

import datetime as dt

import pytest

from harness.articles import load_set
from harness.facts import Facts, Mention, within
from harness.report.ledgers import Witnesses
from harness.text import Text
from tests.conftest import ROOT
from tests.metrics.test_conformance import AWKWARD

FOUND = [Facts(Text(value)) for value in AWKWARD.values()]
FOUND += [
    Facts(Text(shown), dateline=dt.date(2026, 5, 14), cast=Witnesses(article))
    for article in load_set(ROOT / "fixtures/newsroom").articles
    for source in article.sources
    for shown in (source.text, source.text.upper(), f"# {source.text.replace('. ', chr(10) + '## ')}")
]
KINDS = ("numbers", "names", "dates", "times", "quotes", "cues")


@pytest.mark.parametrize("kind", KINDS)
def test_mentions_stand_in_the_order_of_the_text_and_within_finds_those_that_begin_in_a_span(kind: str) -> None:
    seen = 0
    for facts in FOUND:
        mentions: tuple[Mention, ...] = getattr(facts, kind)
        starts = [mention.start for mention in mentions]
        assert starts == sorted(starts)
        seen += len(mentions)
        last = len(facts.text.value)
        for start, end in ((0, last // 2), (last // 2, last), (last // 4, last // 2), (last // 2, 0), (0, last + 1)):
            assert list(within(mentions, start, end)) == [m for m in mentions if start <= m.start < end]
    assert seen > 20
