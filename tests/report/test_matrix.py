"""The matrix on pages and in the terminal: a line for each sentence, a column for each source."""

from __future__ import annotations

from rich.console import Console

from harness.case import Case, Subject
from harness.report import marked, matrix
from harness.types import Article, Evidence, Span
from tests.conftest import make_article
from tests.made_runs import make_finding, make_row

SUMMARY = "The bridge closed. Work begins in May."


def _line(start: int, end: int, *sources: str, check: str = "claim.sources") -> object:
    evidence = tuple(Evidence(source=s, start=0, end=3, text="The") for s in sources)
    return make_finding(
        check, None, severity="info", claim=Span(start=start, end=end, text=SUMMARY[start:end]), evidence=evidence
    )


def test_the_matrix_of_a_row_has_the_passages_in_the_order_of_the_sources() -> None:
    row = make_row(
        "a", "x", {"attribution": 1.0}, summary=SUMMARY,
        findings=(_line(0, 18, "post", "wire"), _line(19, 38, "post"), _line(19, 38, check="claim.fused")),
    )  # fmt: skip
    first, second = matrix.lines(row, ["wire", "post"])
    assert [p and p.source for p in first.passages] == ["wire", "post"]
    assert [p and p.source for p in second.passages] == [None, "post"]
    assert (first.note, second.note) == ("", "fused")
    assert [f.check for f in marked.numbered(row)] == ["claim.fused"]


def test_a_row_without_the_metric_has_no_matrix() -> None:
    assert matrix.lines(make_row("a", "x", {"coverage": 1.0}, summary=SUMMARY), ["wire"]) == []


def test_the_terminal_shows_numbers_and_what_is_odd() -> None:
    article = Article.model_validate(make_article(1))
    summary = "Mayor Ines Falk said repairs would cost 3 million crowns. [b]Comets[/b] were seen above Quessana."
    console = Console(width=120, record=True, file=None, force_terminal=False)
    with console.capture() as capture:
        console.print(matrix.table(Case(Subject(article), summary)))
    shown = capture.get()
    assert "wire" in shown
    assert "1.00" in shown
    assert "one source" in shown
    assert "no source" in shown
    assert "[b]Comets[/b]" in shown
