"""readable: HTML as a reader sees it, every word at its place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.case import Case, Subject
from harness.evaluate import score_summary
from harness.metrics.consistency import Consistency
from harness.story import readable
from harness.types import Article, Source

PAGE = (
    "<article><h1>Fire at O&#8217;Neill &amp; Sons</h1><p>It was &ldquo;huge&rdquo;, said <b>Ann&nbsp;Ray</b> of the"
    " caf&eacute;s.</p><script>if (a<b) x()</script><!-- <p>gone</p> --></article>"
)
SOURCE = "A fire broke out at O’Neill & Sons on Friday. It was “huge”, said Ann Ray. Nine people were hurt."


@pytest.mark.parametrize("words", ["Fire at O’Neill", "&     Sons", "“huge”", "Ann      Ray", "cafés"])
def test_the_words_are_there(words: str) -> None:
    assert words in readable(PAGE)


def test_tags_scripts_and_comments_are_not() -> None:
    seen = readable(PAGE)
    assert len(seen) == len(PAGE)
    assert not set("<>;=") & set(seen)
    assert "gone" not in seen


@given(st.lists(st.sampled_from(["<p>", "</p>", "<b", ">", "&amp;", "&#8217;", "é", " ", "word", "<!--", "<script>"])))
def test_every_word_keeps_its_place(pieces: list[str]) -> None:
    text = "<div><p>" + "".join(pieces) + "</p></div>"
    assert len(readable(text)) == len(text)


@given(st.text())
def test_a_text_without_tags_stays_as_it_is(text: str) -> None:
    assert readable(text.replace("<", "")) == text.replace("<", "")


@pytest.mark.parametrize("piece", ["<!--", "<script>", "<p", "&amp", "<p>", "&#8217;a", "</script"])
def test_a_hostile_page_takes_linear_time(piece: str) -> None:
    text = "<div><p>" + piece * (200_000 // len(piece))
    begin = time.process_time()
    assert len(readable(text)) == len(text)
    assert time.process_time() - begin < 2


def subject() -> Subject:
    return Subject(Article(id="fire", sources=(Source(id="a", text=SOURCE),)))


def test_the_words_of_a_page_are_judged_without_its_tags() -> None:
    page = "<div><p>It was &ldquo;huge&rdquo;, said <b>Ann</b>&nbsp;<b>Ray</b>.</p><p>Nine people were hurt.</p></div>"
    case = Case(subject(), page)
    assert [claim.support for claim in case.aligned] == [1.0, 1.0]


def test_findings_cut_their_spans_from_the_page_as_it_is_written() -> None:
    page = "<div><p>It was huge, said Ann Ray.</p><p>Some <b>19</b> people were hurt &amp; cared for.</p></div>"
    _, findings = score_summary(subject(), page, {"consistency": Consistency()})
    assert findings
    for span in (
        span for f in findings for span in (f.claim, *f.evidence) if span and not getattr(span, "source", None)
    ):
        assert page[span.start : span.end] == span.text
