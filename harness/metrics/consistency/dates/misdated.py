"""A day in the place of another of the sources', shown by the words round both.

What the summary dates stands in a source round another day, and nowhere round a day that may be the same. A day that no
source has at all needs less to show it.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.case import Case, Claim
from harness.facts.dates import DateMention
from harness.facts.dates.dated import Dated
from harness.metrics.consistency.dates.dating import Match, loose
from harness.metrics.consistency.wording.fitting import Fit, Round, around, fit

_SPEAKS = 0.15  # support from which on a window speaks of what the claim is about
_ENOUGH = 0.6, 2
"""Share of the words round a day, and how many, that stand round the right one at least."""
_UNHEARD = 0.45, 2
"""And where no source has the day."""
_TOLD = 0.3  # support of a claim of which the sources surely speak
_OWN, _OPEN = 0.4, 0.9  # of that share: what a day may have that is the same, and one that may be
_FORMS = ("absolute", "weekday")
_APART = 2  # days from which on a day that is told as "this morning" or "the night before" is another


def misdated(case: Case, claim: Claim, dated: Dated, found: Sequence[Match]) -> Match | None:
    """What the sources date in this place; `found` is all that they date."""
    mine = dated.mention
    if not isinstance(mine, DateMention) or mine.form not in _FORMS or mine.precision != "day" or dated.quoted:
        return None
    rivals = [m for m in found if _other(mine, m) and _near(claim, m) and not loose(m.dated)]
    if not rivals:
        return None
    words = around(case, claim, mine.start, mine.end)
    there, right = max(((_at(case, words, m), m) for m in rivals), key=lambda pair: pair[0].share)
    heard = any(match.same for match in found)
    share, n = _ENOUGH if heard else _UNHEARD
    if there.share < share or there.n < n:
        return None
    for match in found:
        most = _OWN if match.same else _OPEN if match.same is None and not _other(mine, match) else None
        if most is not None and _at(case, words, match).share > most * there.share:
            return None
    return right


def unknown(case: Case, claim: Claim, dated: Dated, found: Sequence[Match]) -> bool:
    """Whether no source has the day, nor was published on it or the day after: told where all sources have a date, of a
    claim that they speak of.
    """
    mine = dated.mention
    if not isinstance(mine, DateMention) or mine.form not in _FORMS or mine.precision != "day" or dated.quoted:
        return False
    published = [facts.dateline for facts in case.subject.facts]
    if mine.day is None or None in published or claim.support < _TOLD:
        return False
    if any(match.same or (match.same is None and _open(mine, match)) for match in found):
        return False
    return not any(day and -1 <= (mine.day - day).days <= 0 for day in published)


def _open(mine: DateMention, match: Match) -> bool:
    """Whether a date of which it cannot be told may be the day: not where it is surely days away from it."""
    theirs = match.dated.mention
    if not isinstance(theirs, DateMention) or theirs.precision == "vague":
        return False
    return theirs.day is None or mine.day is None or abs((theirs.day - mine.day).days) < _APART


def _at(case: Case, words: Round, match: Match) -> Fit:
    mention = match.dated.mention
    return fit(case.subject, words, match.source, mention.start, mention.end)


def _near(claim: Claim, match: Match) -> bool:
    """Whether it stands in a passage that speaks of what the claim is about, or beside one."""
    window = claim.windows[match.source]
    if window is None or window.support < _SPEAKS:
        return False
    return window.first - 1 <= match.dated.sentence <= window.last + 1


def _other(mine: DateMention, match: Match) -> bool:
    """Whether it is surely another day than the summary's, told as exactly."""
    theirs = match.dated.mention
    if not isinstance(theirs, DateMention) or theirs.precision != "day":
        return False
    if match.same is False:
        return theirs.certain or theirs.form == mine.form
    if match.same or theirs.form == "absolute" or theirs.day is None or mine.day is None:
        return False
    return theirs.form == "deictic" and abs((theirs.day - mine.day).days) >= _APART
