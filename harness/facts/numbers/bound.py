"""What a number in a text is bound to: its hedge, the noun that it counts, and the content words of its clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from harness.facts.numbers.amounts import ORDINALS, SCALES, SMALL, UP_TO_99
from harness.text import STOPWORDS, find_words, stem

Hedge = Literal["", "about", "at least", "more than", "at most", "less than"]

_PHRASES: dict[Hedge, str] = {
    "about": "about/around/some/roughly/nearly/almost/approximately/approx/approx./circa/c./estimated/an estimated"
    "/close to/just over/just under/slightly more than/slightly less than/near/just short of/or so/or thereabouts/odd"
    "/~/≈",
    "at least": "at least/no fewer than/no less than/not less than/a minimum of/minimum of/or more/plus/+/≥",
    "more than": "more than/over/above/upwards of/in excess of/exceeding/beyond/topped/surpassed/>",
    "at most": "at most/up to/as many as/as much as/no more than/not more than/a maximum of/maximum of/or fewer/or less/≤",
    "less than": "less than/under/below/fewer than/</short of",
}
_HEDGES = {phrase: hedge for hedge, phrases in _PHRASES.items() for phrase in phrases.split("/")}
_HEDGE_WORDS = frozenset(word for phrase in _HEDGES for word in phrase.split()) | {"a", "an", "another", "further"}
# words that may stand between a hedge and its number: "at least another nine"
_BETWEEN_HEDGE = frozenset({"a", "an", "another", "further"})
_AFTER_HEDGE = re.compile(
    r"(?P<hedge>\+|-plus\b|-odd\b|\sor\s(?:more|so|fewer|less|thereabouts)\b)"
    r"|(?:\s[a-z]+){0,2}\s(?P<late>at least|or more)(?=[,.;)]|$)"
)

_STATES = {
    word: state
    for state, words in {
        "dead": "dead killed died dies die deaths death fatalities fatality slain drowned",
        "hurt": "hurt injured injuries wounded casualties hospitalised hospitalized",
        "missing": "missing unaccounted",
        "held": "arrested arrests detained",
        "trapped": "trapped",
        "rescued": "rescued saved survived survivors",
        "homeless": "homeless displaced evacuated",
    }.items()
    for word in words.split()
}
_BEFORE_STATES = _STATES | {"killing": "dead", "injuring": "hurt", "wounding": "hurt", "arresting": "held"}
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "people", "persons": "people", "person": "people",
    "policemen": "policeman", "policewomen": "policewoman", "servicemen": "serviceman", "fishermen": "fisherman",
    "gunmen": "gunman", "crewmen": "crewman", "firemen": "fireman", "firefighters": "firefight",
    "wives": "wife", "lives": "life", "knives": "knife", "feet": "foot", "teeth": "tooth", "mice": "mouse",
}  # fmt: skip
_UNMARKED = frozenset(
    "staff crew personnel cattle sheep fish aircraft series species troops data horsepower seed"
    " dead missing injured wounded"
    " woman man child boy girl soldier officer passenger survivor victim civilian worker player team".split()
) | {*_IRREGULAR}
_COPULAS = frozenset("was were is are be been being have has had remain remained remains still more left".split())
_NO_NOUN = frozenset(
    """a an the and or but of in on at to from by with for as than that who whom which when while after before since
    during until against between into over under near off about per each said says told went came took made won lost
    led held left gave got saw found fell rose put sat set ran met cut hit beat began became stood kept brought
    thought knew called wrote paid bought sold sent spent drew flew is was were are be been being have has had do
    does did will would can could may might must shall should not also only just now then there here this these
    those it its his her their our my your he she they we i you him them us if so because though although despite
    across towards perhaps yesterday among amongst amid versus whose today tomorrow ago later earlier away plus
    minus nor out up down back according including compared above below behind beside besides through via within
    without outside inside unless whereas where how why monday tuesday wednesday thursday friday saturday sunday
    always sometimes""".split()
)
_ADJECTIVES = frozenset(
    """former retired unnamed local british american french german russian chinese young old new deep long high wide
    tall strong amateur mexican canadian australian ice air water steel concrete male female black white suspected
    alleged married single world army police""".split()
)
_VERBS = frozenset("underwent began spoke wrote ran fought hopes says tells hid fled rose".split())
_MORE = frozenset("more other further additional extra new different separate other's".split())
_WORD = re.compile(r"(?:\s+|-|\s*[“\"‘])([^\W\d_]+(?:['’][^\W\d_]+)*)")
_OF = re.compile(
    rf"(?:\s(?:each|out))?\sof\s(?:(?:all|the|its|their|his|her|those|these|our|my|your|an?)\s)*"
    rf"(?:\d[\d,.]*\s|(?:{UP_TO_99})\s)?"
)
_PARENT = re.compile(r"(?:mother|father|mum|mom|dad|parent)[\s-]of[\s-]$")
_OWNER = re.compile(rf"(?:['’]s|..\s['’]s|.s['’])(?:\s\d[\d,.]*|\s{UP_TO_99})?(?=\s)")
_OF_PLAIN = re.compile(r"\sof\s(?:(?:all|the|its|their|his|her|those|these|our)\s)*(?:\d[\d,.]*\s(?!per\b))?")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CLAUSE = re.compile(
    r"[.!?](?=[\s”\"’')]|$)|[;\n()“”\"]|\s[–—-]\s|—|:\s|,\s(?=(?:and|but|while|which|who|with|after|before|when)\s)"
    r"|\s(?:but|while|whereas|although)\s"
)
_NUMBER_WORDS = (
    SMALL.keys()
    | SCALES.keys()
    | ORDINALS.keys()
    | {f"{scale}s" for scale in SCALES}
    | set("percent per cent pct pc mn bn tn half quarter quarters thirds".split())
)


def hedge_of(low: str, start: int, end: int) -> Hedge:
    """The hedge before or behind the number at `start:end`."""
    words = low[max(0, start - 28) : start].split()[-4:]
    words = [word.lstrip("“\"‘'(") for word in words]
    while len(words) > 1 and words[-1] in _BETWEEN_HEDGE:
        words.pop()
    for n in (4, 3, 2, 1):
        hedge = _HEDGES.get(" ".join(words[-n:])) if len(words) >= n else None
        if hedge:
            return hedge
    match = _AFTER_HEDGE.match(low, end)
    return _HEDGES.get((match["hedge"] or match["late"]).strip(" -"), "") if match else ""


def noun_of(low: str, start: int, end: int, *, one: bool, partitive: bool = False, apposed: bool = False) -> str:
    """Stem of the head noun that the number at `start:end` counts; "" where it cannot be told.

    `one`: a singular noun may follow. `apposed`: the number stands like an adjective ("a 40-year-old outlaw suffers"),
    so that a plural behind it may be a verb. `partitive`: only a noun behind "of" is counted ("880 litres of water").
    """
    share = (_OF_PLAIN if partitive else _OF).match(low, end)
    if share is None and partitive:
        return ""
    noun = _noun_behind(low, share.end() - 1 if share else end, one=one or share is not None, apposed=apposed)
    return noun or _state_before(low, start) or _children(low, start)


def _noun_behind(low: str, position: int, *, one: bool, apposed: bool) -> str:
    run: list[str] = []
    for word, begin in _words_behind(low, position):
        if word in _NO_NOUN:
            if not run and word in _COPULAS:
                return _state_behind(low, begin)
            break
        if (word in _MORE and not run) or len(word) == 1:
            continue
        run.append(word)
        if _is_plural(word) and not (apposed and len(run) > 1):
            return noun_stem(word)
        if apposed and word not in _ADJECTIVES:
            return "" if word.endswith("ed") or word in _VERBS else noun_stem(word)
    return _head(run, one=one)


def _words_behind(low: str, position: int) -> Iterator[tuple[str, int]]:
    """Up to five words and where they begin, up to a punctuation mark, without possessors and their numbers."""
    for _ in range(5):
        match = _WORD.match(low, position)
        if match is None:
            return
        position = match.end()
        owner = _OWNER.match(low, position - 2)  # "three of the city's 19 wards"
        if owner is None:
            yield match[1], match.start()
        else:
            position = owner.end()


def noun_stem(word: str) -> str:
    """The form in which nouns are compared: "deaths" and "killed" are "dead"."""
    return _STATES.get(word) or _IRREGULAR.get(word) or stem(word.replace("’", "'").removesuffix("'s"))


def _is_plural(word: str) -> bool:
    if word in _UNMARKED or word in _STATES:
        return True
    return len(word) > 3 and word[-1] == "s" and word[-2] not in "su'’" and not word.endswith(("is", "ous"))


def _head(run: list[str], *, one: bool) -> str:
    """The noun of words without a plural: the last before a verb."""
    if not run or not one:
        return ""
    verb = next((i for i, word in enumerate(run) if i and word.endswith(("ed", "ing", "ly"))), len(run))
    return noun_stem(run[min(verb, 3) - 1])


def _state_behind(low: str, position: int) -> str:
    """ "dead" for "were killed", "have died", "are still missing"."""
    for _ in range(4):
        match = _WORD.match(low, position)
        if match is None:
            return ""
        if match[1] in _STATES:
            return _STATES[match[1]]
        if match[1] not in _COPULAS and not match[1].endswith("ly"):
            return ""
        position = match.end()
    return ""


def _children(low: str, start: int) -> str:
    return "child" if _PARENT.search(low, max(0, start - 11), start) else ""


def _state_before(low: str, start: int) -> str:
    """ "dead" for "killed nine", "killing at least nine"."""
    for word in reversed(low[max(0, start - 36) : start].split()):
        if word in _BEFORE_STATES:
            return _BEFORE_STATES[word]
        if word not in _HEDGE_WORDS:
            return ""
    return ""


@lru_cache(maxsize=65536)
def _content(word: str) -> str:
    """The word's stem, as `Sentence.stems` has it; "" for stop words and number words."""
    norm = next((found.norm for found in find_words(word)), "")
    return "" if len(norm) < 2 or norm in STOPWORDS or norm in _NUMBER_WORDS else stem(norm)


class Clauses:
    """The clauses of a text and their content stems, each found once and only where a number asks for it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [match.end() for match in _CLAUSE.finditer(text)]
        self._stems: dict[int, frozenset[str]] = {}
        self._next = 0

    def about(self, position: int) -> frozenset[str]:
        """The content stems of the clause at `position`, without numbers; positions must not go down."""
        while self._next < len(self._ends) and self._ends[self._next] <= position:
            self._next += 1
        i = self._next
        if i not in self._stems:
            start = self._ends[i - 1] if i else 0
            end = self._ends[i] if i < len(self._ends) else len(self._text)
            stems = map(_content, _LETTERS.findall(self._text, start, end))
            self._stems[i] = frozenset(stems) - {""}
        return self._stems[i]
