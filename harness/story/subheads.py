"""Finds the subheads of a story, marked or not, and says what a section is by its subhead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.story.dates import dateline, entry, is_date
from harness.story.lines import Line
from harness.story.parts import Kind

QUOTED = re.compile(r"(?:“[^“”]+”|\"[^\"]+\"|«[^«»]+»)[.,]?(?:\s*(?:[—–]|--?)\s*[A-Z][^.!?]{2,90})?$")
OPEN_END = re.compile(r"[.!…;,]['’”\"*_)]*$")
_NEXT = re.compile(
    r"\b(?:what['’]?s (?:next|ahead|to come)|what (?:happens|comes|to expect|to watch|will happen)(?: for)?(?: next)?"
    r"|next steps?|(?:looking|road|way|days|weeks) ahead|coming up|what lies ahead|what now"
    r"|where (?:it|this|things) goe?s? (?:next|from here))\b|^\W*(?:the )?(?:next|outlook)\W*$",
    re.IGNORECASE,
)
_TIMELINE = re.compile(
    r"\b(?:timeline|chronology|how (?:it|the \w+|events) (?:unfolded|happened|developed)"
    r"|key (?:dates|moments|events)|sequence of events|as it happened|day by day|hour by hour|minute by minute)\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\W*(?:disclaimer|editor['’]s note|about this (?:story|article|page|summary|report|text)"
    r"|how (?:this|the) (?:story|article|page|summary|report|text) was (?:made|written|produced))\W*$",
    re.IGNORECASE,
)
_SPEAKING = re.compile(r"\b(?:said|says|add(?:ed|s)|wrote|writes|told|tells|asked|asks|replied)\b")
_MOST = 10  # words of an unmarked subhead
_DECK = re.compile(r"deck|dek|standfirst|subtitle|sub-?head(?:line|ing)|strap|summary|intro")


def is_timeline(heading: str | None) -> bool:
    """Whether a heading announces dated entries."""
    return bool(heading and len(heading) <= 120 and _TIMELINE.search(heading))


def is_next(heading: str | None) -> bool:
    """Whether a heading announces what is to come."""
    return bool(heading and len(heading) <= 120 and _NEXT.search(heading))


def is_notice(heading: str | None) -> bool:
    """Whether a heading announces how the text was made."""
    return bool(heading and len(heading) <= 120 and _NOTICE.match(heading))


def may_be_title(line: Line) -> bool:
    """Whether a line under `Related` is the title of another story: a link, an item, or no sentence."""
    plain = line.form == "text" and not OPEN_END.search(line.text) and len(line.words) <= 24
    return (
        line.linked or line.form in ("item", "row") or (plain and not is_timeline(line.text) and not is_next(line.text))
    )


def leads_on(line: Line) -> bool:
    """Whether a paragraph begins with the label of what is to come: `What's next: The council meets on Friday.`"""
    label, colon, _ = line.text[:60].partition(":")
    return bool(colon) and is_next(label)


class Subheads:
    """What stands around each line that may be a subhead; `first` is the line below the headline, if there is one."""

    def __init__(self, lines: Sequence[Line], verdicts: Sequence[Kind | None], headline: int | None) -> None:
        self.lines = lines
        self.verdicts = verdicts
        self.headline = headline
        self.first = 0 if headline is None else headline + 1
        self.listed = self._listed()
        self.levels = [line.level for line in lines[self.first :] if line.form == "heading"]

    def find(self) -> set[int]:
        """The indices of the subheads."""
        titles = self._titles()
        found = {i for i in range(self.first, len(self.lines)) if i not in titles and self._fits(i)}
        if self.headline is None and not self._trusted(found):
            return set()
        self.listed -= found
        return found

    def _fits(self, i: int) -> bool:
        line = self.lines[i]
        if line.form == "heading":
            return not (i == self.first and self.headline is not None and self._is_deck(line))
        if line.form == "item":
            return self._asks(i)
        return self.verdicts[i] is None and _is_label(line) and self._opens_section(i, line)

    def _asks(self, i: int) -> bool:
        """Whether a numbered question stands alone over its answer."""
        after = self.lines[i + 1] if i + 1 < len(self.lines) else None
        alone = after is not None and after.form == "text" and after.prose and self.lines[i - 1].form != "item"
        return alone and self.lines[i].text.endswith("?") and self.verdicts[i] is None

    def _is_deck(self, line: Line) -> bool:
        """Whether a heading right below the headline is its deck: a sentence, or the only one of its level."""
        lone = self.levels.count(line.level) == 1 and len(self.levels) > 1 and len(line.words) >= 5
        return line.ended or len(line.words) > 12 or lone or bool(_DECK.search(line.hints))

    def _opens_section(self, i: int, line: Line) -> bool:
        """Whether what stands around an unmarked label lets it be a subhead."""
        following = next((j for j in range(i + 1, min(i + 4, len(self.lines))) if self.verdicts[j] is None), None)
        if following is None:
            return False
        after = self.lines[following]
        listed = after.form in ("item", "row") or entry(after.text) is not None
        if line.text.endswith(":") and not line.emphasis:
            return (listed and len(line.words) <= 5) or (after.prose and len(line.words) <= 3)
        if i == self.first and self._above_story(i, following, line):
            return False
        opens = after.prose or listed or after.form == "quote" or QUOTED.match(after.text) or following in self.listed
        known = is_timeline(line.text) or is_next(line.text)
        return bool(self._parted(i, line) and (opens or known or (line.emphasis == "bold" and line.gap)))

    def _above_story(self, i: int, following: int, line: Line) -> bool:
        """Whether the label right below the headline is a deck: byline, date or dateline follow, or it is long."""
        if self.headline is None:
            return False
        labelled = any(self.verdicts[j] in ("byline", "date") for j in range(i, following))
        after = self.lines[following]
        long = len(line.words) > 4 and not line.emphasis and after.form == "text"
        return labelled or long or dateline(after.text) is not None

    def _parted(self, i: int, line: Line) -> bool:
        """Whether a paragraph ends above the line: with a full stop, a blank line, or a list without marks."""
        above = next((j for j in range(i - 1, self.first - 1, -1) if self.verdicts[j] is None), None)
        if above is None or line.gap:
            return True
        before = self.lines[above]
        spoken = QUOTED.match(before.text) is not None
        return (
            before.ended
            or spoken
            or before.form != "text"
            or (above in self.listed and len(line.words) < len(before.words))
        )

    def _titles(self) -> set[int]:
        """Lines that stand under a label such as `Related` and may be titles of other stories."""
        found: set[int] = set()
        under = False
        for i, (line, verdict) in enumerate(zip(self.lines, self.verdicts, strict=True)):
            if verdict == "related":
                under = not line.ended and len(line.words) <= 6
            elif under and verdict is None and may_be_title(line):
                found.add(i)
            else:
                under = False
        return found

    def _listed(self) -> set[int]:
        """Items of lists that lost their marks: lines without a full stop, side by side below a paragraph or label."""
        found: set[int] = set()
        run: list[int] = []
        for i in range(self.first, len(self.lines) + 1):
            if i < len(self.lines) and self._bare(i):
                run.append(i)
                continue
            titles = bool(run) and run[0] > 0 and self.verdicts[run[0] - 1] in ("related", "furniture")
            if len(run) > 1 and run[0] > self.first and not titles:
                found.update(run)
            run = []
        return found

    def _bare(self, i: int) -> bool:
        line = self.lines[i]
        short = line.form == "text" and not line.ended and 3 <= len(line.words) <= 14 and line.text[-1] not in ":,"
        return short and self.verdicts[i] is None and not line.emphasis and not QUOTED.match(line.text)

    def _trusted(self, found: set[int]) -> bool:
        """Whether unmarked subheads of a text without headline can be trusted."""
        lines = self.lines
        marked = any(lines[i].form == "heading" or lines[i].emphasis for i in found)
        lists = any(lines[i + 1].form in ("item", "row") for i in found if i + 1 < len(lines))
        known = any(is_timeline(lines[i].text) or is_next(lines[i].text) for i in found)
        return marked or lists or known or len(found) > 1


def _is_label(line: Line) -> bool:
    """Whether a line by itself could be an unmarked subhead."""
    if line.form != "text" or len(line.words) > _MOST or OPEN_END.search(line.text) or _SPEAKING.search(line.text):
        return False
    first = line.text.lstrip("“\"‘'«")[:1]
    opens = first.isalnum() and not first.islower()
    spoken = QUOTED.match(line.text) and line.text[-1] not in "”\"’'»"
    turn = line.text[1:2] in (":", ".") and line.text[0] in "QA"  # of a conversation
    return opens and not spoken and not turn and not entry(line.text) and not is_date(line.text)
