"""The sentences behind our words: none is missing, none is left over, and the page shows them to everybody."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import harness.metrics
from harness.aggregate import tabulate, tabulate_rows
from harness.case import Case, Subject
from harness.checks import error_checks
from harness.compare import compare
from harness.facts.lexicon.opposites import FINDINGS
from harness.metrics.consistency.findings import KINDS
from harness.metrics.structure import RULES, profile_names
from harness.plugins import METRICS, build
from harness.report import data, glossary
from harness.report.html import render
from harness.types import Article, Metric, Score
from tests.conftest import make_article
from tests.made_runs import make_backend, make_info, make_metric, make_row
from tests.report.conftest import PHONE, WIDE, Open
from tests.report.made_pages import SUMMARY, an_article, claimed, page_of, written
from tests.report.parsed_page import blocks

LONGEST = 140  # letters of a sentence
SUMMARIES = (
    "The bridge in Pellsund closed on Tuesday after engineers found 99 cracks. The the bridge was built in 1974. “We "
    "never cared,” said Otto Lund. Work is to begin in May. It",
    "# Bridge closes in Pellsund\n\nBy Ana Brook\n\n17 March 2026\n\nThe bridge in Pellsund closed on Tuesday.\n\n## "
    "Detour\n\nDrivers face a detour of 21 kilometres.\n\n## Timeline\n\n- 17 March 2026: It closes.\n\n## What's "
    "next\n\nWork is to begin in May.\n\n*Written by AI.*\n",
)


def _written_in_code() -> set[str]:
    """Every text of the code of the metrics that has the form of a check's name."""
    texts = [path.read_text(encoding="utf-8") for path in Path(harness.metrics.__path__[0]).rglob("*.py")]
    constants = (node.value for text in texts for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
    return {c for c in constants if isinstance(c, str) and re.fullmatch(r"[a-z]+\.[a-z]+(?:-[a-z]+)*", c)}


def _metric(name: str) -> Metric:
    made = build("metric", name, {}, folder=Path(), where="test")
    assert isinstance(made, Metric)
    return made


def _subjects() -> Iterator[Subject]:
    article = make_article(1)
    yield from (Subject(Article.model_validate(article), profile=profile) for profile in profile_names())
    for missing in ("key_facts", "references"):
        article = {**article, missing: []}
        yield Subject(Article.model_validate(article), profile="news-story")


@cache
def _scores(name: str) -> tuple[Score, ...]:
    """What a metric says of a few summaries, by every profile, with and without key facts and references."""
    metric = _metric(name)
    subjects = [s for s in _subjects() if "references" not in metric.needs or s.references]
    return tuple(metric.score(Case(subject, summary)) for subject in subjects for summary in SUMMARIES)


def _parts(name: str) -> set[str]:
    return {part.partition("[")[0] for score in _scores(name) for part in score.parts}


def test_every_check_that_a_built_in_metric_can_report_has_a_sentence_and_no_other_has() -> None:
    assert set(glossary.CHECKS) == _written_in_code()
    assert {*KINDS, *RULES, *FINDINGS.values()} <= set(glossary.CHECKS)
    assert set(error_checks(_metric(name) for name in METRICS if name != "structure") or ()) <= set(glossary.CHECKS)


@pytest.mark.parametrize("name", METRICS)
def test_what_a_metric_reports_has_a_sentence(name: str) -> None:
    found = {finding.check for score in _scores(name) for finding in score.findings}
    assert found <= set(glossary.CHECKS)
    assert found or name not in ("coverage", "consistency", "structure", "coherence", "fluency", "attribution")


@pytest.mark.parametrize("name", METRICS)
def test_the_parts_of_a_metric_are_those_that_have_a_sentence(name: str) -> None:
    declared = set(RULES) if name == "structure" else set()
    assert _parts(name) | declared == set(glossary.parts_of(name))


def test_every_metric_has_a_sentence() -> None:
    assert set(glossary.METRICS) == set(METRICS)


def _sentences() -> Mapping[str, str]:
    rules = {f"structure {rule}" for rule in RULES}  # made of the check's sentence
    parts = {f"{name} {part}": text for name in METRICS for part, text in glossary.parts_of(name).items()}
    return {**glossary.CHECKS, **glossary.METRICS, **{key: text for key, text in parts.items() if key not in rules}}


def test_sentences_are_short_and_name_nothing_by_the_names_that_they_explain() -> None:
    for key, text in _sentences().items():
        assert len(text) <= LONGEST, key
        assert text[0].isupper() or text[0].isdigit(), key
        assert text.endswith("."), key
        assert not re.search(r"\b[a-z]+(?:_[a-z]+|\.[a-z]+\b)", text), key
    assert len(set(glossary.CHECKS.values())) == len(glossary.CHECKS)


def test_the_data_has_the_sentences_of_the_kinds_that_occur_and_none_for_a_plug_in() -> None:
    found = data.families({"quote.fabricated": 0, "tone.shrill": 1})
    assert found["help"] == {"quote.fabricated": glossary.CHECKS["quote.fabricated"]}
    assert found["checks"] == [["quote.fabricated", "quote"], ["tone.shrill", "form"]]


def test_parts_are_explained_by_the_type_of_a_metric_whatever_the_suite_calls_it() -> None:
    sized = make_metric("length").model_copy(update={"name": "size"})
    rows = [make_row("a", "x", {"size": 9.0, "length": 1.0})]
    own = make_metric("length").model_copy(update={"type": "a-plug-in"})
    made = compare([tabulate_rows(make_info(["a"], [make_backend("x")], [sized, own]), rows)], ["run"])
    assert set(data.parts_help(made, "size")) == {"sentences", "characters"}
    assert data.parts_help(made, "length") == {}


def _page(folder: Path) -> Path:
    """A page with a check of ours, one of a plug-in, parts of both sorts, and a summary that is empty."""
    findings = (claimed(0, 18), claimed(19, 30, check="tone.shrill", severity="warning"))
    one, other = an_article(1), an_article(2)
    row = make_row(one.id, "x", {"coverage": 0.5}, summary=SUMMARY, findings=findings)
    score = row.scores["coverage"].model_copy(update={"parts": {"source[wire]": 0.25, "constructor": 1.0}})
    rows = [row.model_copy(update={"scores": {"coverage": score}}), make_row(other.id, "x", state="empty", summary="")]
    path = folder / "page.html"
    path.write_bytes(page_of(written(folder / "run", rows, [one, other])))
    return path


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_card_tells_what_its_check_means_to_keyboard_and_pointer(visit: Open, tmp_path: Path, size: Any) -> None:
    page = visit("#/article/0?b=0", path=_page(tmp_path), viewport=size)
    if size == PHONE:
        page.get_by_role("button", name="Findings", exact=True).click()
    card = page.locator(".finding").first
    word = card.locator("abbr")
    expect(word).to_have_text("❝ quotation · quote.fabricated")
    expect(word).to_have_attribute("title", glossary.CHECKS["quote.fabricated"])
    card.locator("button").first.focus()
    page.keyboard.press("Tab")
    expect(word).to_be_focused()
    shown = word.evaluate("(word) => getComputedStyle(word, '::after').content")
    assert glossary.CHECKS["quote.fabricated"] in shown
    whole = "(box) => box.scrollWidth <= box.clientWidth"
    assert page.locator("html" if size == PHONE else ".pane.notes").evaluate(whole)
    expect(card).to_have_class(re.compile("joined"))


def test_a_check_of_a_plug_in_is_shown_by_its_name_alone(visit: Open, tmp_path: Path) -> None:
    card = visit("#/article/0?b=0", path=_page(tmp_path)).locator(".finding").nth(1)
    expect(card.locator(".kind")).to_have_text("¶ form · tone.shrill")
    expect(card.locator("abbr")).to_have_count(0)


def test_a_part_of_a_score_tells_what_it_means_by_the_name_of_its_family(visit: Open, tmp_path: Path) -> None:
    page = visit("#/article/0?b=0", path=_page(tmp_path))
    page.evaluate("(parts) => { page.data.overview.metrics[0].parts = parts; }", dict(glossary.parts_of("coverage")))
    page.get_by_role("tab", name="Scores").click()
    words = page.locator("#panel-scores abbr")
    expect(words).to_have_text(["source[wire]"])
    expect(words.first).to_have_attribute("title", glossary.parts_of("coverage")["source"])
    expect(page.locator("#panel-scores")).to_contain_text("constructor")


def test_an_empty_summary_is_said_to_be_empty_and_not_in_the_colour_of_success(visit: Open, tmp_path: Path) -> None:
    page = visit("#/article/1?b=0", path=_page(tmp_path))
    told = "The summary is empty, so there is nothing to check."
    for tab in ("Findings", "Key facts", "Sentences", "Outline", "Ledgers", "Scores"):
        page.get_by_role("tab", name=tab).click()
        expect(page.locator(".notes [role=tabpanel]")).to_have_text(told)
    expect(page.locator(".notes .clean, .notes .good")).to_have_count(0)


def test_the_page_without_texts_explains_its_checks_all_the_same(tmp_path: Path) -> None:
    row = make_row("event-1", "x", {"coverage": 0.5}, summary=SUMMARY, findings=[claimed(0, 18)])
    run = written(tmp_path / "run", [row], [an_article()])
    found = blocks(b"".join(render(compare([tabulate(run)], [run.name]), [run], redact=True)))["overview"]
    assert found["help"] == {"quote.fabricated": glossary.CHECKS["quote.fabricated"]}
