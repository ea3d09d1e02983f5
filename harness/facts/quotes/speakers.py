"""Who said a quotation, in sources and summaries alike.

`attribute` goes by the sentence of the quotation, then by what is said around it in the same paragraph, and answers
nothing where that leaves a doubt. `same_speaker` compares two answers through the cast of the sources.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from harness.facts.names import Name
from harness.facts.quotes import Quote
from harness.facts.quotes.utterances import FUNCTION, REACH, How, Paragraphs, Speaker, Utterance
from harness.text import Text

if TYPE_CHECKING:
    from harness.facts.names.cast import Cast

__all__ = ["How", "Speaker", "attribute", "same_speaker"]

_COLON = re.compile(r"(?P<name>\ue000++)(?:,[^,:.]{1,60})?(?P<verb>:)\s*[\"“‘'«]?$")
_LINE_BREAK = re.compile(r"[\r\n\u2028\u2029]")
# what may stand between a quotation and its verb of speech: marks, and the office in front of a name
_TOUCHING = re.compile(
    rf"[\s,”’\"'»`—–-]*(?:(?:[Tt]he |[Aa]n? |[Ii]ts |[Hh]is |[Hh]er )?(?:(?!{FUNCTION})[\w’'.\ue000-]+ ){{0,4}})?$"
)
_NEAR = re.compile(r"[”’\"'»]*,[”’\"'»]* (?:[\w’'-]+ ){0,6}(?:[\w’'-]+,? )$")
_MARKS = " \xa0“”\"‘’'«»`"
_PREPOSITION = re.compile(r" (?:for|of|at|from|with|in|to|on)\b")


def attribute(quotes: Sequence[Quote], text: Text, names: Sequence[Name]) -> tuple[Speaker | None, ...]:
    """For each of `quotes`, all of `text`, who said it; None where the text does not say so plainly."""
    if not quotes:
        return ()
    paragraphs = Paragraphs(text.value, names, quotes)
    found: list[Speaker | None] = []
    for number, quote in enumerate(quotes):
        last = found[-1] if found else None
        if quote.goes_on and last:
            found.append(last)
        elif (beside := _beside(paragraphs, quote)) is not None:
            found.append(beside.speaker)
        else:
            found.append(_around(paragraphs, quote, quotes[number - 1] if number else None, last))
    for number in range(len(found) - 1, 0, -1):
        if quotes[number].goes_on and found[number - 1] is None:
            found[number - 1] = found[number]
    return tuple(found)


def same_speaker(one: Speaker, other: Speaker, cast: Cast) -> bool | None:
    """Whether both are one person or office; None where the sources do not tell, as between a firm and its people."""
    if one.name is None and other.name is None:
        return True if _office(one.text) == _office(other.text) else None
    if one.name is None or other.name is None:
        named, role = (one, other) if one.name else (other, one)
        return _holds(named.name, _office(role.text), cast)
    first, second = cast.candidates(one.name), cast.candidates(other.name)
    if first and second:
        kinds = {entity.kind for entity in (*first, *second)}
        return True if set(first) & set(second) else None if {"person", "organisation"} <= kinds else False
    return one.name.words[-1] == other.name.words[-1] and not cast.conflict(one.name) and not cast.conflict(other.name)


def _holds(name: Name | None, office: str, cast: Cast) -> bool | None:
    """Whether the sources call `name` by this office; False where only others bear it."""
    entities = cast.candidates(name) if name else ()
    if any(office in map(_office, entity.roles) for entity in entities):
        return True
    holders = [entity for entity in cast.entities if office in map(_office, entity.roles)]
    return False if holders and entities else None


def _office(role: str) -> str:
    """The word that a role turns on: "spokes" of "a company spokesman", "minister" of "the minister for health"."""
    head = _PREPOSITION.split(role.lower())[0].split()
    return re.sub(r"(?:man|woman|person|men|women)$", "", head[-1]) if head else ""


def _beside(text: Paragraphs, quote: Quote) -> Utterance | None:
    """The verb of speech of the quotation's own sentence."""
    behind = next((u for u in text.utterances if u.start >= quote.end), None)
    gap = text.hidden[quote.end : behind.start] if behind else ""
    if behind and _TOUCHING.fullmatch(gap) and _follows(text.value, quote, behind):
        return behind
    before = next((u for u in reversed(text.utterances) if u.end <= quote.start), None)
    if before and text.sentence(before.end) == text.sentence(quote.start):
        return before
    colon = _COLON.search(text.hidden, max(0, quote.start - REACH), quote.start)
    if colon and (name := text.named.get(colon.start("name"))):
        return Utterance(*colon.span(), Speaker(name.start, name.end, name.text, name, colon.span("verb")))
    return behind if behind and _NEAR.fullmatch(gap) else None


def _follows(value: str, quote: Quote, said: Utterance) -> bool:
    """Whether what stands right behind a quotation belongs to its sentence."""
    if _LINE_BREAK.search(value, quote.end, said.start):
        return False
    ended = value[quote.end - 1] == "." or value[quote.end + 1 : quote.end + 2] == "."
    return not ended or value[quote.end : said.end].lstrip(f"{_MARKS},.—–-")[:1].islower()


def _around(text: Paragraphs, quote: Quote, before: Quote | None, last: Speaker | None) -> Speaker | None:
    """The speaker of what stands before in the same paragraph, where nobody else is named between.

    A paragraph that is nothing but a quotation goes on with the speaker of the paragraph before. Words that a sentence
    only quotes from, or that a colon leads to, have no speaker by this way.
    """
    if text.sentence(quote.start) < quote.start - 3 or text.value[: quote.start].rstrip(_MARKS)[-1:] == ":":
        return None
    line = text.line(quote.start)
    latest = next((u for u in reversed(text.utterances) if line <= u.start and u.end <= quote.start), None)
    speaker, since = (latest.speaker, latest.end) if latest else (None, line)
    if before and last:
        inside = before.start >= line and before.end > since
        alone = speaker is None and before.start >= text.line_before(line) and _alone(text.value, quote, line)
        if inside or alone:
            speaker, since = last, max(since, before.end)
    others = [n for n in text.names if since <= n.start < quote.start and n.kind == "person"]
    if speaker is None or not all(speaker.name and text.same(other, speaker.name) for other in others):
        return None
    return speaker._replace(how="goes on")


def _alone(value: str, quote: Quote, line: int) -> bool:
    """Whether the paragraph holds nothing but the quotation."""
    rest = _LINE_BREAK.search(value, quote.end)
    outside = value[line : quote.start] + value[quote.end : rest.start() if rest else len(value)]
    return not re.search(r"\w", outside)
