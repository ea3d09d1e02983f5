"""Two summaries side by side in Chromium: by mouse, by keyboard, on a phone, and beside a blessed baseline."""

from __future__ import annotations

import itertools
import re
import statistics
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from harness.aggregate import tabulate
from harness.baselines.slim import slim
from harness.compare import compare
from harness.report.html import render
from harness.store import Run
from harness.types import Article, Row, Span, StoredFinding
from tests.conftest import make_article
from tests.made_runs import (
    HOSTILE,
    make_backend,
    make_evidence,
    make_finding,
    make_info,
    make_metric,
    make_row,
    write_run,
)
from tests.report.conftest import PHONE, Open

ONE = (
    "# Bridge closed\n\nThe old bridge closed on Monday. Some 300 drivers wait at the ferry. Work is to begin in May."
    " Falk warned of the river. 🌊 More later."
)
OTHER = (
    "# Bridge closed\n\nFalk warned of the river. The old bridge closed on Tuesday. Some 300 drivers wait at the ferry."
    " Nobody was hurt at the quay. 🌊 More later."
)
STRANGE = [text for text in HOSTILE if "\ud800" not in text]


def _finding(text: str, words: str, message: str, **more: Any) -> StoredFinding:
    start = text.index(words)
    claim = Span(start=start, end=start + len(words), text=words)
    fields: dict[str, Any] = {"claim": claim, "message": message, "metric": "coverage", **more}
    return make_finding(fields.pop("check", "date.wrong"), None, **fields)


def _rows(article: Article, one: str = ONE, other: str = OTHER) -> list[Row]:
    evidence = (make_evidence(article.sources[0].id, article.sources[0].text[:8]),)
    in_both = {"check": "name.novel", "severity": "warning", "evidence": evidence}
    left = (
        _finding(one, "300 drivers", "Nobody counted them.", **in_both),
        make_finding("date.missing", None, metric="coverage", severity="warning", message="It has no date."),
        _finding(one, "in May", "The sources say June.", evidence=evidence),
        _finding(one, "Falk", "A note.", check="source.overused", severity="info"),
        make_finding("fact.missing", None, severity="info", metric="coverage", expected="Nobody was hurt."),
    )
    right = (
        make_finding("date.missing", None, metric="coverage", severity="warning", message="It has no date."),
        _finding(other, "300 drivers", "Nobody has counted them.", **in_both),
        _finding(other, "Tuesday", "The sources say Monday.", evidence=evidence),
        make_finding("fact.found", "# Bridge", severity="info", metric="coverage", expected="Nobody was hurt."),
    )
    return [
        make_row(article.id, "writer-a", {"coverage": 0.75, "length": 30.0}, summary=one, findings=left),
        make_row(article.id, "writer-b", {"coverage": 0.5, "length": 32.0}, summary=other, findings=right),
        make_row(article.id, "writer-c", state="refused", reason="The model declined."),
    ]


def _run(folder: Path, *, bare: bool = False, names: tuple[str, ...] = ("writer-a", "writer-b", "writer-c")) -> Run:
    articles = [Article.model_validate(make_article(n)) for n in (1, 2)]
    rows = [row for article in articles for row in _rows(article) if row.backend in names]
    info = make_info(
        [a.id for a in articles],
        [make_backend(name) for name in names],
        [make_metric("coverage"), make_metric("length", higher=None)],
    )
    return Run(write_run(folder, info, map(slim, rows) if bare else rows, [] if bare else articles))


