"""Quotations that were trimmed or cut so that they say the opposite, or leave out their condition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from harness.case import Case
from harness.facts.quotes import Quote
from harness.facts.quotes.verbatim import LONGEST, Token
from harness.metrics.consistency.findings import finding, source_span, span
from harness.metrics.consistency.quotes.voices import sentence_at
from harness.metrics.consistency.quotes.words import Match, Piece, pieces
from harness.types import Finding

_DENIALS = frozenset("not never no nor neither hardly scarcely without".split())
_LEADING = _DENIALS | {"if", "unless"}
_OPINIONS = frozenset("think believe say mean feel suggest want expect claim know accept agree see".split())
_CONDITIONS = frozenset("if unless provided".split())
# what a summary may say round a trimmed quotation so that it keeps its sense
_TURNED = re.compile(
    r"n['’]t\b|\b(?:not|no|never|nor|neither|nothing|nobody|none|hardly|if|unless|whether|should|when|without|cannot"
    r"|against|until|would|unable|far from|den(?:y|ies|ied|ying))\b"
    r"|\b(?:reject|refus|rul(?:e|ed|es|ing) out|lack|fail|stop|doubt|question|condition|depend|provided)",
    re.IGNORECASE,
)
_GAP = 3  # words that an ellipsis leaves out with a denial among them
_NEAR = _GAP + LONGEST
_CLAUSE = re.compile(r"[,;:—–.!?]")


class _Cut(NamedTuple):
    """A piece of a quotation between its neighbours, of which there is one or none on either side."""

    piece: Piece
    before: Sequence[Piece]
    behind: Sequence[Piece]


def turned(case: Case, quote: Quote, found: Sequence[tuple[Piece, list[Match]]]) -> Finding | None:
    """A quotation trimmed or cut so that it says the opposite, or without its condition."""
    every = pieces(quote)
    starts = [piece.start for piece in every]
    for piece, matches in found:
        number = starts.index(piece.start)
        before, behind = every[max(0, number - 1) : number], every[number + 1 : number + 2]
        cut = _Cut(piece, before, behind)
        lost = [_lost(case, quote, cut, match) for match in matches]
        if lost and all(lost) and not _kept(case, quote, piece):
            number, (start, end) = matches[0].source, lost[0] or (0, 0)
            passage = case.subject.sources[number].value[start:end]
            place = span(case, piece.start, piece.end)
            message = f"The quotation was cut so that its sense changed; the source has “{passage}”."
            evidence = [source_span(case, number, start, end)]
            return finding("quote.altered", message, place, evidence, expected=passage, found=place.text)
    return None


def _kept(case: Case, quote: Quote, piece: Piece) -> bool:
    """Whether the words round the quotation may say what was cut."""
    text = case.summary.value
    sentence = sentence_at(case.summary, quote.start)
    before = text[min(sentence.start, quote.start) : piece.start]
    return bool(_TURNED.search(before) or _TURNED.search(text, piece.end, max(sentence.end, quote.end + 60)))


def _lost(case: Case, quote: Quote, cut: _Cut, match: Match) -> tuple[int, int] | None:
    """The passage with the words before or behind it that turn its sense; None where there are none."""
    stream, first, last = match.passage.stream, match.passage.first, match.passage.last
    source = case.subject.sources[match.source].value
    piece = cut.piece
    before = list(stream.tokens[max(0, first - 5) : first])
    while before and _CLAUSE.search(source, before[0].end, match.passage.start):
        before.pop(0)
    opening = _opening(before) if piece.start - quote.start < 3 else None
    if opening is not None:
        return opening, match.passage.end
    if gap := _gap(cut.before, stream.forms[max(0, first - _NEAR) : first], -1):
        return stream.tokens[first - gap].start, match.passage.end
    if gap := _gap(cut.behind, stream.forms[last : last + _NEAR], 1):
        return match.passage.start, stream.tokens[last + gap - 1].end
    behind = stream.tokens[last : last + 2]
    if not behind or not _closed(case, quote, piece) or _CLAUSE.search(source, match.passage.end, behind[-1].start):
        return None
    if behind[0].form in _CONDITIONS or [token.form for token in behind] == ["only", "if"]:
        return match.passage.start, sentence_at(case.subject.sources[match.source], behind[0].start).end
    return None


def _gap(other: Sequence[Piece], forms: Sequence[str], step: int) -> int:
    """How many words of `forms`, read by `step`, stand before the other piece, if a denial is among them; else 0."""
    if not other:
        return 0
    wanted, read = other[0].forms[::step], forms[::step]
    gap = next((n for n in range(1, _GAP + 1) if read[n : n + len(wanted)] == wanted), 0)
    return gap if _DENIALS & set(read[:gap]) else 0


def _closed(case: Case, quote: Quote, piece: Piece) -> bool:
    """Whether the quotation ends with the piece, as a sentence that needs nothing more."""
    return piece.whole and quote.end - piece.end < 3 and case.summary.value[piece.end : piece.end + 1] in '.!,”"'


def _opening(before: Sequence[Token]) -> int | None:
    """Where the denial or condition begins that these words, right before a passage, put over it."""
    forms = [token.form for token in before]
    if forms and forms[-1] in _LEADING:
        return before[-1].start
    if forms and forms[-1] == "that":
        forms.pop()
    if len(forms) > 1 and forms[-1] in _OPINIONS and _DENIALS & set(forms[-3:-1]):
        return next(token.start for token in before if token.form in _DENIALS)
    return None
