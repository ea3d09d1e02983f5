"""Faults in quotations: another speaker, other words, words changed and words left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import ClassVar

import numpy as np

from harness.case import Case
from harness.facts.names import Name
from harness.faults import places
from harness.faults.edits import Edit, Editing, Maker, pick
from harness.faults.naming import new_name
from harness.text import STOPWORDS, Text
from harness.types import Article

_FOUND = ("quote.*",)
_SPEECH = re.compile(
    r"\b(?:said|says|told|replied|asked|asks|added|adds|wrote|argued|according to|called|recalled|warned)\b"
)
_REACH = 90  # characters between a quotation and the name of its speaker
_WORD = re.compile(r"[A-Za-z][A-Za-z’']*")
_CHANGES = {
    "not": "", "never": "always", "always": "never", "nobody": "everybody", "nothing": "everything", "no": "one",
    "all": "some", "some": "all", "every": "no", "more": "less", "less": "more", "first": "last",
    "before": "after", "after": "before", "with": "without", "must": "may", "will": "may", "cannot": "can",
    "can": "cannot",
    "under": "over", "same": "other", "good": "bad", "old": "new", "only": "mainly", "right": "wrong",
    "is": "is not", "are": "are not", "was": "was not", "has": "has not", "would": "would not",
}  # fmt: skip


@lru_cache(maxsize=512)
def _norms(text: str) -> str:
    return " ".join(word.norm for word in Text(text).words)


def _said(case: Case, words: str) -> bool:
    """Whether the words stand in a source one after the other."""
    return f" {_norms(words)} " in f" {_norms(places.source_text(case))} "


def speakers(case: Case) -> Iterable[tuple[places.Quoted, Name]]:
    """Quotations with the person named beside them and a verb of speech, in the same paragraph."""
    text = case.summary.value
    people = [name for name in places.names(case) if name.kind == "person"]
    for quote in places.quotes(text, 4):
        line = text.rfind("\n", 0, quote.start) + 1
        stop = (text + "\n").find("\n", quote.end)
        behind = [p for p in people if quote.end < p.start < min(stop, quote.end + _REACH)]
        before = [p for p in people if max(line, quote.start - _REACH) <= p.start and p.end < quote.start]
        for name, between in (
            *((p, text[quote.end : min(p.end + 8, stop)]) for p in behind[:1]),
            *((p, text[p.end : quote.start]) for p in before[-1:]),
        ):
            if _SPEECH.search(between) and not re.search(r"[.!?]\s", between.lstrip('”".,?! ')):
                yield quote, name
                break


@dataclass(frozen=True)
class QuoteSpeaker(Editing):
    """Somebody else of the sources is made to say it."""

    strict: ClassVar[bool] = True
    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = ("quote.misattributed", "name.swapped", "role.swapped", "event.merged")

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Quotations that a source has, with their speaker."""
        for quote, name in speakers(case):
            if _said(case, quote.text):
                yield partial(_misattribute, case, quote, name)


def _misattribute(case: Case, quote: places.Quoted, name: Name, rng: np.random.Generator) -> Edit | None:
    around = [
        line
        for source in case.article.sources
        for line in source.text.splitlines()
        if f" {_norms(quote.text)} " in f" {_norms(line)} "
    ]
    refused = "\n".join([*around, places.sentence_at(case, name.start).text])
    new = pick(rng, list(new_name(name, places.cast_of(case.article).entities, refused)))
    return Edit(name.start, name.end, new) if new else None


