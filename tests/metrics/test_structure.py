"""Structure: every rule kept and broken, the profiles that ship, and what a wrong profile is told."""

from __future__ import annotations

from typing import Any

import pytest

from harness.case import Case, Subject
from harness.errors import InputError
from harness.metrics.rules import RULES
from harness.metrics.structure import Structure, load_profile, parse_profile, profile_names
from harness.types import Article

STORY = """\
# Cracked bridge in Varnholt closes

By Harbour Wire staff

17 March 2026

The bridge in Varnholt closed on Tuesday after engineers found cracks.

## What happened

Mayor Ines Falk shut the bridge at noon.

## The reaction

Shopkeepers fear for their trade.

## Timeline

- 12 March 2026: Engineers find the first cracks.
- 17 March 2026: The mayor closes the bridge.

## What's next

The council meets on Friday.

*This story was written by AI.*
"""
NOTICE = "*This story was written by AI.*"
PLAIN = "The bridge closed on Tuesday. Buses cross at the old ford."
LIST = "- Bridge closed\n- Buses use the ford\n- Work begins soon."
NO_HEADLINE = STORY.replace("# Cracked bridge in Varnholt closes\n\n", "")
NO_TIMELINE = STORY.replace("## Timeline", "## Steps")
NO_LEDE = STORY.replace("The bridge in Varnholt closed on Tuesday after engineers found cracks.\n\n", "")
NO_NEXT = STORY.replace("## What's next", "## Council")


def case(summary: str, profile: str = "free") -> Case:
    article = Article.model_validate({"id": "a", "sources": [{"id": "s", "text": "x"}]})
    return Case(Subject(article, profile=profile), summary)


KEPT: list[tuple[str, dict[str, int], str]] = [
    ("headline.missing", {}, STORY),
    ("headline.length", {"min_words": 4, "max_words": 5}, STORY),
    ("byline.missing", {}, STORY),
    ("date.missing", {}, STORY),
    ("lede.missing", {}, STORY),
    ("lede.length", {"max_words": 11}, STORY),
    ("sections.few", {"min_sections": 2}, STORY),
    ("timeline.missing", {}, STORY),
    ("timeline.undated", {}, STORY),
    ("next.missing", {}, STORY),
    ("disclaimer.missing", {}, STORY),
    ("disclaimer.repeated", {}, STORY),
    ("order.wrong", {}, STORY),
    ("length.band", {"min_words": 11, "max_words": 11}, PLAIN),
    ("sentence.repeated", {}, PLAIN + " Yes. Yes."),
    ("paragraphs.many", {"max_paragraphs": 1}, PLAIN),
    ("headings.unwanted", {}, PLAIN),
    ("bullets.unwanted", {}, PLAIN),
    ("bullets.count", {"min_bullets": 3, "max_bullets": 3}, LIST),
    ("bullets.length", {"max_words": 4}, LIST),
    ("ending.cut", {}, PLAIN),
    ("ending.cut", {}, "“It is over,” she said: “Go home.”"),
    ("ending.cut", {}, ""),
]
BROKEN: list[tuple[str, dict[str, int], str, float, list[tuple[str, str | None]]]] = [
    ("headline.missing", {}, NO_HEADLINE, 0.0, [("The story has no headline.", None)]),
    ("byline.missing", {}, PLAIN, 0.0, [("The story has no byline.", None)]),
    ("date.missing", {}, PLAIN, 0.0, [("The story has no date line.", None)]),
    ("lede.missing", {}, NO_LEDE, 0.0, [("The story has no lede.", None)]),
    ("timeline.missing", {}, NO_TIMELINE, 0.0, [("The story has no timeline.", None)]),
    ("next.missing", {}, NO_NEXT, 0.0, [("The story has no section on what's next.", None)]),
    ("disclaimer.missing", {}, STORY.replace(NOTICE, ""), 0.0, [("The story has no disclaimer.", None)]),
    ("headline.length", {"min_words": 4, "max_words": 9}, NO_HEADLINE, 0.0, []),
    ("lede.length", {"max_words": 11}, PLAIN, 0.0, []),
    ("timeline.undated", {}, PLAIN, 0.0, []),
    ("disclaimer.repeated", {}, PLAIN, 0.0, []),
    ("order.wrong", {}, PLAIN, 0.0, []),
    ("bullets.length", {"max_words": 5}, PLAIN, 0.0, []),
    (
        "headline.length",
        {"min_words": 10, "max_words": 14},
        STORY,
        0.5,
        [("The headline has 5 words; 10 to 14 are asked for.", "Cracked bridge in Varnholt closes")],
    ),
    (
        "lede.length",
        {"max_words": 8},
        STORY,
        2 - 11 / 8,
        [
            (
                "The lede has 11 words; at most 8 are asked for.",
                "The bridge in Varnholt closed on Tuesday after engineers found cracks.",
            )
        ],
    ),
    (
        "sections.few",
        {"min_sections": 3},
        STORY,
        2 / 3,
        [("The story has 2 sections with a subhead; at least 3.", None)],
    ),
    (
        "timeline.undated",
        {},
        STORY.replace("12 March 2026: ", ""),
        0.5,
        [("This timeline entry begins with no date.", "Engineers find the first cracks.")],
    ),
    (
        "disclaimer.repeated",
        {},
        f"{STORY}\n{NOTICE}\n\n{NOTICE}\n",
        0.0,
        [("The disclaimer stands here again.", NOTICE)] * 2,
    ),
    (
        "order.wrong",
        {},
        STORY.replace("# Cracked", f"{NOTICE}\n\n# Cracked"),
        0.0,
        [("The disclaimer stands before the section on what's next; it belongs behind it.", NOTICE)],
    ),
    (
        "length.band",
        {"min_words": 22, "max_words": 30},
        PLAIN,
        0.5,
        [("The summary has 11 words; 22 to 30 are asked for.", None)],
    ),
    (
        "length.band",
        {"min_words": 1, "max_words": 5},
        PLAIN,
        0.0,
        [("The summary has 11 words; 1 to 5 are asked for.", None)],
    ),
    (
        "sentence.repeated",
        {},
        f"{PLAIN}\nThe Bridge closed on Tuesday!",
        0.5,
        [("This sentence stands here for a second time.", "The Bridge closed on Tuesday!")],
    ),
    (
        "paragraphs.many",
        {"max_paragraphs": 1},
        f"{PLAIN}\n\n{PLAIN}",
        0.5,
        [("The summary has 2 paragraphs; at most 1.", None)],
    ),
    (
        "headings.unwanted",
        {},
        f"# Bridge closes\n\n## Now\n\n{PLAIN}",
        0.0,
        [("This profile has no headings.", "Bridge closes"), ("This profile has no headings.", "Now")],
    ),
    (
        "bullets.unwanted",
        {},
        f"{PLAIN}\n- Buses wait.",
        0.0,
        [("This profile has no lists.", "Buses wait.")],
    ),
    (
        "bullets.count",
        {"min_bullets": 4, "max_bullets": 7},
        LIST,
        0.75,
        [("The list has 3 items; 4 to 7 are asked for.", None)],
    ),
    (
        "bullets.count",
        {"min_bullets": 3, "max_bullets": 7},
        PLAIN,
        0.0,
        [("The list has 0 items; 3 to 7 are asked for.", None)],
    ),
    (
        "bullets.length",
        {"max_words": 3},
        LIST,
        2 / 3,
        [("This item has more than 3 words.", "Buses use the ford")],
    ),
    (
        "ending.cut",
        {},
        "The bridge closed. Buses now cross at the",
        0.0,
        [("The text seems to be cut off here.", "Buses now cross at the")],
    ),
]


