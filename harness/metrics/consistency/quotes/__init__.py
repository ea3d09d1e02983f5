"""Quotations: are the words somebody's, are they unchanged, and did that person say them?

A quotation is looked up word by word in every source. What no source holds is made up, unless a passage comes near: then
its words were changed. What a source holds must be given to whom that source gives it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from harness.case import Case, Claim
from harness.facts.names.vocabulary import SPEECH
from harness.facts.quotes import Quote
from harness.facts.quotes.speakers import Speaker
from harness.facts.quotes.verbatim import Passage, Stream, tokens
from harness.metrics.consistency.findings import finding, nearest, source_span, span
from harness.metrics.consistency.quotes.cuts import turned
from harness.metrics.consistency.quotes.voices import Voices, sentence_at
from harness.metrics.consistency.quotes.words import Difference, Match, Piece, differences, near_enough, pieces
from harness.text import STOPWORDS, Text, find_words
from harness.types import Evidence, Finding

_MANY = 20  # places of a piece in one source that are looked at
_SHORTEST = 3  # words of a piece; fewer stand somewhere by chance, or are spelt together
_REACH = 300  # characters between a quotation and its speaker in one claim
_TELLING = 6  # words in a row that a source tells in its own voice
_FIRST_PERSON = frozenset("i we you my our your me us".split())
_REPORTED = re.compile(
    rf"\b(?:{SPEECH}|according|believ\w+|says|saying|thinks?|thought|wants?|hopes?|read)\b|[:?!“”\"«»]|\bthat\b"
)
_PARAGRAPH = re.compile(r"[\r\n\u2028\u2029]")
_STRAIGHT = '"'
# single marks that close or open in the midst of single marks
_MISMATCHED = re.compile(r"(?:[^\W\d_]|[.,!?])['’](?=\s)|\s['‘`](?=\w)|'(?!(?:s|t|re|ve|ll|d|m|em|clock)\b)[a-z]{3,}")


class _Changed(NamedTuple):
    """A piece that is a source's but for these words."""

    piece: Piece
    match: Match
    differences: Sequence[Difference]


def check_quotes(case: Case) -> Iterator[Finding]:
    """Findings on the quotations of three words or more in the claims of a story."""
    if not case.article.sources:
        return
    claims = case.aligned
    for quote, speaker in zip(case.facts.quotes, case.facts.speakers, strict=True):
        claim = claims[max(0, bisect_right(claims, quote.start, key=lambda c: c.start) - 1)] if claims else None
        inside = claim is not None and claim.start <= quote.start < claim.end
        if claim and inside and not quote.short and not _doubtful(case, quote, speaker):
            yield from _Check(case, claim, quote, speaker).findings()


def _doubtful(case: Case, quote: Quote, speaker: Speaker | None) -> bool:
    """Whether it may be no quotation: the title of a work, or words between two others' marks."""
    text = case.summary.value
    mark = text[quote.start - 1 : quote.start]
    if mark == _STRAIGHT:
        start = max(text.rfind(sign, 0, quote.start) for sign in "\r\n") + 1
        end = _PARAGRAPH.search(text, quote.end)
        if text.count(_STRAIGHT, start, end.start() if end else len(text)) % 2:
            return True
    if mark in ("'", "`") and _MISMATCHED.search(quote.text):
        return True
    words = [w for w in find_words(quote.text, quote.start) if w.norm not in STOPWORDS]
    return speaker is None and len(words) > 1 and all(not text[w.start].islower() for w in words)


