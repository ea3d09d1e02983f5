"""What speaks for a line being no part of the telling: site furniture, byline, date, boilerplate, disclaimer, links.

Every clue has a weight; the kind with the highest sum wins if that reaches `ENOUGH`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from harness.story.dates import is_date
from harness.story.lines import Line
from harness.story.parts import Kind
from harness.story.wording import HINTS, NEUTRAL, SITE, STEM, WORDS, Clue

ENOUGH = 3.0
_KINDS: tuple[Kind, ...] = ("disclaimer", "related", "date", "byline", "furniture", "boilerplate")
_LONGEST = 600  # characters that are looked at; no label or notice is longer
_HEAVIEST = sorted(WORDS, key=lambda clue: -abs(clue.weight))
_BY_WORD: Mapping[str, Sequence[int]] = {
    stem: [n for n, clue in enumerate(_HEAVIEST) if stem in clue.words]
    for stem in frozenset().union(*(clue.words for clue in WORDS))
}
_TOKEN = re.compile(r"\w+|[©@“\"‘]")
_PRESENT = re.compile(r"\b(?:is|are|covers|writes|reports|has)\b")
_CREDIT = re.compile(r"(?:additional )?(?:report|edit|writ|compil)\w+ by\b", re.IGNORECASE)
_NAME = re.compile(
    r"[A-ZÀ-Þ][\w’'.-]*(?: (?:de|van|von|der|da|al|and|&|[A-ZÀ-Þ][\w’'.-]*)){1,6}(?:, [A-Z][\w ]{3,40})?$"
)


def site_share(text: str) -> float:
    """How much of a short line is the vocabulary of menus and buttons, 0–1."""
    words = [w.casefold() for w in re.findall(r"[^\W_]+", text[:200]) if not w.isdigit()]
    said = [w for w in words if w not in NEUTRAL]
    return sum(w in SITE for w in said) / len(said) if said and len(words) <= 12 else 0.0


def verdict(line: Line, *, repeated: bool = False, author: frozenset[str] = frozenset()) -> Kind | None:
    """The kind with the highest sum if that is enough; `author` are the words of the byline, `repeated` a line that
    stands twice.

    The sums are bounded from above: a kind that cannot reach enough any more is looked into no further, and most lines
    are prose, in which nearly all cannot.
    """
    text = line.text[:_LONGEST]
    most: dict[Kind, float] = dict.fromkeys(_KINDS, 0.0)  # in this order where two are equal
    for kind, weight in _setting(line, text, repeated, author):
        most[kind] += weight
    clues = _clues(line, text)
    for clue, _ in clues:
        most[clue.kind] += max(clue.weight, 0)
    for clue, where in clues:
        if most[clue.kind] >= ENOUGH:
            found = clue.pattern.search(where) is not None
            most[clue.kind] += min(clue.weight, 0) if found else -max(clue.weight, 0)
    best, weight = max(most.items(), key=lambda item: item[1])
    return best if weight >= ENOUGH else None


def weigh(line: Line) -> Mapping[Kind, float]:
    """The sum of the clues for each kind."""
    text = line.text[:_LONGEST]
    sums: dict[Kind, float] = dict.fromkeys(_KINDS, 0.0)
    for clue, where in _clues(line, text):
        if clue.pattern.search(where):
            sums[clue.kind] += clue.weight
    for kind, weight in _setting(line, text, False, frozenset()):
        sums[kind] += weight
    return sums


def _clues(line: Line, text: str) -> list[tuple[Clue, str]]:
    """The clues that may be found, and in what; the heaviest first."""
    tokens = {token[:STEM] for token in _TOKEN.findall(text.casefold())}
    numbers = {n for token in tokens & _BY_WORD.keys() for n in _BY_WORD[token]}
    clues = [(_HEAVIEST[n], text) for n in sorted(numbers)]
    return clues + [(clue, line.hints) for clue in HINTS] if line.hints else clues


def _setting(line: Line, text: str, repeated: bool, author: frozenset[str]) -> Iterator[tuple[Kind, float]]:
    """Clues of length, place and form."""
    n = len(line.words)
    if n <= 16 and is_date(line.text):
        yield "date", 4
    elif line.hints and ("date" in line.hints or "time" in line.hints):
        yield "date", -2  # the tag of a day around more than a day
    if n > 16 or (line.ended and not (_CREDIT.match(text) or (n <= 7 and is_name(text[3:-1])))):
        yield "byline", -4
    if n <= 12 and not line.ended and not line.level:
        share = site_share(text)
        yield "furniture", 4 * share if share >= 0.6 else 0
    if line.form == "text" and not any(c.isalpha() for c in text) and not is_date(text):
        yield "furniture", 3  # a page number or an end mark
    yield "furniture", -3 if n > 40 else -1 if n > 20 else 0
    yield "boilerplate", (-2 if n > 70 else 0) + (line.emphasis == "italic") + 1.5 * (repeated and n >= 3)
    yield "disclaimer", -2 if n > 80 else 1 if line.emphasis else 0
    if author and len(author.intersection(re.findall(r"\w+", text[:80].casefold())[:4])) >= min(2, len(author)):
        yield "boilerplate", 3 if _PRESENT.search(text) else 0
    if n > 30 or (line.form == "heading" and n > 8):
        yield "related", -2


def is_name(text: str) -> bool:
    """Whether `text` could be the name of a person or a desk and nothing else."""
    return len(text) <= 90 and bool(_NAME.match(text)) and len(text.split()) <= 8
