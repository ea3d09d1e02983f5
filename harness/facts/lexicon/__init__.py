"""How two words are related: the same word, a rewording, an opposite, a kind of the other.

From WordNet 3.0 (Miller 1995, "WordNet: A Lexical Database for English", CACM 38(11)), cut by
tests/benchmarks/make_lexicon.py to single words and their first senses, and from the table in `opposites`. The data
are
read once, when first asked for.

The data file has three parts with an empty line between them. A word: its senses by part of speech, the senses of
words derived from it, its opposites (tab-separated). An irregular form: the words it may be a form of. A sense,
numbered
by its line: what it is a kind of, what it is near to.
"""

from __future__ import annotations

import gzip
import threading
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Literal, NamedTuple

from harness.facts.lexicon.opposites import NOT_OPPOSITES, POLES, Family, Pole

Relation = Literal["same", "synonym", "antonym", "broader", "narrower", "sibling", ""]

# WordNet's own rules of detachment (morphy): endings by part of speech, and what stands in their place
_ENDINGS = {
    "n": "s: ses:s ves:f xes:x zes:z ches:ch shes:sh men:man ies:y",
    "v": "s: ies:y es:e es: ed:e ed: ied:y ing:e ing:",
    "a": "er: est: er:e est:e ier:y iest:y",
}
_RULES = [
    (part, ending, instead)
    for part, rules in _ENDINGS.items()
    for ending, _, instead in (rule.partition(":") for rule in rules.split())
]
_SHORTEST = 2  # letters of a base form
# of the words that the lexicon has as they stand, those that are comparatives; "owner" and "founder" are none
_COMPARATIVES = frozenset(
    """better best bigger biggest cleaner closer closest cooler drier earlier earliest farther farthest faster
    fastest fewer fewest
    finer fitter flatter fresher further furthest graver greater greatest healthier higher highest larger largest
    later
    latest leaner lesser lighter longer longest lower lowest nearer nearest older oldest quicker quickest rounder
    sharper slower slowest smaller smallest smoother steeper stronger thinner warmer wetter younger
    youngest""".split()
)
_WORDS_KEPT = 1 << 15
_PAIRS_KEPT = 1 << 16


class _Data(NamedTuple):
    words: dict[str, str]  # the rest of the word's line
    exceptions: dict[str, str]
    senses: list[str]


class _Entry(NamedTuple):
    senses: frozenset[str]
    near: frozenset[str]  # by derivation; by likeness they hang on the senses
    opposites: tuple[str, ...]


class _Meaning(NamedTuple):
    """All that relations of an inflected word are made from; the sets hold numbers of senses."""

    senses: frozenset[str]
    near: frozenset[str]
    above: frozenset[str]
    far_above: frozenset[str]


_lock = threading.Lock()
_loaded: list[_Data] = []


def _data() -> _Data:
    if not _loaded:
        with _lock:
            if not _loaded:
                _loaded.append(_read())
    return _loaded[0]


def _read() -> _Data:
    packed = files("harness.facts.lexicon").joinpath("lexicon.txt.gz").read_bytes()
    words, exceptions, senses = gzip.decompress(packed).decode("ascii").split("\n\n", 2)
    return _Data(
        dict(line.split("\t", 1) for line in words.split("\n")[1:]),
        dict(line.split(" ", 1) for line in exceptions.split("\n")),
        senses.split("\n"),
    )


@lru_cache(maxsize=_PAIRS_KEPT)
def relation(a: str, b: str) -> Relation:
    """What the word `a` is to the word `b`, both in lower case, inflected or not.

    "same": forms of one word. "synonym": one may stand for the other in a common sense of both. "antonym": they
    exclude
    each other. "broader": `b` is a kind of `a`; "narrower": the other way round, over two steps at most. "sibling":
    two kinds of the same. Empty: nothing is known, which is also so of words that are not in the lexicon.
    """
    if a == b:
        return "same"
    mine, yours = poles(a), poles(b)
    if _sides_apart(mine, yours):
        return "antonym"
    if lemmas(a) & lemmas(b):
        return "same"
    if mine & yours:
        return "synonym"
    if antonyms(a) & lemmas(b) or antonyms(b) & lemmas(a):
        return "antonym"
    return _by_meaning(_meaning(a), _meaning(b))


def _by_meaning(a: _Meaning, b: _Meaning) -> Relation:
    if a.senses & b.senses or a.near & b.senses or a.senses & b.near:
        return "synonym"
    if b.above & a.senses or b.far_above & a.senses:
        return "broader"
    if a.above & b.senses or a.far_above & b.senses:
        return "narrower"
    return "sibling" if a.above & b.above or a.near & b.near else ""


