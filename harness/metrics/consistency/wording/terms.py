"""The words of a sentence that are compared, and how the sentence says them: denied, surely, as a side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from harness.facts.lexicon import lemmas, parts_of_speech, poles, relation
from harness.facts.lexicon.opposites import POLES
from harness.facts.wording import FACT, Cue, find_cues
from harness.text import STOPWORDS, Sentence, Word

_PHRASES: dict[str, list[tuple[str, ...]]] = defaultdict(list)
for _phrase in POLES:
    _first, *_rest = _phrase.split()
    if _rest:
        _PHRASES[_first].append(tuple(_rest))
SAYING = frozenset("said say says saying told tell tells according added adds s".split())
_SIDED = frozenset("vote campaign lobby speak argue rule decide".split())  # "for" behind them takes a side


class Term(NamedTuple):
    """A word or phrase of the table of opposites; `content` if it may mark a place, `name` if it is written as one."""

    start: int
    end: int
    norm: str
    stem: str
    content: bool
    name: bool


@lru_cache(maxsize=1 << 10)
def find_terms(sentence: Sentence) -> tuple[Term, ...]:
    """The content words and numbers of a sentence, and the words and phrases of the table of opposites."""
    words = sentence.words
    terms: list[Term] = []
    i = 0
    while i < len(words):
        length, norm = _unit(words, i)
        content = norm not in STOPWORDS and norm not in SAYING
        if norm not in STOPWORDS or poles(norm):
            end = words[i + length - 1].end
            stem = words[i].stem if length == 1 else norm
            terms.append(Term(words[i].start, end, norm, stem, content, i > 0 and _capital(sentence, words[i])))
        i += length
    return tuple(terms)


def _unit(words: Sequence[Word], i: int) -> tuple[int, str]:
    """How many words make the term at `i`, and its normal form."""
    norm = words[i].norm
    if norm == "for" and i and lemmas(words[i - 1].norm) & _SIDED:
        return 1, "in favour of"
    for lemma in lemmas(norm):
        for rest in _PHRASES.get(lemma, ()):
            if tuple(word.norm for word in words[i + 1 : i + 1 + len(rest)]) == rest:
                return 1 + len(rest), " ".join((norm, *rest))
    return 1, norm


def _capital(sentence: Sentence, word: Word) -> bool:
    return sentence.text[word.start - sentence.start].isupper()


@lru_cache(maxsize=1 << 15)
def base_forms(norm: str) -> frozenset[str]:
    """The base forms of a word, of a phrase with its first word in base form."""
    first, space, rest = norm.partition(" ")
    return frozenset(lemma + space + rest for lemma in lemmas(first))


def means(one: str, other: str) -> bool:
    """Whether two words may say the same."""
    return relation(one, other) in ("same", "synonym")


def focus(terms: Sequence[Term], cue: Cue, offset: int) -> int | None:
    """The number of the first term that a cue governs, adverbs aside; `offset` is added to the cue's places."""
    last = cue.scope[1] + offset
    for k, term in enumerate(terms):
        if term.start >= cue.end + offset and term.end <= last and parts_of_speech(term.norm) != {"r"}:
            return k
    return None


class Statement(NamedTuple):
    """How a sentence says a term: whether other words deny it, how surely it holds (1–4), and whether a word that may
    say more or less does so here.
    """

    denied: bool
    strength: int
    side: bool


_WEAKENING = frozenset(("modal", "future", "alleged", "condition"))
_PARTICLES = frozenset("up down over under above below more most less few fewer".split())


def stated(sentence: Sentence, term: Term) -> Statement:
    """How `sentence` says `term`, one of its own."""
    first, last = term.start - sentence.start, term.end - sentence.start
    cues = find_cues(sentence.text)
    over = [cue for cue in cues if cue.scope[0] <= first and last <= cue.scope[1]]
    denials = sum(cue.kind == "negation" and not (cue.start <= first and last <= cue.end) for cue in over)
    values = [c.value for c in over if c.kind in _WEAKENING or (c.kind == "attribution" and c.value < 3)]
    side = term.norm not in _PARTICLES or any(c.kind == "direction" and c.start == first for c in cues)
    return Statement(denials % 2 == 1, min(values, default=FACT), side)
