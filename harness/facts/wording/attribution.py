"""Who is said to say it: "police said", "according to the operator", "Velkara claims that", with what each covers.

`wording` makes cues of what is found here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness.facts.lexicon import parts_of_speech
from harness.facts.wording.clauses import AUXILIARIES, PRONOUNS, QUOTES, STOPS, Token, clause_start, finite
from harness.facts.wording.words import DETERMINERS, VERBS, Verb

_LONGEST_SOURCE = 14  # tokens
_PASSIVE = frozenset("is are was were be been being got".split())
_CONTRAST = frozenset("but although though while whereas".split())
_LEFT_EDGES = frozenset("but that because while as when if although though where since after before so than".split())
_HEARERS = frozenset(
    """reporters journalists him her them us me parliament lawmakers investigators police officers the a an his their
    bbc reuters afp ap cnn bloomberg sky court inquiry viewers listeners mps""".split()
)
_ADVERBIALS = frozenset(
    """on in at during yesterday today later earlier last this about of with for from over into out up down
    afterwards monday tuesday wednesday thursday friday
    saturday sunday after before to by when as via through outside""".split()
)
_ROLE_OPENERS = frozenset("the a an who which whose its his her their of one head chief".split())
_LONGEST_APPOSITION = 9
# verbs that are mostly nouns or adjectives; they count behind a name, a pronoun, or an article and a noun
_NOUNS = frozenset(
    """state states claim claims report reports estimate estimates fear fears hope hopes note notes answer rule rules
    forecast forecasts comment comments point points promise pledge show shows find finds stress reply suspect
    suspects""".split()
)


class Attribution(NamedTuple):
    """Numbers of tokens, half open: the words of saying, the source, and what it is the source of."""

    words: tuple[int, int]
    source: tuple[int, int]
    covered: tuple[int, int]
    name: str
    value: int


def find_attributions(tokens: Sequence[Token]) -> list[Attribution]:
    """The attributions of one sentence in order; what one covers ends where the next source begins."""
    found: list[Attribution] = []
    for i, token in enumerate(tokens):
        if token.norm in _PHRASES:
            found.extend(_by_phrase(tokens, i))
        elif token.norm in VERBS and not is_no_verb(tokens, i):
            verb = VERBS[token.norm]
            found.extend(
                _by_participle(tokens, i, verb, found) if token.norm.endswith("ing") else _by_verb(tokens, i, verb)
            )
    return [_cut(tokens, one, found[n + 1 :]) for n, one in enumerate(found)]


_STATES_OF_THINGS = frozenset("missing stolen dead injured hurt lost safe sick".split())
_PHRASES = {"according": ("to",), "citing": (), "quoting": ()}


def _by_phrase(tokens: Sequence[Token], i: int) -> Iterator[Attribution]:
    rest = _PHRASES[tokens[i].norm]
    first = i + 1 + len(rest)
    if tuple(token.norm for token in tokens[i + 1 : first]) != rest or first >= len(tokens):
        return
    source = (first, _source_end(tokens, first))
    opening = clause_start(tokens, i)
    leads = opening == i and not any(t.norm.isalnum() for t in tokens[:i][-1:]) and _before(tokens, i) == i
    covered = (source[1], len(tokens)) if leads else (_before(tokens, i), i)
    if i and tokens[i - 1].norm == "," and source[1] + 1 < len(tokens) and finite(tokens[source[1] + 1].norm):
        covered = (covered[0], len(tokens))  # "the hand-over, according to the ruling, was late"
    yield Attribution((i, first), source, covered, tokens[i].norm, 3)


def _before(tokens: Sequence[Token], i: int) -> int:
    """Where the statement starts that ends in front of token `i`: behind a semicolon or a contrast, or at the start."""
    quoted = bool(i) and tokens[i - 1].norm in QUOTES
    for k in range(i - 1, -1, -1):
        if quoted and tokens[k].norm != ";":
            continue
        if tokens[k].norm in (";", "—", "–") or (tokens[k].norm in _CONTRAST and k and tokens[k - 1].norm == ","):
            return k + 1
    return 0


def is_no_verb(tokens: Sequence[Token], i: int) -> bool:
    """Whether the word is a noun, an infinitive, passive or negated."""
    last = tokens[i - 1].norm if i else ""
    if last == "to" or last in _PASSIVE or last in DETERMINERS:
        # "this said", "those say"
        return not (last in PRONOUNS and VERBS[tokens[i].norm].name == "say")
    if last in ("not", "n't", "never", "without", "nor", "neither") or last.endswith("n't"):
        return True
    if tokens[i].norm == "reported" and i + 1 < len(tokens) and tokens[i + 1].norm in _STATES_OF_THINGS:
        return True
    return tokens[i].norm in _NOUNS and not (i and (_subject(tokens, i - 1) or _states(tokens, i)))


def _states(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word that may be a plural is a verb by what stands around it: "the union claims that"."""
    behind = tokens[i + 1].norm if i + 1 < len(tokens) else ""
    said = behind == "that" or behind in PRONOUNS
    return said and tokens[i].norm.endswith("s") and "n" in parts_of_speech(tokens[i - 1].norm)


