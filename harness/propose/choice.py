"""Which statements are proposed: the most salient first, each thing once, with all sources that state it.

Salience is that of coverage (harness/metrics/coverage/salience.py): a word weighs more the more sentences use it, the
earlier the voices bring it and the more voices do, so that what every source leads with comes first. A statement adds
the words that no chosen one has. Statements that are alike but for their figures are a conflict, or an old state beside
a new one: the newest is taken, and one other stays beside it with its own sources, for people to judge.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from harness.align import Window
from harness.backends.newsroom.passages import Desk
from harness.case import Subject
from harness.facts.dates import parse_day
from harness.facts.numbers import Number, find_numbers
from harness.facts.numbers.values import same_value
from harness.metrics.coverage.salience import inventory
from harness.propose.statements import Statement
from harness.text import STOPWORDS, Text

MOST, LEAST = 14, 8
"""Facts proposed for an article, where it has so many."""
_SENTENCES = 4
"""One fact for so many sentences, between the two."""
_ALIKE = 0.6
"""Share of the lighter statement's words by idf that another has, from which they tell the same thing."""
_TOLD = 0.1  # what a word still weighs that a chosen statement has
_BREVITY = 0.8  # power of the number of words by which a statement's weight is divided
_BACKGROUND = 0.5  # weight of a statement about a year before the story's
_NEWER = 0.35  # how much more the newest source's statements weigh than the oldest's
_STATES = 0.5  # share of a statement's words by idf that a passage must hold to state it
_PLAIN = 0.4  # the same of its words that are neither names nor figures
_RIVALS = 2
"""Other states of a fact that are proposed beside it, in one article."""
_EARLY = 0.2  # power of 1 / position of the statement's sentence

_NEGATION = re.compile(r"\b(?:not|no|never|nobody|none|neither|without|denie[ds]|denying|rejected)\b|n['’]t\b", re.I)


class Chosen(NamedTuple):
    """A statement with the numbers of the sources that state it; `rival`: it contradicts one before it."""

    statement: Statement
    sources: tuple[int, ...]
    vital: bool
    rival: bool


class _Option(NamedTuple):
    statement: Statement
    terms: frozenset[str]
    """Content stems."""
    figures: tuple[Number, ...]
    plain: frozenset[str]
    """Content stems of words without a capital or a digit: what is said, not of whom."""
    negated: bool
    weight: float
    """By which its gain is multiplied."""