def test_every_rule_is_shown_kept_and_broken() -> None:
    assert {name for name, _, _ in KEPT} == {name for name, *_ in BROKEN} == set(RULES)


@pytest.mark.parametrize(("name", "parameters", "summary"), KEPT)
def test_a_kept_rule_gives_1_and_no_breach(name: str, parameters: dict[str, int], summary: str) -> None:
    assert RULES[name](case(summary), **parameters) == (1.0, ())


@pytest.mark.parametrize(("name", "parameters", "summary", "kept", "breaches"), BROKEN)
def test_a_broken_rule_says_what_and_where(
    name: str, parameters: dict[str, int], summary: str, kept: float, breaches: list[tuple[str, str | None]]
) -> None:
    outcome = RULES[name](case(summary), **parameters)
    assert outcome.kept == pytest.approx(kept)
    assert [(b.message, b.claim and b.claim.text) for b in outcome.breaches] == breaches
    spans = [breach.claim for breach in outcome.breaches if breach.claim]
    assert all(summary[span.start : span.end] == span.text for span in spans)


def test_a_date_behind_the_lede_is_no_date_line() -> None:
    late = STORY.replace("17 March 2026\n\n", "").replace("cracks.\n\n##", "cracks.\n\n17 March 2026\n\n##")
    assert RULES["date.missing"](case(STORY)).kept == 1.0
    assert RULES["date.missing"](case(late)).kept == 0.0


def test_the_profiles_that_ship_load_and_use_known_rules() -> None:
    assert profile_names() == ["brief", "bullets", "free", "news-story"]
    for name in profile_names():
        profile = load_profile(name)
        assert profile.name == name
        assert set(profile.rules) <= set(RULES)
        score = Structure().score(case(STORY, name))
        assert set(score.parts) == set(profile.rules)
        assert score.value is not None
        assert 0.0 <= score.value <= 1.0


def test_a_profile_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        load_profile("newsstory")
    assert str(caught.value) == "profile 'newsstory' is unknown; choose one of brief, bullets, free, news-story"


def test_an_unknown_rule_is_refused() -> None:
    rule: dict[str, Any] = {"weight": 1, "severity": "warning"}
    with pytest.raises(InputError) as caught:
        parse_profile({"name": "p", "description": "d", "rules": {"headline.big": rule}}, "p.toml")
    assert str(caught.value) == (f"p.toml: rule 'headline.big' is unknown; the rules are {', '.join(sorted(RULES))}")


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("ending.cut", {"weight": 1, "severity": "warning", "max_words": 3}),
        ("lede.length", {"weight": 1, "severity": "warning", "max_word": 3}),
        ("lede.length", {"weight": 1, "severity": "warning"}),
    ],
)
def test_missing_and_unknown_parameters_of_a_rule_are_refused(name: str, rule: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=f"^p.toml: .*{name}"):
        parse_profile({"name": "p", "description": "d", "rules": {name: rule}}, "p.toml")


def test_the_value_is_the_weighted_share_of_kept_rules() -> None:
    score = Structure().score(case(f"{PLAIN} And then the", "free"))
    assert (score.value, score.parts) == (2 / 3, {"sentence.repeated": 1.0, "ending.cut": 0.0})
    assert [(f.check, f.severity) for f in score.findings] == [("ending.cut", "warning")]


def test_a_story_that_keeps_every_rule_but_length_loses_only_that() -> None:
    score = Structure().score(case(STORY, "news-story"))
    assert [finding.check for finding in score.findings] == ["length.band"]
    assert {name for name, kept in score.parts.items() if kept != 1.0} == {"length.band"}


@pytest.mark.parametrize("profile", ["brief", "bullets", "news-story"])
def test_an_empty_summary_keeps_no_form(profile: str) -> None:
    score = Structure().score(case("", profile))
    assert score.value is not None
    assert score.value <= 0.7
