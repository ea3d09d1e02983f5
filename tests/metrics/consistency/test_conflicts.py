"""Figures on which the sources disagree."""

from __future__ import annotations

import pytest

from tests.metrics.consistency.judging import article, judge, marked

STORY = article(
    "The bridge at Orvel closes on Monday. Halden Water says the repair will cost 265 million crowns; the union "
    "says 190 million. Nor do they agree on the staff. Halden Water counted 540 extra welders, the union 210. The "
    "river was calm on Sunday and fishermen came back to the pier. Schools in Bremmel stay open until further notice."
)


@pytest.mark.parametrize(
    ("summary", "figures"),
    [
        ("The repair will cost 265 million crowns.", ["265 million crowns"]),
        ("At 190 million crowns, the repair is dear.", ["190 million crowns"]),
        ("The repair will cost 265 million crowns, the operator says.", []),
        ("By the union's count the repair will cost 190 million crowns.", []),
        ("The repair will cost between 190 and 265 million crowns.", []),
        ("The repair will cost 265 million crowns. The union puts it at 190 million.", []),
    ],
)
def test_one_partys_figure_needs_its_party_or_the_other_figure(summary: str, figures: list[str]) -> None:
    assert [text for _, text in marked(judge(summary, STORY), "source.conflict")] == figures
