"""Voices: copies and shortened copies of a text are one voice, independent reports are not."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from harness.articles import load_set
from harness.text import Text
from harness.voices import find_voices

WIRE = (
    "The bridge in Varnholt closed on Tuesday after engineers found 12 cracks in two of its piers. Mayor Ines Falk said "
    "repairs would cost three million crowns. Buses now cross the river at the old ford below the mill."
)
POST = (
    "Drivers face a detour of 21 kilometres. Shopkeepers on the east bank fear for their trade, and the ferry that ran "
    "until 1974 may come back. Work is to begin in May if the council agrees."
)


@pytest.mark.parametrize(
    ("sources", "voices"),
    [
        ((), ()),
        ((WIRE,), ((0,),)),
        ((WIRE, POST), ((0,), (1,))),
        ((WIRE, WIRE), ((0, 1),)),
        ((WIRE[:120], POST, WIRE), ((2, 0), (1,))),  # the longest text of a voice stands first
        ((WIRE.upper(), WIRE.replace(" ", "  ")), ((0, 1),)),
        ((WIRE, f"Varnholt, Tuesday. {WIRE} Our reporter was there."), ((1, 0),)),
        ((WIRE, f"{WIRE} {POST}", POST), ((1, 0, 2),)),  # a page that holds both joins them
        (("", ""), ((0,), (1,))),
        (("Bridge shut", "Bridge shut"), ((0, 1),)),
        (("Bridge shut", "Bridge open"), ((0,), (1,))),
    ],
)
def test_copies_are_one_voice(sources: tuple[str, ...], voices: tuple[tuple[int, ...], ...]) -> None:
    assert find_voices([Text(source) for source in sources]) == voices


def test_no_two_events_of_the_fixtures_share_a_voice() -> None:
    articles = load_set(Path(__file__).parents[1] / "fixtures" / "newsroom").articles
    for a, b in itertools.combinations(articles, 2):
        assert len(find_voices([Text(a.sources[0].text), Text(b.sources[0].text)])) == 2
