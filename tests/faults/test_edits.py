"""harness.faults.edits: applied in order, with the spans where the edits stand afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from harness.case import Case, Subject
from harness.faults.edits import Edit, Editing, Maker, apply, like, replace
from harness.types import Article, Source

TEXT = "One two three four five six."


@dataclass(frozen=True)
class Words(Editing):
    """Every word replaced by its number."""

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Every word."""
        return [replace(w.start, w.end, str(i)) for i, w in enumerate(case.summary.words)]


def make_case(text: str = TEXT) -> Case:
    """A case without anything but a summary."""
    return Case(Subject(Article(id="a", sources=(Source(id="s", text="Nothing."),))), text)


def test_edits_are_applied_in_order_of_place_whatever_the_order_given() -> None:
    edited = apply(TEXT, [Edit(8, 13, "drei"), Edit(0, 3, "Eins")])
    assert edited.text == "Eins two drei four five six."
    assert [(s.start, s.end, s.text) for s in edited.spans] == [(0, 4, "Eins"), (9, 13, "drei")]


def test_what_belongs_to_an_edit_changes_the_text_and_gets_no_span() -> None:
    edited = apply(TEXT, [Edit(0, 0, "six ", (Edit(23, 27, ""),))])
    assert edited.text == "six One two three four five."
    assert [s.text for s in edited.spans] == ["six "]


def test_a_deletion_has_an_empty_span_where_it_was() -> None:
    edited = apply(TEXT, [Edit(3, 7, "")])
    assert edited.text == "One three four five six."
    assert [(s.start, s.end) for s in edited.spans] == [(3, 3)]


@given(st.integers(1, 6), st.integers(0, 50))
def test_so_many_edits_as_asked_and_those_of_fewer_among_those_of_more(edits: int, seed: int) -> None:
    found = [Words().inject(make_case(), [], edits=k, rng=np.random.default_rng(seed)) for k in (edits, edits + 1)]
    assert found[0] is not None
    assert len(found[0].spans) == edits
    assert all(found[0].text[s.start : s.end] == s.text for s in found[0].spans)
    if edits == 6:
        assert found[1] is None
    else:
        assert found[1] is not None
        assert {s.text for s in found[0].spans} < {s.text for s in found[1].spans}


def test_two_edits_never_touch() -> None:
    class Twice(Words):
        def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
            return [replace(0, 3, "a"), replace(3, 7, "b"), replace(2, 5, "c")]

    assert Twice().inject(make_case(), [], edits=2, rng=np.random.default_rng(0)) is None


def test_a_replacement_takes_over_the_capital() -> None:
    assert (like("Eleven", "twelve"), like("eleven", "twelve")) == ("Twelve", "twelve")
