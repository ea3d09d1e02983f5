"""Numbers in groups: what is not compared could not have borne the claim out."""

from __future__ import annotations

import json
from pathlib import Path

from harness.facts.numbers import Number, find_numbers
from harness.facts.numbers.groups import Values
from harness.facts.numbers.values import same_value

NEWSROOM = Path(__file__).parents[2] / "fixtures" / "newsroom" / "articles.jsonl"
ODD = (
    "About 40m of track, 43.7 million kroner, £2.1m, 2,086,000 people, 150 pounds of flour, £150 a week, 3 to 2,"
    " a third of the staff, 33.3 per cent, one in five, two days, 48 hours, 18 months, a year and a half, 10C, 50F,"
    " 28 km, 17 miles, 17.4 miles, 60 mph, dozens of boats, at least nine dead, more than 40 injured, fewer than 50,"
    " between 12 and 44, the third day, 4 points, 4 per cent, 320 metres, 280 of the pier's metres."
)


def numbers() -> list[Number]:
    """Of every sort, and those of the first articles."""
    rows = NEWSROOM.read_text(encoding="utf-8").splitlines()[:6]
    texts = [ODD, *(source["text"] for row in rows for source in json.loads(row)["sources"])]
    return [number for text in texts for number in find_numbers(text)]


def test_the_groups_leave_out_only_what_differs() -> None:
    told = numbers()
    values = Values(told)
    borne = {n: [i for i, other in enumerate(told) if same_value(claim, other)] for n, claim in enumerate(told)}
    assert {n: values.same(claim) for n, claim in enumerate(told)} == borne
    assert sum(len(places) > 1 for places in borne.values()) > len(told) / 4
