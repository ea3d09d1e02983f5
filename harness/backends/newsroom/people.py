"""Who is who in the sources: full names and roles, so that a story can introduce the people whom it quotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from harness.backends.newsroom.telling import hidden
from harness.facts.dates import MONTHS, WEEKDAYS

SAY = (
    r"(?:said|says|told|added|adds|asked|replied|answered|warned|insisted|insists|argued|wrote|recalled|confirmed|denied"
    r"|declined|accused|called|announced|rejected|accepts|accepted|counts|put|claimed|noted|showed)"
)
CAPITAL = r"[A-Z][\w’'-]*[\w]"
FULL_NAME = re.compile(rf"(?<![\w’-])(?:{CAPITAL} ){{1,4}}{CAPITAL}")
_ARTICLES = ("The", "A", "An")
_SPEAKER = re.compile(
    rf"\b{SAY} (?:{CAPITAL} )*(?P<behind>{CAPITAL})|(?P<before>{CAPITAL}),? (?:[^,.]{{0,60}}, )?{SAY}\b"
    rf"|(?P<known>{CAPITAL}), (?:who|the|an?|now|then|his|her|\d\d)\b"
)
_ROLE = re.compile(
    rf"{CAPITAL} (?P<surname>{CAPITAL}), (?P<role>(?:(?:a|an|the) )?(?:[a-z-]+ ){{0,2}}(?:spokes\w+|secretary|director"
    r"|chair\w*|chief|head|president|minister|editor|lawyer|coach|forecaster|referee|agent)\b"
    r"(?: (?:of|for|at|to) (?:the )?(?:[\w’'&-]+ ?){1,6})?)(?=[,.])"
)


class People:
    """The people of an article by surname."""

    def __init__(self, texts: Sequence[str]) -> None:
        shown = [hidden(text) for text in texts]
        self.names = _names(shown)
        """Surname -> full name, with its title where the sources give one; empty where two people bear the surname."""
        self._roles: dict[str, str] = {}
        for match in (match for text in shown for match in _ROLE.finditer(text)):
            if self.names.get(match["surname"]):
                self._roles.setdefault(match["surname"], match["role"])

    def named(self, text: str) -> bool:
        """Whether somebody's name, or what looks like a full name, stands in `text`."""
        return any(word in self.names for word in re.findall(CAPITAL, text)) or bool(FULL_NAME.search(text))

    def clear(self, text: str) -> bool:
        """Whether every bare surname in `text` has one bearer only."""
        bare = [word for word in re.findall(CAPITAL, text) if word in self.names]
        return all(self.names[word] for word in bare) or bool(FULL_NAME.search(text))

    def introduce(self, text: str, known: set[str]) -> str:
        """`text` with full name, and role, of everybody who is not `known` yet; adds them to `known`."""
        for surname in dict.fromkeys(re.findall(CAPITAL, text)):
            full = self.names.get(surname)
            if not full or surname in known:
                continue
            known.add(surname)
            place = re.search(rf"(?<![\w-]){re.escape(surname)}(?![\w-])", hidden(text))
            if place is None or _named_already(text, place, full):
                continue
            role = self._roles.get(surname)
            speaks = re.match(rf" {SAY}\b", text[place.end() :])
            full += f", {role}," if role and speaks and full.count(" ") == 1 else ""
            text = text[: place.start()] + full + text[place.end() :]
        return text


def _named_already(text: str, place: re.Match[str], full: str) -> bool:
    """Whether the surname at `place` is part of a longer name, or of none ("the Games")."""
    before, after = text[: place.start()], text[place.end() :]
    part = re.search(rf"(?:{CAPITAL}|\b(?:the|The|this|an?|[Oo]ur)) $", before) or re.match(r" [A-Z]", after)
    return bool(part) or " ".join(full.split()[-2:]) in text


def _names(texts: Sequence[str]) -> dict[str, str]:
    spoken: Counter[str] = Counter()
    full: dict[str, dict[str, str]] = {}
    for text in texts:
        spoken.update(match[match.lastgroup or 0] for match in _SPEAKER.finditer(text))
        for match in FULL_NAME.finditer(text):
            words = match.group().split()
            if words[-2] in _ARTICLES:
                continue
            # the first word of a sentence may be no part of the name, and articles never are
            name = " ".join(words[-2:] if match.start() == 0 else [word for word in words if word not in _ARTICLES])
            bearers = full.setdefault(words[-1], {})
            bearers[words[-2]] = max(bearers.get(words[-2], ""), name, key=len)
    calendar = {*WEEKDAYS, *MONTHS}
    return {
        surname: next(iter(bearers.values())) if len(bearers) == 1 else ""
        for surname, bearers in full.items()
        if spoken[surname] and surname not in calendar
    }
