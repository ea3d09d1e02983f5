"""Relations of words: the same, a rewording, an opposite, a kind of; news opposites over WordNet."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.facts import lexicon
from harness.facts.lexicon import antonyms, known, lemmas, opposed, poles, relation
from harness.facts.lexicon.opposites import FINDINGS, POLES, Pole

DATA = Path(lexicon.__file__).parent


@pytest.mark.parametrize(
    "pair",
    """rose/fell climbed/dropped jumped/slumped gained/lost up/down more/fewer more/less higher/lower above/below
    over/under before/after earlier/later first/last increase/decreased raised/cut widened/narrowed won/lost beat/lose
    approved/rejected accepted/refused accept/declined opened/closed reopened/shut convicted/acquitted guilty/innocent
    convicted/cleared allowed/banned permit/bar lifted/imposed passed/failed supports/opposes backed/opposed
    confirmed/denied raise/lower starts/ends began/stopped arrived/left expanded/shrank profit/loss profits/losses
    bought/sold hired/fired appointed/sacked alive/dead survived/died safe/dangerous safe/unsafe legal/illegal
    with/without included/excluded majority/minority most/few always/never all/none minimum/maximum largest/smallest
    north/south north/east eastern/western inside/outside upstream/downstream public/private day/night
    morning/evening slightly/sharply partly/entirely worsened/improved nearer/further strengthened/weakened
    rejection/approval legally/illegal employer/employee hot/cold old/new weekly/monthly shorter/longer upper/lower
    import/export temporary/permanent jailed/freed victory/defeat halved/doubled""".split(),
)
def test_what_excludes_each_other_is_an_antonym_both_ways(pair: str) -> None:
    a, b = pair.split("/")
    assert (relation(a, b), relation(b, a)) == ("antonym", "antonym")
    assert opposed(a, b) in FINDINGS


@pytest.mark.parametrize(
    "pair",
    """rise/rose rising/rises child/children city/cities go/went found/find big/bigger planned/planning stopped/stop
    woman/women knives/knife studies/study tried/try taller/tall safest/safe boxes/box house/houses were/was""".split(),
)
def test_forms_of_a_word_are_the_same(pair: str) -> None:
    a, b = pair.split("/")
    assert (relation(a, b), relation(b, a)) == ("same", "same")


@pytest.mark.parametrize(
    "pair",
    """rose/climbed began/started arrested/detained fatal/deadly worldwide/globally uptick/rise help/aid
    automobile/car attorney/lawyer physician/doctor labour/labor decision/decided approval/approved bought/purchased
    labor/labour fell/dropped shut/closed forbid/prohibited infant/baby""".split(),
)
def test_rewordings_are_synonyms(pair: str) -> None:
    a, b = pair.split("/")
    assert (relation(a, b), relation(b, a)) == ("synonym", "synonym")


@pytest.mark.parametrize("pair", "animal/dogs vehicle/car friend/buddy bird/sparrow building/hotel".split())
def test_a_kind_is_narrower_than_what_it_is_a_kind_of(pair: str) -> None:
    broad, narrow = pair.split("/")
    assert (relation(broad, narrow), relation(narrow, broad)) == ("broader", "narrower")


@pytest.mark.parametrize("pair", "dog/wolf boat/ship oak/beech".split())
def test_two_kinds_of_the_same_are_siblings(pair: str) -> None:
    a, b = pair.split("/")
    assert (relation(a, b), relation(b, a)) == ("sibling", "sibling")


@pytest.mark.parametrize("pair", "come/go head/tail safe/out said/other".split())
def test_opposites_in_senses_that_news_does_not_use_are_none(pair: str) -> None:
    a, b = pair.split("/")
    assert "antonym" not in (relation(a, b), relation(b, a))


@pytest.mark.parametrize(
    "pair",
    "offer/on bridge/minister founder/find quarter/year xqzzy/bridge star/minor".split(),
)
def test_chance_likeness_is_no_relation(pair: str) -> None:
    a, b = pair.split("/")
    assert relation(a, b) in ("", "sibling")


@pytest.mark.parametrize(
    ("a", "b", "family"),
    [
        ("rose", "fell", "direction"),
        ("fewer", "more", "direction"),
        ("convicted", "acquitted", "polarity"),
        ("earlier", "later", "time"),
        ("north", "south", "place"),
        ("hot", "cold", "polarity"),
        ("rose", "climbed", ""),
        ("bridge", "minister", ""),
    ],
)
def test_the_family_of_an_opposition_is_named(a: str, b: str, family: str) -> None:
    assert opposed(a, b) == family


def test_phrases_stand_on_sides_as_well() -> None:
    assert poles("turned down") == POLES["turn down"]
    assert poles("at least") == {Pole("direction", "limit", 0)}
    assert relation("at least", "at most") == "antonym"
    assert relation("not guilty", "guilty") == "antonym"


def test_no_word_stands_on_two_sides_of_an_axis() -> None:
    twice = {word: found for word, found in POLES.items() if len({pole[:2] for pole in found}) < len(found)}
    assert twice == {}


def test_lemmas_keep_the_word_and_add_what_it_may_be_a_form_of() -> None:
    assert lemmas("rose") == {"rose", "rise"}
    assert lemmas("offer") == {"offer"}
    assert lemmas("owner") == {"owner"}
    assert lemmas("xqzzy") == {"xqzzy"}
    assert [known("climbing"), known("xqzzy")] == [True, False]


def test_antonyms_are_base_forms_direct_by_likeness_and_by_derivation() -> None:
    assert "fall" in antonyms("rose")
    assert {"dangerous", "unsafe"} & antonyms("safe")
    assert "acceptance" in antonyms("rejection")
    assert "illegally" in antonyms("legally")
    assert antonyms("xqzzy") == frozenset()


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_strings_have_a_relation_and_the_mirrored_one(a: str, b: str) -> None:
    mirrored = {"broader": "narrower", "narrower": "broader"}
    assert relation(b, a) == mirrored.get(relation(a, b), relation(a, b))


@given(st.sampled_from(sorted(POLES)), st.sampled_from(sorted(POLES)))
def test_relations_of_the_table_are_symmetrical(a: str, b: str) -> None:
    assert (relation(a, b) == "antonym") == (relation(b, a) == "antonym")


def test_the_data_are_read_once_by_many_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    data, times = lexicon._data(), 0

    def read() -> lexicon._Data:
        nonlocal times
        times += 1
        time.sleep(0.02)  # long enough for every other thread to ask as well
        return data

    monkeypatch.setattr(lexicon, "_loaded", [])
    monkeypatch.setattr(lexicon, "_read", read)
    threads = [threading.Thread(target=lexicon._data) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert times == 1


def test_the_data_are_small_carry_no_date_and_their_licence_lies_beside_them() -> None:
    packed = (DATA / "lexicon.txt.gz").read_bytes()
    assert len(packed) <= 1_500_000
    assert packed[4:8] == bytes(4)  # gzip's time
    licence = (DATA / "lexicon.LICENSE").read_text(encoding="ascii")
    assert "WordNet 3.0 Copyright 2006 by Princeton University" in licence
