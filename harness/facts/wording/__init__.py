"""Whether and how surely a sentence says that something holds: negations, modals, hedges, sources, directions.

Each is a cue with its span, what it governs and how strong it is. Cues are found by words, phrases and the ends of
clauses, without a parser, in tokenized and lower-cased text as well. `polarity`, `strength` and `attributed` say what
is in force at a place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from harness.facts.lexicon import antonyms, parts_of_speech
from harness.facts.wording.attribution import find_attributions, is_no_verb
from harness.facts.wording.clauses import PRONOUNS, QUOTES, STOPS, Token, clause_end, clause_start, finite, sentences
from harness.facts.wording.directions import direction, side
from harness.facts.wording.words import BEFORE_MONTH, DETERMINERS, LONGEST, NO_VALUES, PHRASES, Phrase

Kind = Literal["negation", "modal", "future", "alleged", "certain", "condition", "attribution", "direction"]
FACT = 4
"""The strength of what is said without any modality."""

_TEXTS_KEPT = 512
_WORDS_KEPT = 1 << 14
_NOUN_REACH = 5  # tokens that "alleged" governs, at most
_UNTIL_REACH = 14
_HEADLINE_SUBJECT = 4  # tokens before the "to" of a headline, at most
_AIMS = frozenset("aim goal plan purpose task idea job point how what".split())  # "the aim is to"
_PREFIXES = ("un", "non", "in", "im", "il", "ir", "dis")
_HEARERS = frozenset("me him her us them you".split())
_LINKS = frozenset("with for over and or as into about against , between after before under".split())
_IN_PHRASES = frozenset("with in at for under by on".split())


class Cue(NamedTuple):
    """Words at `start:end` that say how something holds; `scope` is what they govern.

    `value` is for negations 0; for directions 1 (up, more, nearer, earlier) or -1; for attributions how far the source
    is committed: 1 alleges, suspects; 2 claims, believes; 3 says; 4 confirms, finds; for the rest the strength that they
    leave: 1 possible or alleged, 2 likely, planned or due, 3 will, 4 certain. `name` is a normal form: of a negation its
    word (with a prefix, the word denied: "unsafe" is "safe"), of an attribution its verb, of a direction its axis.
    `source` is the span of an attribution's source.
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: int
    name: str
    scope: tuple[int, int]
    source: tuple[int, int] | None = None


def find_cues(text: str) -> list[Cue]:
    """The cues of a text in order. Any text is allowed; without any cue the list is empty."""
    return list(_cues(text))


