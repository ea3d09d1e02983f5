"""Key facts of the fixtures' references: those that a person finds told, and those whose sentences are taken out.

`tests/metrics/coverage/told.jsonl` says by hand which sentences of each reference tell which key fact, and which facts
it tells only partly; the others it does not tell. `python -m tests.benchmarks.told_facts` takes one to four told facts
out of each reference, with every sentence that tells them, and prints how many of the removed ones are reported missing,
and how many of those whose sentences all stayed are. It also puts other numbers for those of told facts, which are then
told wrongly.
"""

from __future__ import annotations

import argparse
import functools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from harness.articles import load_set
from harness.case import Case, Subject
from harness.facts.numbers import find_numbers
from harness.faults.edits import Edit, apply
from harness.faults.omissions import cut
from harness.metrics.coverage.key_facts import FOUND, MISSING, WRONG, judge
from harness.text import Sentence

TESTS = Path(__file__).parents[1]
FIXTURES = TESTS.parent / "fixtures"
GOLD = TESTS / "metrics" / "coverage" / "told.jsonl"
MOST_REMOVED = 4
DRAWS = 5  # of so many removed facts, for each reference
SEED = 20261122


class Told(NamedTuple):
    """A reference, and the spans of the sentences that tell each key fact; `partly`: ids of facts told in part."""

    subject: Subject
    text: str
    carriers: Mapping[str, Sequence[tuple[int, int]]]
    partly: Sequence[str]


class Outcome(NamedTuple):
    """What was decided of one fact: `kind` is "removed", "kept", "told", "partly", "untold" or "altered"."""

    kind: str
    article: str
    fact: str
    check: str


@functools.cache
def gold() -> tuple[Told, ...]:
    """Every reference with the facts that it tells. Raises ValueError where a sentence is not found."""
    sets = {name: {a.id: a for a in load_set(FIXTURES / name).articles} for name in ("newsroom", "briefs")}
    result = []
    for line in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines()):
        article = sets[line["set"]][line["article"]]
        text = next(r.text for r in article.references if r.profile == line["profile"])
        subject = Subject(article, profile=line["profile"])
        claims = Case(subject, text).claims
        carriers = {
            fact: [_sentence(claims, start, article.id) for start in starts] for fact, starts in line["told"].items()
        }
        result.append(Told(subject, text, carriers, line["partly"]))
    return tuple(result)


def _sentence(claims: Sequence[Sentence], beginning: str, where: str) -> tuple[int, int]:
    found = [(s.start, s.end) for s in claims if s.text.startswith(beginning)]
    if len(found) != 1:
        raise ValueError(f"{where}: {len(found)} sentences begin with {beginning!r}, expected one")
    return found[0]


def whole() -> Iterator[Outcome]:
    """The decisions on the references as they are."""
    for reference in gold():
        for fact, check in _decided(reference.subject, reference.text).items():
            kind = "told" if fact in reference.carriers else "partly" if fact in reference.partly else "untold"
            yield Outcome(kind, reference.subject.article.id, fact, check)


def shortened() -> Iterator[Outcome]:
    """The decisions on references without one to four facts; facts of which some sentences went are left out."""
    rng = np.random.default_rng(SEED)
    for reference in gold():
        for n_removed in range(1, MOST_REMOVED + 1):
            for _ in range(DRAWS):
                yield from _without(reference, n_removed, rng)


def _without(reference: Told, n_removed: int, rng: np.random.Generator) -> Iterator[Outcome]:
    ids = sorted(reference.carriers)
    if n_removed >= len(ids):
        return
    chosen = [ids[i] for i in rng.choice(len(ids), n_removed, replace=False)]
    gone = sorted({place for fact in chosen for place in reference.carriers[fact]})
    edits: list[Edit] = []
    for start, end in gone:
        edit = cut(reference.text, start, end)
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    decided = _decided(reference.subject, apply(reference.text, edits).text)
    for fact, places in reference.carriers.items():
        left = [place for place in places if place not in gone]
        if not left:
            yield Outcome("removed", reference.subject.article.id, fact, decided[fact])
        elif len(left) == len(places):
            yield Outcome("kept", reference.subject.article.id, fact, decided[fact])


def altered() -> Iterator[Outcome]:
    """The decisions on facts whose number was made another one wherever the reference has it."""
    for reference in gold():
        for fact in reference.subject.article.key_facts:
            if fact.id not in reference.carriers:
                continue
            for number in find_numbers(fact.text, reference.subject.currencies):
                figure = re.match(r"\d+", number.text)
                if figure is not None and len(figure.group()) > 1:
                    text = re.sub(
                        rf"(?<![\d.,:]){re.escape(number.text)}(?![\d:])", _other(number.text), reference.text
                    )
                    if text != reference.text:
                        check = _decided(reference.subject, text)[fact.id]
                        yield Outcome("altered", reference.subject.article.id, fact.id, check)


def _other(number: str) -> str:
    return str((int(number[0]) + 3) % 9 + 1) + number[1:]


def _decided(subject: Subject, text: str) -> dict[str, str]:
    findings = judge(Case(subject, text))
    return {fact.id: f.check for fact, f in zip(subject.article.key_facts, findings, strict=True)}


def share(outcomes: Sequence[Outcome], kind: str, check: str) -> float:
    """Share of the outcomes of a kind that were decided so."""
    own = [outcome.check == check for outcome in outcomes if outcome.kind == kind]
    return sum(own) / len(own)


def main() -> None:
    """Print the shares, and with --list the decisions that a person would not share."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="every wrong decision on the whole references")
    arguments = parser.parse_args()
    outcomes = [*whole(), *shortened(), *altered()]
    for kind in ("told", "partly", "untold", "kept", "removed", "altered"):
        n = sum(outcome.kind == kind for outcome in outcomes)
        checks = ", ".join(f"{check} {share(outcomes, kind, check):.3f}" for check in (FOUND, MISSING, WRONG))
        print(f"{kind:8} n={n}: {checks}")  # noqa: T201
    right = {"told": FOUND, "untold": MISSING, "removed": MISSING, "altered": WRONG}
    if arguments.list:
        for outcome in dict.fromkeys(outcomes):
            if outcome.kind in right and outcome.check != right[outcome.kind]:
                print(*outcome)  # noqa: T201


if __name__ == "__main__":
    main()
