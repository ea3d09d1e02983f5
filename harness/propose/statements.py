"""What the sources state, one thing at a time: their sentences cut into clauses that can be checked on their own.

A clause keeps the words of its source. Its subject is named: a pronoun, a bare surname or “the company” gives way to
the name that it stands for where the sentence or the one before says who that is, and weekdays get their date. What
cannot be read alone, quotes at length, or tells only that nobody would comment is left out. There is no parser; a
sentence that is not surely two statements stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.backends.newsroom.telling import QUOTED, cut, hidden, spell_out
from harness.case import Subject
from harness.facts.dates import find_dates, parse_day
from harness.propose.clauses import DATELINE, Piece, has_predicate, heads, is_complete, split
from harness.propose.people import Who
from harness.text import Sentence

_MARKUP = re.compile(r"(?:[#>*•‣–—_|-]+\s*|\d{1,2}[.)]\s+)+")
_JOINING = re.compile(
    r"(?:And|But|Meanwhile,|However,|In a statement,|Separately,|Also,|By contrast,|In addition,|Even so,|Still,"
    r"|At the same time,|Instead,)\s+(?=\S)"
)
# openings that lean on what was said before
_LEANING = re.compile(
    r"(?:Or|So|Nor|Yet|Then|Also|Too|Thus|Hence|Therefore|Otherwise|Nevertheless|Neither|Both|Either|Each|Another|Others"
    r"|Such|That|This|These|Those|Here|They|Their|Them|We|You|Our|Your|My|I|What|Why|How|Who|Which|As well|Again|Once"
    r"|(?:In|By|Since|Back) (?:that|then)|Of (?:those|these|them|that)|One (?:of (?:them|these)|said|was)"
    r"|The (?:latter|pair|same|rest|step|move|switch|change|others)|The other (?=\d)"
    r"|The (?:former|first|second|third|other)(?:(?=,)| (?:was|is|are|were|had|has|will|said|of|two|three|one))"
    r"|All (?:were|are|have|had)|\w+['’]s (?:was|were|is|are|had|fell|rose|closed|went|stood)"
    r"|(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten) of the (?:two|three|four|five|six|seven|eight|nine|ten)"
    r"|(?:At|On|In|By|After|Before|During|With|Without|For|From|As|When|Since)\b[^“”]{0,80}?,? (?:it|they) "
    r"(?:\w+ed|gave|won|took|made|had|has|was|were|is|are)"
    r"|(?:\w+ )?\w+ ones|One thing|Anyone"
    r"|(?:\w+ )?(?:minutes?|hours?|days?|weeks?|months?|years?) (?:later|earlier|after that|before that|after)"
    r"|(?:Two|Three|Four|Five|Six|Some|Most|Many|Several|None|All) of (?:them|these|those))\b"
)
# words outside quotations that point out of the sentence, or to the paper that printed it
_ELSEWHERE = re.compile(
    r"\b(?:our|us|we|my|I|you|your|this (?:newspaper|paper|village|town|city|station)|(?:did|do|done) so"
    r"|th(?:at|is|ose|ese) (?:numbers?|figures?|total|accounts?|claims?|sum|suggestion|possibility|finding|version"
    r"|view|step|decision"
    r"|time|way|attempt|day|night|morning|afternoon|evening|week|month|year|spring|summer|autumn|winter|January|February|March|April|May|June|July"
    r"|August|September|October|November|December|change|letter|case|rule|order|call|deal|offer)"
    r"|the same (?:day|night|week|month|year|time)"
    r"|such (?!as\b)|(?:said|denied|confirmed|rejected|put|found) (?:that|it|this)(?=[.,;])|which is|that is[.,]"
    r"|there(?=[.,;]| by\b)|(?:well|soon|long|just)? ?(?:before|after|since) that(?=[.,;]))\b|^(?:\S+ ){0,6}them\b"
)
# nothing is stated
_MUTE = re.compile(
    r"\b(?:declined to|in no mood|could not (?:yet )?say|had nothing to say|refused to (?:say|comment)|no comment"
    r"|could not (?:immediately )?be (?:reached|contacted)|not (?:be )?comment|neither confirm|asked (?:whether|if|about)"
    r"|(?:did|does|would|has|have) not (?:immediately )?(?:respond|say|comment|discuss|answer|replied|reply)"
    r"|(?:did|has|had|have|does) not (?:yet )?(?:said?|say))\b"
)
# “Joaquim Verhaal, its medical director, said”: whose?
_ITS = re.compile(
    r"(?<=[a-z]), (?:its|their|his|her) [^,;.]{3,40}(?:, (?=\w+ed\b|said|says|told|has|is|was|put)|(?=, said\b))"
)
_SAME_DAY = re.compile(r",? (?:the same|that) (?:day|night|morning|afternoon|evening)(?=[,.;]|$)")
_QUOTED_WORDS = 4  # from so many words on a quotation says more than a name or a term
_MIN_WORDS, _LONG, _MAX_WORDS = 4, 34, 48
_LONGEST = 120  # words of a sentence; what is longer is a list or no text


@dataclass(frozen=True)
class Statement:
    """One thing that a source states: `text` as it is proposed, `own` as the source has it, without names and days
    spelled out.
    """

    text: str
    own: str
    source: int
    position: int
    """Number of its sentence in the source."""

    @property
    def sentence(self) -> Sentence:
        """The source's words as a sentence of their own."""
        return Sentence(0, len(self.own), self.own)


