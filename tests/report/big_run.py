"""A large run made of records: 200 articles of 4 sources with 500 words each, 6 backends, findings as checks make them.

No backend is asked and no metric is run. Sentences are put together by a seeded stream, so that the texts compress about
as well as news does and every name, number and date can be found again.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.store import Run
from harness.types import Article, Evidence, Row, Source, Span, StoredFinding
from tests.made_runs import make_backend, make_info, make_metric, make_row, write_run

TOWNS = ("Varnholt", "Pellsund", "Ostmark Bay", "Quillen", "Tarrow Heath", "Lissen", "Kolvane", "Sarnovelo")
PEOPLE = ("Ines Falk", "Radmila Echavar", "Piet Aldarin", "Yusra Fennimar", "Mirela Kastan", "Rafiq Dunmore")
OFFICES = ("mayor", "spokesman", "governor", "engineer", "minister", "commissioner")
THINGS = ("bridge", "reservoir", "harbour", "railway", "hospital", "factory", "school", "market hall")
DEEDS = ("closed", "reopened", "flooded", "inspected", "evacuated", "repaired", "rebuilt", "abandoned")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORDS = (
    "water road winter council budget crew crane valley storm shift river fence engine ticket summer report market"
    " timber window signal tower garden lantern cellar bakery orchard ferry barrel meadow quarry chapel tunnel copper"
    " harvest anchor beacon canal cottage depot estate furnace granite hangar island jetty kiln ledger mill nursery"
).split()
TOPICS = ("floods", "transport", "politics", "business")
CHECKS = (
    ("consistency", "name.novel", "warning"),
    ("consistency", "number.swapped", "error"),
    ("consistency", "date.wrong", "error"),
    ("consistency", "quote.fabricated", "error"),
    ("consistency", "sentence.unsupported", "warning"),
    ("consistency", "modality.raised", "warning"),
    ("structure", "ngram.repeated", "warning"),
    ("structure", "sourcing.number", "warning"),
)
SHAPELESS = ("byline.missing", "disclaimer.missing", "timeline.missing")


def big_run(folder: Path, *, articles: int = 200, backends: int = 6, words: int = 500) -> Run:
    """The run in a folder of its own."""
    made = [make_article(n, words) for n in range(articles)]
    names = [f"writer-{chr(97 + n)}" for n in range(backends)]
    metrics = [make_metric(m) for m in ("coverage", "consistency", "structure")]
    metrics += [make_metric(m) for m in ("rouge1", "rougeLsum")] + [make_metric("length", higher=None)]
    info = make_info([a.id for a in made], [make_backend(name) for name in names], metrics, profile="news-story")
    return Run(write_run(folder, info, _rows(made, names), made))


def make_article(number: int, words: int = 500) -> Article:
    """An event with four sources of so many words."""
    chance = random.Random(number)
    town = f"{chance.choice(TOWNS)} {chance.choice(('North', 'South', 'Hill', 'Bridge'))}"
    sources = tuple(
        Source(
            id=f"{outlet}-{number}", publisher=outlet.title(), published=f"2026-03-{10 + n:02d}T08:00:00+00:00",
            title=f"{chance.choice(THINGS).title()} {chance.choice(DEEDS)} in {town}", url=f"https://{outlet}.example/{number}",
            text=_text(chance, words),
        )
        for n, outlet in enumerate(("wire", "post", "courier", "observer"))
    )  # fmt: skip
    title = f"The {chance.choice(THINGS)} of {town}, event {number}"
    return Article(
        id=f"event-{number:03d}", title=title, published="2026-03-14T09:00:00+00:00", sources=sources,
        meta={"topic": TOPICS[number % len(TOPICS)]},
    )  # fmt: skip


def _text(chance: random.Random, words: int) -> str:
    sentences: list[str] = []
    while sum(len(s.split()) for s in sentences) < words:
        sentences.append(_sentence(chance))
    return "\n\n".join(" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3))


def _sentence(chance: random.Random) -> str:
    some = [chance.choice(WORDS) for _ in range(5)]
    person, office = chance.choice(PEOPLE), chance.choice(OFFICES)
    return chance.choice(
        (
            f"The {some[0]} near {chance.choice(TOWNS)} was {chance.choice(DEEDS)} on {chance.choice(DAYS)} after the"
            f" {some[1]} and the {some[2]} had failed.",
            f"“We will keep the {some[0]} and the {some[1]} as long as the {some[2]} holds,” {office} {person} said.",
            f"Repairs to the {some[0]} will cost {chance.randint(2, 90)} million crowns, {person} told the {some[1]}.",
            f"Some {chance.randint(12, 900)} people left the {some[0]} before the {some[1]} reached the {some[2]} road.",
            f"{person}, the {office}, warned of the {some[3]} and its {some[4]} on {chance.randint(3, 28)} March 2026.",
        )
    )


def _rows(articles: Sequence[Article], backends: Sequence[str]) -> Iterator[Row]:
    for number, article in enumerate(articles):
        for place, backend in enumerate(backends):
            yield _row(article, backend, random.Random(1000 * number + place), place)


def _row(article: Article, backend: str, chance: random.Random, place: int) -> Row:
    if chance.random() < 0.01:
        return make_row(article.id, backend, state="refused", reason="The model declined.")
    taken = [s.strip() for source in article.sources for s in source.text.replace("\n\n", " ").split(". ")]
    lines = [line if line.endswith(".") else f"{line}." for line in chance.sample(taken, 10)]
    lines += [_sentence(chance) for _ in range(4)]
    head = f"# {article.title}\n\nBy Desk Reporter\n14 March 2026\n\n"
    summary = head + "\n\n".join(" ".join(lines[i : i + 2]) for i in range(0, len(lines), 2)) + "\n\n🌊 More to follow."
    findings = tuple(_findings(article, summary, lines, chance))
    errors = sum(f.severity == "error" for f in findings)
    scores = {
        "coverage": round(min(1.0, max(0.0, chance.gauss(0.5 + 0.02 * place, 0.12))), 4),
        "consistency": round(max(0.0, chance.gauss(0.9 - 0.06 * errors, 0.05)), 4),
        "structure": round(min(1.0, max(0.0, chance.gauss(0.7 - 0.01 * place, 0.08))), 4),
        "rouge1": round(chance.uniform(0.2, 0.6), 4),
        "rougeLsum": round(chance.uniform(0.1, 0.5), 4),
        "length": float(len(summary.split())),
    }
    return make_row(article.id, backend, scores, summary=summary, findings=findings, cost_usd=0.002 * (place + 1))


def _findings(article: Article, summary: str, lines: Sequence[str], chance: random.Random) -> Iterator[StoredFinding]:
    for line in lines:
        start = summary.index(line)
        claim = Span(start=start, end=start + len(line), text=line)
        evidence = tuple(_passage(source, chance) for source in article.sources[: chance.randint(1, 3)])
        told = ", ".join(f"{e.source} ({chance.random():.2f})" for e in evidence)
        yield _finding("attribution", "claim.sources", "info", f"Borne out by {told}.", claim, evidence)
        if chance.random() < 0.5:
            metric, check, severity = chance.choice(CHECKS)
            words = line.split()
            word = words[chance.randrange(len(words))]
            at = start + line.index(word)
            found = Span(start=at, end=at + len(word), text=word)
            yield _finding(metric, check, severity, f"No source gives “{word}” here.", found, evidence[:1], word)
    for check in SHAPELESS:
        yield _finding("structure", check, "warning", f"The story has no {check.partition('.')[0]}.", None, ())
    facts = random.Random(article.id)  # the same for every backend
    for number in range(12):
        passage = _passage(article.sources[number % 4], facts)
        kind = chance.choice(("fact.found", "fact.found", "fact.missing", "fact.wrong"))
        severity = "warning" if kind == "fact.wrong" else "info"
        place = Span(start=0, end=20, text=summary[:20]) if kind != "fact.missing" else None
        yield _finding("coverage", kind, severity, f"Told or not: {passage.text}", place, (passage,), passage.text)


def _passage(source: Source, chance: random.Random) -> Evidence:
    sentences = source.text.split(". ")
    text = chance.choice(sentences[:-1])
    start = source.text.index(text)
    return Evidence(source=source.id, start=start, end=start + len(text), text=text)


def _finding(
    metric: str,
    check: str,
    severity: str,
    message: str,
    claim: Span | None,
    evidence: tuple[Evidence, ...],
    expected: str | None = None,
) -> StoredFinding:
    return StoredFinding.model_validate(
        {"metric": metric, "check": check, "severity": severity, "message": message, "claim": claim}
        | {"evidence": evidence, "expected": expected, "found": None if claim is None else claim.text[:40]}
    )
