"""assert_summary: what fails, what passes, and what the failure says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from harness.articles import parse_article
from harness.errors import HarnessError
from harness.metrics.counters import Length
from harness.pytest_plugin import assert_summary, check_summary
from harness.pytest_plugin.message import text
from harness.pytest_plugin.scored import Scored
from harness.types import Source, Span, StoredFinding
from tests.conftest import make_article
from tests.made_runs import HOSTILE, make_row

ARTICLE = parse_article(make_article(1), "here")
SOURCES = {source.id: source.text for source in ARTICLE.sources}
TRUE = "The bridge in Pellsund closed on Tuesday after engineers found 12 cracks."
FALSE = "The bridge in Pellsund closed on Monday.\n“We love it,” Falk said."

MESSAGE = """\
consistency {value:.3f} is below its floor of 0.9 by {gap:.3f}
forbidden quote.*: quote.fabricated × 1

Scores: consistency {value:.3f}

The summary, findings marked >>so<<[1]:

  The bridge in Pellsund closed on >>Monday<<[1].
  “>>We love it,<<[2]” Falk said.

1. ✕ error date.wrong: The sources date this “Tuesday”, not “Monday”.
    wire: The bridge in Pellsund closed on Tuesday after engineers found 12 cracks.

2. ✕ error quote.fabricated: No source has these words, or words near them: “We love it,”.
    wire: “We will not gamble with lives,” Falk said."""


def _failure(summary: str, **more: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        assert_summary(summary, **{"sources": SOURCES, "metrics": ["consistency"]} | more)
    return str(caught.value)


def test_a_failure_says_what_broke_and_shows_the_findings_in_the_text() -> None:
    value = check_summary(FALSE, sources=SOURCES, metrics="consistency").value("consistency")
    expected = MESSAGE.format(value=value, gap=0.9 - value)
    assert _failure(FALSE, floors={"consistency": 0.9}, forbid=["quote.*"]) == expected


def test_a_good_summary_passes_and_its_scores_can_be_read() -> None:
    scored = assert_summary(TRUE, sources=SOURCES, floors={"consistency": 0.9}, forbid="quote.*")
    assert set(scored.row.scores) == {"coverage", "consistency", "structure"}
    assert scored.value("consistency") >= 0.9
    assert scored.parts("consistency")["factor[date]"] == 1
    assert (scored.summary, scored.state) == (TRUE, "ok")


def test_without_floors_and_patterns_any_error_fails_and_nothing_else_does() -> None:
    assert _failure(FALSE).startswith("error findings: date.wrong × 1, quote.fabricated × 1\n")
    warned = assert_summary("The bridge closed. It has 999 lamps.", sources=SOURCES, metrics="consistency")
    assert {finding.severity for finding in warned.findings} == {"warning"}


def test_with_floors_or_patterns_only_those_are_asked() -> None:
    scored = assert_summary(FALSE, sources=SOURCES, metrics=["consistency"], floors={"consistency": 0.1})
    assert any(finding.severity == "error" for finding in scored.findings)
    assert scored.require(forbid="number.*") is scored
    assert scored.require(forbid=[]) is scored


def test_a_floor_that_is_just_kept_is_kept() -> None:
    scored = Scored(ARTICLE, make_row("a", "b", {"x": 0.1 + 0.2}, summary="So."), {"x": True})
    assert scored.require(floors={"x": 0.3}) is scored


def test_where_lower_is_better_the_limit_is_a_ceiling() -> None:
    scored = Scored(ARTICLE, make_row("a", "b", {"x": 3.0}, summary="So."), {"x": False})
    assert scored.require(floors={"x": 3})
    with pytest.raises(AssertionError, match=r"\Ax 3\.000 is above its ceiling of 2\.5 by 0\.500\n"):
        scored.require(floors={"x": 2.5})


def test_what_is_not_scored_does_not_pass_and_says_why() -> None:
    asked = {"metrics": ["consistency", "rouge1"]}
    assert _failure(TRUE, **asked, floors={"rouge1": 0.0}).startswith(
        "rouge1 is not scored, so its floor of 0 is not kept: no references\n"
    )
    assert _failure(TRUE, **asked, forbid="quote.*").startswith(
        "findings of rouge1 cannot be judged, as it is not scored: no references\n"
    )
    assert _failure(TRUE, **asked).startswith("findings of rouge1 cannot be judged")
    with pytest.raises(AssertionError, match="rouge1 is not scored: no references"):
        check_summary(TRUE, sources=SOURCES, metrics="rouge1").value("rouge1")


def test_a_metric_that_raises_does_not_pass_and_says_what_it_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("no words at all")

    monkeypatch.setattr(Length, "score", broken)
    message = _failure(TRUE, metrics=["length"])
    assert "as it is not scored: ZeroDivisionError: no words at all" in message


@pytest.mark.parametrize("summary", ["", " \n"])
def test_an_empty_summary_never_passes(summary: str) -> None:
    assert _failure(summary, floors={"consistency": 0}).startswith("the summary is empty\n")


def test_a_row_in_another_state_never_passes() -> None:
    scored = Scored(ARTICLE, make_row("a", "b", state="refused", reason="not that", summary=None), {"x": True})
    with pytest.raises(AssertionError, match=r"\Athe summary is refused: not that\Z"):
        scored.require(floors={"x": 0})
    with pytest.raises(AssertionError, match=r"\Ax is not scored: the row is refused\Z"):
        scored.value("x")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"metrics": ["consistancy"]}, "metric 'consistancy' is unknown; did you mean 'consistency'?"),
        ({"metrics": {"rouge1": {"stems": 1}}}, "unknown option 'stems'"),
        ({"metrics": {"rouge1": 3}}, "metrics: 'rouge1' needs its options as a mapping, found 3"),
        ({"metrics": ["rouge1", "rouge1"]}, "metrics: 'rouge1' stands twice"),
        ({"metrics": []}, "metrics: there is none; leave it out"),
        ({"floors": {"rouge1": 0.5}}, "metric 'rouge1' was not asked; there are the scores of consistency"),
        ({"floors": {"consistency": "high"}}, "floors: consistency needs a number, found 'high'"),
        ({"floors": {"consistency": float("nan")}}, "floors: consistency needs a number, found nan"),
        ({"metrics": ["length"], "floors": {"length": 9}}, "length is a counter without a good direction"),
        ({"forbid": [""]}, 'forbid: expected checks such as "quote.fabricated"'),
        ({"forbid": "qoute.*"}, "forbid: 'qoute.*' would forbid nothing: none of the metrics reports such an error"),
        ({"sources": []}, "sources: there is none"),
        ({"sources": None}, "give either sources=… (texts, id -> text, or records) or article=…"),
        ({"sources": {"wire": "  "}}, "source 'wire' has an empty text"),
        ({"sources": [7]}, "sources: field 'sources.0'"),
        ({"article": ARTICLE}, "give either sources=…"),
        ({"sources": None, "article": ARTICLE, "references": ["x"]}, "give them beside sources only"),
        ({"profile": "novel"}, "novel"),
        ({"profile": None}, "profile must be the name of a profile or the path of its file, found None"),
        ({"sources": 3}, "sources: expected texts, id -> text, or records, found 3"),
        ({"sources": b"text"}, "sources: expected texts, id -> text, or records, found b'text'"),
        ({"sources": {"wire": 3}}, "sources: field 'sources.0.text'"),
        ({"sources": None, "article": 3}, "article: "),
        ({"sources": None, "article": "a.json"}, "article: "),
        ({"floors": ["consistency"]}, "floors: expected metric -> limit, found ['consistency']"),
        ({"floors": "consistency"}, "floors: expected metric -> limit, found 'consistency'"),
        ({"floors": []}, "floors: expected metric -> limit, found []"),
        ({"forbid": 3}, 'forbid: expected checks such as "quote.fabricated" or "quote.*", found 3'),
        ({"forbid": [3]}, 'forbid: expected checks such as "quote.fabricated"'),
        ({"metrics": 3}, "metrics: expected types, or type -> options, found 3"),
        ({"metrics": [3]}, "metrics: expected types, or type -> options, found 3"),
        ({"metrics": {3: {}}}, "metrics: expected types, or type -> options, found 3"),
        ({"references": 3}, "references: expected texts or records, found 3"),
        ({"references": [3]}, "sources: field 'references.0"),
        ({"key_facts": None}, "key_facts: expected texts or records, found None"),
        ({"key_facts": [3]}, "sources: field 'key_facts.0'"),
    ],
)
def test_a_wrong_argument_is_an_error_and_no_verdict(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(HarnessError) as caught:
        assert_summary(TRUE, **{"sources": SOURCES, "metrics": ["consistency"]} | changes)
    assert told in str(caught.value)


def test_a_summary_that_is_no_text_is_an_error() -> None:
    with pytest.raises(HarnessError, match="text must be the summary as a text, found NoneType"):
        assert_summary(None, sources=SOURCES)  # type: ignore[arg-type]


def test_sources_may_be_texts_a_mapping_or_records() -> None:
    one, two = ARTICLE.sources
    given: list[Any] = [
        SOURCES,
        [one.text, two.text],
        [Source(id="wire", text=one.text), {"id": "post", "text": two.text}],
        iter([one.text, two.text]),
    ]
    values = [check_summary(TRUE, sources=sources, metrics="consistency").value("consistency") for sources in given]
    assert len(set(values)) == 1
    assert check_summary(TRUE, sources=one.text, metrics="consistency").article.sources[0].id == "source-1"


def test_an_article_may_be_a_record_a_mapping_or_a_file(tmp_path: Path) -> None:
    path = tmp_path / "article.json"
    path.write_text(json.dumps(make_article(1)), encoding="utf-8")
    given: list[Any] = [ARTICLE, make_article(1), path]
    values = [check_summary(TRUE, article=article, metrics="coverage").value("coverage") for article in given]
    assert len(set(values)) == 1


def test_references_and_key_facts_are_used() -> None:
    facts: list[Any] = ["Engineers found 12 cracks in the bridge.", {"id": "may", "text": "Work is to begin in May."}]
    scored = check_summary(
        TRUE, sources=SOURCES, metrics={"coverage": {}, "rouge1": {}}, references=[TRUE], key_facts=facts
    )
    assert scored.value("rouge1") == 1
    assert [f.check for f in scored.findings if f.check.startswith("fact.")] == ["fact.found", "fact.missing"]


def test_one_text_is_one_reference_or_key_fact_and_not_its_letters() -> None:
    fact = "Engineers found 12 cracks in the bridge."
    one, listed = (
        check_summary(TRUE, sources=SOURCES, metrics=["coverage", "rouge1"], references=reference, key_facts=facts)
        for reference, facts in ((TRUE, fact), ([TRUE], [fact]))
    )
    assert [k.text for k in one.article.key_facts] == [fact]
    assert [r.text for r in one.article.references] == [TRUE]
    assert one.row == listed.row
    record = check_summary(TRUE, sources=SOURCES, metrics="coverage", key_facts={"id": "one", "text": fact})
    assert [k.id for k in record.article.key_facts] == ["one"]
    source = check_summary(TRUE, sources=ARTICLE.sources[0], metrics="coverage")
    assert source.article.sources == ARTICLE.sources[:1]


def _marked(summary: str, *claims: tuple[int, int]) -> str:
    findings = tuple(
        StoredFinding(
            metric="m",
            check="c",
            severity="error",
            message="!",
            claim=Span(start=start, end=end, text=summary[start:end]),
        )
        for start, end in claims
    )
    return text(make_row("a", "b", summary=summary, findings=findings))


def test_marks_nest_meet_and_may_be_of_no_length() -> None:
    assert _marked("abcdef", (0, 6), (2, 4)) == ">>ab>>cd<<[2]ef<<[1]"
    assert _marked("abcdef", (0, 2), (2, 4), (2, 4)) == ">>ab<<[1]>>cd<<[2,3]ef"
    assert _marked("abcdef", (1, 4), (2, 4), (1, 3)) == "a>>>>b>>c<<[3]d<<[2]<<[1]ef"
    assert _marked("abcdef", (3, 3), (3, 6)) == "abc>><<[1]>>def<<[2]"
    assert _marked("abc") == "abc"


def test_hostile_texts_do_nothing_in_the_message() -> None:
    hostile = (*HOSTILE, "::error::now", "##[error]now", "\u2028::stop-commands::x", "\r::x::", "[bold]x[/bold]")
    for string in hostile:
        summary = f"{string}\n{string} “{string} was never said”, Zorblatt said."
        message = _failure(summary, sources={string: string}, floors={"consistency": 1.5})
        lines = message.split("\n")
        assert not any(line.lstrip().startswith("::") or re.search(r"##\w*\[", line) for line in lines), string
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", message
        )
        assert string != "[bold]x[/bold]" or string in message
