"""Whether a review fits the runs that it claims to be about: every name, hash, id, span and draw in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from harness.articles import shown
from harness.review.draw import draw, drawn_keys
from harness.review.records import FindingLabel, Missed, Place, Review, ReviewedItem, SummaryKey
from harness.review.summaries import KnownSummary, RunSummaries

Matched = Mapping[str, RunSummaries]
"""The name that a review gives a run -> that run."""


def match_runs(review: Review, runs: Sequence[RunSummaries]) -> Matched:
    """Which of `runs` the review means by each name.

    The hashes must fit. Among runs of one suite on the same articles the name decides; a folder that was renamed is
    known by its hashes alone, if only one run is left that they fit.
    """
    matched: dict[str, RunSummaries] = {}
    for named in review.report.runs:
        matched.update((named.name, run) for run in runs if run.hashes == named)
    for named in review.report.runs:
        key = (named.suite_hash, named.articles_hash)
        left = [run for run in runs if run.name not in matched and _key(run) == key]
        unknown = [r for r in review.report.runs if r.name not in matched and (r.suite_hash, r.articles_hash) == key]
        if len(left) == 1 and [r.name for r in unknown] == [named.name]:
            matched[named.name] = left[0]
    return matched


def _key(run: RunSummaries) -> tuple[str, str]:
    return run.info.suite_hash, run.info.articles_hash


def find_problems(review: Review, matched: Matched, *, all_runs: bool = True) -> Iterator[str]:
    """Everything in the review that does not fit, each with its place.

    With `all_runs` it must not speak of a run that is not in `matched`; otherwise what it says of others is not judged.
    """
    names = [run.name for run in review.report.runs]
    yield from (f"report.runs: {shown(name)} stands there {n} times" for name, n in Counter(names).items() if n > 1)
    if not matched:
        listed = ", ".join(shown(name) for name in names)
        yield f"report.runs: none of {listed} has the suite and the articles of the run given"
        return
    yield from _draw_problems(review, matched)
    if not review.items and not review.preferences:
        yield "items: expected at least one, or a preference, found none"
    for i, item in enumerate(review.items):
        yield from (f"items[{i}].{problem}" for problem in _item_problems(item, names, matched, all_runs))
    yield from _twice("items", [(item.run, item.key) for item in review.items])
    for i, preference in enumerate(review.preferences):
        for side, (run, key) in zip("ab", preference.keys, strict=True):
            place = Place(run=run, **key._asdict())
            found = _locate(place, names, matched, all_runs)
            if isinstance(found, str):
                # the article stands beside the two sides
                at = "" if found.startswith("article") else f"{side}."
                yield f"preferences[{i}].{at}{found}"
        if len(set(preference.keys)) == 1:
            yield f"preferences[{i}]: a and b are the same summary, expected two"
    yield from _twice("preferences", [frozenset(preference.keys) for preference in review.preferences])


def find_drawn(review: Review, run: RunSummaries) -> frozenset[SummaryKey]:
    """The summaries of `run` that the review was drawn; none where its draw is another run's, or it has none."""
    if review.draw is None:
        return frozenset()
    own = draw(run, sample=review.draw.sample, seed=review.draw.seed)
    return drawn_keys(own) if own.id == review.draw.id else frozenset()


def _draw_problems(review: Review, matched: Matched) -> Iterator[str]:
    if review.draw is None or any(find_drawn(review, run) for run in matched.values()):
        return
    listed = ", ".join(shown(run.name) for run in matched.values())
    yield (
        f"draw.id: expected the id of the draw of {review.draw.sample} by seed {review.draw.seed} from {listed}, found "
        f"{review.draw.id[:12]}… (another run's draw, or the run was changed)"
    )


def _item_problems(item: ReviewedItem, names: Sequence[str], matched: Matched, all_runs: bool) -> Iterator[str]:
    found = _locate(item, names, matched, all_runs)
    if isinstance(found, str):
        yield found
    if not isinstance(found, KnownSummary):
        return
    if item.summary_hash != found.hash:
        yield (
            f"summary_hash: expected {(found.hash or '')[:12]}…, the hash of the summary of {shown(item.article)} by "
            f"{shown(item.backend)} in this run, found {item.summary_hash[:12]}… (it was another text that was reviewed)"
        )
        return
    for i, label in enumerate(item.findings):
        yield from (f"findings[{i}].{problem}" for problem in _finding_problems(label, found))
    yield from _twice("findings", [label.finding for label in item.findings])
    for i, missed in enumerate(item.missed):
        yield from (f"missed[{i}]: {problem}" for problem in _span_problems(missed, found.text or ""))
    yield from _twice("missed", [(missed.start, missed.end, missed.check) for missed in item.missed])


def _locate(place: Place, names: Sequence[str], matched: Matched, all_runs: bool) -> KnownSummary | str | None:
    """The summary; a problem if there is none; None if it is of a run that is not judged."""
    if place.run not in names:
        return f"run: expected one of {', '.join(map(shown, names))} as in report.runs, found {shown(place.run)}"
    run = matched.get(place.run)
    if run is None:
        return f"run: {shown(place.run)} was not given, or has changed; add --run FOLDER of it" if all_runs else None
    known = run.by_key.get(place.key)
    if known is not None:
        return known if known.text is not None else f"sample: has no summary to review (it is {known.state})"
    backends = [backend.name for backend in run.info.backends]
    if place.article not in run.info.articles:
        return f"article: {shown(run.name)} has no article {shown(place.article)}"
    if place.backend not in backends:
        return f"backend: expected one of {', '.join(map(shown, backends))}, found {shown(place.backend)}"
    samples = [key.sample for key in run.by_key if key[:2] == (place.article, place.backend)]
    return f"sample: expected one of {samples}, found {place.sample}"


def _finding_problems(label: FindingLabel, known: KnownSummary) -> Iterator[str]:
    finding = known.findings.get(label.finding)
    if finding is None:
        yield f"finding: the summary has no finding {label.finding} (it has {len(known.findings)})"
        return
    for field in ("metric", "check"):
        expected, found = getattr(finding, field), getattr(label, field)
        if expected != found:
            yield f"{field}: expected {shown(expected)}, which finding {label.finding} has, found {shown(found)}"


def _span_problems(missed: Missed, text: str) -> Iterator[str]:
    if not missed.start < missed.end <= len(text):
        yield f"expected 0 <= start < end <= {len(text)} code points, found {missed.start} and {missed.end}"
    elif text[missed.start : missed.end] != missed.text:
        cut = shown(text[missed.start : missed.end])
        yield f"text: expected {cut}, which {missed.start}:{missed.end} cuts from the summary, found {shown(missed.text)}"


def _twice(field: str, keys: Sequence[object]) -> Iterator[str]:
    first: dict[object, int] = {}
    for i, key in enumerate(keys):
        if key in first:
            yield f"{field}[{i}]: stands already at {field}[{first[key]}], expected each once"
        first.setdefault(key, i)
