"""How `newsroom` changes the words of a source, and nothing else does: dates spelled out or left out so that they are
right in a story of another day, the date taken out in front of a timeline entry, a last clause cut off.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from harness.facts.dates import MONTHS, WEEKDAYS, DateMention, has_verb

QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|(?<!\w)‘.{0,600}?[,.?!\w]’(?!\w)|«[^«»]*»")


def hidden(text: str) -> str:
    """`text` with the letters of its quotations blanked, every offset kept."""
    return QUOTED.sub(lambda match: " " * len(match.group()), text)


def spell_out(
    text: str, mentions: Sequence[DateMention], dateline: dt.date | None, story_day: dt.date | None
) -> str | None:
    """`text` with every date right in a story of `story_day`: “on Tuesday” becomes “on Tuesday 17 March” where that is
    certain; “overnight” or “the day before” is left out. None where neither can be done. A source of the story's own
    day may keep its words.
    """
    same = dateline == story_day
    quoted = [match.span() for match in QUOTED.finditer(text)]
    for index, mention in reversed(list(enumerate(mentions))):
        before, after = text[: mention.start], text[mention.end :]
        if any(start <= mention.start < end for start, end in quoted):
            if not (same or mention.form in ("absolute", "anaphoric") or _reads_alike(mention, story_day)):
                return None
            continue
        told = _spelled(mention, before, mentions[index + 1 :], dateline, story_day)
        if told is None and mention.form == "anaphoric" and _anchored(mentions[:index]):
            told = mention.text
        if told is None and _adverb(mention, before):
            text = re.sub(r"[ ,]+$", "", before) + after
        elif told is None and (not same or mention.form == "anaphoric"):
            return None
        elif told is not None:
            text = _joined(before, told, mention) + after
    return text


def _spelled(
    mention: DateMention,
    before: str,
    following: Sequence[DateMention],
    dateline: dt.date | None,
    story_day: dt.date | None,
) -> str | None:
    """What to say instead of the mention; its own words where they are right; None where nothing is certain."""
    day = mention.day
    if mention.form == "absolute":
        plain = day is None or story_day is None or day.year == story_day.year or re.search(r"\d{4}", mention.text)
        return mention.text if plain or day is None else f"{mention.text} {day.year}" if mention.certain else None
    if mention.precision != "day" or day is None or story_day is None or dateline is None:
        return mention.text if _still_right(mention, dateline, story_day) else None
    explained = following and following[0].form == "absolute" and following[0].start - mention.end < 4
    if explained or re.search(r"(?:Easter|Good|\d, an?) $", before):  # "9 April 2011, a Saturday"
        return mention.text
    if re.search(r"['’]s$", mention.text):
        return mention.text if _reads_alike(mention, story_day) else None
    return short_date(day, story_day) if mention.certain and mention.form != "anaphoric" else None


def short_date(day: dt.date, story_day: dt.date) -> str:
    """`Tuesday 17 March`, with the year where it is not the story's."""
    words = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return words if day.year == story_day.year else f"{words} {day.year}"


def _joined(before: str, told: str, mention: DateMention) -> str:
    """The text up to the end of the date: “on Monday night” is “on the night of Monday 2 March”."""
    if told == mention.text:
        return before + told
    if mention.part in ("noon", "lunchtime", "midnight"):
        return re.sub(r"\bon $", "at ", before) + f"{mention.part} on {told}"
    if mention.part:
        told = f"the {mention.part} of {told}"
    if mention.form == "deictic" and not re.search(r"\b(?:since|until|by|from|of|on|for|to) $", before, re.IGNORECASE):
        told = f"on {told}" if before.strip() else f"On {told}"
    return before + told


def _reads_alike(mention: DateMention, story_day: dt.date | None) -> bool:
    """Whether the bare weekday means the same day to a reader of the story."""
    return bool(
        story_day and mention.day and mention.certain and mention.form == "weekday"
        and 0 <= (story_day - mention.day).days < 7
    )  # fmt: skip