@dataclass(frozen=True)
class QuoteFabricated(Editing):
    """Words that somebody says in another article of the set, between the marks of a quotation."""

    strict: ClassVar[bool] = True
    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = _FOUND

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Every quotation of four words or more."""
        said = [q.text for other in others for source in other.sources for q in places.quotes(source.text, 5)]
        # no names in them, so that nothing but the words is wrong; a word with a capital inside may be one
        plain = [q for q in said if not re.search(r"(?<!^)\b(?!I\b)[A-Z]|[‘'’]\s|\d", q) and len(q.split()) <= 30]
        for quote in places.quotes(case.summary.value, 4):
            yield partial(_fabricate, case, quote, plain)


def _fabricate(case: Case, quote: places.Quoted, said: Sequence[str], rng: np.random.Generator) -> Edit | None:
    new = pick(rng, [q for q in said if not _said(case, q)])
    if new is None:
        return None
    core = new.rstrip(".,;!?… ")
    ending = quote.text[len(quote.text.rstrip(".,;!?… ")) :]
    first = (
        core[:1].lower() if quote.text[:1].islower() and not core.startswith(("I ", "I’", "I'")) else core[:1].upper()
    )
    return Edit(quote.start, quote.end, first + core[1:] + ending)


@dataclass(frozen=True)
class QuoteAltered(Editing):
    """One word of a quotation changed."""

    strict: ClassVar[bool] = True
    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = _FOUND

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Every quotation of four words or more that a source has."""
        for quote in places.quotes(case.summary.value, 4):
            if _said(case, quote.text):
                yield partial(_alter, case, quote)


def _alter(case: Case, quote: places.Quoted, rng: np.random.Generator) -> Edit | None:
    found = list(_WORD.finditer(quote.text))
    options = [
        (m, new)
        for m in found
        if (new := _CHANGES.get(m.group())) is not None
        and not (
            new.endswith(" not") and re.match(r" (?:not|no|nothing|nobody|never|only)\b|[.,]", quote.text[m.end() :])
        )
    ]
    if not options:
        options = [(m, new) for m in found if (new := _alike(case, quote, m, rng)) is not None]
    for place in rng.permutation(len(options)).tolist():
        match, new = options[place]
        end = match.end() + (not new and quote.text[match.end() : match.end() + 1] == " ")
        if not _said(case, quote.text[: match.start()] + new + quote.text[end:]):
            return Edit(quote.start + match.start(), quote.start + end, new)
    return None


def _alike(case: Case, quote: places.Quoted, match: re.Match[str], rng: np.random.Generator) -> str | None:
    """A word of the sources with the same ending, that is not in the quotation; without an ending, behind an article."""
    word = match.group()
    if len(word) < 4 or word.lower() in STOPWORDS or not word.islower():
        return None
    ending = next((e for e in ("ing", "ed", "ly", "s") if word.endswith(e)), "")
    following = re.match(r"[^\w’']*([\w’']*)", quote.text[match.end() :])
    last = following is None or following[1].lower() in STOPWORDS | {""}
    if not ending and not last:
        return None
    if not ending and not re.search(
        r"\b(?:the|a|an|this|that|my|your|his|her|our|their) $", quote.text[: match.start()]
    ):
        return None
    inside = places.words_of(quote.text)
    words = sorted(
        other
        for other in places.words_of(places.source_text(case))
        if other.endswith(ending) and len(other) >= 5 and other.isalpha()
        and other not in inside and other not in STOPWORDS
        and (ending or not other.endswith(("ing", "ed", "ly", "s")))
    )  # fmt: skip
    return pick(rng, words)


@dataclass(frozen=True)
class QuoteTruncated(Editing):
    """Words left out of the middle of a quotation, without an ellipsis."""

    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = _FOUND

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Every quotation of eight words or more that a source has."""
        for quote in places.quotes(case.summary.value, 8):
            if _said(case, quote.text):
                yield partial(_truncate, case, quote)


def _truncate(case: Case, quote: places.Quoted, rng: np.random.Generator) -> Edit | None:
    """Two to four inner words; the three at either end stay."""
    found = list(_WORD.finditer(quote.text))
    options = [(i, i + n) for n in (2, 3, 4) for i in range(3, len(found) - 3 - n)]
    for place in rng.permutation(len(options)).tolist():
        start, end = found[options[place][0]].start(), found[options[place][1]].start()
        gone = quote.text[start:end]
        if not re.search(r"[,.;:!?]", gone) and not _said(case, quote.text[:start] + quote.text[end:]):
            return Edit(quote.start + start, quote.start + end, "")
    return None