def _render(path: Path, *runs: Run, redact: bool = False) -> Path:
    report = compare([tabulate(run) for run in runs], [run.name for run in runs])
    path.write_bytes(b"".join(render(report, list(runs), redact=redact)))
    return path


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a run of three backends."""
    folder = tmp_path_factory.mktemp("side")
    return _render(folder / "page.html", _run(folder / "run"))


def _texts(page: Page, selector: str) -> list[str]:
    return [text.strip() for text in page.locator(selector).all_text_contents()]


def test_by_mouse_from_one_summary_to_two_to_a_finding_and_back(visit: Open) -> None:
    page = visit("#/article/0?b=0")
    page.locator(".side-door summary").click()
    page.locator(".side-doors a", has_text="writer-b").click()
    expect(page.locator(".beside th")).to_have_text(["A writer-a", "B writer-b"])
    expect(page).to_have_url(re.compile("b=0,1"))
    page.get_by_role("button", name="Swap").click()
    expect(page.locator(".beside th")).to_have_text(["A writer-b", "B writer-a"])
    page.go_back()
    expect(page.locator(".beside th")).to_have_text(["A writer-a", "B writer-b"])
    page.locator(".side-findings a", has_text="The sources say Monday.").click()
    expect(page.locator(".finding.joined")).to_contain_text("The sources say Monday.")
    expect(page).to_have_url(re.compile(r"b=1&f=\d"))
    page.go_back()
    page.locator("#side-B").select_option(label="writer-c")
    expect(page.locator(".side-texts .flag")).to_have_text("B refused: The model declined.")


def test_by_keyboard_alone_from_change_to_change_view_to_view_and_out(visit: Open) -> None:
    page = visit("#/article/0?b=0,1")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") != first
    expect(page.locator("#says")).to_contain_text("Change 2 of")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("v")
    expect(page.locator(".one")).to_be_visible()
    expect(page).to_have_url(re.compile("show=one"))
    page.keyboard.press("x")
    expect(page.locator("#side-A")).to_have_value("1")
    expect(page.locator(".one")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".article-head .steps")).to_contain_text("2 of 2")
    expect(page).to_have_url(re.compile("/article/1"))
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_contain_text("swap A and B")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(".summary h2")).to_have_text("Summary by writer-b")
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_contain_text("next finding")


def test_from_change_to_change_the_focus_stays_when_the_view_of_them_changes(visit: Open) -> None:
    page = visit("#/article/0?b=0,1")
    page.keyboard.press("j")
    page.keyboard.press("j")
    beside = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("v")
    assert page.evaluate("document.activeElement.closest('.one') !== null")
    page.keyboard.press("v")
    assert page.evaluate("document.activeElement.textContent") == beside


def test_choosing_a_backend_keeps_the_focus_on_the_choice(visit: Open) -> None:
    page = visit("#/article/0?b=0,1")
    page.locator("#side-B").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#side-B")).to_have_value("2")
    expect(page.locator("#side-B")).to_be_focused()


def test_words_sentences_and_moved_ones_are_marked_by_elements_and_not_by_colour_alone(visit: Open) -> None:
    page = visit("#/article/0?b=0,1")
    assert _texts(page, ".beside td.a del:not(.moved)") == ["Monday", "Work is to begin in May."]
    assert _texts(page, ".beside td.b ins:not(.moved)") == ["Tuesday", "Nobody was hurt at the quay."]
    assert _texts(page, ".beside .moved") == ["Falk warned of the river."] * 2
    assert _texts(page, ".beside .tag") == ["↕ moved"] * 2
    assert _texts(page, ".side-told") == ["16 words in the same place, 7 more in A, 7 more in B; 1 sentence moved."]
    line = "(e) => getComputedStyle(e).textDecorationLine"
    assert page.locator(".beside del:not(.whole)").first.evaluate(line) == "line-through"
    assert page.locator(".beside ins:not(.whole)").first.evaluate(line) == "underline"
    sign = "(e) => getComputedStyle(e, '::before').content"
    assert page.locator(".beside del.whole").first.evaluate(sign) == '"− "'
    for side, text in (("a", ONE), ("b", OTHER)):
        shown = " ".join(_texts(page, f".beside td.{side}")).replace("↕ moved", "")
        assert shown.split() == text.split()


def test_scores_stand_with_their_difference_and_findings_as_new_gone_and_common(visit: Open) -> None:
    page = visit("#/article/0?b=0,1")
    rows = [re.split(r"\s*\t\s*", row) for row in page.locator(".side-scores tbody tr").all_inner_texts()]
    assert [row[1] for row in rows] == ["0.750", "0.500", "▼ −0.250"]
    assert [row[2] for row in rows] == ["30.0", "32.0", "+2.0"]
    groups = page.locator(".side-findings details")
    assert [re.sub(r"\s+", " ", text) for text in _texts(page, ".side-findings summary")] == [
        "New, only in B (1)", "Gone, only in A (2)", "In both (2)",
    ]  # fmt: skip
    expect(groups.nth(0)).to_contain_text("The sources say Monday.")
    expect(groups.nth(2)).to_contain_text("Nobody has counted them.")
    expect(groups.nth(2)).to_contain_text("It has no date.")


def test_a_phone_shows_one_of_three_views_and_never_scrolls_sideways(visit: Open) -> None:
    page = visit("#/article/0?b=0,1", viewport=PHONE)
    expect(page.locator(".one")).to_be_visible()
    expect(page.get_by_role("button", name="Beside each other")).to_be_hidden()
    for name, there, away in (("A writer-a", "td.a", "td.b"), ("B writer-b", "td.b", "td.a")):
        page.get_by_role("button", name=name).click()
        expect(page.locator(f".beside {there}").first).to_be_visible()
        expect(page.locator(f".beside {away}").first).to_be_hidden()
        expect(page.locator(".one")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page).to_have_url(re.compile("show=b"))


def test_beside_a_blessed_baseline_nothing_is_said_of_what_it_does_not_keep(visit: Open, tmp_path: Path) -> None:
    old = _run(tmp_path / "blessed", bare=True, names=("writer-a",))
    new = _run(tmp_path / "new", names=("writer-a",))
    page = visit("#/article/0?b=0,1", path=_render(tmp_path / "page.html", old, new))
    expect(page.locator(".side-bar .slot")).to_contain_text(["baseline", "candidate"])
    expect(page.locator(".side-findings .note")).to_contain_text(
        "A baseline keeps errors and warnings, without evidence"
    )
    assert _texts(page, ".side-findings summary") == ["New, only in B (0)", "Gone, only in A (0)", "In both (3)"]
    expect(page.locator(".side")).not_to_contain_text("key facts told")
    expect(page.locator(".side-told")).to_have_text("Both texts are the same, word for word.")


def test_with_the_texts_kept_out_scores_and_findings_stay(visit: Open, tmp_path: Path) -> None:
    page = visit("#/article/0?b=0,1", path=_render(tmp_path / "page.html", _run(tmp_path / "run"), redact=True))
    expect(page.locator(".side-texts")).to_contain_text("kept out of this page")
    expect(page.locator(".side-scores")).to_contain_text("−0.250")
    assert "bridge" not in page.locator("#view").inner_text().lower()


def test_a_member_that_is_not_there_is_said_with_a_way_out(visit: Open) -> None:
    page = visit("#/article/0?b=0,9")
    expect(page.locator(".side")).to_contain_text("no summary of one of the two")
    page.locator(".side a").click()
    expect(page.locator(".panes")).to_be_visible()


def test_hostile_names_and_texts_beside_each_other_make_no_element_and_can_be_read(visit: Open, tmp_path: Path) -> None:
    article = Article.model_validate(make_article(1))
    texts = " ".join(HOSTILE)
    rows = [
        make_row(
            article.id, name, {"coverage": 0.5}, summary=summary, findings=(make_finding(name, "x", message=name),)
        )
        for name, summary in ((HOSTILE[1], texts), (HOSTILE[2], texts[::-1]))
    ]
    backends = [make_backend(row.backend) for row in rows]
    run = Run(
        write_run(tmp_path / "run", make_info([article.id], backends, [make_metric("coverage")]), rows, [article])
    )
    page = visit("#/article/0?b=0,1", path=_render(tmp_path / "page.html", run))
    for name in HOSTILE[1:3]:
        for where in (".beside th", ".slot", ".side-findings", ".side-scores"):
            expect(page.locator(where).filter(has_text=name).first).to_be_attached()
    assert page.locator("#view :is(script, img, style, iframe, b:not(.letter))").count() == 0
    shown = "".join(_texts(page, ".beside td.a"))
    assert re.sub(r"\s", "", HOSTILE[2]) in re.sub(r"\s", "", shown)


@pytest.mark.parametrize("context", [{}, {"viewport": PHONE}, {"color_scheme": "dark"}], ids=["wide", "phone", "dark"])
def test_neither_view_has_a_serious_violation_of_accessibility(visit: Open, context: dict[str, Any]) -> None:
    page = visit("#/article/0?b=0,1", bypass_csp=True, **context)
    found = []
    for view in ("#/article/0?b=0,1", "#/article/0?b=0,1&show=one", "#/article/0?b=0,1&show=a", "#/article/0?b=1"):
        page.evaluate("async (hash) => { history.replaceState(null, '', hash); await page.route.show(); }", view)
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                found += [(view, violation["id"], node["html"][:200]) for node in violation["nodes"][:3]]
    assert found == []


def test_the_points_of_a_chart_are_one_stop_of_the_tab_key_and_lead_to_their_article(visit: Open) -> None:
    page = visit("#/")
    assert page.locator('.charts.points a[tabindex="0"]').count() == page.locator(".charts.points svg").count() == 1
    page.locator('.charts.points a[tabindex="0"]').focus()
    before = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    after = page.evaluate("document.activeElement.getAttribute('href')")
    assert after != before
    assert after.endswith("-b1")
    assert page.locator('.charts.points a[tabindex="0"]').count() == 1
    page.keyboard.press("Enter")
    expect(page.locator(".summary h2")).to_have_text("Summary by writer-b")


TIMED = """([one, other]) => {
    const start = performance.now();
    page.pieces.diff.diff(one, other);
    return performance.now() - start;
}"""


def _story(words: int, salt: int, alike: bool = True) -> str:
    made = [f"word{(i * i * 7 + (i % 9 == 0) * salt + (0 if alike else salt * i)) % 997}" for i in range(words)]
    return " ".join(f"The {' '.join(made[i : i + 17])}." for i in range(0, words, 17))


QUICK = ((600, 50, True, True), (600, 50, False, True), (5000, 400, True, True), (5000, 400, False, True))


def test_comparing_stays_quick(visit: Open) -> None:
    page = visit("#/")
    for words, most, alike, stops in (*QUICK, (5000, 400, True, False)):
        pair = [_story(words, 1), _story(words, 5, alike)]
        texts = pair if stops else [re.sub(r"\.|The ", "", text).lower() for text in pair]
        taken = statistics.median(page.evaluate(TIMED, texts) for _ in range(5))
        assert taken <= most, f"{taken:.0f} ms for {words} words, alike: {alike}, with stops: {stops}"


DIFF = "([one, other]) => page.pieces.diff.diff(one, other)"
PAIRS = (
    (ONE, OTHER), (_story(300, 1), _story(300, 4)), ("", "New."), ("Gone.", ""), ("a b c", "c b a"), ("🌊🌊 x!", "🌊 x?"),
    (" \n lead", "lead \n\n"), ("…", "!!! ..."), ("." * 3000, "." * 2999 + "?"),
    *itertools.pairwise(STRANGE),
)  # fmt: skip


def test_no_word_is_lost_and_none_is_made_up(visit: Open) -> None:
    page = visit("#/")
    for one, other in PAIRS:
        rows = page.evaluate(DIFF, [one, other])["rows"]
        for side, text in (("a", one), ("b", other)):
            told = "".join(p["text"] for row in rows for p in row[side] or ())
            assert re.sub(r"\s", "", told) == re.sub(r"\s", "", text)
        for row in rows:
            gone = "".join(p["text"] for p in row["both"] if p["kind"] != "new")
            assert re.sub(r"\s", "", gone) == re.sub(r"\s", "", "".join(p["text"] for p in row["a"] or ()))
