"""Consistency: a copy scores 1, another event near 0, padding changes nothing, and every finding lowers the score."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.articles import load_set
from harness.metrics.consistency import CHECKS
from harness.metrics.consistency.findings import KINDS
from harness.metrics.consistency.support import calibrated, overall
from harness.text import Text
from harness.types import Article, Score
from tests.metrics.consistency.judging import judge as judge_of
from tests.metrics.consistency.judging import marked

WIRE = (
    "The bridge in Varnholt closed on Tuesday after engineers found 12 cracks in its deck. "
    "Mayor Ines Falk said repairs would cost 1.2 million crowns. "
    "“We will not gamble with the lives of our people,” Falk said. "
    "Buses now cross at the old ford, 40 metres upstream."
)
POST = (
    "Drivers in Varnholt face a detour of 20 kilometres. The bridge, built in 1974, was last inspected three years "
    "ago.\r\n\r\n“Nobody told us anything, and now the street is empty,” said the baker Otto Brandt. "
    "Some 5,000 cars crossed it each day. Work is to begin in May."
)
ARTICLE = Article.model_validate(
    {
        "id": "bridge",
        "title": "Cracked bridge closes",
        "sources": [
            {"id": "wire", "publisher": "Harbour Wire", "text": WIRE},
            {"id": "post", "title": "Detour angers Tarrow Heath", "text": POST},
        ],
    }
)
REWORDED = (
    "Varnholt's bridge has been shut since Tuesday, when engineers came upon twelve cracks in the deck. Repairing it "
    "will cost 1.2 million crowns, according to Mayor Ines Falk. Drivers have to take a detour of 20 kilometres."
)


def judge(summary: str) -> Score:
    return judge_of(summary, ARTICLE)


def value(summary: str) -> float:
    score = judge(summary)
    assert score.value is not None
    return score.value


@pytest.mark.parametrize("summary", [WIRE, POST, f"{WIRE}\n\n{POST}", f"{POST} {WIRE}"])
def test_a_copy_of_the_sources_scores_exactly_1_without_findings(summary: str) -> None:
    score = judge(summary)
    assert (score.value, score.findings) == (1.0, ())
    families = dict.fromkeys((f"factor[{kind.partition('.')[0]}]" for kind in KINDS), 1.0)
    assert {k: v for k, v in score.parts.items() if not k.startswith("source[")} == {
        "support": 1.0,
        "contrast": 1.0,
        "weakest_support": 1.0,
        "supported_share": 1.0,
        **families,
    }


def test_a_summary_of_another_event_scores_near_0() -> None:
    other = (
        "The airline cancelled 230 flights after pilots rejected an offer of higher wages. "
        "Passengers slept on benches overnight while managers argued with unions."
    )
    assert value(other) < 0.02
    assert {kind for kind, _ in marked(judge(other))} == {"number.novel", "sentence.unsupported"}


def test_a_faithful_rewording_scores_high_without_findings() -> None:
    score = judge(REWORDED)
    assert score.value is not None
    assert score.value > 0.8
    assert score.findings == ()


@pytest.mark.parametrize(
    "padding",
    [
        " Buses now cross at the old ford, 40 metres upstream.",
        "\n\n*This story was written by an AI system.*",
    ],
)
def test_a_supported_sentence_or_boilerplate_moves_even_a_short_text_by_a_hundredth_at_most(padding: str) -> None:
    assert abs(value(REWORDED + padding) - value(REWORDED)) <= 0.01


@pytest.mark.parametrize("event", ["spillway-failure", "harbour-verdict", "mine-collapse"])
def test_copied_sentences_move_a_story_by_a_hundredth_at_most(event: str) -> None:
    fixtures = Path(__file__).parents[3] / "fixtures" / "newsroom"
    article = next(a for a in load_set(fixtures).articles if a.id == event)
    rows = (fixtures / "summaries" / "careful.jsonl").read_text(encoding="utf-8").splitlines()
    story = next(row["summary"] for row in map(json.loads, rows) if row["article"] == event)
    lines = story.rstrip().split("\n")
    copied = " ".join(s.text for s in Text(article.sources[-1].text).sentences[1:4])
    padded = "\n".join([*lines[:8], copied, *lines[8:]])
    before, after = judge_of(story, article).value, judge_of(padded, article).value
    assert before is not None
    assert after is not None
    assert abs(after - before) <= 0.01


@pytest.mark.parametrize(
    ("summary", "contrast"),
    [
        ("The bridge in Varnholt closed on Tuesday after engineers found 12 cracks in its deck.", 1.0),
        ("The bridge in Varnholt did not close on Tuesday after engineers found 12 cracks.", 0.7),
        ("The bridge in Varnholt opened on Tuesday after engineers found 12 cracks in its deck.", 0.7),
    ],
)
def test_signs_of_contradiction_lower_the_score_even_where_no_check_proves_one(summary: str, contrast: float) -> None:
    assert judge(summary).parts["contrast"] == pytest.approx(contrast)


def test_each_finding_lowers_the_value_by_the_factor_of_its_kind() -> None:
    sentence = "The bridge in Varnholt closed on Tuesday after engineers found {} cracks in its deck."
    assert value(sentence.format(12)) == 1.0
    score = judge(sentence.format(15))
    assert [f.check for f in score.findings] == ["number.novel"]
    parts = score.parts
    assert score.value == pytest.approx(
        (parts["support"] or 0) * (parts["contrast"] or 0) * KINDS["number.novel"].factor
    )
    assert score.parts["factor[number]"] == KINDS["number.novel"].factor
    assert score.parts["factor[name]"] == 1.0


def test_support_is_told_for_each_source() -> None:
    parts = judge("Drivers in Varnholt face a detour of 20 kilometres.").parts
    assert parts["source[post]"] == 1.0
    assert (parts["source[wire]"] or 0) < 0.4


def test_the_least_supported_sentences_weigh_most() -> None:
    assert overall([1.0]) == 1.0
    assert overall([0.0, 1.0]) == pytest.approx(0.8 / 1.8)
    assert overall([1.0, 0.0]) == overall([0.0, 1.0])
    assert overall([0.5, 0.5, 0.5]) == pytest.approx(0.5)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 29), st.floats(0, 1))
def test_less_support_of_any_sentence_never_raises_the_whole(supports: list[float], place: int, share: float) -> None:
    lowered = list(supports)
    lowered[place % len(supports)] *= share
    assert overall(lowered) <= overall(supports) + 1e-12
    assert calibrated(overall(lowered)) <= calibrated(overall(supports)) + 1e-12


def test_the_curve_runs_from_0_to_1_and_keeps_faithful_rewordings_apart_from_copies() -> None:
    assert (calibrated(0.0), calibrated(1.0)) == (0.0, 1.0)
    assert calibrated(0.1) < 0.02
    assert 0.85 < calibrated(0.45) < calibrated(0.9) < 1.0


@pytest.mark.parametrize(
    "sentence",
    [
        "Falk said repairs would cost 1.2m crowns.",
        "Falk said repairs would cost 1,200,000 crowns.",
        "Falk said repairs would cost 1.2 mn crowns.",
        "Buses now cross at the old ford 40m upstream.",
        "Engineers found twelve cracks in the deck of Varnholt's bridge.",
        "The bridge was last inspected 3 years ago.",
        "Some 5000 cars crossed it each day.",
        "Some five thousand cars crossed it each day.",
        "The bridge, built in 1974, was last inspected three years ago, Harbour Wire wrote.",
        "Work on the bridge near Tarrow Heath is to begin in May.",
        '"We will not gamble with the lives of our people," Falk said.',
        "“we will not gamble with the lives of our people”, Falk said.",
        "“We will not gamble … lives of our people,” Falk said.",
        "“We will not gamble with the lives of [all] our people,” Falk said.",
        "FALK SAID REPAIRS WOULD COST 1.2 MILLION CROWNS",
    ],
)
def test_harmless_forms_have_no_findings(sentence: str) -> None:
    assert marked(judge(sentence)) == []


def test_bylines_dates_subheads_and_disclaimers_are_no_claims() -> None:
    summary = (
        "# Bridge in Varnholt closed\n\nBy Zebulon Quist\n\n9 June 2031\n\n"
        "The bridge in Varnholt closed on Tuesday.\n\n"
        "## Zebulon remembers\n\nWork is to begin in May.\n\n*Written by AI; Zebulon Corp. checks 99 facts.*"
    )
    assert marked(judge(summary)) == []


def test_findings_stand_in_the_order_of_their_places() -> None:
    score = judge("“This council has betrayed every driver,” Falk said. The bridge, 99 years old, had 15 cracks.")
    places = [f.claim.start for f in score.findings if f.claim]
    assert places == sorted(places)
    assert len(places) >= 2


@pytest.mark.parametrize("summary", ["", "…", "*Written by AI.*"])
def test_a_summary_without_claims_is_unscored(summary: str) -> None:
    score = judge(summary)
    assert (score.value, score.reason) == (None, "the summary has no sentence that makes a claim")


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_judged_against_any_other(summary: str, source: str) -> None:
    article = Article.model_validate(
        {"id": "x", "sources": [{"id": "s", "text": source or "-", "published": "2026-05-20"}]}
    )
    score = judge_of(summary, article)
    assert score.value is None or 0 <= score.value <= 1


def test_every_kind_of_finding_has_a_check() -> None:
    assert len({check.__module__ for check in CHECKS}) == len(CHECKS)
    assert set(KINDS) == {
        *("name.novel", "name.swapped", "number.novel", "number.swapped", "number.unit", "date.wrong", "date.weekday"),
        *("date.stale", "quote.fabricated", "quote.altered", "quote.misattributed", "polarity.flipped"),
        *("direction.flipped", "modality.raised", "attribution.dropped", "role.swapped", "event.merged"),
        *("sentence.unsupported", "self.contradiction", "headline.unsupported", "source.conflict"),
    }
