"""Who does what to whom, where no verb with a subject and an object says it.

"The takeover of Lund by Sorel", "Sorel's offer for Lund", "Sorel ran into Lund", "two lengths ahead of Lund", "from
Lund to Sorel". A sentence is written with a mark for each name and searched for such phrases; what they say is put in
one order, so that a takeover, an offer and a purchase can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness.facts.names import Name
from harness.facts.names.cast import Entity
from harness.text import Sentence

_WORDS = r"(?:[\w’'.-]+ ){0,5}?"  # between a party and what it does
_OF = r"(?:(?!(?:by|from|to|of|for|with|and|or|in|at|on|that)\b)[a-z-]+ ){0,4}?"  # before a name: "the cargo barge"
_A, _B = r"§(?P<a>\d+)§", r"§(?P<b>\d+)§"
_REST = r"(?: (?:limited|group|ltd|plc))?"
_BUY = "(?:buy|buys|bought|buying|acquir(?:e|es|ed|ing)|purchas(?:e|es|ed|ing)|tak(?:e|es|ing) over|took over)(?! from)"
_BUYING = "(?:takeover|acquisition|purchase|buyout|buy-out)"
_BOUGHT = "(?:bought|acquired|purchased|taken over)"
_HIT = (
    "(?:hits?|hitting|struck|strikes|striking|ram(?:s|med|ming)|collided with"
    "|(?:ran|runs?|running|crash(?:ed|es|ing)|plough(?:ed|s|ing)|plowed|smashed|smashing|slammed|drove|sailed) into)"
)
_BEAT = "(?:victory|win|triumph) (?:over|against)"
_PATTERNS = tuple(
    (
        re.compile(pattern.replace("_A", _A).replace("_B", _B).replace(" ...", f" {_WORDS}").replace("~", _OF)),
        name,
        turned,
    )
    for pattern, name, turned in (
        (rf"_A,? (?:which |who )?{_WORDS}{_BUY} ~_B", "buy", False),
        (
            rf"_A,? (?:which |who )?(?:is|are|was|were|has|have|had|will|to|being|been)[^.;:,§]*? {_BOUGHT} by ~_B",
            "buy",
            True,
        ),
        (rf"{_BUYING} of ~_A{_REST} by ~_B", "buy", True),
        (rf"_A[’']s? (?:[\w-]+ ){{0,4}}?{_BUYING} of ~_B", "buy", False),
        (r"_A[’']s? (?:[\w-]+ ){0,4}?(?:offer|bid|takeover bid) for ~_B", "offer", False),
        (r"(?:offer|bid) for ~_A (?:by|from) ~_B", "offer", True),
        (r"_A ...(?:made|makes|making) (?:[\w-]+ ){0,4}?(?:offer|bid) for ~_B", "offer", False),
        (rf"_A ...{_HIT} ~_B", "hit", False),
        (r"_A (?:(?:was|were|is|been|being|then) )+(?:hit|struck|rammed) by ~_B", "hit", True),
        (r"_A (?:[\w.,%-]+ ){0,9}?(?:ahead of|in front of) ~_B", "ahead", False),
        (r"_A (?:[\w.,%-]+ ){0,9}?(?:behind|trailed|trails) ~_B", "ahead", True),
        (r"_A (?:[\w-]+ ){0,2}?(?:led|leads|leading) ~_B", "ahead", False),
        (rf"_A(?:[’']s?)? (?:[\w-]+ ){{0,5}}?{_BEAT} ~_B", "beat", False),
        (r"_A[’']s? (?:[\w-]+ ){0,3}?(?:defeat|loss) (?:by|to|against) ~_B", "beat", True),
        (r"defeat of ~_A by ~_B", "beat", False),
        (r"\bfrom ~_A to ~_B", "from-to", False),
        (r"\bto ~_A from ~_B", "from-to", True),
        (
            r"_A (?:[\w-]+ ){0,3}?(?:succeed(?:s|ed)?|replac(?:e|es|ed)|(?:take|takes|took|taking) over from) ~_B",
            "succeed",
            False,
        ),
        (r"_A (?:[\w-]+ ){0,3}?(?:succeeded|replaced) by ~_B", "succeed", True),
        (r"_A ...(?:bribed|bribes|paid bribes to|gave bribes to) ~_B", "give", False),
        (r"_A ...(?:took|accepted|received|takes|taking|accepting) bribes from ~_B", "give", True),
        (r"_A (?:(?:is|was|which is) )?owned by ~_B", "own", True),
        (r"_A,? (?:who |which )?(?:owns|owned|owning) ~_B", "own", False),
        (r"\b_A[’']s (?:nephew|niece|son|daughter|grandson|granddaughter),? _B", "child", False),
    )
)


LOOSE = frozenset(("ahead", "from-to", "offer"))
"""What may be true both ways, of several occasions."""


class Phrase(NamedTuple):
    """`giver` did `what` to `taker`; both with their names in the text."""

    giver: Entity
    what: str
    taker: Entity
    one: Name
    other: Name


def find_phrases(sentence: Sentence, named: Sequence[tuple[Name, Entity]]) -> Iterator[Phrase]:
    """What the phrases of a sentence say of its names; `named` are those whose bearer is known."""
    if len(named) < 2:
        return
    text = _marked(sentence, named)
    for pattern, what, turned in _PATTERNS:
        for match in pattern.finditer(text):
            (one, first), (other, second) = named[int(match["a"])], named[int(match["b"])]
            if first is not second:
                yield Phrase(second, what, first, one, other) if turned else Phrase(first, what, second, one, other)


def _marked(sentence: Sentence, named: Sequence[tuple[Name, Entity]]) -> str:
    """The sentence in lower case, with the number of each name in its place."""
    parts, at = [], sentence.start
    for number, (name, _) in enumerate(named):
        parts.append(sentence.text[at - sentence.start : name.start - sentence.start].replace("§", " "))
        parts.append(f"§{number}§")
        at = name.end
    parts.append(sentence.text[at - sentence.start :].replace("§", " "))
    return "".join(parts).lower()
