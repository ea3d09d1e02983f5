"""What people are called besides their names: "Ines Falk, spokeswoman for the port", "the mayor, Ines Falk"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.facts.names import Name
from harness.facts.names.vocabulary import OCCUPATIONS, TITLES

_NOUN = "|".join(sorted((OCCUPATIONS | TITLES) - {"count", "major", "mr", "mrs", "ms", "miss"}))
_BEHIND = re.compile(
    rf", (?:(?:now|then|also|was|once|who (?:is|was)|who has been) )?(?:(?:a|an|the|its|his|her|their|one of \w+) )?"
    rf"(?P<role>(?:[\w’'-]+ ){{0,4}}?(?:{_NOUN})s?\b(?:(?: (?:of|for|at|to|in|with|and)(?: the)?)(?: [\w’'-]+){{1,5}})?)"
    r"(?=[,.;)]| said)"
)
_BEFORE = re.compile(
    rf"(?:\b[Tt]he|\b[Ii]ts|\b[Aa]n?|['’]s|\b[Hh]is|\b[Hh]er) (?P<role>(?:[\w’'-]+ ){{0,3}}?(?:{_NOUN})),? $"
)
_REACH = 90  # characters to either side of a name


def find_roles(value: str, names: Sequence[Name]) -> Iterator[tuple[int, str]]:
    """(start of the name, role), role lower-cased, for names that stand beside one."""
    for name in names:
        if name.kind in ("place", "organisation"):
            continue
        behind = _BEHIND.match(value, name.end, name.end + _REACH)
        match = behind or _BEFORE.search(value, max(0, name.start - _REACH), name.start)
        if match:
            yield name.start, match["role"].lower()
