"""Where one sentence makes two statements: at semicolons, and at conjunctions between main clauses or predicates.

“Nine people have died and 26 are missing, the service said” states two things, each said by the service; “the court
convicted Orlevan and sentenced him” two about one subject. Cut only where both sides surely are main clauses: nothing
inside what somebody said, behind a condition, in a relative clause or a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from harness.backends.newsroom.telling import hidden
from harness.facts.lexicon import parts_of_speech
from harness.facts.wording.clauses import AUXILIARIES, PRONOUNS, STOPS, Token, finite, sentences

_SPOKEN = r"(?:said|says|told|added|adds|announced|reported|warned|estimates?|estimated|showed|according to)"
_ATTRIBUTION = re.compile(
    rf",\s(?P<who>according to [^,;]+|(?:[^,;]{{2,60}}\s)?{_SPOKEN}(?:\s[^,;]+)?(?:,\s[^,;]+)?)[.]$"
)
_REPORTING = frozenset(
    """said says say told tell tells added adds announced warned warns claimed claims alleged believes believe thinks
    argued argues insisted insists denied denies confirmed accused suggests suggested reported estimates estimated
    showed shows found finds expects expected hopes fears promised according wrote ruled noted know knows decided
    agreed""".split()
)
_SUBORDINATE = frozenset(
    """if unless whether because although though while whilst when whenever where who which that whose whom after before
    since until once as so than lest provided between both either neither not""".split()
)
_LEADS_IN = frozenset("if unless although though while whilst when as because since after before despite even".split())
_TAIL = re.compile(
    r", (?=(?:with|which|while|although|though|where|because|since|including|and|but|as|after|when|until|saying|leaving"
    r"|\w+ing|who|something|more than|“|\" ) )|, (?=\s{3,})|; |: |, (?=that )"
)
DATELINE = re.compile(r"[A-Z][A-Z’' -]{2,30}\b[^.–—]{0,60}?\s[–—-]\s(?=\S)")
"""“SARNOVELO, Tesmora province – ” in front of a report."""
_HEAD = 7  # words
_CONJUNCTIONS = re.compile(r"\b(?:and|but|while|which|who|that|when|because)\b")
_CLAUSE_SUBJECT = 6  # tokens in front of the second clause's verb, at most
_SUBJECT = 10  # tokens of a subject that is said again, at most


class Piece(NamedTuple):
    """Stretches of a source that make a statement together, and the one that says who said it."""

    spans: tuple[tuple[int, int], ...]
    attribution: tuple[int, int] | None = None


def split(body: str, offset: int) -> list[Piece]:
    """The statements of one sentence that stands at `offset`; nothing where it makes one only."""
    match = _ATTRIBUTION.search(hidden(body))
    end = match.start() if match else len(body)
    attribution = (offset + match.start("who"), offset + match.end("who")) if match else None
    lines = sentences(body[:end].replace("\n", " "))
    if len(lines) != 1 or not lines[0]:
        return []
    tokens = lines[0]
    if tokens[0].norm in _LEADS_IN:
        return []
    shown = hidden(body)
    pieces: list[Piece] = []
    first, subject = 0, None
    for i in range(1, len(tokens) - 2):
        if shown[tokens[i].start] == " " and tokens[i].norm.isalpha():
            continue  # quoted
        kind = _cut(tokens, first, i)
        if not kind or not is_complete(shown[tokens[first].start : tokens[i].start]):
            continue
        pieces.append(_piece(tokens, first, i, subject, offset, attribution))
        subject = _subject(tokens, first) if kind == "predicate" else None
        first = i + 2 if tokens[i].norm == "," else i + 1
    if not pieces:
        return []
    return [*pieces, _piece(tokens, first, len(tokens), subject, offset, attribution)]


def heads(body: str, offset: int) -> list[Piece]:
    """The sentence without what its main clause can do without, the longest first; nothing of a condition."""
    shown = hidden(body)
    if not body[:1].isupper() or re.match(rf"(?:{'|'.join(_LEADS_IN)})\b", body, re.IGNORECASE):
        return []
    ends = [match.start() for match in _TAIL.finditer(shown)]
    fitting = [end for end in reversed(ends) if len(body[:end].split()) >= _HEAD and is_complete(shown[:end])]
    # half a quotation misleads
    return [Piece(((offset, offset + end),)) for end in fitting if "“" not in body[:end] and '"' not in body[:end]]


def is_complete(text: str) -> bool:
    """Whether the words have a verb, and do not end in the subject of a clause without one."""
    _, *others = _CONJUNCTIONS.split(text)
    return has_predicate(text) and (not others or has_predicate(f"It {others[-1]}"))


def has_predicate(text: str) -> bool:
    """Whether some word is surely or likely the verb of a main clause."""
    tokens = sentences(text.replace("\n", " "))
    return any(_is_finite(line, n) or _present(line, n) for line in tokens for n in range(1, len(line)))


def _present(tokens: Sequence[Token], n: int) -> bool:
    """Whether the word may be a verb in the present tense, by the dictionary and the word before it."""
    word, before = tokens[n], tokens[n - 1]
    bare = word.norm.isalpha() and not word.capital and "v" in parts_of_speech(word.norm)
    return bare and before.norm not in _NO_VERB_BEHIND and not before.norm[:1].isdigit()


def _piece(
    tokens: Sequence[Token],
    first: int,
    last: int,
    subject: tuple[int, int] | None,
    offset: int,
    attribution: tuple[int, int] | None,
) -> Piece:
    own = (offset + tokens[first].start, offset + tokens[last - 1].end)
    spans = (own,) if subject is None else ((offset + subject[0], offset + subject[1]), own)
    return Piece(spans, attribution)


def _cut(tokens: Sequence[Token], first: int, i: int) -> str:
    """Whether the token parts two main clauses, or two predicates of one subject ("" where neither)."""
    word = tokens[i].norm
    behind = tokens[i + 1 :]
    before = tokens[first:i]
    if word == ";":
        both = _verb(before) is not None and _verb(behind) is not None
        return "clause" if both and behind[0].norm not in PRONOUNS else ""
    comma = word == "," and behind[0].norm in ("and", "but", "while")
    if not (comma or word == "and") or not _main(before):
        return ""
    if _opens(behind[comma:]):
        return "clause"
    joined = behind[0].norm if comma else word
    return "predicate" if joined != "while" and _goes_on(tokens, first, i, i + comma) else ""


def _main(tokens: Sequence[Token]) -> bool:
    """Whether the tokens are a main clause with nothing subordinate in it that a conjunction might go on with."""
    words = {token.norm for token in tokens}
    return _verb(tokens) is not None and not words & (_REPORTING | _SUBORDINATE) and not words & {"“", "”", '"', ":"}


def _verb(tokens: Sequence[Token]) -> int | None:
    """The number of the first verb that is not the first token."""
    return next((n for n, token in enumerate(tokens) if n and _is_finite(tokens, n)), None)


def _is_finite(tokens: Sequence[Token], n: int) -> bool:
    """Whether a finite verb stands there: no participle behind a preposition, an article or before a noun's end."""
    word, before = tokens[n].norm, tokens[n - 1].norm if n else ""
    if word in AUXILIARIES:
        return True
    return finite(word) and not tokens[n].capital and before not in _NO_VERB_BEHIND and not before[:1].isdigit()