def _still_right(mention: DateMention, dateline: dt.date | None, story_day: dt.date | None) -> bool:
    """Whether “last year” or “this spring” means the same on both days."""
    if dateline is None or story_day is None or mention.form != "deictic":
        return False
    words = mention.text.lower()
    if "week" in words:
        return dateline.isocalendar()[:2] == story_day.isocalendar()[:2]
    if "month" in words:
        return (dateline.year, dateline.month) == (story_day.year, story_day.month)
    return dateline.year == story_day.year and (story_day - dateline).days <= 31


def _anchored(before: Sequence[DateMention]) -> bool:
    return any(mention.precision == "day" and mention.certain for mention in before)


def _adverb(mention: DateMention, before: str) -> bool:
    """Whether the words can be left out and what is left stays true."""
    removable = mention.form == "anaphoric" or re.match(r"overnight|last (?:week|month)|this week", mention.text)
    governed = re.search(
        r"\b(?:on|of|by|until|since|from|for|to|between|in|than|early|late|after|before|at|hours|minutes|the)[ ,]+$",
        before,
    )
    return bool(removable and before.strip() and not governed)


def timeline_entry(
    text: str, mentions: Sequence[DateMention], dateline: dt.date | None, story_day: dt.date | None
) -> tuple[DateMention, str] | None:
    """The one date on which the sentence happens, and the sentence without it; None where that is not certain.

    The date must be the only one, outside quotations, in the main clause, and open to a plain “on” or “in”.
    """
    quoted = [match.span() for match in QUOTED.finditer(text)]
    dated = [m for m in mentions if m.precision in ("day", "month") and m.form != "anaphoric"]
    if len(dated) != 1 or any(m.form == "anaphoric" or m.text.lower() == "overnight" for m in mentions):
        return None
    mention = dated[0]
    if not mention.certain or mention.day is None or any(start <= mention.start < end for start, end in quoted):
        return None
    before, after = text[: mention.start], text[mention.end :]
    preposition = "in" if mention.precision == "month" else "on"
    opened = re.search(rf"(?:^|[ ,])(?:(?P<edge>early|late) )?(?P<on>{preposition} )$", before, re.IGNORECASE)
    rest = [other for other in mentions if other is not mention]
    unclear = any(other.form == "deictic" and not _still_right(other, dateline, story_day) for other in rest)
    if opened is None or unclear or mention.form == "deictic" or not _in_main_clause(before, after):
        return None
    before = before[: opened.start("on")].rstrip()
    part = _PART_TOLD.get(mention.part or "", "in the day" if opened["edge"] else "")
    if not before:
        told = after.lstrip(" ,")
    else:
        after = re.sub(r"^, (?=when\b)", " ", after)
        told = f"{before.rstrip(',') if after[:1] in ',.;' else before}{' ' + part if part else ''}{after}"
    return mention, told[:1].upper() + told[1:]


def _in_main_clause(before: str, after: str) -> bool:
    """Whether the date between these two belongs to what the sentence says, not to something mentioned in it."""
    clause = re.split(r"[,;—–:] ", before)[-1]
    if re.search(_SUBORDINATE, clause, re.IGNORECASE) or (clause != before and re.match(_ASIDE, clause)):
        return False
    verbs = has_verb(clause)
    behind = re.split(r"[,;—–:.] |\.$|\band\b|\b(?:after|when|as|that|while|which|who|to|from|of|by|with)\b", after)[0]
    return verbs != has_verb(behind)


_SUBORDINATE = (
    r"\b(?:that|which|who|whose|when|where|while|because|if|than|since|until|before)\b(?! (?:dawn|noon|midnight))"
)
_ASIDE = r"(?:\w+ed|held|led|given|made|set|built)\b"
_PART_TOLD = {
    "morning": "in the morning",
    "afternoon": "in the afternoon",
    "evening": "in the evening",
    "night": "at night",
    "noon": "at noon",
    "lunchtime": "at lunchtime",
    "midnight": "at midnight",
}


def cut(text: str, words: int) -> str | None:
    """`text` without a last participle or “which” clause, so that it has at most `words` words; None where that
    cannot be done and stay true, as in quotations.
    """
    if QUOTED.search(text):
        return None
    ends = [match.start() for match in re.finditer(r", (?:\w+ing|which|while|leaving) ", text)]
    fitting = [end for end in ends if words // 3 < len(text[:end].split()) <= words]
    return f"{text[: fitting[-1]]}." if fitting else None
