"""Verbs of speech and who their subject is: "Falk said", "said the mayor", "according to police", "she added"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from harness.facts.names import Name
from harness.facts.names.vocabulary import SPEECH
from harness.facts.quotes import Quote

How = Literal["said", "pronoun", "goes on"]
"""Named beside the quotation, by a pronoun that fits one person only, or as the speaker of what stands before it."""

# names are \ue000 and quoted words \ue001 in the texts that these expressions are for
_PARTICIPLES = r"(?:saying|adding|telling|asking|warning|insisting|arguing|claiming|noting|stating|calling|describing)"
_VERB = re.compile(
    rf"\b(?:{SPEECH}|(?P<participle>{_PARTICIPLES})|(?P<after>[Aa]ccording to))(?= |[,.:;”\"’—–]|$)(?P<by> by)?"
)
FUNCTION = (
    r"(?:the|an?|that|when|if|as|who|which|is|was|were|are|be|been|would|will|could|can|may|has|had|have|and|or|but|said"
    r"|told|to|after|before|because|while|than|where|not|of|for|at|from|with|in|on|by|it|he|she|they)\b"
)
"""Words that no name of an office holds."""
_PHRASE = rf"(?:(?!{FUNCTION})[\w’'\ue000-]+ ){{0,4}}(?!{FUNCTION})[\w’'-]+"
_ROLE = (
    rf"(?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Mm]y|\ue000+['’]s?) {_PHRASE}"
    r"|[Pp]olice|[A-Z]?[a-z]{2,}(?:ers|ors|ials|ents|ists|eers|ives|ants|men|women)|[Mm]anagement|[Pp]eople)"
    rf"(?: (?:for|of|at|from|with|in|on) (?:the )?(?:\ue000+(?:['’]s? {_PHRASE})?|{_PHRASE}))?"
)
_PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e|[Yy]ou)"
_SUBJECT = rf"(?:(?P<name>\ue000++)|\b(?P<pronoun>{_PRONOUN})\b|(?<![\w\ue000])(?P<role>{_ROLE}))"
_ADVERBS = (
    r"(?:(?:also|later|then|earlier|now|has|had|have|once|again|simply|first|would|did|not|even|still|himself|herself"
    r"|[a-z]+ly|who|in turn) )*"
)
_BEFORE = re.compile(rf"{_SUBJECT}(?P<aside>(?:,? \(?\d\d\)?)?(?:, [^,\ue001]{{1,90}}){{0,3}}),? {_ADVERBS}$")
_BARE = re.compile(rf"{_SUBJECT}(?P<aside>) {_ADVERBS}$")
_AFTER = re.compile(
    rf",? (?:(?:the|an?|his|her|its|their|one) )?(?:(?!{FUNCTION})[\w.’'\ue000-]+ ){{0,5}}?(?P<name>\ue000++)"
    rf"(?!['’]s? |(?: (?!{FUNCTION})[\w’'-]+){{1,3}} \ue000)"  # "said Velkara chief executive Ines Falk"
    rf"|,? (?:(?P<pronoun>{_PRONOUN})\b|(?P<role>{_ROLE})(?=[\s,.;:]|$))(?P<aside>, \ue000+)?"
)
_FIRST = re.compile(rf"(?:(?!{FUNCTION})[\w.’'-]+ ){{0,3}}(?P<name>\ue000++)(?=,? [a-z])")
_NAME_IN_ASIDE = re.compile(r", (?:[\w’'.-]+ ){0,3}?(?P<name>\ue000++)(?=,|$)")
_AND = re.compile(rf"\b(?:and|but) {_ADVERBS}$")
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are) (?:\w+ly )?$")
_BOUNDARY = re.compile(r"[.!?…][\"”’')\]]*\s+|[\r\n\u2028\u2029]+")
REACH = 240  # characters of a subject with what is said about it
_HE = frozenset("mr sir lord father brother king prince duke spokesman chairman husband son businessman".split())
_SHE = frozenset(
    "mrs ms miss dame lady sister mother queen princess baroness spokeswoman chairwoman wife daughter".split()
)


class Speaker(NamedTuple):
    """Who said something, as the text at `start:end` puts it: a name, or a role ("the mayor") with `name` None."""

    start: int
    end: int
    text: str
    name: Name | None
    verb: tuple[int, int]
    """Span of the verb of speech, or of the colon."""
    how: How = "said"


class Utterance(NamedTuple):
    """A verb of speech with its subject; `start:end` holds both. `speaker` is None where a pronoun is in doubt."""

    start: int
    end: int
    speaker: Speaker | None


class Paragraphs:
    """A text prepared for finding speakers: names and quoted words hidden, sentences counted outside quotations."""

    def __init__(self, value: str, names: Sequence[Name], quotes: Sequence[Quote]) -> None:
        self.value = value
        self.names = names
        self.named = {name.start: name for name in names}
        self.hidden = _hide(value, names, quotes)
        self._boundaries = [0, *(match.end() for match in _BOUNDARY.finditer(self.hidden))]
        full = {name.words for name in names if len(name.words) > 1}
        counted = Counter(words[-1] for words in full)
        self._shared = {surname for surname, count in counted.items() if count > 1}

    @cached_property
    def utterances(self) -> tuple[Utterance, ...]:
        """All verbs of speech outside quotations that have a subject, in order."""
        found: list[Utterance] = []
        for verb in _VERB.finditer(self.hidden):
            utterance = self._of(verb, found[-1] if found else None)
            if utterance is not None:
                found.append(utterance)
        return tuple(found)

    def sentence(self, position: int) -> int:
        """Where the sentence at `position` begins."""
        return self._boundaries[bisect_right(self._boundaries, position) - 1]

    def line(self, position: int) -> int:
        """Where the paragraph at `position` begins."""
        return max(self.value.rfind(sign, 0, position) for sign in "\r\n\u2028\u2029") + 1

    def line_before(self, line: int) -> int:
        """Where the paragraph before the one that begins at `line` begins."""
        return self.line(len(self.value[:line].rstrip()))

    def same(self, name: Name, other: Name) -> bool:
        """Whether two names of the text are one person's: by the surname, or in full where two people share it."""
        return self._key(name) == self._key(other)

    def _key(self, name: Name) -> tuple[str, ...]:
        return name.words if name.words[-1] in self._shared else name.words[-1:]

    def _of(self, verb: re.Match[str], previous: Utterance | None) -> Utterance | None:
        before = self.hidden[max(self.sentence(verb.start()), verb.start() - REACH) : verb.start()]
        if verb["participle"] or _AND.search(before):
            return self._going_on(verb, previous)
        if verb["by"] or verb["after"]:
            return self._behind(verb, previous)
        if _PASSIVE.search(before):
            return None
        match = _BARE.search(before) if not before.rstrip().endswith(",") else None
        match = match or _BEFORE.search(before)
        if match is None:
            return self._behind(verb, previous) if not before[-2:].strip(" ,”’\"'»") else None
        start = verb.start() - len(before)
        return Utterance(start + match.start(), verb.end(), self._speaker(match, start, verb.span(), previous))

    def _going_on(self, verb: re.Match[str], previous: Utterance | None) -> Utterance | None:
        """A verb without a subject of its own has that of the one before it, or the first name of its sentence."""
        start = self.sentence(verb.start())
        if previous is not None and self.sentence(previous.end) == start:
            return Utterance(*verb.span(), previous.speaker)
        match = _FIRST.match(self.hidden, start, verb.start())
        return Utterance(*verb.span(), self._speaker(match, 0, verb.span(), previous)) if match else None

    def _behind(self, verb: re.Match[str], previous: Utterance | None) -> Utterance | None:
        match = _AFTER.match(self.hidden, verb.end(), verb.end() + REACH)
        if match is None:
            return None
        return Utterance(verb.start(), match.end(), self._speaker(match, 0, verb.span(), previous))

    def _speaker(
        self, match: re.Match[str], offset: int, verb: tuple[int, int], previous: Utterance | None
    ) -> Speaker | None:
        groups = match.groupdict()
        kind = next(key for key in ("name", "pronoun", "role") if groups.get(key))
        start, end = offset + match.start(kind), offset + match.end(kind)
        if kind == "pronoun":
            return self._person(start, end, verb, previous)
        if kind == "role" and (aside := _NAME_IN_ASIDE.match(groups.get("aside") or "")):
            first = offset + match.start("aside")
            kind, start, end = "name", first + aside.start("name"), first + aside.end("name")
        name = self.named.get(start) if kind == "name" else None
        return Speaker(start, end, self.value[start:end], name, verb) if name or kind == "role" else None

    def _person(self, start: int, end: int, verb: tuple[int, int], previous: Utterance | None) -> Speaker | None:
        """Whom a pronoun means: the person who spoke last or the only one named, in this paragraph or the last."""
        word = self.value[start:end].lower()
        if word not in ("he", "she", "they"):
            return None
        wrong = _SHE if word == "he" else _HE if word == "she" else frozenset()
        line = self.line(start)
        for low, high in ((line, start), (self.line_before(line), line)):
            people = [n for n in self.names if low <= n.start < high and self._may_be(n, wrong)]
            last = previous.speaker if previous and low <= previous.start < high else None
            name = last.name if last and self._leads(last, people, wrong) else None
            if name is None and people:
                name = people[0] if all(self.same(people[0], other) for other in people) else None
                return Speaker(start, end, name.text, name, verb, "pronoun") if name else None
            if name is not None:
                return Speaker(start, end, name.text, name, verb, "pronoun")
        return None

    def _leads(self, speaker: Speaker, people: Sequence[Name], wrong: frozenset[str]) -> bool:
        """Whether no other person is named in the speaker's sentence before, or anywhere after, the verb of speech."""
        name = speaker.name
        if name is None or not self._may_be(name, wrong):
            return False
        first, last = self.sentence(speaker.start), speaker.verb[1]
        others = [n for n in people if n.kind == "person" and not self.same(n, name)]
        owners = [n for n in others if first <= n.start < speaker.start and self.hidden[n.end : n.end + 1] not in "'’"]
        return not owners and not any(n.start > last for n in others)

    def _may_be(self, name: Name, wrong: frozenset[str]) -> bool:
        """Whether a pronoun may mean this one."""
        quoted = self.hidden[name.start] != "\ue000"
        person = name.kind == "person" or (name.kind == "other" and len(name.words) in (2, 3))
        return person and not quoted and not wrong & set(name.title.split())


def _hide(value: str, names: Sequence[Name], quotes: Sequence[Quote]) -> str:
    """`value` with names and quoted words made unreadable; the last sign of a quotation is left."""
    signs = list(value)
    for name in names:
        signs[name.start : name.end] = "\ue000" * (name.end - name.start)
    for quote in quotes:
        signs[quote.start : quote.end - 1] = "\ue001" * (quote.end - 1 - quote.start)
        signs[quote.end - 1] = value[quote.end - 1]
    return "".join(signs)