def choose(subject: Subject, statements: Sequence[Statement], *, told: Sequence[str] = ()) -> list[Chosen]:
    """At most `MOST` statements, the most salient first. `told`: facts there already, which are not proposed again."""
    options = _options(subject, statements)
    room = min(MOST, max(LEAST, sum(len(text.sentences) for text in subject.sources) // _SENTENCES)) - len(told)
    weights = inventory(subject).weights
    newest = _newest_first(subject)
    left = sorted(range(len(options)), key=lambda i: (newest[options[i].statement.source], i))
    for text in told:
        fact = _option(Statement(text, text, 0, 0), 1.0)
        left = [i for i in left if not _same(subject, options[i], fact)]
    heard: set[str] = set()
    chosen: list[Chosen] = []
    rivals = 0
    while left and len(chosen) < room:
        gain, place = max((_gain(options[i], weights, heard), -n) for n, i in enumerate(left))
        if gain <= 0:
            break
        best = options[left[-place]]
        others = (options[i] for i in left if options[i] is not best)
        other = next((o for o in others if _differs(o, best) and _alike(subject, o, best, whole=True)), None)
        if other is not None and newest[other.statement.source] < newest[best.statement.source]:
            best, other = other, best
        chosen.append(Chosen(best.statement, _stated_by(subject, best), False, False))
        if other is not None and rivals < _RIVALS and len(chosen) < room:
            chosen.append(Chosen(other.statement, _stated_by(subject, other), False, True))
            rivals += 1
        heard |= best.terms | _figures_of(best)
        left = [
            i
            for i in left
            if options[i] is not best and options[i] is not other and not _spent(subject, options[i], best)
        ]
    return _weighed(chosen)


def _weighed(chosen: Sequence[Chosen]) -> list[Chosen]:
    """The upper half of what is no rival is vital."""
    leading = [one for one in chosen if not one.rival]
    vital = set(map(id, leading[: math.ceil(len(leading) / 2)]))
    return [one._replace(vital=id(one) in vital) for one in chosen]


def _options(subject: Subject, statements: Sequence[Statement]) -> list[_Option]:
    old = {(p.source, p.position) for p in Desk(subject.article).passages if p.old and not p.joined}
    newest = _newest_first(subject)
    last = max(len(newest) - 1, 1)
    options = []
    for statement in statements:
        background = (statement.source, statement.position) in old
        if background and not re.search(r"\b(?:1[5-9]|20)\d\d\b", statement.text):
            continue
        newness = 1 + _NEWER * (last - newest[statement.source]) / last if len(newest) > 1 else 1.0
        options.append(_option(statement, newness * (_BACKGROUND if background else 1.0)))
    return options


def _option(statement: Statement, weight: float) -> _Option:
    terms = frozenset(term for term in statement.sentence.terms if term not in STOPWORDS)
    figures = tuple(n for n in find_numbers(statement.text) if n.kind != "ordinal")
    words = (word for word in statement.sentence.words if statement.own[word.start].islower())
    plain = frozenset(word.stem for word in words if word.norm not in STOPWORDS)
    return _Option(statement, terms, figures, plain, bool(_NEGATION.search(statement.text)), weight)


def _newest_first(subject: Subject) -> dict[int, int]:
    """Number of a source -> its place by day of publication, the newest first; undated ones last."""
    days = [parse_day(source.published) or dt.date.min for source in subject.article.sources]
    order = sorted(range(len(days)), key=lambda n: (-days[n].toordinal(), n))
    return {n: place for place, n in enumerate(order)}


def _gain(option: _Option, weights: Mapping[str, float], heard: Set[str]) -> float:
    total = math.fsum(weights.get(term, 0.0) * (_TOLD if term in heard else 1.0) for term in sorted(option.terms))
    early = math.pow(1 + option.statement.position, -_EARLY)
    return option.weight * early * total / math.pow(4 + len(option.terms), _BREVITY)


def _figures_of(option: _Option) -> set[str]:
    return {term for term in option.terms if term[0].isdigit()}


def _alike(subject: Subject, a: _Option, b: _Option, *, whole: bool = False) -> bool:
    """Whether most of the lighter one's words, figures apart, are the other's too; with `whole`, of the heavier's."""
    words, others = ({t for t in option.terms if not t[0].isdigit()} for option in (a, b))
    weigh = {t: subject.index.idf(t) for t in words | others}
    of = (max if whole else min)(math.fsum(weigh[t] for t in sorted(side)) for side in (words, others))
    return bool(of) and math.fsum(weigh[t] for t in sorted(words & others)) >= _ALIKE * of


def _differs(a: _Option, b: _Option) -> bool:
    """Whether one has a figure of a unit that the other has with another value only, or one denies."""
    if a.negated != b.negated and not (a.figures or b.figures):
        return True
    if len(a.figures) != len(b.figures):
        return False
    return any(
        all(not same_value(x, y) and not same_value(y, x) for y in b.figures)
        and any(x.unit == y.unit for y in b.figures)
        for x in a.figures
    )


def _same(subject: Subject, a: _Option, b: _Option) -> bool:
    return _alike(subject, a, b) and not _differs(a, b)


def _spent(subject: Subject, option: _Option, best: _Option) -> bool:
    """Whether nothing is left to say once `best` is chosen: it tells the same, or another state of it."""
    if not _alike(subject, option, best):
        return False
    return _differs(option, best) or all(any(same_value(x, y) for y in best.figures) for x in option.figures)


def _stated_by(subject: Subject, option: _Option) -> tuple[int, ...]:
    """The sources with a passage that holds most of the words and all figures; its own among them."""
    return tuple(
        n
        for n, window in enumerate(subject.index.windows(option.statement.sentence))
        if n == option.statement.source or (window is not None and _states(subject, window, option))
    )


def _states(subject: Subject, window: Window, option: _Option) -> bool:
    if window.words < _STATES:
        return False
    passage = subject.index.evidence(window).text
    if window.first == window.last and option.negated != bool(_NEGATION.search(passage)):
        return False
    held = {stem for sentence in Text(passage).sentences for stem in sentence.stems}
    plain = {stem: subject.index.idf(stem) for stem in sorted(option.plain)}
    if math.fsum(idf for stem, idf in plain.items() if stem in held) < _PLAIN * math.fsum(plain.values()):
        return False
    numbers = find_numbers(passage)
    return all(any(same_value(x, y) for y in numbers) for x in option.figures)
