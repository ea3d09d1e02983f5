"""Whether a summary says things as the sources say them: yes or no, more or less, how surely, and on whose word."""

from __future__ import annotations

from collections.abc import Iterator

from harness.case import Case
from harness.metrics.consistency.wording.certainty import check_certainty
from harness.metrics.consistency.wording.counterparts import told
from harness.metrics.consistency.wording.denials import check_denials
from harness.metrics.consistency.wording.flips import check_opposites
from harness.metrics.consistency.wording.sourcing import check_sourcing
from harness.metrics.consistency.wording.surety import check_surety
from harness.metrics.consistency.wording.terms import find_terms
from harness.types import Finding


def check_wording(case: Case) -> Iterator[Finding]:
    """`polarity.flipped`, `direction.flipped`, `modality.raised` and `attribution.dropped`."""
    sources = told(case.subject)
    for claim in case.aligned:
        if claim.best is None or claim.text in sources.sentences:  # copied
            continue
        mine = find_terms(claim.sentence)
        flipped = [*check_opposites(case, claim, mine, sources)] or [*check_denials(case, claim, mine, sources)]
        found = flipped or [*check_surety(case, claim, mine, sources)] or [*check_certainty(case, claim)]
        yield from found or check_sourcing(case, claim, sources)
