"""harness.propose: which key facts are proposed for review."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.articles import load_set, parse_article
from harness.case import Case, Subject
from harness.metrics.coverage.key_facts import judge
from harness.propose import Proposal, fact_id, is_edited, propose, propose_all, replaced
from harness.propose.clauses import split
from harness.types import Article, KeyFact
from tests.conftest import ROOT, make_article

TEXT = (
    "OSTMARK, 3 March – At least nine people have died and 26 are missing after a dam above Ostmark gave way before dawn "
    "on Tuesday, the provincial rescue service said.\n\n"
    "Governor Radmila Echavar declared a state of emergency in the province and promised 40 million crowns in aid. "
    "She named a retired judge, Simone Takahari, to lead an inquiry.\n\n"
    "Velkara Hydro, the operator, said sirens were sounded at 3.15 am. It has run the dam since 1987. "
    "“We are still pulling people off roofs, and these figures will not stay,” said a spokeswoman. "
    "They were not alone. The ministry declined to comment. That figure was wrong."
)


def article(*texts: str, **changes: Any) -> Article:
    """An article without key facts whose sources have these texts, s1 the oldest."""
    sources = [
        {"id": f"s{n}", "text": text, "published": f"2026-03-0{2 + n}T10:00:00"}
        for n, text in enumerate(texts, start=1)
    ]
    return parse_article(make_article(1, sources=sources, key_facts=[], **changes), "here")


def texts(proposal: Proposal) -> list[str]:
    """What is proposed."""
    return [fact.text for fact in proposal.key_facts]


def bare(name: str) -> list[Article]:
    """The articles of a fixture without their key facts."""
    return [a.model_copy(update={"key_facts": ()}) for a in load_set(ROOT / "fixtures" / name)]


def test_a_sentence_with_two_clauses_is_two_facts_each_with_who_said_it() -> None:
    found = texts(propose(article(TEXT)))
    assert "At least nine people have died, the provincial rescue service said." in found
    missing = next(text for text in found if text.startswith("26 are missing"))
    assert missing.endswith("on Tuesday 3 March, the provincial rescue service said.")


def test_two_predicates_share_their_subject() -> None:
    found = texts(propose(article(TEXT)))
    assert "Governor Radmila Echavar declared a state of emergency in the province." in found
    assert "Governor Radmila Echavar promised 40 million crowns in aid." in found


def test_pronouns_give_way_to_the_name_in_the_sentence_before() -> None:
    found = texts(propose(article(TEXT)))
    assert "Radmila Echavar named a retired judge, Simone Takahari, to lead an inquiry." in found
    assert "Velkara Hydro has run the dam since 1987." in found


def test_nothing_that_leans_on_other_sentences_is_a_fact() -> None:
    found = " ".join(texts(propose(article(TEXT))))
    for word in ("They", "declined", "That figure", "pulling people"):
        assert word not in found


def test_a_pronoun_after_two_people_is_no_fact() -> None:
    found = texts(propose(article("Mayor Ines Falk met Judge Oona Brandt in Lissen. She promised 3 million crowns.")))
    assert not any("3 million" in text for text in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "He has a broken ankle and two cracked ribs.",
        "The minister said the dam was safe and the sirens had worked.",
        "If the licence is granted the homes are towed in and the lane is raised.",
        "Falk, who wrote the report and signed the letter, was dismissed.",
        "She was arrested and charged with fraud.",
    ],
)
def test_a_sentence_that_is_not_surely_two_statements_stays_one(sentence: str) -> None:
    assert split(sentence, 0) == []


def test_pieces_are_stretches_of_the_source() -> None:
    sentence = "The court convicted Orlevan and sentenced him to six years, an official said."
    stretches = [[sentence[a:b] for a, b in piece.spans] for piece in split(sentence, 0)]
    assert stretches == [["The court convicted Orlevan"], ["The court", "sentenced him to six years"]]
    assert all(
        piece.attribution and sentence[slice(*piece.attribution)] == "an official said" for piece in split(sentence, 0)
    )


def test_no_half_of_a_quotation_is_a_fact() -> None:
    text = "“Nobody is safe,” said Mayor Ines Falk of Lissen, “unless the bridge in the valley is closed at once.”"
    assert texts(propose(article(text))) == []


def test_the_same_fact_in_two_sources_is_proposed_once_with_both() -> None:
    wire = "The bridge in Lissen closed on Tuesday after engineers found 12 cracks."
    later = f"{wire} Buses cross at the ford near Tarrow Heath."
    proposal = propose(article(wire, later))
    closed = [fact for fact in proposal.key_facts if "12 cracks" in fact.text]
    assert [fact.sources for fact in closed] == [("s1", "s2")]


def test_sources_that_contradict_each_other_are_both_kept_apart() -> None:
    proposal = propose(article("Engineers found 12 cracks in the bridge.", "Engineers found 31 cracks in the bridge."))
    assert [(fact.text, fact.sources, fact.weight) for fact in proposal.key_facts] == [
        ("Engineers found 31 cracks in the bridge.", ("s2",), "vital"),
        ("Engineers found 12 cracks in the bridge.", ("s1",), "okay"),
    ]
    assert proposal.rivals == {fact_id("Engineers found 12 cracks in the bridge.")}


def test_what_every_source_leads_with_is_vital() -> None:
    lead = "A dam above Ostmark killed nine people when it gave way."
    others = [
        f"{lead} A {thing} near the station sold {n} tickets."
        for n, thing in enumerate(("shop", "bar", "inn"), start=4)
    ]
    first, *rest = propose(article(*others)).key_facts
    assert (first.text, first.weight, first.sources) == (lead, "vital", ("s1", "s2", "s3"))
    assert any(fact.weight == "okay" for fact in rest)


def test_a_source_without_a_word_gives_nothing() -> None:
    assert propose(article("—", "…!")).key_facts == ()


@given(st.lists(st.text(alphabet=st.characters(), min_size=1, max_size=300).filter(str.strip), min_size=1, max_size=3))
def test_no_text_makes_it_fail(sources: list[str]) -> None:
    proposal = propose(article(*sources))
    data = json.dumps(article(*sources).model_dump()).encode()
    assert parse_article(json.loads(replaced(data, [proposal])), "here").key_facts == proposal.key_facts


@given(st.lists(st.sampled_from([*TEXT.split(), ";", ",", "and", "“", "”", "He", "Its", "\n", "—"]), max_size=80))
def test_no_order_of_news_words_makes_it_fail(words: list[str]) -> None:
    made = propose(article(" ".join(["x", *words])))
    assert len({fact.id for fact in made.key_facts}) == len(made.key_facts)


def test_ids_are_hashes_of_the_text_and_show_whether_it_was_edited() -> None:
    fact = propose(article(TEXT)).key_facts[0]
    assert fact.id == fact_id(fact.text)
    assert fact_id("Cafe\u0301  opens.") == fact_id("Café opens.") != fact_id("Cafe opens.")
    assert not is_edited(fact)
    assert not is_edited(fact.model_copy(update={"weight": "okay", "sources": ()}))
    assert is_edited(fact.model_copy(update={"text": f"{fact.text[:-1]}!"}))


def test_key_facts_that_are_there_are_never_touched() -> None:
    written = parse_article(make_article(1), "here")
    assert propose(written).state == propose(written, again=True).state == "kept"
    assert propose(written, again=True).key_facts == written.key_facts


def test_again_replaces_only_what_nobody_edited() -> None:
    first = propose(article(TEXT)).key_facts
    edited = first[0].model_copy(update={"text": "Ten people have died."})
    weighed = first[1].model_copy(update={"weight": "okay"})
    stale = KeyFact(id=fact_id("Gone."), text="Gone.")
    reviewed = article(TEXT).model_copy(update={"key_facts": (edited, weighed, stale)})
    assert propose(reviewed).key_facts == (edited, weighed, stale)
    after = propose(reviewed, again=True)
    assert after.state == "proposed"
    assert after.key_facts[:2] == (edited, weighed)
    assert stale not in after.key_facts
    assert len({fact.id for fact in after.key_facts}) == len(after.key_facts)
    settled = reviewed.model_copy(update={"key_facts": after.key_facts})
    assert propose(settled, again=True).state == "kept"


def test_proposing_twice_gives_the_same() -> None:
    for one in bare("newsroom")[:2]:
        assert propose(one) == propose(one)


def test_references_do_not_reach_the_proposals() -> None:
    other = article(TEXT, references=["Nine people died in Ostmark, Governor Radmila Echavar said."])
    assert propose(other) == propose(article(TEXT, references=[]))


@pytest.mark.parametrize(("name", "vital"), [("newsroom", 0.65), ("briefs", 0.6)])
def test_proposals_carry_most_of_what_people_called_vital(name: str, vital: float) -> None:
    carried = total = 0
    for one in load_set(ROOT / "fixtures" / name):
        joined = "\n\n".join(texts(propose(one.model_copy(update={"key_facts": ()}))))
        findings = list(judge(Case(Subject(one, profile=name), joined)))
        for fact, finding in zip(one.key_facts, findings, strict=True):
            total += fact.weight == "vital"
            carried += fact.weight == "vital" and finding.check == "fact.found"
    assert carried / total >= vital


def test_thirty_articles_take_seconds_and_give_eight_to_fourteen_facts() -> None:
    articles = [*bare("newsroom"), *bare("briefs")]
    start = time.process_time()
    proposals = propose_all(articles)
    assert time.process_time() - start < 45
    assert all(4 <= len(p.key_facts) <= 14 for p in proposals)
    assert sum(len(p.key_facts) >= 8 for p in proposals) >= 26
    for one, proposal in zip(articles, proposals, strict=True):
        known = {source.id for source in one.sources}
        for fact in proposal.key_facts:
            assert fact.sources
            assert set(fact.sources) <= known
            assert fact.text.count("“") == fact.text.count("”")
            assert fact.text[-1] in '.!”"’'
