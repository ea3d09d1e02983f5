"""The data of the page: what is in it, in which units, and what stays out of it."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from harness.aggregate import tabulate
from harness.compare import compare
from harness.report import data
from harness.report.html import render
from harness.review.records import finding_id
from harness.store import Run
from harness.types import Article, Span
from tests.conftest import make_article
from tests.made_runs import make_evidence, make_finding, make_row
from tests.report.big_run import big_run
from tests.report.parsed_page import blocks

FLOOD = "🌊 The bridge in Pellsund closed on Tuesday. “We will not gamble with lives,” Falk said."


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return big_run(tmp_path_factory.mktemp("made") / "run", articles=12, backends=2, words=60)


def _page(run: Run, **options: Any) -> bytes:
    return b"".join(render(compare([tabulate(run)], [run.name]), [run], **options))


def _panel(summary: str, article: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    made = Article.model_validate(article or make_article(1))
    row = make_row(made.id, "x", {"coverage": 0.5}, summary=summary, **more)
    panel: dict[str, Any] = data.document(data.Shown(0, made.id, made, [(0, row)], True))["panels"][0]
    return panel


def _cut(text: str, span: list[int]) -> str:
    """What a browser cuts out."""
    return text.encode("utf-16-le")[2 * span[0] : 2 * span[1]].decode("utf-16-le")


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [("abc", 2, 2), ("a🌊b", 2, 3), ("a🌊b", 3, 4), ("ab", 9, 2), ("ab", -1, 0), ("", 1, 0), ("\ud800x🌊y", 3, 4)],
)
def test_offsets_become_utf_16_units_within_the_text(text: str, offset: int, expected: int) -> None:
    assert data.units(text)(offset) == expected


def test_every_span_of_a_panel_cuts_out_what_it_names(run: Run) -> None:
    found = blocks(_page(run))
    rows = {(row.article, row.backend): row for row in run.rows()}
    names = [member["name"] for member in found["overview"]["members"]]
    seen = 0
    for article in [*found["articles-0"], *found["articles-1"]]:
        for panel in article["panels"]:
            row = rows[article["id"], names[panel["member"]]]
            for shown, finding in zip(panel["findings"], data.sorted_findings(row), strict=True):
                assert shown["id"] == finding_id(finding.metric, finding)
                if finding.claim:
                    assert _cut(panel["summary"], shown["claim"]) == finding.claim.text
                for place, evidence in zip(shown["evidence"], finding.evidence, strict=True):
                    assert _cut(article["sources"][place[0]]["text"], place[1:]) == evidence.text
                    seen += 1
    assert seen > 100


def test_a_row_in_the_overview_has_its_scores_and_counts_its_findings(run: Run) -> None:
    overview = blocks(_page(run))["overview"]
    row = next(run.rows())
    number, member, sample, state, values, kinds = overview["rows"][0]
    assert (number, overview["members"][member]["name"], sample, state) == (0, row.backend, 0, row.state)
    assert values == [row.scores[m["name"]].value for m in overview["metrics"]]
    counted = sum(n for check, _, n in kinds if overview["checks"][check][0] == "byline.missing")
    assert counted == sum(f.check == "byline.missing" for f in row.findings) == 1
    assert len(overview["rows"]) == 24


def test_the_id_of_a_finding_hangs_on_kind_place_and_message_only() -> None:
    finding = make_finding("number.novel", "twelve", message="No source gives “twelve”.")
    same = finding.model_copy(update={"confidence": 0.5, "expected": "11"})
    assert finding_id(finding.metric, finding) == finding_id(same.metric, same)
    assert re.fullmatch("[0-9a-f]{16}", finding_id(finding.metric, finding))
    others: list[dict[str, Any]] = [
        {"check": "number.unit"},
        {"message": "Other."},
        {"claim": None},
        {"metric": "other"},
    ]
    assert len({finding_id(f.metric, f) for f in (finding.model_copy(update=change) for change in [{}, *others])}) == 5


def test_evidence_that_leads_nowhere_keeps_its_name_and_text() -> None:
    wrong = (make_evidence("nobody", "x"), make_evidence("wire", "x", 10**6), make_evidence(None, "The bridge"))
    panel = _panel("The bridge closed.", findings=[make_finding(evidence=wrong)])
    assert panel["findings"][0]["evidence"] == [["nobody", "x"], ["wire", "x"], [-1, 0, 10]]


def test_the_matrix_has_the_numbers_that_the_metric_found() -> None:
    claim = Span(start=0, end=18, text="The bridge closed.")
    told = make_finding(
        "claim.sources", None, severity="info", claim=claim, message="Borne out by post (0.61), wire (0.93).",
        evidence=(make_evidence("post", "Drivers"), make_evidence("wire", "The bridge", 0)),
    )  # fmt: skip
    panel = _panel("The bridge closed.", findings=[told])
    assert panel["matrix"] == [[0, 18, "", [[0.93, 0, 10], [0.61, 0, 7]]]]
    assert panel["findings"] == []


def test_ledgers_name_the_sources_that_have_the_same_and_the_findings_that_lie_on_it() -> None:
    finding = make_finding(claim=Span(start=31, end=38, text="Tuesday")).model_copy(update={"check": "date.wrong"})
    at = FLOOD.index("Tuesday")
    finding = finding.model_copy(update={"claim": Span(start=at, end=at + 7, text="Tuesday")})
    panel = _panel(FLOOD, findings=[finding])
    sources = make_article(1)["sources"]
    (quote,) = panel["ledgers"]["quotes"]
    assert _cut(FLOOD, quote[:2]) == "We will not gamble with lives,"
    assert quote[2] == "Falk"
    assert [_cut(sources[i]["text"], span) for i, *span in quote[3]] == ["We will not gamble with lives"]
    names = {_cut(FLOOD, item[:2]): item for item in panel["ledgers"]["names"]}
    assert [place[0] for place in names["Pellsund"][3]] == [0, 1]
    (date,) = panel["ledgers"]["dates"]
    assert date[4] == [0]
    assert panel["outline"]


def test_another_language_has_no_ledgers() -> None:
    made = Article.model_validate(make_article(1))
    row = make_row(made.id, "x", {}, summary=FLOOD)
    assert "ledgers" not in data.document(data.Shown(0, made.id, made, [(0, row)], False))["panels"][0]


def test_a_redacted_page_holds_spans_and_scores_and_no_text_of_article_or_summary(run: Run) -> None:
    page = _page(run, redact=True)
    found = blocks(page)
    told = page.decode() + json.dumps(found, ensure_ascii=False)
    plain = _page(run).decode()
    for article in run.articles():
        assert article.title
        assert article.title in plain
        for text in [article.title, *(source.title for source in article.sources)]:
            assert text
            assert text not in told
        for sentence in (s for source in article.sources for s in source.text.split(". ")):
            assert sentence[:40] not in told
    for row in run.rows():
        for finding in row.findings:
            assert finding.message not in told
        assert not row.summary or row.summary.splitlines()[-1] not in told
    panel = found["articles-0"][0]["panels"][0]
    row = next(run.rows())
    assert panel["scores"]["coverage"][0] == row.scores["coverage"].value
    assert [f["check"] for f in panel["findings"]] == [f.check for f in data.sorted_findings(row)]
    assert any(f["claim"] for f in panel["findings"])


def test_packing_is_the_same_every_time_and_comes_back_whole() -> None:
    value = {"text": "a 🌊 \ud800 </script>", "n": [1, None, 0.5]}
    assert data.pack(value) == data.pack(value)
    assert json.loads(gzip.decompress(base64.b64decode(data.pack(value)))) == value


def test_a_link_is_made_of_addresses_of_the_web_only() -> None:
    assert data.safe_url("https://a.example/ö?x=1") == "https://a.example/%C3%B6?x=1"
    assert [data.safe_url(url) for url in ("javascript:alert(1)", " https://x", "file:///etc", None, "")] == [None] * 5


def test_articles_lie_in_blocks_of_ten(tmp_path: Path, run: Run) -> None:
    found = blocks(_page(run))
    assert [len(found[name]) for name in ("articles-0", "articles-1")] == [10, 2]
    assert [a["id"] for a in found["articles-1"]] == ["event-010", "event-011"]


@pytest.mark.parametrize("redact", [False, True], ids=["texts", "redacted"])
def test_several_workers_make_the_same_bytes_as_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redact: bool
) -> None:
    other = big_run(tmp_path / "other", articles=12, backends=2, words=60)
    report = compare([tabulate(run), tabulate(other)], ["one", "other"])
    monkeypatch.setattr(data, "CHUNK", 1)  # so that more wait than there are workers
    pages = [b"".join(render(report, [run, other], redact=redact, workers=workers)) for workers in (1, 2)]
    assert pages[0] == pages[1]
