"""Faults in single words: not, the opposite, the other direction, certain for possible; and who said so left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from harness.case import Case
from harness.faults import places
from harness.faults.edits import Editing, Maker, like, replace
from harness.text import Sentence
from harness.types import Article

_AUXILIARY = re.compile(
    r"\b(?P<verb>is|are|was|were|has|have|had|will|would|can|could|may|must) "
    r"(?!(?:not|no|never|only|also|to)\b)(?=[a-z])"
)
_NOT = re.compile(r"(?<=\b)(?:is|are|was|were|has|have|had|will|would|could|did)(?P<not> not)(?= [a-z])")
_DENIED = re.compile(r"\b(?:no|none|nobody|neither|nor|never|not|nothing|without|whether|if|until|unless)\b|\?", re.I)


@dataclass(frozen=True)
class Negated(Editing):
    """A “not” put in or taken out."""

    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = ("polarity.*", "direction.*", "sentence.unsupported")

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """The first auxiliary of a plain statement, and every “not” behind one but “did”."""
        for sentence in places.prose(case):
            if not _DENIED.search(sentence.text):
                for match in list(places.search(case, _AUXILIARY, [sentence]))[:1]:
                    yield replace(match.end("verb"), match.end("verb"), " not")
        for match in places.search(case, _NOT):
            if not match.group().startswith("did"):
                yield replace(match.start("not"), match.end("not"), "")


_OPPOSITES = """
accepted/rejected accepts/rejects agreed_to/refused_to agrees_to/refuses_to confirmed/denied confirms/denies
won/lost wins/loses supported/opposed supports/opposes approved/rejected approves/rejects
convicted/acquitted opened/closed opens/closes reopened/closed begins/ends began/ended begin/end started/ended
lifted/imposed arrested/released allowed/banned allows/bans permitted/forbidden succeeded/failed safe/missing
alive/dead first/last outgoing/incoming largest/smallest biggest/smallest oldest/newest highest/lowest
inside/outside upstream/downstream guilty/innocent granted/refused grants/refuses grant/refuse
backed/opposed backs/opposes unanimous/divided
restored/cut withdrew/upheld withdrawn/upheld innocent/guilty legal/illegal
unfinished/complete known/unknown voluntary/compulsory reinstates/excludes cleared/convicted
""".split()
_DIRECTIONS = """
rose/fell rises/falls risen/fallen rising/falling climbed/dropped grew/shrank up/down above/below higher/lower more/less
increased/decreased increases/decreases increase/decrease raised/cut raises/lowers gained/lost jumped/plunged
widened/narrowed ahead/behind over/under upward/downward earlier/later fewer/more longer/shorter drops/rises
improved/worsened strengthened/weakened faster/slower
""".split()


def _pairs(entries: Iterable[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for entry in entries:
        one, _, other = entry.partition("/")
        pairs.setdefault(one.replace("_", " "), other.replace("_", " "))
        pairs.setdefault(other.replace("_", " "), one.replace("_", " "))
    return pairs


_OPPOSITE, _DIRECTION = _pairs(_OPPOSITES), _pairs(_DIRECTIONS)
# words of direction are such only in front of an amount or a comparison
_LOOSE = {
    "up": r"(?= from| by \d| \d)", "down": r"(?= from| by \d| \d)", "over": r"(?= \d)", "under": r"(?= \d)",
    "more": r"(?= than)", "less": r"(?= than)", "fewer": r"(?= than)", "lost": r"(?= \d)",
    "cut": r"(?= \w+ (?:to|by|from))",
    "first": r"(?<=[Tt]he first)(?!-| two| three|ly)", "last": r"(?= [a-z])(?! (?:week|month|year|night|autumn|spring))",
    "withdrew": r"(?= (?:a|an|the|its|his|her|their) )",
    "closed": r"(?= (?:on|in|at|up|down|\d|its|the)\b)", "outside": r"(?= the )",
    "ahead": r"(?= of)", "behind": r"(?= )", "earlier": r"(?= than)", "later": r"(?= than)", "dead": r"(?<=re dead)",
    "safe": r"(?=[ ,.])", "missing": r"(?<!of missing)(?=[ ,.])", "known": r"(?=[ ,.])", "drops": r"(?= from| to| by)",
}  # fmt: skip


def _compiled(table: dict[str, str]) -> re.Pattern[str]:
    words = "|".join(word + _LOOSE.get(word, "") for word in sorted(table, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")


_OPPOSITE_WORD, _DIRECTION_WORD = _compiled(_OPPOSITE), _compiled(_DIRECTION)


def _exchanged(case: Case, pattern: re.Pattern[str], table: dict[str, str]) -> Iterable[Maker]:
    """The words of `table` that no source uses otherwise where it may speak of the same."""
    for match in places.search(case, pattern):
        new = table[match.group()]
        if new.split()[0] not in places.words_of(places.near(case, match.start())):
            yield replace(match.start(), match.end(), new)


@dataclass(frozen=True)
class Opposite(Editing):
    """A word that says the opposite: refused for agreed, acquitted for convicted."""

    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = ("polarity.*", "direction.*", "sentence.unsupported")

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """The words of a table, where no source sentence about this has the opposite."""
        return _exchanged(case, _OPPOSITE_WORD, _OPPOSITE)


@dataclass(frozen=True)
class Direction(Editing):
    """The other way: fell for rose, below for above."""

    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = ("direction.*", "polarity.*")

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """The words of a table, where no source sentence about this has the other."""
        return _exchanged(case, _DIRECTION_WORD, _DIRECTION)


_CERTAIN = {
    "may": "will", "might": "will", "could": "will", "is expected to": "will", "are expected to": "will",
    "is likely to": "will", "are likely to": "will", "hopes to": "will", "hope to": "will", "plans to": "will",
    "is accused of": "is guilty of", "was accused of": "was guilty of", "is alleged to have": "has",
    "are alleged to have": "have", "alleged": "proven", "suspected": "proven", "believes": "knows", "believe": "know",
    "suggests": "proves", "suggest": "prove", "estimates": "has measured", "estimated": "measured", "proposed": "agreed",
    "appeared to": "did",
}  # fmt: skip
_POSSIBLE = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(_CERTAIN, key=len, reverse=True))})(?![\w-])(?! not\b)")


@dataclass(frozen=True)
class ModalityRaised(Editing):
    """What may be told as what will be, what is alleged as what is proven."""

    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = ("modality.*",)

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Modal words, where no source sentence about this has the stronger one."""
        for match in places.search(case, _POSSIBLE):
            new = _CERTAIN[match.group()]
            if new.split()[-1] not in places.words_of(places.near(case, match.start())):
                yield replace(match.start(), match.end(), new)


