"""The cast of an article: everybody and every place and organisation that its sources name, under all their names.

Built once per article. A summary's names are looked up in it: `find` says who is meant, `conflict` who is meant
under a wrong first name, `novel` which words no source's name holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz.distance import OSA

from harness.facts.names import GENERIC, Name, find_names, fold
from harness.facts.names.demonyms import bases
from harness.facts.names.grouping import Form, acronyms, group, same_first
from harness.facts.names.kinds import Kind
from harness.facts.names.roles import find_roles
from harness.text import Text

_SLIP_LENGTH = 6  # letters; a longer word one letter off is taken for a spelling slip


class Mention(NamedTuple):
    """A name where a source has it; `source` counts the sources from 0."""

    source: int
    name: Name


@dataclass(frozen=True, eq=False)
class Entity:
    """One person, place or organisation (or thing) with all names that the sources give it."""

    id: int
    kind: Kind
    names: tuple[Form, ...]
    """Normal forms, the fullest first."""
    mentions: tuple[Mention, ...]
    """In the order of the sources; none for one known from titles and publishers only."""
    roles: tuple[str, ...]
    """What the sources call it, without repetitions: "governor", "spokesman for the operator"."""

    @property
    def text(self) -> str:
        """The fullest name as a source writes it."""
        texts = (m.name.text for m in self.mentions if m.name.words == self.names[0])
        return next(texts, " ".join(self.names[0]))


class Cast:
    """The entities of an article's sources.

    `sources` are the texts; `headings` are titles and publishers, which add names but no mentions.
    """

    def __init__(self, sources: Sequence[Text], headings: Iterable[str] = ()) -> None:
        first = [find_names(text) for text in sources]
        self._first = _Shared(first)
        found = [find_names(text, self._first) for text in sources]
        mentions = [Mention(number, name) for number, names in enumerate(found) for name in names]
        extra = [name for heading in headings for name in find_names(Text(heading), self._first)]
        roles: dict[tuple[int, int], str] = {}
        for number, (text, names) in enumerate(zip(sources, found, strict=True)):
            roles.update({(number, start): role for start, role in find_roles(text.value, names)})
        self.entities = tuple(_entities(sources, mentions, extra, roles))
        self._by_form: dict[Form, list[Entity]] = defaultdict(list)
        self._by_word: dict[str, list[Entity]] = defaultdict(list)
        for entity in self.entities:
            for form in entity.names:
                self._by_form[form].append(entity)
            for word in dict.fromkeys(word for form in entity.names for word in form):
                self._by_word[word].append(entity)
        self._written = {part for text in sources for w in text.words for part in fold(w.norm).split("-")}

    @cached_property
    def openers(self) -> frozenset[str]:
        """Words that name somebody by themselves: single forms, first and last words."""
        singles = {form[0] for form in self._by_form if len(form) == 1}
        people = {form[-1] for e in self.entities if e.kind == "person" for form in e.names}
        return self._first.openers | singles | people

    @cached_property
    def forms(self) -> Mapping[Form, Kind]:
        """Every normal form of every entity, with surnames, and its kind."""
        surnames: dict[Form, Kind] = {e.names[0][-1:]: e.kind for e in self.entities if e.kind == "person"}
        return surnames | {form: found[0].kind for form, found in self._by_form.items()}

    def find(self, name: Name) -> Entity | None:
        """Who or what is meant; None if nobody, or if several bear the name (see `candidates`)."""
        found = self.candidates(name)
        return found[0] if len(found) == 1 else None

    def candidates(self, name: Name) -> tuple[Entity, ...]:
        """All that the name may mean: none where it is unknown, several where a surname is shared."""
        for search in (self._exact, self._shorter, self._longer, self._adjective, self._slipped):
            found = search(name.words)
            if found:
                return _narrow(found, name)
        return ()

    def slip(self, name: Name) -> str | None:
        """The spelling of the sources, where `name` is theirs but for one letter of a long word; else None."""
        if any(search(name.words) for search in (self._exact, self._shorter, self._longer, self._adjective)):
            return None
        found = self._slipped(name.words)
        return found[0].text if found else None

    def conflict(self, name: Name) -> Entity | None:
        """The one person with this surname and another first name, where nobody has both; else None."""
        if len(name.words) < 2 or name.kind in ("place", "organisation") or self.candidates(name):
            return None
        bearers = [
            entity
            for entity in self._by_word.get(name.words[-1], ())
            if entity.kind == "person" and entity.names[0][-1] == name.words[-1] and len(entity.names[0]) > 1
        ]
        return bearers[0] if len(bearers) == 1 else None

    def novel(self, name: Name) -> tuple[str, ...]:
        """The words of `name` that the sources have nowhere, be it in lower case; never general ones ("Council")."""
        if self.candidates(name):
            return ()
        known = (self._by_word, self._written, GENERIC)
        return tuple(word for word in name.words if not any(word in words for words in known))

    def others(self, entity: Entity) -> tuple[Entity, ...]:
        """The other entities of the same kind."""
        return tuple(other for other in self.entities if other.kind == entity.kind and other is not entity)

    def _exact(self, words: Form) -> list[Entity]:
        found = self._by_form.get(words, [])
        if len(words) > 1:
            return found
        bearers = (e for e in self._by_word.get(words[0], ()) if e.kind == "person" and e.names[0][-1:] == words)
        return list(dict.fromkeys((*found, *bearers)))

    def _shorter(self, words: Form) -> list[Entity]:
        """Entities of which `words` are a part: a surname, the first word of a company, both ends of three names."""
        if all(word in GENERIC for word in words):
            return []
        found = [e for e in self._by_word.get(words[0], ()) if any(_part(words, form) for form in e.names)]
        return found or [e for e in self._by_word.get(words[-1], ()) if any(_person(words, f, e) for f in e.names)]

    def _longer(self, words: Form) -> list[Entity]:
        """Entities whose whole name `words` adds a general word to: "Kolvane Reservoir", "Velkara Hydro Ltd"."""
        core = words
        while len(core) > 1 and core[-1] in GENERIC:
            core = core[:-1]
            if self._by_form.get(core):
                return self._by_form[core]
        for acronym in acronyms(words) if len(words) > 1 else ():
            if self._by_form.get((acronym,)):
                return self._by_form[acronym,]
        clipped = [found for form, found in self._by_form.items() if len(words) > 1 and _clipped(words, form)]
        return clipped[0] if len(clipped) == 1 else []

    def _adjective(self, words: Form) -> list[Entity]:
        if len(words) != 1:
            return []
        singular = self._by_form.get((words[0].removesuffix("s"),))  # the Dembinskis
        return singular or next((self._by_form[base,] for base in bases(words[0]) if self._by_form.get((base,))), [])

    def _slipped(self, words: Form) -> list[Entity]:
        known = [self._near(word) for word in words]
        right = tuple(word for word in known if word)
        if len(right) != len(words) or right == words:
            return []
        return self._exact(right) or self._shorter(right)

    def _near(self, word: str) -> str | None:
        if word in self._by_word:
            return word
        if len(word) <= _SLIP_LENGTH:
            return None
        return next((w for w in self._by_word if len(w) > _SLIP_LENGTH and OSA.distance(w, word) == 1), None)


class _Shared:
    """What the sources' names, found text by text, tell about one another."""

    def __init__(self, found: Sequence[Sequence[Name]]) -> None:
        known = [name for names in found for name in names]
        self.forms: dict[Form, Kind] = {}
        for name in known:
            if self.forms.get(name.words, "other") == "other":
                self.forms[name.words] = name.kind
        self.openers = frozenset(form[0] for form in self.forms if len(form) == 1) | frozenset(
            name.words[-1] for name in known if name.kind == "person"
        )


