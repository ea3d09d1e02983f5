"""Times of day in news text, as minutes since midnight: "3.40 am", "21:15", "at noon", "shortly after nine o'clock"."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

TimePrecision = Literal["minute", "hour", "about", "bound"]

_HOURS = "one two three four five six seven eight nine ten eleven twelve".split()
_HOUR = "|".join(_HOURS)
_HALF = r"(?P<{0}>a\.?m\b\.?|p\.?m\b\.?|noon\b|midnight\b)"
_OF_DAY = (
    r"\s(?:(?:in\sthe|this|that|yesterday|tomorrow|on\s[A-Z][a-z]+day)\s(?P<{0}>morning|afternoon|evening)"
    r"|(?:at|last|that|on\s[A-Z][a-z]+day)\s(?P<{1}>night))"
)
_HEDGE = re.compile(
    r"(?:(?P<about>about|around|roughly|some\stime\saround|nearly|almost|approximately"
    r"|(?:just|shortly|soon|minutes|moments|immediately|right)\s(?:before|after)|just\sgone)"
    r"|(?P<bound>before|after|by|until|till|since|from|between|past|past\sthe|and|to))\s$",
    re.IGNORECASE,
)
_LED = re.compile(r"\b(?:at|by|about|around|until|till|from|before|after|since|to|and)\s$", re.IGNORECASE)
_FIND = re.compile(
    rf"""(?<![\w.,:/€$£–-])(?:
    (?P<h1>\d{{1,2}})(?:[.:](?P<m1>\d\d))?\s?{_HALF.format("half")}
    |(?P<h2>[01]?\d|2[0-3])[:](?P<m2>[0-5]\d)(?![.:,]?\d|\s?(?:minutes|seconds|in\s))
    |(?P<h3>[01]\d|2[0-3])(?P<m3>[0-5]\d)(?=\s(?:hours|hrs|GMT|UTC|BST|CET)\b)
    |(?P<past>half|quarter|a\squarter|ten|five|twenty)\s(?P<way>past|to)\s(?P<h4>{_HOUR}|\d{{1,2}})\b
    |(?P<h5>{_HOUR}|\d{{1,2}})(?:\so['’]?\s?clock(?:{_OF_DAY.format("day", "night")})?|{_OF_DAY.format("day2", "night2")})
    |(?P<word>noon|midday|midnight)\b
    )(?:\s(?P<zone>GMT|UTC|BST|CET|CEST|EST|EDT|ET|PT|local))?""",
    re.VERBOSE | re.IGNORECASE,
)
# every time of day holds one of these; most sentences hold none
_KEY = re.compile(
    r"\d[:.]\d\d|\d\s?[ap]\.?m\b|\d{4}\s[A-Zh]|noon|mid(?:day|night)|clock|\b(?:past|to)\s"
    r"|morning|evening|night",
    re.IGNORECASE,
)
_STEPS = {"half": 30, "quarter": 15, "a quarter": 15, "ten": 10, "five": 5, "twenty": 20}


class TimeMention(NamedTuple):
    """A time of day at `start:end` of the text, as written.

    `minutes` since midnight; `twelve`: whether morning or evening is not said, so that 12 hours more is as likely.
    `precision`: "about" for "around 9pm" and "just before 9pm", "bound" for "by noon" and "before 9pm". `zone` is the
    time zone in capitals where one is named.
    """

    start: int
    end: int
    text: str
    minutes: int
    precision: TimePrecision
    twelve: bool = False
    zone: str | None = None


def find_times(text: str) -> list[TimeMention]:
    """The times of day of `text` in order. Never raises."""
    if _KEY.search(text) is None:
        return []
    found = []
    for match in _FIND.finditer(text):
        read = _word(match) or _digits(match, text) or _spoken(match)
        if read is None:
            continue
        minutes, twelve = read
        end = match.end() - (match.group().endswith(".") and not match["zone"] and not text[match.end() :].strip())
        zone = match["zone"] and match["zone"].upper()
        precision = _precision(match, text)
        found.append(TimeMention(match.start(), end, text[match.start() : end], minutes, precision, twelve, zone))
    return found


def _word(match: re.Match[str]) -> tuple[int, bool] | None:
    """ "Noon"."""
    return ((0 if match["word"].lower() == "midnight" else 720), False) if match["word"] else None


def _digits(match: re.Match[str], text: str) -> tuple[int, bool] | None:
    """ "21:15", "0230 GMT", "3.40 am"."""
    if match["h2"] or match["h3"]:
        # "silver in 3:27" is no time of day
        bare = match["h2"] and len(match["h2"]) == 1 and not _LED.search(text, max(0, match.start() - 9), match.start())
        return None if bare else (int(match["h2"] or match["h3"]) * 60 + int(match["m2"] or match["m3"]), False)
    if not match["h1"] or not 1 <= int(match["h1"]) <= 12 or int(match["m1"] or 0) > 59:
        return None
    half = match["half"][0].lower()
    if half in "nm":  # "12 noon", "12 midnight"
        return (720 if half == "n" else 0), False
    return int(match["h1"]) % 12 * 60 + int(match["m1"] or 0) + 720 * (half == "p"), False


def _spoken(match: re.Match[str]) -> tuple[int, bool] | None:
    """ "Half past seven", "six o'clock in the evening"."""
    hour = _number(match["h4"] or match["h5"] or "0")
    if not 1 <= hour <= 12:
        return None
    minutes = hour % 12 * 60
    if match["past"]:
        step = _STEPS[re.sub(r"\s", " ", match["past"].lower())]
        return (minutes + (step if match["way"].lower() == "past" else -step)) % 720, True
    part = (match["day"] or match["night"] or match["day2"] or match["night2"] or "").lower()
    late = part in ("afternoon", "evening") or (part == "night" and hour >= 6)
    return minutes + 720 * late, not part


def _number(hour: str) -> int:
    return int(hour) if hour.isdigit() else _HOURS.index(hour.lower()) + 1


def _precision(match: re.Match[str], text: str) -> TimePrecision:
    hedge = _HEDGE.search(text, max(0, match.start() - 24), match.start())
    if hedge:
        return "about" if hedge["about"] else "bound"
    full = match["m1"] or match["m2"] or match["m3"] or match["past"] or match["word"]
    return "minute" if full else "hour"
