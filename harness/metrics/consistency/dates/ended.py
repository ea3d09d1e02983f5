"""States and open questions told as present that a later source says are over: closed roads, searches, decisions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from harness.case import Case, Claim, Subject, per_article
from harness.metrics.consistency.dates.outdated import moment
from harness.metrics.consistency.findings import finding, source_span, span
from harness.text import STOPWORDS, Sentence
from harness.types import Finding

_IS = r"(?:is|are|remains?|stays?|still|have\sbeen|has\sbeen)\s(?:still\s|currently\s|now\s|all\s|both\s)?"
_ENDS = tuple(
    (re.compile(rf"\b(?:{state})\b", re.IGNORECASE), re.compile(rf"\b(?:{end})\b", re.IGNORECASE))
    for state, end in (
        (
            rf"{_IS}(?:missing|unaccounted\sfor|trapped|below|underground|adrift|lost|being\ssought)"
            r"|(?:search\w*|look\w*|hunt\w*)\sfor|try\w*\sto\s(?:reach|find|free|rescue|save)|(?:not|yet\sto)\s(?:yet\s)?(?:be(?:en)?\s)?found",
            r"found\s(?:alive|safe|well|dead)|(?:is|are|was|were)\s(?:found|safe|rescued|traced|located)|rescued|brought\s(?:up|out)"
            r"|freed|pulled\sout|never\s(?:sailed|boarded|travelled|left)|last\s(?:man|woman|person|miner)\sout|caught|arrested",
        ),
        (
            rf"{_IS}in\s(?:force|effect|place)|(?:is|are)\sunder\sa\s\w+\s(?:warning|curfew|alert)",
            r"(?:was|were|been)\s(?:lifted|lowered|withdrawn|downgraded|scrapped|ended|cancelled)|expired|lapsed",
        ),
        (rf"{_IS}(?:closed|shut|blocked|sealed\soff|impassable)", r"reopened|open\sagain|unblocked|cleared"),
        (
            rf"{_IS}(?:cancelled|canceled|suspended|halted|grounded|on\sstrike|out\sof\sservice|at\sa\sstandstill|not\srunning)",
            r"resumed|restarted|running\sagain|is\sback|are\sback|restored|reconnected",
        ),
        (
            rf"{_IS}(?:in\s(?:police\s)?custody|detained|under\sarrest|held|being\s(?:held|questioned))|questioning",
            r"(?:was|were|been)\s(?:released|freed|let\sgo|charged|bailed)",
        ),
        (
            rf"{_IS}(?:under\sway|in\sprogress|going\son|ongoing|being\scounted|to\sbe\scounted)|continu\w+|has\sbegun"
            r"|(?:has|have)\s(?:still|yet)\sto\s(?:be\s)?(?:report\w*|count\w*|declare\w*|finish\w*)",
            r"(?:has|have|was|were)\s(?:been\s)?(?:elected|completed?|finished|concluded|ended|called\soff|closed|over)|final\s(?:count|result)",
        ),
        (
            r"(?:has|have|is|are)\s(?:not\s(?:yet\s)?|yet\sto\s|still\sto\s|un)(?:say|said|decide\w*|ruled?|announced?|received?|commented?)"
            r"|will\s(?:now\s)?decide|(?:is|are)\s(?:considering|weighing|awaiting|waiting)|expects?\sto\s(?:be|receive|hear|get)",
            r"(?:has|have|had)\s(?:announced|decided|received|ruled|said)|announced|decided|would\s(?:not\s)?(?:take|appeal|contest|accept|go)"
            r"|received|lodged|filed",
        ),
        (
            r"(?:will|is\sto|are\sto|is\sset\sto|is\sdue\sto|are\sdue\sto)\s(?:open|begin|start|go\sahead|take\splace|be\sheld|close|play)"
            r"|opens|begins|starts|takes\splace",
            r"(?:was|were|been)\s(?:called\soff|cancelled|canceled|scrapped|postponed|abandoned)|(?:called\soff|cancelled)\son",
        ),
    )
)
_OVER = re.compile(
    r"\b(?:was|were|had|did|no\slonger|nobody|none|first|initially|originally|earlier|once|reopen\w*)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:not|no|never|nor|neither|will|would|to|may|might|could|should|due|until|if|unless|before|hop\w+|expect\w*|plan\w*"
    r"|ask\w*|urg\w+|demand\w*)\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
_BEFORE = 40  # characters before the end of a state that may deny it
_SHARE = 0.4  # of the weight of the claim's other words that the later passage holds
_RARE = 0.25  # of the idf of a word that no source has: what a word must weigh that both share
_PAIR = 0.25  # the same, where two rare ones are among them
_UNKNOWN = 0.5  # weight of a word that no source has
_AGAIN = 0.3


class _End(NamedTuple):
    row: int
    source: int
    sentence: Sentence
    stems: frozenset[str]
    when: dt.datetime


def ended(case: Case, claims: Sequence[Claim]) -> Iterator[Finding]:
    """Findings on the claims that tell as present what a later source says is over."""
    ends, states = _told(case.subject)
    rows = {end.row for end in ends}
    for claim in claims if ends else ():
        found = _states(claim.text, rows)
        end = next((end for row, cut in found for end in ends if _is_over(case, claim, row, cut, end, states)), None)
        if end is not None:
            yield finding(
                "date.stale",
                "This is told as it stands now, but a later source says that it is over.",
                span(case, claim.start, claim.end),
                [source_span(case, end.source, end.sentence.start, end.sentence.end)],
                expected=end.sentence.text,
                found=claim.text,
                confidence=0.7,
            )


def _states(text: str, rows: Collection[int]) -> Iterator[tuple[int, re.Match[str]]]:
    for row, (state, _) in enumerate(_ENDS):
        match = state.search(text) if row in rows else None
        if match and not _OVER.search(text, 0, match.end()):
            yield row, match


@per_article
def _told(subject: Subject) -> tuple[tuple[_End, ...], tuple[_End, ...]]:
    """The ends of states, and the states, of sources that were published at different times."""
    times = [moment(source.published) for source in subject.article.sources]
    if len({when for when in times if when}) < 2:
        return (), ()
    ends: list[_End] = []
    states: list[_End] = []
    for n, when in enumerate(times):
        for sentence in subject.sources[n].sentences if when else ():
            stems = frozenset(sentence.terms)
            for row, (state, end) in enumerate(_ENDS):
                match = end.search(sentence.text)
                if when and match and not _OPEN.search(sentence.text, max(0, match.start() - _BEFORE), match.start()):
                    ends.append(_End(row, n, sentence, stems, when))
                if when and state.search(sentence.text):
                    states.append(_End(row, n, sentence, stems, when))
    return tuple(ends), tuple(states)


def _is_over(case: Case, claim: Claim, row: int, state: re.Match[str], end: _End, states: tuple[_End, ...]) -> bool:
    """Whether `end` ends the state of the claim: an earlier source has it, and none of that time or later."""
    if end.row != row:
        return False
    inside = range(claim.start + state.start(), claim.start + state.end())
    words = {w.stem for w in claim.sentence.words if w.start not in inside and w.norm not in STOPWORDS}
    if not _speaks(case, words, end.stems, _SHARE):
        return False
    alike = [one for one in states if one.row == row and _speaks(case, words, one.stems, _AGAIN)]
    windows = [w for w in claim.windows if w and w.support >= _AGAIN]
    earlier = any(one.when < end.when for one in alike) or any(
        (when := moment(case.article.sources[w.source].published)) is not None and when < end.when for w in windows
    )
    return earlier and not any(one.when >= end.when for one in alike)


def _speaks(case: Case, words: set[str], stems: frozenset[str], share: float) -> bool:
    index = case.subject.index
    weights = {stem: index.idf(stem) * (1.0 if stem in index.stems else _UNKNOWN) for stem in words}
    shared = [stem for stem in words if stem in stems]
    least = _RARE * index.idf("")
    rare = sum(index.idf(stem) >= least for stem in shared)
    held, total = sum(weights[stem] for stem in shared), sum(weights.values())
    return rare > 0 and (held >= share * total or (rare > 1 and held >= _PAIR * total))