def _subject(tokens: Sequence[Token], k: int) -> bool:
    """Whether the token may be the subject of the verb behind it: a name, a pronoun, an article's noun."""
    if tokens[k].norm.endswith("'s"):
        return False
    if tokens[k].capital or tokens[k].norm in PRONOUNS or tokens[k].norm == ",":
        return True
    parts = parts_of_speech(tokens[k].norm)
    return "n" in parts and "a" not in parts and (k == 0 or tokens[k - 1].norm in DETERMINERS)


def _by_participle(tokens: Sequence[Token], i: int, verb: Verb, before: Sequence[Attribution]) -> Iterator[Attribution]:
    """ "…, adding that": the source is the one before, or else the subject of the sentence."""
    content = _content(tokens, i, verb)
    if content >= len(tokens) or not i or tokens[i - 1].norm not in (",", "by", "and", "as"):
        return
    subject = next((k for k, token in enumerate(tokens[:i]) if finite(token.norm)), 0)
    source = before[-1].source if before else (0, subject)
    if source[0] < source[1]:
        yield Attribution((i, i + 1), source, (content, len(tokens)), verb.name, verb.value)


def _by_verb(tokens: Sequence[Token], i: int, verb: Verb) -> Iterator[Attribution]:
    last = tokens[i - 1].norm if i else ""
    follows = i + 1 < len(tokens) and tokens[i + 1].norm not in STOPS and tokens[i + 1].norm != ","
    if follows and _inverted(tokens, i):
        source = (i + 1, _source_end(tokens, i + 1))
        if verb.transitive and not (last in QUOTES or _ends(tokens, source[1])):
            return
        yield Attribution((i, i + 1), source, (_before(tokens, i), i), verb.name, verb.value)
        return
    source = _source_before(tokens, i)
    if source[0] == source[1]:
        return
    content = _content(tokens, i, verb)
    if content < len(tokens):
        yield Attribution((i, i + 1), source, (content, len(tokens)), verb.name, verb.value)
    elif source[0] and (tokens[source[0] - 1].norm in QUOTES or tokens[source[0] - 1].norm in (",", "as")):
        yield Attribution((i, i + 1), source, _around(tokens, i, source[0]), verb.name, verb.value)


def _inverted(tokens: Sequence[Token], i: int) -> bool:
    """Whether the source follows its verb: behind a quotation or, with no statement behind the verb, a comma."""
    last = tokens[i - 1].norm if i else ""
    if last in QUOTES:
        return True
    if last != "," or _apposition(tokens, i):
        return False
    end = next((k for k in range(i + 1, len(tokens)) if _ends(tokens, k)), len(tokens))
    return not any(finite(token.norm) for token in tokens[i + 1 : end]) or tokens[i - 2].norm in QUOTES


def _around(tokens: Sequence[Token], i: int, source: int) -> tuple[int, int]:
    """What stands before the source; to the end of the sentence where the attribution is set in between commas."""
    closing = next((k for k in range(i + 1, len(tokens)) if tokens[k].norm == ","), 0)
    goes_on = closing and closing + 1 < len(tokens) and tokens[closing + 1].norm not in _CONTRAST | {"and", "adding"}
    return (_before(tokens, source), len(tokens) if goes_on else source)


def _ends(tokens: Sequence[Token], i: int) -> bool:
    return i >= len(tokens) or tokens[i].norm in STOPS or tokens[i].norm == ","


def _apposition(tokens: Sequence[Token], i: int) -> bool:
    """Whether the comma before the verb closes an apposition: "Takahari, a retired judge, said"."""
    if i < 4 or tokens[i - 1].norm != ",":
        return False
    for k in range(i - 2, max(-1, i - 3 - _LONGEST_APPOSITION), -1):
        word = tokens[k].norm
        if word in STOPS or word in QUOTES:
            return False
        if word == ",":
            opens = tokens[k + 1].norm in _ROLE_OPENERS or not any(finite(t.norm) for t in tokens[k + 1 : i - 1])
            return opens and not any(finite(t.norm) for t in tokens[max(0, k - 3) : k]) and tokens[k - 1].capital
    return False


