"""The file and its static half: only its script acts, every number leads somewhere, untrusted text stays text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from harness.aggregate import tabulate
from harness.compare import compare
from harness.report import numbers
from harness.report.html import render
from harness.report.tables import comparison_cells
from harness.store import Run
from harness.text import visible
from harness.types import Article, Failure, Row, Span, StoredFinding, StoredScore
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
from tests.report.parsed_page import Element, Page

SUMMARY = "The bridge closed. “Go away,” said Falk & Sons <b>twice</b>."


def _finding(start: int, end: int, text: str = SUMMARY, **more: Any) -> StoredFinding:
    return make_finding(**{"claim": Span(start=start, end=end, text=text[start:end]), **more})


def _article(number: int = 1) -> Article:
    return Article.model_validate(make_article(number))


def _rows(articles: Sequence[Article], **more: Any) -> list[Row]:
    findings = (
        _finding(0, 18, severity="warning"),
        _finding(4, 30, evidence=(make_evidence("wire", "The bridge"), make_evidence("post", "Drivers"))),
        _finding(19, 30, evidence=(make_evidence(None, "The bridge"),)),
        make_finding("fact.missing", None, severity="info", expected="Work is to begin in May.",
                     evidence=(make_evidence("post", "Drivers"),)),
        make_finding("fact.found", "The bridge", severity="info", expected="The bridge is closed."),
    )  # fmt: skip
    scores = {"coverage": 0.5, "length": 9.0}
    return [
        make_row(a.id, b, scores, summary=SUMMARY, findings=findings, **more)
        for a in articles
        for b in ("x", "y", "copy")
    ]


def _write(folder: Path, rows: Sequence[Row], articles: Sequence[Article], **more: Any) -> Run:
    backends = [make_backend("x"), make_backend("y"), make_backend("copy", control=True)]
    metrics = [make_metric("coverage"), make_metric("length", higher=None)]
    more = {"backends": backends, "metrics": metrics, **more}
    info = make_info([a.id for a in articles], more.pop("backends"), more.pop("metrics"), **more)
    return Run(write_run(folder, info, rows, articles))


def _render(*runs: Run) -> bytes:
    report = compare([tabulate(run) for run in runs], [run.name for run in runs])
    return b"".join(render(report, list(runs)))


@pytest.fixture
def page(tmp_path: Path) -> Page:
    articles = [_article(1), _article(2)]
    return Page(_render(_write(tmp_path / "run", _rows(articles), articles)))


def test_nothing_in_the_page_acts_but_its_one_script(page: Page) -> None:
    tags = {element.tag for element in page.elements}
    assert not tags & {"iframe", "object", "embed", "form", "img", "link", "base", "video", "audio"}
    *blocks, script = page.all("script")
    assert script.attributes == {}
    assert [block.attributes["type"] for block in blocks] == ["text/plain"] * 2
    assert all(re.fullmatch("[A-Za-z0-9+/=]+", "".join(block.text)) for block in blocks)
    for element in page.elements:
        assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
        for name in ("href", "src", "xlink:href", "action"):
            assert element.attributes.get(name, "#").startswith(("#", "https://", "http://"))


def test_the_only_external_references_are_links_of_sources(tmp_path: Path) -> None:
    urls = [
        "https://post.example/a?b=1&c=2", "javascript:alert(1)", "HTTP://wire.example", "data:text/html,x",
        " javascript:alert(1)", "//evil.example", "file:///etc/passwd", "httpx://y", "java\nscript:alert(1)",
    ]  # fmt: skip
    sources = [{"id": f"s{i}", "text": "Some text.", "url": url} for i, url in enumerate(urls)]
    article = Article.model_validate({"id": "a", "sources": sources})
    data = _render(_write(tmp_path / "run", [make_row("a", "x", {"coverage": 0.5})], [article]))
    found = Page(data)
    hrefs = [e.attributes["href"] for e in found.elements if "href" in e.attributes]
    assert [href for href in hrefs if not href.startswith("#")] == [urls[0], urls[2]]
    assert not re.search(rb"\ssrc(set)?=|@import|url\(", data)
    shown = ["".join(e.text) for e in found.all("p", "meta")]
    assert shown[1::2] == [visible(url, one_line=True) for url in urls]


def test_the_policy_allows_one_style_sheet_and_one_script_by_hash_and_nothing_else(page: Page) -> None:
    def digest(element: Element) -> str:
        return base64.b64encode(hashlib.sha256("".join(element.text).encode()).digest()).decode()

    (style,) = page.all("style")
    script = page.all("script")[-1]
    (policy,) = [e for e in page.all("meta") if e.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policy.attributes["content"] == (
        f"default-src 'none'; script-src 'sha256-{digest(script)}'; style-src 'sha256-{digest(style)}';"
        " base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    before = page.elements[: page.elements.index(policy)]
    assert [e.tag for e in before] == ["html", "head", "meta"], "what stands before the policy escapes it"


def test_every_link_within_the_page_has_exactly_one_target(page: Page) -> None:
    assert len(page.targets()) > 40
    assert page.dangling() == set()
    assert [name for name, n in page.ids().items() if n > 1] == []


@pytest.mark.parametrize("case", ["one article only", "second sample only", "no rows", "no texts"])
def test_links_of_partial_runs_have_targets_too(tmp_path: Path, case: str) -> None:
    articles = [_article(1), _article(2)]
    rows = {
        "one article only": _rows(articles[:1]),
        "second sample only": _rows(articles, sample=1),
        "no rows": [],
        "no texts": _rows(articles),
    }[case]
    run = _write(tmp_path / "run", rows, articles, status="partial")
    if case == "no texts":
        (run.folder / "articles.jsonl").unlink()
    found = Page(_render(run))
    assert found.dangling() == set()


def test_evidence_at_a_wrong_place_leads_nowhere_rather_than_to_a_missing_anchor(tmp_path: Path) -> None:
    wrong = (make_evidence("nobody", "x"), make_evidence("wire", "x", 10**6), make_evidence("wire", "x", -5))
    rows = [make_row("event-1", "x", {}, summary=SUMMARY, findings=[_finding(0, 3, evidence=wrong)])]
    found = Page(_render(_write(tmp_path / "run", rows, [_article()])))
    assert found.dangling() == set()


def test_every_number_leads_to_its_articles_and_they_to_their_panels(page: Page) -> None:
    cells = [e for e in page.all("td", "num") if "small" not in e.classes]
    links = [e.attributes["href"] for e in page.all("a") if e.path[-1] == "td"]
    scored = [e for e in cells if "n = " in "".join(e.text)]
    assert len(links) == len(set(links)) == len(scored) == 6
    lists = {f"#{e.attributes['id']}" for e in page.all("div", "values")}
    assert set(links) == lists
    entries = [e.attributes["href"] for e in page.all("a") if e.path[-1] == "li" and e.path[-3:-1] == ("div", "ol")]
    panels = {f"#{e.attributes['id']}" for e in page.all("h4") if "id" in e.attributes}
    assert len(entries) == 6 * 2
    assert set(entries) == panels


def test_evidence_leads_to_the_place_in_its_source(page: Page) -> None:
    anchors = [e.attributes["id"] for e in page.all("span", "anchor")]
    assert len(anchors) == 2 * 2
    assert {f"#{a}" for a in anchors} <= {e.attributes["href"] for e in page.all("a") if e.path[-2:] == ("ol", "li")}


def test_an_unscored_number_is_called_unscored_with_its_states(tmp_path: Path) -> None:
    rows = [
        make_row("event-1", "x", state="refused", reason="It declined."),
        make_row("event-1", "y", {"coverage": 0.5}),
    ]
    found = Page(_render(_write(tmp_path / "run", rows, [_article()])))
    bodies = ["".join(body.text) for body in found.all("tbody")]
    assert sum(body.count("unscored") for body in bodies) == 5
    assert "1 refused" in bodies[0]
    assert "It declined." in [" ".join(e.text) for e in found.all("p", "flag")]


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    articles = [_article(1), _article(2)]
    one, two = (_write(tmp_path / name / "run", _rows(articles), articles) for name in ("one", "two"))
    assert _render(one) == _render(two)


def test_marks_with_overlapping_findings_tile_the_summary(page: Page) -> None:
    summaries = [e for e in page.all("div", "text") if "summary" not in e.path and _is_summary(page, e)]
    numbers = [e for e in page.elements if e.tag == "sup"]
    assert len(summaries) == 6
    for element in summaries:
        assert "".join(piece for piece in element.text if piece not in {"".join(n.text) for n in numbers}) == SUMMARY
    marks = [(e.classes[0], e.text) for e in page.all("mark")][:4]
    assert marks == [
        ("warning", ["The ", "3"]), ("error", ["bridge closed.", "1", "3"]), ("error", [" ", "1"]),
        ("error", ["“Go away,” ", "1", "2"]),
    ]  # fmt: skip


def _is_summary(page: Page, element: Element) -> bool:
    following = page.elements[page.elements.index(element) + 1]
    return following.tag == "mark"


def test_line_ends_in_a_marked_summary_are_kept(tmp_path: Path) -> None:
    summary = "One.\r\nTwo.\r\n"
    rows = [make_row("event-1", "x", {}, summary=summary, findings=[_finding(0, 4, summary)])]
    data = _render(_write(tmp_path / "run", rows, [_article()])).decode()
    assert "\\x0d" not in data


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_wherever_it_stands(tmp_path: Path, text: str) -> None:
    source = {
        "id": text,
        "title": text,
        "publisher": text,
        "text": f"{text} {text}",
        "url": f"https://e.example/{text}",
    }
    fact = {"id": text, "text": text, "sources": [text]}
    article = Article.model_validate(
        {"id": text, "title": text, "sources": [source], "key_facts": [fact], "references": [text]}
    )
    findings = (
        _finding(0, len(text), f"{text} {text}", check=text, message=text, evidence=(make_evidence(text, text),)),
        make_finding("fact.missing", None, severity="info", message=text, expected=text),
    )
    broken = StoredScore(value=None, error=Failure(type=text, message=text))
    rows = [
        make_row(text, text, {"coverage": 0.5}, summary=f"{text} {text}", findings=findings, reason=text),
        make_row(text, "y", summary=text, reason=text, state="infra_error", error=Failure(type=text, message=text)),
    ]
    rows[0] = rows[0].model_copy(update={"scores": {"coverage": rows[0].scores["coverage"], text: broken}})
    run = _write(
        tmp_path / "run", rows, [article], name=text, versions={text: text}, profile=text,
        git={"commit": text, "dirty": True}, backends=[make_backend(text, signature=text), make_backend("y")],
        metrics=[make_metric("coverage"), make_metric(text, signature=text)],
    )  # fmt: skip
    data = _render(run)
    shown = data.decode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    found = Page(data)
    plain = Page(_render(_plain_run(tmp_path / "plain", run)))
    assert [e.tag for e in found.elements] == [e.tag for e in plain.elements]
    assert found.dangling() == set()
    summaries = ["".join(e.text) for e in found.all("div", "text")]
    assert any(visible(text) in summary for summary in summaries)


def _plain_run(folder: Path, run: Run) -> Run:
    """The same run with every text replaced by letters of the same length."""
    hostile = run.info.name
    harmless = "w" * len(hostile)

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace(hostile, harmless)
        if isinstance(value, dict):
            return {clean(k): clean(v) for k, v in value.items()}
        return [clean(v) for v in value] if isinstance(value, list | tuple) else value

    info = run.info.__class__.model_validate(clean(run.info.model_dump(by_alias=True)))
    rows = [Row.model_validate(clean(row.model_dump())) for row in run.rows()]
    articles = [Article.model_validate(clean(a.model_dump())) for a in run.articles()]
    return Run(write_run(folder, info, rows, articles))


def test_a_finding_of_a_plug_in_without_expected_text_breaks_no_page(tmp_path: Path) -> None:
    rows = [make_row("event-1", "x", {}, summary=SUMMARY, findings=[make_finding("fact.found", "The")])]
    assert _render(_write(tmp_path / "run", rows, [_article()]))


def test_a_fact_told_wrongly_is_marked_in_the_text_and_not_counted_as_told(tmp_path: Path) -> None:
    wrong = make_finding("fact.wrong", "The bridge", severity="warning", message="Told as 15.", expected="12 cracks.",
                         evidence=(make_evidence("post", "Drivers"),))  # fmt: skip
    rows = [make_row("event-1", "x", {}, summary=SUMMARY, findings=[wrong])]
    page = Page(_render(_write(tmp_path / "run", rows, [_article()])))
    assert "Key facts: 0 of 1 told" in ["".join(e.text) for e in page.all("p", "facts-told")]
    (facts,) = page.all("table", "facts")
    assert "12 cracks. → post ≠" in " ".join(" ".join(facts.text).split())
    assert any("Told as 15." in " ".join(item.text) for item in page.all("li"))
    assert page.all("mark")


def test_the_page_calls_a_metric_by_its_label(tmp_path: Path) -> None:
    metrics = [make_metric("fit", label="Fit (model-7)")]
    rows = [make_row("event-1", b, {"fit": v}) for b, v in (("x", 0.25), ("y", 0.5))]
    found = Page(_render(_write(tmp_path / "run", rows, [_article()], metrics=metrics)))
    for tag, n in (("th", 1), ("h3", 3)):
        shown = ["".join(e.text).split(" of ")[0] for e in found.all(tag)]
        assert shown.count("Fit (model-7)") >= n, tag
        assert "fit" not in shown
    assert ["".join(e.text) for e in found.all("span", "chip")] == ["Fit (model-7) 0.250", "Fit (model-7) 0.500"]


def test_p_is_called_what_it_is(page: Page, tmp_path: Path) -> None:
    articles = [_article(n) for n in range(1, 7)]
    values = {"x": 0.25, "y": 0.5, "z": 0.75}
    rows = [
        make_row(a.id, b, {"coverage": v + 0.03 * i * len(b) / 7 + 0.02 * (i % 2) * v})
        for i, a in enumerate(articles)
        for b, v in values.items()
    ]
    run = _write(tmp_path / "family", rows, articles, backends=[make_backend(b) for b in values])
    found = Page(_render(run))
    (title,) = [e.attributes["title"] for e in found.all("abbr") if "".join(e.text) == "p"]
    report = compare([tabulate(run)], ["run"])
    c = report.comparisons[0]
    assert c.effect is not None
    assert c.effect.p != c.p_adjusted
    corrected = "corrected" in title
    assert comparison_cells(report, c)[6] == numbers.p_value(c.p_adjusted if corrected else c.effect.p)


def test_two_runs_stand_on_one_page(tmp_path: Path) -> None:
    articles = [_article(1), _article(2)]
    runs = [_write(tmp_path / name, _rows(articles), articles) for name in ("one", "two")]
    found = Page(_render(*runs))
    assert found.dangling() == set()
    names = [" ".join("".join(e.text).split()) for e in found.all("th") if e.attributes.get("scope") == "row"]
    assert names[:6] == ["one: x", "two: x", "one: y", "two: y", "one: copy control", "two: copy control"]