_NO_VERB_BEHIND = frozenset(
    """the a an of in on at for by with from to its his her their some about and or , ( - two three four five six seven
    eight nine ten one many several most more all""".split()
)


def _opens(tokens: Sequence[Token]) -> bool:
    """Whether a clause with a subject of its own begins here."""
    if not tokens or tokens[0].norm in PRONOUNS | _SUBORDINATE or (finite(tokens[0].norm) and not tokens[0].capital):
        return False
    begins = tokens[0].capital or tokens[0].norm[0].isdigit() or tokens[0].norm in _DETERMINERS
    if tokens[0].norm in _NO_SUBJECT:
        return False
    for n, token in enumerate(tokens[1 : _CLAUSE_SUBJECT + 1], start=1):
        if token.norm in STOPS or token.norm in (",", "and", "or") or token.norm in _SUBORDINATE:
            return False
        if _is_finite(tokens, n):
            return begins or token.norm in AUXILIARIES
    return False


_DETERMINERS = frozenset(
    """the a an some about around nearly almost more at fewer one two three four five six seven eight nine ten eleven
    twelve another no its their his her most many several all further""".split()
)


def _goes_on(tokens: Sequence[Token], first: int, i: int, conjunction: int) -> bool:
    """Whether the words behind the conjunction are a second predicate of the subject of the clause `first` to `i`."""
    verb = _verb(tokens[first:i])
    following = tokens[conjunction + 1]
    if verb is None or not finite(following.norm):
        return False
    subject = _subject(tokens, first)
    if subject is None or following.capital:
        return False
    led, leads = tokens[first + verb].norm in AUXILIARIES, following.norm in AUXILIARIES
    return leads or not led


def _subject(tokens: Sequence[Token], first: int) -> tuple[int, int] | None:
    """The offsets of what stands before the clause's verb, where that is short and plain."""
    verb = _verb(tokens[first:])
    if verb is None or verb > _SUBJECT:
        return None
    words = tokens[first : first + verb]
    if any(token.norm in STOPS or token.norm == "," for token in words) or words[0].norm in _NO_SUBJECT:
        return None
    return words[0].start, words[-1].end


_NO_SUBJECT = frozenset(
    "in on at by after before during with for from as under over since until to of there it".split()
)