_SPEECH = r"(?:said|says|say|reported|reports|told (?:reporters|parliament)|claims|claimed|believes|confirmed)"
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|could|may|can|must)\b")
_BEHIND = re.compile(rf",? according to [^,.;“”]+(?=[.;])|, (?:the |its |[A-Z])[^,.;“”]{{2,70}} {_SPEECH}(?=\.)")
_IN_FRONT = re.compile(
    rf"(?!N(?:one|o|either|obody)\b)(?:[A-Z][^,.;:“”\"]{{2,60}} {_SPEECH}(?: that)?|According to [^,.;“”]+,)"
    r" (?P<rest>(?:the|a|an|it|its|his|her|they|he|she|there|all|no"
    r"|two|three|four|\d[\d.,]*|[A-Z][a-z]+) )"
)


_ATTRIBUTED = re.compile(
    r"\b(?:said|says|say|told|according|reported|reports|claim(?:s|ed)|believes?|announced)\b|[“”\"]"
)
_SAME = 0.6  # share of the content stems


def _told_bare(case: Case, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a source sentence tells the same without saying who says so; `start:end` does in this one."""
    told = [Sentence(a, b, case.summary.value[a:b]) for a, b in ((sentence.start, start), (end, sentence.end))]
    mine = places.content(told[0]) | places.content(told[1])
    return any(
        len(mine & places.content(s)) >= _SAME * len(mine) and not _ATTRIBUTED.search(s.text)
        for source in case.article.sources
        for s in places.sentences_of(source.text)
    )


@dataclass(frozen=True)
class AttributionDropped(Editing):
    """What somebody says, told as what is."""

    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = ("attribution.*", "modality.*")

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Attributions of indirect speech, before and behind it."""
        for sentence in places.prose(case):
            if "“" in sentence.text or '"' in sentence.text:
                continue
            match = _BEHIND.search(case.summary.value, sentence.start, sentence.end)
            front = _IN_FRONT.match(case.summary.value, sentence.start, sentence.end)
            said = match.span() if match else (front.start(), front.start("rest")) if front else None
            if said and _told_bare(case, sentence, *said):
                continue
            if match:
                yield replace(match.start(), match.end(), "")
            elif front and _VERB.search(case.summary.value, front.end("rest"), sentence.end):
                yield replace(front.start(), front.end(), like("A", front["rest"]))
