"""The attribution matrix: who bears out a sentence, which sentences join two reports, and what is no source's."""

from __future__ import annotations

import pytest

from harness.attribution import attribute, calibrated, to_json, voices
from harness.case import Case, Subject
from harness.types import Article, Source

WIRE = (
    "The bridge in Varnholt closed on Tuesday after engineers found twelve cracks in its eastern pier. Mayor Ines Falk "
    "said repairs would cost three million crowns. Buses now cross the river at the old ford."
)
POST = (
    "Shopkeepers on the market square fear for their trade in the coming summer. The ferry service that ended in 1974 "
    "may return, according to harbour master Otto Lund. The bridge in Varnholt closed on Tuesday."
)


def case(summary: str, *sources: str) -> Case:
    texts = sources or (WIRE, POST)
    made = tuple(Source(id=f"s{n}", text=text) for n, text in enumerate(texts))
    return Case(Subject(Article(id="a", sources=made)), summary)


@pytest.mark.parametrize(
    ("summary", "sources"),
    [
        ("Mayor Ines Falk said repairs would cost three million crowns.", (0,)),
        ("Shopkeepers on the market square fear for their trade.", (1,)),
        ("The bridge in Varnholt closed on Tuesday.", (0, 1)),
        ("A comet was seen above the northern islands of Quessana.", ()),
    ],
)
def test_a_sentence_is_borne_out_by_those_who_say_it(summary: str, sources: tuple[int, ...]) -> None:
    (line,) = attribute(case(summary))
    assert sorted(line.sources) == list(sources)
    assert [n for n, support in enumerate(line.support) if support >= 0.4] == list(sources)
    assert line.fused is None


def test_a_sentence_that_joins_two_reports_is_fused() -> None:
    joined = (
        "Mayor Ines Falk said repairs would cost three million crowns, and the ferry that ended in 1974 may return."
    )
    (line,) = attribute(case(joined))
    assert line.fused is not None
    assert sorted(line.fused) == [0, 1]


def test_what_two_copies_say_is_said_by_one_voice_and_fuses_nothing() -> None:
    half, other = WIRE.partition("Mayor")[0], WIRE
    made = case("Engineers found twelve cracks, and repairs would cost three million crowns.", half, other, POST)
    (line,) = attribute(made)
    assert voices(made.subject) == ((1, 0), (2,))
    assert line.voices == (0,)
    assert line.fused is None


def test_support_is_stretched_between_foreign_and_faithful() -> None:
    assert [calibrated(x) for x in (0.0, 0.15, 0.275, 0.4, 1.0)] == pytest.approx([0, 0, 0.5, 1, 1])


def test_the_json_names_every_source_that_shares_words_and_where() -> None:
    summary = "The bridge in Varnholt closed on Tuesday."
    (line,) = to_json(case(summary))
    assert (line["start"], line["end"], line["text"]) == (0, len(summary), summary)
    assert [entry["source"] for entry in line["sources"]] == ["s0", "s1"]
    spans = [
        text[e["evidence"]["start"] : e["evidence"]["end"]]
        for text, e in zip((WIRE, POST), line["sources"], strict=True)
    ]
    assert spans[0].startswith("The bridge in Varnholt closed on Tuesday after")
    assert spans[1] == "The bridge in Varnholt closed on Tuesday."


def test_a_summary_without_claims_has_an_empty_matrix() -> None:
    assert attribute(case("")) == ()
    assert to_json(case("")) == []