def _source_before(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """The subject of the verb at `i`: back to a comma, a quotation mark, or a word that opens a clause."""
    end = i
    while end and (
        tokens[end - 1].norm in AUXILIARIES or tokens[end - 1].norm in ("also", "later", "then", "now", "still")
    ):
        end -= 1
    stop = end - 1
    if end and tokens[end - 1].norm == ",":
        stop = next((k for k in range(end - 1, -1, -1) if tokens[k].norm in STOPS | QUOTES), -1)
        return (stop + 1, end)
    start = stop + 1
    while start > max(0, end - _LONGEST_SOURCE) and not _left_edge(tokens, start - 1):
        start -= 1
    if start < end and tokens[start].norm == "and":
        start += 1
    return (start, end)


def _left_edge(tokens: Sequence[Token], k: int) -> bool:
    word = tokens[k].norm
    if word in STOPS or word in QUOTES or word in _LEFT_EDGES or word in (",", "said", "says"):
        return True
    # "the dam failed and officials said" but "police and prosecutors said"
    return word == "and" and any(finite(token.norm) for token in tokens[max(0, k - 6) : k])


def _source_end(tokens: Sequence[Token], first: int) -> int:
    for i in range(first, len(tokens)):
        word = tokens[i].norm
        if (
            word in STOPS
            or word in QUOTES
            or word == ","
            or (i > first and word in _LEFT_EDGES | {"and"} and _verb_near(tokens, i))
        ):
            return i
    return len(tokens)


def _verb_near(tokens: Sequence[Token], i: int) -> bool:
    return any(finite(token.norm) for token in tokens[i + 1 : i + 6])


def _content(tokens: Sequence[Token], i: int, verb: Verb) -> int:
    """Where what is said begins behind the verb; the number of tokens if it does not stand there."""
    first = i + 1
    none = len(tokens)
    that = next(
        (k for k in range(first, min(first + 9, none)) if tokens[k].norm == "that" and tokens[k - 1].norm != ","), 0
    )
    if that and not any(t.norm in STOPS or t.norm == "," or finite(t.norm) for t in tokens[first:that]):
        return that + 1 if not verb.transitive or _adverbial_then_clause(tokens, that) else none
    if verb.name == "tell":
        if first < none and tokens[first].norm not in _HEARERS and not tokens[first].capital:
            return none
        first += 2 if first < none and tokens[first].norm in DETERMINERS else 1
        while first < none and (tokens[first].norm == "&" or (tokens[first].capital and _named(tokens[first - 1]))):
            first += 1
    if _ends(tokens, first):
        return _quoted(tokens, first)
    if tokens[first].norm in _ADVERBIALS and not _adverbial_then_clause(tokens, first):
        return none
    bare = not verb.transitive and verb.name != "tell"
    return first if bare or _is_clause(tokens, first) else none


def _named(token: Token) -> bool:
    return token.capital or token.norm == "&"


def _quoted(tokens: Sequence[Token], first: int) -> int:
    """Where a quotation opens right behind the verb, a colon or a comma."""
    for k in range(first, min(first + 3, len(tokens))):
        if tokens[k].norm in QUOTES or (k > first and tokens[k - 1].norm == ":"):
            return k
        if tokens[k].norm not in (":", ","):
            break
    return len(tokens)


def _adverbial_then_clause(tokens: Sequence[Token], first: int) -> bool:
    """Whether a verb follows before the clause ends: "said on Friday the dam had held"."""
    for token in tokens[first + 1 : first + 16]:
        if token.norm in STOPS or token.norm == ",":
            return False
        if finite(token.norm):
            return True
    return False


def _is_clause(tokens: Sequence[Token], first: int) -> bool:
    """Whether a statement begins here, rather than a thing that is announced, confirmed or feared."""
    if tokens[first].norm in ("he", "she", "they", "there"):
        return True
    if tokens[first].norm in ("to", "having"):
        return True
    return _adverbial_then_clause(tokens, first)


def _cut(tokens: Sequence[Token], one: Attribution, later: Sequence[Attribution]) -> Attribution:
    """`one` without what the next source in the sentence covers, if it stands behind a comma or an "and"."""
    first, last = one.covered
    for other in later:
        start = other.source[0]
        if one.words[1] <= first < start < last and tokens[start - 1].norm in (",", "and", ";", "but", "while"):
            return one._replace(covered=(first, start - 1))
    return one
