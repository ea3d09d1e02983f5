"""The metric as a whole: value, parts, findings, and any text at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.case import Case, Subject
from harness.metrics.structure import RULES, Structure, load_profile, profile_names
from harness.types import Article
from tests.conftest import ROOT
from tests.metrics.structure.stories import ARTICLE, BARE, STORY, case, edited

NEWSROOM = ROOT / "fixtures" / "newsroom"
EVENTS = [
    Article.model_validate_json(line) for line in (NEWSROOM / "articles.jsonl").read_text(encoding="utf-8").splitlines()
]
PIECES = [
    *STORY.split("\n"),
    "“",
    "**",
    "## ",
    "- ",
    "<b>",
    "&nbsp;",
    "17 March",
    "48",
    "will",
    "\u2028",
    "\ud800",
    "# ",
    "{{",
]


def test_a_sound_story_loses_only_what_its_shortness_costs() -> None:
    score = Structure().score(case(STORY))
    assert {finding.check for finding in score.findings} == {"length.band", "readability.band"}
    assert score.value is not None
    assert score.value > 0.9


def test_the_value_is_the_weighted_mean_of_the_rules_that_apply() -> None:
    score = Structure().score(case("The bridge closed. Buses now cross at the", profile="free"))
    profile = load_profile("free")
    kept = {name: score.parts[name] for name in profile.rules}
    known = {name: value for name, value in kept.items() if value is not None}
    total = sum(profile.rules[name].weight for name in known)
    assert score.value == pytest.approx(
        sum(profile.rules[name].weight * value for name, value in known.items()) / total
    )
    assert [(f.check, f.severity) for f in score.findings] == [("debris.cut", "warning")]
    assert kept["section.repeated"] is None


def test_each_rule_family_and_story_part_has_a_part_of_the_score() -> None:
    parts = Structure().score(case(edited("12 March 2026: ", ""))).parts
    assert set(load_profile("news-story").rules) <= set(parts)
    assert parts["timeline.undated"] == 0.5
    assert parts["timeline"] is not None
    assert parts["timeline"] < 1 == parts["headline"]
    assert parts["part[timeline]"] is not None
    assert parts["part[timeline]"] < 1 == parts["part[headline]"]


def test_a_missing_part_breaks_its_rules_only_where_it_is_asked_for(tmp_path: Path) -> None:
    without = STORY[: STORY.index("## Timeline")] + STORY[STORY.index("## What's next") :]
    asked = Structure().score(case(without)).parts
    assert (asked["timeline.missing"], asked["timeline.order"]) == (0, 0)
    path = tmp_path / "loose.toml"
    path.write_text('extends = "news-story"\n[rules."timeline.missing"]\noff = true\n', encoding="utf-8")
    loose = Structure(str(path)).score(case(without)).parts
    assert loose["timeline.order"] is None


@pytest.mark.parametrize("profile", ["brief", "bullets", "news-story"])
def test_an_empty_summary_keeps_no_form(profile: str) -> None:
    score = Structure().score(case("", BARE, profile))
    assert score.value is not None
    assert score.value <= 0.7


def test_every_lost_point_has_a_finding() -> None:
    for text in (STORY, edited("# ", ""), "The bridge closed.", ""):
        score = Structure().score(case(text))
        broken = {
            name
            for name in load_profile("news-story").rules
            if (score.parts[name] or 0) < 1 and score.parts[name] is not None
        }
        found = {finding.check for finding in score.findings}
        assert all(name in found or RULES[name].asked_by in found for name in broken)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.id)
def test_references_and_careful_stories_keep_their_profiles(event: Article) -> None:
    lines = (NEWSROOM / "summaries" / "careful.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [r.text for r in event.references if r.profile == "news-story"]
    texts += [row["summary"] for row in map(json.loads, lines) if row["article"] == event.id]
    subject = Subject(event, profile="news-story")
    assert len(texts) == 2
    findings = [f for text in texts for f in Structure().score(Case(subject, text)).findings]
    assert [f.check for f in findings if f.check != "disclosure.ongoing"] == []


def test_briefs_keep_their_profile() -> None:
    path = ROOT / "fixtures" / "briefs" / "articles.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        article = Article.model_validate_json(line)
        for reference in article.references:
            score = Structure().score(Case(Subject(article, profile="brief"), reference.text))
            assert (score.value, score.findings) == (1.0, ()), article.id


@given(
    pieces=st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=30),
    profile=st.sampled_from(profile_names()),
)
def test_any_text_is_scored(pieces: list[str], profile: str) -> None:
    made = Case(Subject(ARTICLE, profile=profile), "\n".join(pieces))
    score = Structure().score(made)
    assert score.value is None or 0 <= score.value <= 1
    for finding in score.findings:
        claim = finding.claim
        assert claim is None or made.summary.value[claim.start : claim.end] == claim.text != ""
