"""Facts of whole texts: mentions stand in order, and `within` finds those of a span."""

from __future__ import annotations

import pytest

from harness.articles import load_set
from harness.facts import Facts, Mention, within
from harness.text import Text
from tests.conftest import ROOT
from tests.metrics.test_conformance import AWKWARD

TEXTS = {
    **AWKWARD,
    **{f"{a.id} {s.id}": s.text for a in load_set(ROOT / "fixtures/newsroom").articles for s in a.sources},
}
KINDS = ("numbers", "names", "dates", "times", "quotes", "cues")


@pytest.mark.parametrize("kind", KINDS)
def test_mentions_stand_in_the_order_of_the_text_and_within_finds_those_that_begin_in_a_span(kind: str) -> None:
    seen = 0
    for value in TEXTS.values():
        mentions: tuple[Mention, ...] = getattr(Facts(Text(value)), kind)
        starts = [mention.start for mention in mentions]
        assert starts == sorted(starts)
        seen += len(mentions)
        middle = len(value) // 2
        for start, end in ((0, middle), (middle, len(value)), (middle // 2, middle), (middle, 0), (0, len(value) + 1)):
            assert list(within(mentions, start, end)) == [m for m in mentions if start <= m.start < end]
    assert seen > 20