@lru_cache(maxsize=_WORDS_KEPT)
def lemmas(word: str) -> frozenset[str]:
    """The words of the lexicon that `word` may be a form of, itself among them; only itself if there are none."""
    data = _data()
    found = {word}
    irregular = data.exceptions.get(word, "").split()
    found.update(lemma[1:] for lemma in irregular if _may_end(word, lemma[0], ""))
    for part, ending, instead in _RULES:
        if word.endswith(ending) and _may_end(word, part, ending):
            stem = word[: len(word) - len(ending)]
            found.update(base for base in _bases(part, ending, stem, instead) if _is(part, base))
    return frozenset(found)


def _may_end(word: str, part: str, ending: str) -> bool:
    if part == "a":
        return word not in _data().words or word in _COMPARATIVES
    return ending != "s" or not word.endswith("ss")


def _bases(part: str, ending: str, stem: str, instead: str) -> list[str]:
    bases = [stem + instead]
    if not instead and ending in ("ed", "ing", "er", "est") and len(stem) > 3 and stem[-1] == stem[-2]:
        bases.append(stem[:-1])  # planned, bigger
    return [base for base in bases if len(base) >= _SHORTEST + (part == "n")]


def _is(part: str, word: str) -> bool:
    """Whether a word has senses of this part of speech."""
    return part in _own_parts(word)


def known(word: str) -> bool:
    """Whether the lexicon has the word or one that it is a form of."""
    return any(lemma in _data().words for lemma in lemmas(word))


def parts_of_speech(word: str) -> frozenset[str]:
    """What the words that `word` may be a form of can be: n(oun), v(erb), a(djective), (adve)r(b)."""
    return frozenset(part for lemma in lemmas(word) for part in _own_parts(lemma))


def irregular_verb(word: str) -> bool:
    """Whether `word` may be an irregular past of a verb ("rose", "found")."""
    return " v" in f" {_data().exceptions.get(word, '')}" and not word.endswith("ing")


def _own_parts(word: str) -> set[str]:
    return {senses[0] for senses in _data().words.get(word, "").partition("\t")[0].split()}


@lru_cache(maxsize=_WORDS_KEPT)
def antonyms(word: str) -> frozenset[str]:
    """The base forms of the opposites of a word: its own, those of words like it, and those of words of its stem."""
    own = lemmas(word)
    found = {opposite for lemma in own for opposite in _entry(lemma).opposites}
    sides = poles(word)
    found.update(other for other, others in POLES.items() if _sides_apart(sides, others))
    return frozenset(
        opposite
        for opposite in found - own
        if not any(frozenset((lemma, opposite)) in NOT_OPPOSITES for lemma in own) and not sides & poles(opposite)
    )


@lru_cache(maxsize=_WORDS_KEPT)
def poles(word: str) -> frozenset[Pole]:
    """The sides on which a word or phrase stands in the table of opposites, as it is written and by its lemmas."""
    first, space, rest = word.partition(" ")
    return frozenset(chain.from_iterable(POLES.get(lemma + space + rest, ()) for lemma in lemmas(first)))


def opposed(a: str, b: str) -> Family | Literal[""]:
    """In what two words exclude each other; empty if they do not, "polarity" if only WordNet says so."""
    if relation(a, b) != "antonym":
        return ""
    return _sides_apart(poles(a), poles(b)) or "polarity"


def _sides_apart(a: frozenset[Pole], b: frozenset[Pole]) -> Family | Literal[""]:
    """The family of an axis on which the words stand apart, unless they stand together on another."""
    if not a or not b or a & b:
        return ""
    apart = (mine.family for mine in a for other in b if mine[:2] == other[:2])
    return min(apart, default="")


@lru_cache(maxsize=_WORDS_KEPT)
def _entry(word: str) -> _Entry:
    own, near, opposites, *_ = (*_data().words.get(word, "").split("\t"), "", "", "")
    senses = frozenset(sense for part in own.split() for sense in part[1:].split(","))
    return _Entry(senses, _numbers(near), tuple(opposites.split()))


@lru_cache(maxsize=_WORDS_KEPT)
def _meaning(word: str) -> _Meaning:
    entries = [_entry(lemma) for lemma in lemmas(word)]
    senses = frozenset[str]().union(*(entry.senses for entry in entries))
    near = frozenset[str]().union(*(entry.near for entry in entries), *(_links(sense, 1) for sense in senses))
    above = frozenset[str]().union(*(_links(sense, 0) for sense in senses))
    far_above = frozenset[str]().union(*(_links(sense, 0) for sense in above))
    return _Meaning(senses, near, above, far_above)


def _links(sense: str, column: int) -> frozenset[str]:
    columns = _data().senses[int(sense)].split("\t")
    return _numbers(columns[column]) if column < len(columns) else frozenset()


def _numbers(listed: str) -> frozenset[str]:
    return frozenset(listed.split(",")) if listed else frozenset()