def polarity(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is denied: an odd number of negations governs it."""
    return sum(cue.kind == "negation" for cue in _governing(text, start, end)) % 2 == 1


def strength(text: str, start: int, end: int) -> int:
    """How surely `text[start:end]` is said to hold, 1–4: possible or alleged, likely or planned, will, fact.

    Of several cues the weakest counts. A source lowers the strength only by a verb of doubt ("claims", "suspects");
    that there is one is for `attributed`.
    """
    values = (
        cue.value
        for cue in _governing(text, start, end)
        if cue.kind in ("modal", "future", "alleged", "condition") or (cue.kind == "attribution" and cue.value < 3)
    )
    return min(values, default=FACT)


def attributed(text: str, start: int, end: int) -> Cue | None:
    """The attribution that covers `text[start:end]`, the innermost of several; None if the text says it itself."""
    found = [cue for cue in _governing(text, start, end) if cue.kind == "attribution"]
    return min(found, key=lambda cue: cue.scope[1] - cue.scope[0], default=None)


def _governing(text: str, start: int, end: int) -> Iterator[Cue]:
    return (cue for cue in _cues(text) if cue.scope[0] <= start and end <= cue.scope[1])


@lru_cache(maxsize=_TEXTS_KEPT)
def _cues(text: str) -> tuple[Cue, ...]:
    found = [cue for tokens in sentences(text) if tokens for cue in _of_sentence(text, tokens)]
    return tuple(sorted(found, key=lambda cue: (cue.start, cue.end)))


def _of_sentence(text: str, tokens: Sequence[Token]) -> Iterator[Cue]:
    for found in find_attributions(tokens):
        first, last = found.words
        covered = _span(tokens, *found.covered)
        yield _cue(text, tokens, (first, last), "attribution", found.value, found.name, covered)._replace(
            source=_span(tokens, *found.source)
        )
    i = 0
    while i < len(tokens):
        if _says_nothing(tokens[i].norm):
            i += 1
            continue
        phrase = _phrase(tokens, i)
        length = 1 + len(phrase.rest) if phrase else 1
        if phrase is None:
            yield from _single(text, tokens, i)
        elif phrase.kind:
            yield from _by_phrase(text, tokens, i, phrase)
        i += length


def _span(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    if first >= last:
        return (tokens[-1].end, tokens[-1].end) if first >= len(tokens) else (tokens[first].start, tokens[first].start)
    return (tokens[first].start, tokens[last - 1].end)


def _cue(
    text: str,
    tokens: Sequence[Token],
    words: tuple[int, int],
    kind: Kind,
    value: int,
    name: str,
    scope: tuple[int, int],
) -> Cue:
    start, end = _span(tokens, *words)
    return Cue(start, end, text[start:end], kind, value, name, scope)


@lru_cache(maxsize=_WORDS_KEPT)
def _says_nothing(word: str) -> bool:
    """Whether a word begins no phrase and is no cue, wherever it stands: most words."""
    return not (_head(word) in PHRASES or word == "to" or _denied(word) or side(word))


def _phrase(tokens: Sequence[Token], i: int) -> Phrase | None:
    """The longest phrase of the tables that begins at token `i`, if it says here what it usually says."""
    behind = tuple(token.norm for token in tokens[i + 1 : i + 1 + LONGEST])
    for phrase in PHRASES.get(_head(tokens[i].norm), ()):
        length = len(phrase.rest)
        if behind[:length] == phrase.rest and not (phrase.kind and _misread(tokens, i, i + 1 + length, phrase)):
            return phrase
    return None


def _head(word: str) -> str:
    """Contracted negations are looked up as "not"."""
    return "not" if word.endswith("n't") and word not in PHRASES else word


def _misread(tokens: Sequence[Token], i: int, behind: int, phrase: Phrase) -> bool:
    """Whether a word means something else here: the month of May, a will, No 10, a tag question."""
    word = tokens[i].norm
    last = tokens[i - 1].norm if i else ""
    after = tokens[behind].norm if behind < len(tokens) else ""
    if phrase.reach == "noun":
        return not (_before_noun(last) and after.isalpha() and not finite(after))
    if phrase.rest:
        return _phrase_misread(tokens, i, after, phrase)
    if word in ("may", "will", "might"):
        named = tokens[i].capital and (i > 0 or (behind < len(tokens) and tokens[behind].capital))
        return named or _is_noun(word, last, after)
    if word in ("no", "neither", "nor", "none", "nothing"):
        return not after or (word == "no" and (after in NO_VALUES or after.isdigit()))
    if word == "proved":
        return after != "that"
    return (word.endswith("n't") or word == "not") and _tag(tokens, i)


def _phrase_misread(tokens: Sequence[Token], i: int, after: str, phrase: Phrase) -> bool:
    """ "would have" a thing, "said to" somebody, and "claims that" as what a source does."""
    if phrase.rest == ("have",):
        return not finite(after)
    if tokens[i].norm in ("claim", "claims"):
        return not is_no_verb(tokens, i)
    return tokens[i].norm == "said" and after in _HEARERS


def _is_noun(word: str, last: str, after: str) -> bool:
    """Whether "may" is the month, or "will" somebody's will."""
    if word == "may":
        return after.isdigit() or last in BEFORE_MONTH or last.isdigit()
    return last in DETERMINERS - {"that", "this", "these", "those"} or last.endswith("'s")


def _before_noun(word: str) -> bool:
    return (
        not word
        or word in DETERMINERS | BEFORE_MONTH | STOPS
        or word[0].isdigit()
        or word.endswith("'s")
        or word in _LINKS
    )


def _tag(tokens: Sequence[Token], i: int) -> bool:
    """Whether the negation belongs to a tag: ", isn't it?"."""
    following = [token.norm for token in tokens[i + 1 : i + 4]]
    tail = following[1:] if following and following[0] in PRONOUNS else []
    return bool(tail) and tail[0] == "?" and any(token.norm == "," for token in tokens[max(0, i - 2) : i])


def _by_phrase(text: str, tokens: Sequence[Token], i: int, phrase: Phrase) -> Iterator[Cue]:
    behind = i + 1 + len(phrase.rest)
    kind, value, name = cast(Kind, phrase.kind), phrase.value, phrase.name
    if kind == "negation" and name in ("not", "never") and _until(tokens, behind):
        return
    if kind == "negation" and name == "unlikely":
        yield _cue(text, tokens, (i, behind), "modal", 2, name, _scope(tokens, i, behind, "forward"))
    if kind == "certain" and i and _head(tokens[i - 1].norm) in ("not", "never", "cannot"):
        kind, value = "modal", 1
    reach = "forward" if phrase.reach == "clause" and i and tokens[i - 1].norm in _IN_PHRASES else phrase.reach
    yield _cue(text, tokens, (i, behind), kind, value, name, _scope(tokens, i, behind, reach))


def _until(tokens: Sequence[Token], first: int) -> bool:
    """Whether the sentence only says how long something did not hold: "did not reopen until May"."""
    for token in tokens[first : first + _UNTIL_REACH]:
        if token.norm in STOPS or token.norm in (",", "but", "and"):
            return False
        if token.norm in ("until", "till", "before", "unless"):
            return True
    return False


def _scope(tokens: Sequence[Token], i: int, behind: int, reach: str) -> tuple[int, int]:
    """What a cue at tokens `i` to `behind` governs."""
    if reach == "noun" and behind < len(tokens) and not finite(tokens[behind].norm):
        end = min(clause_end(tokens, behind - 1), behind + _NOUN_REACH)
        end = next((k for k in range(behind, end) if finite(tokens[k].norm) or tokens[k].norm in BEFORE_MONTH), end)
        return _span(tokens, behind, end)
    end = _end(tokens, i, behind)
    if reach == "clause":
        return _span(tokens, clause_start(tokens, i), end)
    if end <= behind:  # nothing follows: "the road is open, apparently"
        return _span(tokens, clause_start(tokens, max(0, i - 1)), i)
    return _span(tokens, behind, end)


def _end(tokens: Sequence[Token], i: int, behind: int) -> int:
    """The end of the clause; of "neither" and "not" at their "nor"; an adverb at the start reaches over its comma."""
    end = clause_end(tokens, behind - 1)
    if (
        end == behind < len(tokens)
        and tokens[end].norm == ","
        and (i == 0 or tokens[i - 1].norm in QUOTES | {",", "that"})
    ):
        end = clause_end(tokens, behind)
    return next((k for k in range(behind, end) if tokens[k].norm == "nor"), end)


def _single(text: str, tokens: Sequence[Token], i: int) -> Iterator[Cue]:
    """What a single word says beside the phrases: a prefix that denies, a direction, "is to"."""
    base, pole = _denied(tokens[i].norm), direction(tokens, i)
    words, span = (i, i + 1), (tokens[i].start, tokens[i].end)
    if base:
        yield _cue(text, tokens, words, "negation", 0, base, span)
    if pole:
        clause = _span(tokens, clause_start(tokens, i), clause_end(tokens, i))
        yield _cue(text, tokens, words, "direction", 1 - 2 * pole.side, pole.axis, clause)
    if tokens[i].norm == "to" and i and _planned(tokens, i):
        yield _cue(text, tokens, (i - 1, i + 1), "modal", 2, "be to", _scope(tokens, i, i + 1, "forward"))


def _planned(tokens: Sequence[Token], i: int) -> bool:
    """Whether the verb behind "to" is planned: "is to begin", and in headlines "Ferries to resume"."""
    verb = tokens[i + 1].norm if i + 1 < len(tokens) else ""
    if "v" not in parts_of_speech(verb) or verb.endswith(("ing", "ed")) or tokens[i + 1].capital:
        return False
    before = [token.norm for token in tokens[:i]]
    if before[-1] in ("is", "are", "was", "were"):
        return not _AIMS & set(before)
    return i <= _HEADLINE_SUBJECT and tokens[-1].norm not in STOPS and not any(map(_verbal, before))


def _verbal(word: str) -> bool:
    return finite(word) or word in STOPS or ("v" in parts_of_speech(word) and "n" not in parts_of_speech(word))


@lru_cache(maxsize=_WORDS_KEPT)
def _denied(word: str) -> str:
    """The word that a prefix denies: "unsafe" is not "safe", but "invaluable" and "unveiled" deny nothing."""
    if word.startswith("non-"):
        return word[4:]
    for prefix in _PREFIXES:
        base = word[len(prefix) :]
        if not word.startswith(prefix) or len(base) < 3 or not (parts_of_speech(word) <= {"a", "r"}):
            continue
        if base in antonyms(word) or (prefix == "un" and base.endswith("ed") and "v" in parts_of_speech(base)):
            return base
    return ""