def _entities(
    sources: Sequence[Text], mentions: Sequence[Mention], extra: Sequence[Name], roles: Mapping[tuple[int, int], str]
) -> Iterator[Entity]:
    groups = group([(m.source, m.name) for m in mentions], extra, sources)
    for number, members in enumerate(groups):
        called = (
            role
            for i in members.mentions
            for role in (mentions[i].name.title, roles.get((mentions[i].source, mentions[i].name.start), ""))
        )
        yield Entity(
            id=number,
            kind=members.kind,
            names=members.forms,
            mentions=tuple(mentions[i] for i in members.mentions),
            roles=tuple(dict.fromkeys(role for role in called if role)),
        )


def _part(words: Form, form: Form) -> bool:
    """Whether `words` stand side by side in `form`, at its beginning or end."""
    return len(words) < len(form) and (form[: len(words)] == words or form[-len(words) :] == words)


def _clipped(words: Form, form: Form) -> bool:
    """Whether each of `words` begins the word of `form` at its place: "Man City"."""
    return len(words) == len(form) and all(len(w) > 2 and f.startswith(w) for w, f in zip(words, form, strict=True))


def _person(words: Form, form: Form, entity: Entity) -> bool:
    """Whether both are full names of one person: same surname, first names that can be one."""
    return entity.kind in ("person", "other") and len(words) > 1 and same_first(words, form)


def _narrow(found: Sequence[Entity], name: Name) -> tuple[Entity, ...]:
    """Fewer of several: those with the title given, those of the same kind."""
    if len(found) > 1 and name.title:
        found = [entity for entity in found if fold(name.title) in map(fold, entity.roles)] or found
    if len(found) > 1 and name.kind != "other":
        found = [entity for entity in found if entity.kind == name.kind] or found
    return tuple(found)