def find_statements(subject: Subject) -> list[Statement]:
    """The statements of all sources, in order. Never raises for what a source holds."""
    return [s for number in range(len(subject.sources)) for s in _of_source(subject, number)]


def _of_source(subject: Subject, source: int) -> Iterator[Statement]:
    text = subject.sources[source]
    who = Who(subject, source)
    for position, sentence in enumerate(text.sentences):
        if len(sentence.words) > _LONGEST:
            continue
        start = sentence.start + _opening(sentence.text, first=position == 0)
        body = text.value[start : sentence.end]
        whole = [Piece(((start, sentence.end),))]
        ways = [split(body, start), whole] if _whole(body) else []
        for pieces in (*ways, *([head] for head in heads(body, start))):
            told = [_told(subject, who, source, position, piece) for piece in pieces]
            if pieces and all(told):
                owns = (" ".join(text.value[a:b] for a, b in piece.spans) for piece in pieces)
                yield from (Statement(t, own, source, position) for t, own in zip(told, owns, strict=True) if t)
                break


def _opening(text: str, *, first: bool) -> int:
    """How many characters stand before the statement: a dateline, marks of a list, a conjunction."""
    start = 0
    for pattern in (DATELINE if first else _MARKUP, _MARKUP, _JOINING):
        match = pattern.match(text, start)
        start = match.end() if match else start
    return start


def _whole(body: str) -> bool:
    """Whether the sentence ends as one, holds no half of a quotation, and does not consist of one."""
    if body[-1:] not in '.!”"’' or body.count("“") != body.count("”") or body.count('"') % 2:
        return False
    return not any(len(match.group().split()) >= _QUOTED_WORDS for match in QUOTED.finditer(body))


def _told(subject: Subject, who: Who, source: int, position: int, piece: Piece) -> str | None:
    """The words of the piece with names and days spelled out; None where they do not stand alone."""
    value = subject.sources[source].value
    known: set[int] = set()
    parts = []
    for start, end in piece.spans:
        edits = who.edits(position, start, end, known)
        if edits is None:
            return None
        parts.append(_edited(value, start, end, edits))
    text = _dated(_ITS.sub("", " ".join(" ".join(parts).split())), subject, source)
    text = _finished(text, piece.attribution and value[piece.attribution[0] : piece.attribution[1]])
    return text if _stands(text) else None


def _edited(value: str, start: int, end: int, edits: Sequence[tuple[int, int, str]]) -> str:
    parts, last = [], start
    for first, behind, new in edits:
        if first >= last:
            parts += [value[last:first], new]
            last = behind
    return "".join([*parts, value[last:end]])


def _dated(text: str, subject: Subject, source: int) -> str:
    """The text with “on Tuesday” as “on Tuesday 17 March”, where the day is certain."""
    day = parse_day(subject.article.sources[source].published)
    sure = [
        mention
        for mention in find_dates(text, day)
        if mention.form in ("weekday", "deictic")
        and mention.precision == "day"
        and mention.certain
        and (mention.form == "deictic" or text[: mention.start].endswith(("on ", "On ")))  # not "from", "by", "until"
    ]
    return spell_out(text, sure, day, day) or text


def _finished(text: str, attribution: str | None) -> str:
    """A sentence of the clause: capital, what is too long cut off, who said it, full stop."""
    text = re.sub(r"[\s,;:–—]+$", "", _SAME_DAY.sub("", text))
    if len(text.split()) > _LONG:
        shorter = (cut(f"{text}.", _LONG) or text).rstrip(".")
        text = shorter if is_complete(shorter) else text
    if attribution:
        text = f"{text.rstrip('.')}, {attribution.strip().rstrip('.')}"
    text = text if text[-1:] in '.!”"’' else f"{text}."
    return text[:1].upper() + text[1:]


def _stands(text: str) -> bool:
    """Whether the statement can be read and checked alone."""
    shown = hidden(text)
    if not _MIN_WORDS <= len(text.split()) <= _MAX_WORDS or _LEANING.match(text) or _MUTE.search(shown):
        return False
    if text.count("“") != text.count("”") or text.count("(") != text.count(")") or _ELSEWHERE.search(shown):
        return False
    return has_predicate(shown)
