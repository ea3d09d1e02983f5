"""The file and its static half: only its script acts, every number leads somewhere, marks stand where findings are."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from harness.aggregate import tabulate
from harness.compare import compare
from harness.report import numbers
from harness.report.tables import comparison_cells
from harness.text import visible
from harness.types import Article
from tests.made_runs import make_backend, make_evidence, make_finding, make_metric, make_row
from tests.report.made_pages import SUMMARY, an_article, claimed, page_of, rows_of, written
from tests.report.parsed_page import Element, Page


@pytest.fixture
def page(tmp_path: Path) -> Page:
    articles = [an_article(1), an_article(2)]
    return Page(page_of(written(tmp_path / "run", rows_of(articles), articles)))


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
    data = page_of(written(tmp_path / "run", [make_row("a", "x", {"coverage": 0.5})], [article]))
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
    articles = [an_article(1), an_article(2)]
    rows = {
        "one article only": rows_of(articles[:1]),
        "second sample only": rows_of(articles, sample=1),
        "no rows": [],
        "no texts": rows_of(articles),
    }[case]
    run = written(tmp_path / "run", rows, articles, status="partial")
    if case == "no texts":
        (run.folder / "articles.jsonl").unlink()
    found = Page(page_of(run))
    assert found.dangling() == set()


def test_evidence_at_a_wrong_place_leads_nowhere_rather_than_to_a_missing_anchor(tmp_path: Path) -> None:
    wrong = (make_evidence("nobody", "x"), make_evidence("wire", "x", 10**6), make_evidence("wire", "x", -5))
    rows = [make_row("event-1", "x", {}, summary=SUMMARY, findings=[claimed(0, 3, evidence=wrong)])]
    found = Page(page_of(written(tmp_path / "run", rows, [an_article()])))
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
    found = Page(page_of(written(tmp_path / "run", rows, [an_article()])))
    bodies = ["".join(body.text) for body in found.all("tbody")]
    assert sum(body.count("unscored") for body in bodies) == 5
    assert "1 refused" in bodies[0]
    assert "It declined." in [" ".join(e.text) for e in found.all("p", "flag")]


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    articles = [an_article(1), an_article(2)]
    one, two = (written(tmp_path / name / "run", rows_of(articles), articles) for name in ("one", "two"))
    assert page_of(one) == page_of(two)


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
    rows = [make_row("event-1", "x", {}, summary=summary, findings=[claimed(0, 4, summary)])]
    data = page_of(written(tmp_path / "run", rows, [an_article()])).decode()
    assert "\\x0d" not in data


def test_a_finding_of_a_plug_in_without_expected_text_breaks_no_page(tmp_path: Path) -> None:
    rows = [make_row("event-1", "x", {}, summary=SUMMARY, findings=[make_finding("fact.found", "The")])]
    assert page_of(written(tmp_path / "run", rows, [an_article()]))


def test_a_fact_told_wrongly_is_marked_in_the_text_and_not_counted_as_told(tmp_path: Path) -> None:
    wrong = make_finding("fact.wrong", "The bridge", severity="warning", message="Told as 15.", expected="12 cracks.",
                         evidence=(make_evidence("post", "Drivers"),))  # fmt: skip
    rows = [make_row("event-1", "x", {}, summary=SUMMARY, findings=[wrong])]
    page = Page(page_of(written(tmp_path / "run", rows, [an_article()])))
    assert "Key facts: 0 of 1 told" in ["".join(e.text) for e in page.all("p", "facts-told")]
    (facts,) = page.all("table", "facts")
    assert "12 cracks. → post ≠" in " ".join(" ".join(facts.text).split())
    assert any("Told as 15." in " ".join(item.text) for item in page.all("li"))
    assert page.all("mark")


def test_the_page_calls_a_metric_by_its_label(tmp_path: Path) -> None:
    metrics = [make_metric("fit", label="Fit (model-7)")]
    rows = [make_row("event-1", b, {"fit": v}) for b, v in (("x", 0.25), ("y", 0.5))]
    found = Page(page_of(written(tmp_path / "run", rows, [an_article()], metrics=metrics)))
    for tag, n in (("th", 1), ("h3", 3)):
        shown = ["".join(e.text).split(" of ")[0] for e in found.all(tag)]
        assert shown.count("Fit (model-7)") >= n, tag
        assert "fit" not in shown
    assert ["".join(e.text) for e in found.all("span", "chip")] == ["Fit (model-7) 0.250", "Fit (model-7) 0.500"]


def test_p_is_called_what_it_is(page: Page, tmp_path: Path) -> None:
    articles = [an_article(n) for n in range(1, 7)]
    values = {"x": 0.25, "y": 0.5, "z": 0.75}
    rows = [
        make_row(a.id, b, {"coverage": v + 0.03 * i * len(b) / 7 + 0.02 * (i % 2) * v})
        for i, a in enumerate(articles)
        for b, v in values.items()
    ]
    run = written(tmp_path / "family", rows, articles, backends=[make_backend(b) for b in values])
    found = Page(page_of(run))
    (title,) = [e.attributes["title"] for e in found.all("abbr") if "".join(e.text) == "p"]
    report = compare([tabulate(run)], ["run"])
    c = report.comparisons[0]
    assert c.effect is not None
    assert c.effect.p != c.p_adjusted
    corrected = "corrected" in title
    assert comparison_cells(report, c)[6] == numbers.p_value(c.p_adjusted if corrected else c.effect.p)


def test_two_runs_stand_on_one_page(tmp_path: Path) -> None:
    articles = [an_article(1), an_article(2)]
    runs = [written(tmp_path / name, rows_of(articles), articles) for name in ("one", "two")]
    found = Page(page_of(*runs))
    assert found.dangling() == set()
    names = [" ".join("".join(e.text).split()) for e in found.all("th") if e.attributes.get("scope") == "row"]
    assert names[:6] == ["one: x", "two: x", "one: y", "two: y", "one: copy control", "two: copy control"]
    (kicker,) = found.all("p", "kicker")
    assert "".join(kicker.text) == "Summary report · suite small"


def test_pictures_are_drawn_only_where_there_is_more_than_one_article(page: Page, tmp_path: Path) -> None:
    assert page.all("figure")
    alone = Page(page_of(written(tmp_path / "alone", rows_of([an_article()]), [an_article()])))
    assert alone.all("table", "scores")
    assert alone.all("figure") == []


def test_a_mean_without_an_interval_shows_n_and_no_dash_for_it(tmp_path: Path) -> None:
    found = Page(page_of(written(tmp_path / "alone", rows_of([an_article()]), [an_article()])))
    told = {" ".join("".join(e.text).split()) for e in found.all("span", "ci")}
    assert told == {"n = 1"}
