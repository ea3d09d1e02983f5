"""Finds what stands above the story: its headline, and which paragraph is the lede and not a deck."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.story.clues import is_name
from harness.story.dates import dateline, is_labelled
from harness.story.lines import Line
from harness.story.parts import Kind

Verdicts = Sequence[Kind | None]
_LABELS = re.compile(r"[.;,:…]['’”\"*_)]*$")
_LATEST = 40  # lines above which a headline must stand
_MOST = 26  # words of a headline
_DECK = 40  # words of a paragraph of a deck, at most


def find_headline(lines: Sequence[Line], verdicts: Verdicts) -> int | None:
    """The index of the headline, None for a text without one."""
    marked = _marked(lines, verdicts)
    if marked is not None:
        return marked
    if any(line.form == "heading" for line in lines[:1]):
        return None
    return _unmarked(lines, verdicts)


def _marked(lines: Sequence[Line], verdicts: Verdicts) -> int | None:
    """The first heading of the highest level, if it stands above the story and above the other headings."""
    headings = [i for i, line in enumerate(lines) if line.form == "heading" and verdicts[i] in (None, "byline")]
    if not headings:
        return None
    top = min(lines[i].level for i in headings)
    first = next(i for i in headings if lines[i].level == top)
    if top == 1:
        # the name of the site may be set as a heading too
        told = next((i for i, line in enumerate(lines) if line.prose and verdicts[i] is None and i > first), len(lines))
        return max((i for i in headings if lines[i].level == 1 and i <= told), key=lambda i: len(lines[i].words))
    above = any(lines[i].prose and verdicts[i] is None for i in range(first))
    if above or first != headings[0]:
        return None
    others = [lines[i].level for i in headings[1:]]
    labelled = any(verdict in ("byline", "date") for verdict in verdicts[first + 1 : first + 4])
    alone = not others and len(lines[first].words) >= 4
    return first if labelled or alone or (others and min(others) > top) else None


def _unmarked(lines: Sequence[Line], verdicts: Verdicts) -> int | None:
    """The best of the lines above the first sentence that look like a title; a list of fragments has no headline."""
    best: tuple[float, int] | None = None
    for i, line in enumerate(lines[:_LATEST]):
        if line.form not in ("text", "row") or verdicts[i] == "disclaimer":
            continue
        title = _title(line)
        listed = i + 1 < len(lines) and lines[i + 1].form in ("item", "row")
        fits = i == 0 and len(line.words) > 3 if listed else _prose_follows(lines, verdicts, i)
        if verdicts[i] is None and title and fits:
            score = title - 0.1 * sum(1 for v in verdicts[:i] if v is None)
            if best is None or score > best[0]:
                best = (score, i)
        elif line.prose and verdicts[i] is None:
            break
        if best is not None and _labels(line, verdicts[i], lines[best[1]]):
            break
    return best[1] if best else None


def _labels(line: Line, verdict: Kind | None, title: Line) -> bool:
    """Whether a byline or date stands below its headline; a day without label may stand below the name of the site."""
    return verdict == "byline" or (verdict == "date" and (is_labelled(line.text) or not is_name(title.text)))


def _title(line: Line) -> float:
    """How much a line looks like a title: 0 not at all, 2 wholly."""
    n = len(line.words)
    if not 2 <= n <= _MOST or _LABELS.search(line.text) or not (line.text[0].isalnum() or line.text[0] in "“\"‘'"):
        return 0.0
    if dateline(line.text) or line.form == "row" or (line.text[0].islower()):
        return 0.0
    length = 1.5 if 4 <= n <= 18 else 1.0
    return length + 0.3 * (line.emphasis == "bold") + 0.3 * line.text.isupper() - 0.7 * (n <= 3 and is_name(line.text))


def _prose_follows(lines: Sequence[Line], verdicts: Verdicts, index: int) -> bool:
    """Whether one of the next lines is a sentence; labels and one deck may stand between."""
    seen = 0
    for line, verdict in zip(lines[index + 1 : index + 16], verdicts[index + 1 : index + 16], strict=True):
        if verdict is not None:
            continue
        if line.form == "text" and line.prose and len(line.words) > 6:
            return True
        seen += 1
        if seen > 4:
            break
    return False


def find_lede(lines: Sequence[Line], verdicts: Verdicts, headings: set[int], first: int) -> tuple[int | None, set[int]]:
    """The index of the lede at or behind line `first`, and those of the deck above it."""
    told = [i for i in range(first, len(lines)) if _tells(lines[i], verdicts[i]) and i not in headings]
    if not told:
        return None, set()
    until = min((i for i in headings if i > told[0]), default=len(lines))
    head = [i for i in told[:4] if i < until]
    if not head:
        return told[0], set()
    n_deck = _n_deck(lines, verdicts, head, first)
    return head[n_deck], set(head[:n_deck])


def _n_deck(lines: Sequence[Line], verdicts: Verdicts, head: Sequence[int], first: int) -> int:
    """How many paragraphs of `head` are deck: those above the byline or date, set in other letters, or no sentence."""
    for n, i in enumerate(head):
        if dateline(lines[i].text):
            return n
    labels = [i for i in range(first, head[-1]) if verdicts[i] in ("byline", "date")]
    if labels:
        above = sum(1 for i in head if i < labels[-1])
        above = above if above <= 2 else sum(1 for i in head if i < labels[0])
        if 0 < above <= 2 and all(len(lines[i].words) <= _DECK for i in head[:above]):
            return above
    opening = lines[head[0]]
    other = opening.level or opening.emphasis or "deck" in opening.hints or "standfirst" in opening.hints
    lower = not opening.ended and len(opening.words) <= 35 and len(head) > 1 and lines[head[1]].prose
    return 1 if len(head) > 1 and (other or lower) and lines[head[1]].emphasis == "" else 0


def _tells(line: Line, verdict: Kind | None) -> bool:
    return verdict is None and line.form in ("text", "heading")