class _Check:
    """One quotation."""

    def __init__(self, case: Case, claim: Claim, quote: Quote, speaker: Speaker | None) -> None:
        self.case = case
        self.claim = claim
        self.quote = quote
        self.speaker = speaker
        self.facts = case.subject.facts

    @cached_property
    def pieces(self) -> list[Piece]:
        """What must stand side by side in a source."""
        found = pieces(self.quote)
        if found and self.quote.end >= len(self.case.summary.value.rstrip()):  # cut off, perhaps within a word
            found[-1] = found[-1]._replace(tokens=found[-1].tokens[:-1])
        return [piece for piece in found if len(piece.tokens) >= _SHORTEST]

    def findings(self) -> Iterator[Finding]:
        """At most one on the words, and one on who said them."""
        found: list[tuple[Piece, list[Match]]] = []
        missing: list[Piece] = []
        changed: list[_Changed] = []
        for piece in self.pieces:
            matches = self._exact(piece)
            near = None if matches else self._near(piece)
            if near and near.differences:
                changed.append(near)
            elif near or matches:
                found.append((piece, matches or [near.match] if near else matches))
            elif not self._in_titles(piece):
                missing.append(piece)
        if changed:
            yield self._altered(changed)
        elif missing:
            yield self._fabricated(missing, whole=not found)
        elif unsaid := turned(self.case, self.quote, found) or self._unsaid(found):
            yield unsaid
        known = found + [(c.piece, [c.match]) for c in changed]
        if known and not missing:
            yield from self._misattributed(known)

    def _exact(self, piece: Piece) -> list[Match]:
        forms = piece.forms
        found = []
        for number, facts in enumerate(self.facts):
            places = facts.verbatim.all.find(forms), facts.verbatim.speech.find(forms)
            passages = next(filter(None, (list(islice(place, _MANY)) for place in places)), [])
            found += [self._match(number, passage) for passage in passages]
        return found

    def _match(self, number: int, passage: Passage) -> Match:
        return Match(number, passage, self.facts[number].verbatim.quote_at(passage.start))

    def _near(self, piece: Piece) -> _Changed | None:
        """The passage from which the fewest words differ, if it is near enough; one in quotation marks first."""
        candidates = [
            self._match(number, passage)
            for number, facts in enumerate(self.facts)
            for stream in ((facts.verbatim.speech, facts.verbatim.all) if facts.quotes else (facts.verbatim.all,))
            for passage in stream.near(piece.forms)
        ]
        candidates = [match for match in candidates if near_enough(piece, match.passage)]
        if not candidates:
            return None
        best = min(candidates, key=self._remoteness)
        source = self.case.subject.sources[best.source].value
        return _Changed(piece, best, differences(piece, best.passage, self.case.summary.value, source))

    def _remoteness(self, match: Match) -> float:
        """Words that differ, and a little where no quotation holds the passage, or not one alone."""
        end = self.facts[match.source].verbatim.quote_at(match.passage.end - 1)
        return match.passage.distance + 0.5 * (match.quote is None) + 0.4 * (match.quote != end)

    def _in_titles(self, piece: Piece) -> bool:
        """Whether it is the headline of a source, or what a publisher is called."""
        article = self.case.article
        titles = [article.title, *(t for s in article.sources for t in (s.title, s.publisher))]
        return any(any(Stream(tokens(Text(title).words)).find(piece.forms)) for title in titles if title)

    def _altered(self, changed: Sequence[_Changed]) -> Finding:
        first = changed[0]
        differing = [d for c in changed for d in c.differences]
        expected = " … ".join(d.expected for d in differing)
        found = " … ".join(d.found for d in differing)
        message = f"These are not the words of the source: it has “{expected}”, the quotation “{found}”."
        evidence = [source_span(self.case, c.match.source, c.match.passage.start, c.match.passage.end) for c in changed]
        start, end = (self.quote.start, self.quote.end) if len(changed) > 1 else (first.piece.start, first.piece.end)
        return finding("quote.altered", message, span(self.case, start, end), evidence, expected=expected, found=found)

    def _fabricated(self, missing: Sequence[Piece], *, whole: bool) -> Finding:
        start, end = (self.quote.start, self.quote.end) if whole else (missing[0].start, missing[-1].end)
        place = span(self.case, start, end)
        message = f"No source has these words{', or words near them' if whole else ''}: “{place.text}”."
        return finding("quote.fabricated", message, place, nearest(self.case, self.claim), found=place.text)

    def _unsaid(self, found: Sequence[tuple[Piece, list[Match]]]) -> Finding | None:
        """A source's own telling in quotation marks, given to a person."""
        if self.speaker is None or self.speaker.how == "goes on" or not self._person(self.speaker):
            return None
        for piece, matches in found:
            if len(piece.tokens) >= _TELLING and not any(self._may_be_speech(match) for match in matches):
                place, match = span(self.case, piece.start, piece.end), matches[0]
                sentence = sentence_at(self.case.subject.sources[match.source], match.passage.start)
                evidence = [source_span(self.case, match.source, sentence.start, sentence.end)]
                message = (
                    f"These are the source’s own words; it does not quote {self.speaker.text} or anybody with them."
                )
                return finding("quote.fabricated", message, place, evidence, expected=sentence.text, found=place.text)
        return None

    def _person(self, speaker: Speaker) -> bool:
        """Whether the speaker is somebody whom the sources name as a person."""
        entities = self.case.subject.cast.candidates(speaker.name) if speaker.name else ()
        return bool(entities) and all(entity.kind == "person" for entity in entities)

    def _may_be_speech(self, match: Match) -> bool:
        """Whether a source may report somebody's words here: it quotes, attributes, or marks no quotations at all."""
        facts = self.facts[match.source]
        if match.quote is not None or sum(not quote.short for quote in facts.quotes) < 2:
            return True
        around = sentence_at(facts.text, match.passage.start).text
        return bool(_REPORTED.search(around)) or bool(_FIRST_PERSON & set(match.passage.forms))

    def _misattributed(self, known: Sequence[tuple[Piece, list[Match]]]) -> Iterator[Finding]:
        if self.speaker is None:
            return
        piece, matches = max(known, key=lambda item: len(item[0].tokens))
        if len(matches) >= _MANY or sum(form not in STOPWORDS for form in piece.forms) + (len(piece.tokens) > 4) < 2:
            return
        if self.speaker.how == "goes on" or (self.speaker.how == "pronoun" and self._copied()):
            return
        voices = Voices(self.case.subject)
        said: list[tuple[Match, Speaker]] = []
        for match in matches:
            speaker = None if match.quote is None else self.facts[match.source].speakers[match.quote]
            if speaker is None or self._nested(match) or voices.same(self.speaker, match.source, speaker) is not False:
                return
            said.append((match, speaker))
        match, speaker = said[0]
        if self.speaker.how != "said" and self._named(speaker):
            return
        right = self._called(speaker)
        message = f"The sources give these words to {right}, not to {self.speaker.text}."
        yield finding(
            "quote.misattributed",
            message,
            span(self.case, *self._with_speaker(self.speaker)),
            list(self._evidence(match, speaker)),
            expected=right,
            found=self.speaker.text,
        )

    def _called(self, speaker: Speaker) -> str:
        entity = self.case.subject.cast.find(speaker.name) if speaker.name else None
        return entity.text if entity else speaker.text

    def _copied(self) -> bool:
        """Whether the sentence is a source's as it stands; its pronoun then means whom it means there."""
        forms = [token.form for token in tokens(sentence_at(self.case.summary, self.quote.start).words)]
        return any(any(facts.verbatim.all.find(forms)) for facts in self.facts)

    def _named(self, speaker: Speaker) -> bool:
        """Whether the summary names the speaker before the quotation, so that a pronoun may mean that one."""
        cast = self.case.subject.cast
        entities = cast.candidates(speaker.name) if speaker.name else ()
        names = (n for n in self.case.facts.names if self.quote.start - _REACH <= n.start < self.quote.start)
        return any(set(cast.candidates(name)) & set(entities) for name in names)

    def _nested(self, match: Match) -> bool:
        """Whether the words stand in a quotation within the source's quotation, which somebody else may have said."""
        quote = self.facts[match.source].quotes[match.quote or 0]
        before = self.case.subject.sources[match.source].value[quote.start : match.passage.start]
        return bool(re.search(r"(?<!\w)[‘“'\"«][^’”\"»]*$", before))

    def _with_speaker(self, speaker: Speaker) -> tuple[int, int]:
        """The quotation with its speaker, or alone where the speaker stands far off."""
        start, end = min(self.quote.start, speaker.start), max(self.quote.end, speaker.end)
        return (start, end) if end - start - len(self.quote.text) < _REACH else (self.quote.start, self.quote.end)

    def _evidence(self, match: Match, speaker: Speaker) -> Iterator[Evidence]:
        """The sentence that names the speaker, and that of the words where it is another."""
        text = self.case.subject.sources[match.source]
        named = speaker.name.start if speaker.name else speaker.start
        places = dict.fromkeys((sentence_at(text, named), sentence_at(text, match.passage.start)))
        for sentence in places:
            yield source_span(self.case, match.source, sentence.start, sentence.end)
