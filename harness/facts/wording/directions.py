"""Words of direction where they are one: "shares were up 3 per cent", but not "set up"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from harness.facts.lexicon import poles
from harness.facts.lexicon.opposites import Pole
from harness.facts.wording.clauses import STOPS, Token, finite
from harness.facts.wording.words import NUMBERS

_WORDS_KEPT = 1 << 14
_AXES = frozenset("amount comparison nearness moment height width extent strength quality speed rank".split())
_WITH_AMOUNT = frozenset(
    """up down further over under above below beneath gain gains gained gaining lose loses lost losing lead advance
    advances advanced slip plus double triple extend extended extends close closer contract contracts""".split()
)
_NO_DIRECTION = frozenset(
    """close closed closing near far light worst dear best better dip contract relax lead ahead behind rocket
    rockets""".split()
)
_BEFORE_AMOUNT = frozenset("by from than away apart".split())
_UNMARKED_PASTS = frozenset("set put cut left shut split".split())
_BE = frozenset("is are was were be been".split())


def direction(tokens: Sequence[Token], i: int) -> Pole | None:
    """The side on which token `i` stands, of those that say more or less, up or down, nearer or earlier."""
    pole = side(tokens[i].norm)
    named = tokens[i].capital and i > 0 and pole is not None and pole.axis == "height"  # "Upper Ferrow"
    return pole if pole and not named and _is_meant(tokens, i) else None


@lru_cache(maxsize=_WORDS_KEPT)
def side(word: str) -> Pole | None:
    """The side of a word by itself, if it can say a direction at all."""
    if word in _NO_DIRECTION:
        return None
    return min((pole for pole in poles(word) if pole.axis in _AXES), default=None)


def _is_meant(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word of direction is one here: "up 3 per cent", not "set up"."""
    word = tokens[i].norm
    following = [token.norm for token in tokens[i + 1 : i + 4]]
    last = tokens[i - 1].norm if i else ""
    if word in ("more", "less", "fewer"):
        return last not in ("no", "any", "once", "what's") and following[:1] != ["or"]
    if word in ("up", "down"):  # "shares were up 3 per cent", not "held up for three hours"
        return (last in _BE or not (finite(last) or last in _UNMARKED_PASTS)) and _amount(following, last)
    if word in ("over", "under", "above", "below", "beneath"):
        return _number(following[:2])
    behind = tokens[i + 1] if i + 1 < len(tokens) else None
    if behind and (
        (behind.norm in ("off", "out") and word.startswith(("cut", "drop")))
        or (behind.capital and word in ("lower", "higher"))
    ):
        return False
    return word not in _WITH_AMOUNT or _amount(following, last)


def _amount(following: Sequence[str], last: str) -> bool:
    """Whether an amount follows, or a comparison to one."""
    return (
        _number(following[:2])
        or (bool(following) and following[0] in _BEFORE_AMOUNT)
        or (last in _BE and (not following or following[0] in STOPS))
    )


def _number(words: Sequence[str]) -> bool:
    return any(word[0].isdigit() or word in NUMBERS for word in words)
