"""Which names of the sources are one: full name and surname, acronym and expansion, company and its short form."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from harness.facts.names import GENERIC, Name
from harness.facts.names.demonyms import bases, country
from harness.facts.names.kinds import Kind
from harness.facts.names.vocabulary import LAST_WORDS, MEDIA
from harness.text import Text

Form = tuple[str, ...]

_NICKNAMES = [
    frozenset(line.split("/"))
    for line in """william/bill/billy/will/liam/willie robert/bob/bobby/rob/robbie richard/dick/rick/ricky/richie
    michael/mike/mick/mickey/micky thomas/tom/tommy james/jim/jimmy/jamie john/jack/johnny/jon edward/ed/eddie/ted/ned
    charles/charlie/chuck henry/harry/hank joseph/joe/joey daniel/dan/danny david/dave/davey anthony/tony/ant
    andrew/andy/drew stephen/steven/steve matthew/matt christopher/chris/kit nicholas/nick/nicky alexander/alex/sandy/alec
    samuel/sam/sammy benjamin/ben/benny patrick/pat/paddy peter/pete gregory/greg jeffrey/jeff/geoffrey/geoff
    kenneth/ken/kenny ronald/ron/ronnie donald/don/donny raymond/ray lawrence/larry/laurence timothy/tim
    elizabeth/liz/beth/lizzie/eliza/betty margaret/maggie/meg/peggy katherine/kate/katie/kathy/catherine/cathy
    jennifer/jen/jenny susan/sue/susie rebecca/becky victoria/vicky/vicki deborah/debbie/deb patricia/pat/trish/tricia
    jessica/jess/jessie alexandra/alex/sandra samantha/sam abigail/abby pamela/pam philip/phil/phillip vincent/vince
    frederick/fred/freddie francis/frank/frankie leonard/len/lenny theodore/ted/teddy zachary/zach joshua/josh""".split()
]
_EXPLAINED = re.compile(r" \((?:the )?[\"“'‘]?$")
_COMPANY = frozenset("ltd limited inc plc corp corporation company co llc gmbh ag sa group holdings fc afc cf".split())


@dataclass
class Members:
    """The forms and the mentions (by number) of one entity."""

    forms: tuple[Form, ...]
    mentions: list[int] = field(default_factory=list)
    kind: Kind = "other"


def group(mentions: Sequence[tuple[int, Name]], extra: Sequence[Name], sources: Sequence[Text]) -> list[Members]:
    """The entities that `mentions` (with the number of their source) and `extra` names are about."""
    names = [*(name for _, name in mentions), *extra]
    kinds = _kinds(names)
    heads = _heads(names, kinds)
    heads |= _explained(mentions, sources, heads)
    groups: dict[Form, Members] = {}
    for head in dict.fromkeys(heads.values()):
        forms = sorted((f for f, h in heads.items() if h == head), key=lambda f: (-len(f), -len("".join(f)), f))
        groups[head] = Members(tuple(forms), kind=_kind(forms, kinds))
    for number, head in enumerate(_bearers(mentions, heads, kinds)):
        groups[head].mentions.append(number)
    return [members for members in groups.values() if members.forms]


def same_first(one: Form, other: Form) -> bool:
    """Whether two full names can be one person's: the surname is the same, and the first names are compatible."""
    if one[-1] != other[-1] or min(len(one), len(other)) < 2:
        return False
    a, b = one[0], other[0]
    if a == b or (1 in (len(a), len(b)) and a[0] == b[0]):
        return True
    short, long = sorted((a, b), key=len)
    if any(a in names and b in names for names in _NICKNAMES):
        return True
    return (len(short) > 2 and long.startswith(short)) or short in (long, *one[1:-1], *other[1:-1])


def acronyms(form: Form) -> Iterator[str]:
    """The initials of a name of several words."""
    yield "".join(word[0] for word in form)
    if form[-1] in _COMPANY and len(form) > 2:
        yield "".join(word[0] for word in form[:-1])


def _kinds(names: Sequence[Name]) -> dict[Form, Counter[Kind]]:
    kinds: dict[Form, Counter[Kind]] = defaultdict(Counter)
    for name in names:
        kinds[name.words][name.kind] += 1
    return kinds


def _kind(forms: Sequence[Form], kinds: dict[Form, Counter[Kind]]) -> Kind:
    total: Counter[Kind] = Counter()
    for form in forms:
        # a full name tells more than a surname
        total.update({kind: n * len(form) for kind, n in kinds[form].items() if kind != "other"})
    return total.most_common(1)[0][0] if total else "other"


def _heads(names: Sequence[Name], kinds: dict[Form, Counter[Kind]]) -> dict[Form, Form]:
    """Each form -> the form that stands for its entity."""
    forms = list(dict.fromkeys(name.words for name in names))
    heads: dict[Form, Form] = {}
    full: dict[Form, Kind] = {}
    for form in sorted(forms, key=len, reverse=True):
        own = _kind([form], kinds)
        fuller = [head for head, kind in full.items() if _same(form, own, head, kind)]
        if len(form) == 1 and len(fuller) > 1 and own == "person":
            fuller = [head for head in fuller if head[-1] == form[0]] or fuller
            # several bearers: every mention is given to one of them later
        heads[form] = fuller[0] if len(fuller) == 1 or (fuller and _is_surname(form, fuller, own)) else form
        if heads[form] is form:
            full[form] = own
    return heads


def _is_surname(form: Form, fuller: Sequence[Form], own: Kind) -> bool:
    return len(form) == 1 and own == "person" and all(head[-1:] == form for head in fuller)


def _same(form: Form, own: Kind, head: Form, kind: Kind) -> bool:
    """Whether the shorter `form` is another form of `head`."""
    if own != kind and "other" not in (own, kind):
        return len(form) == 1 and form[0] in acronyms(head) and kind != "person" and len(form[0]) > 1
    if len(form) > 1:
        return _same_long(form, head, kind)
    word = form[0]
    if word in GENERIC:
        return False
    if kind == "person":
        return word in (head[0], head[-1]) and own in ("person", "other")
    if len(head) == 1:
        return own != "person" and country(form) is None and head[0] in bases(word)
    company = head[-1] in GENERIC and head[-1] not in MEDIA
    return (word == head[0] and company and _short(own, kind)) or (len(word) > 1 and word in acronyms(head))


def _short(own: Kind, kind: Kind) -> bool:
    """Whether the first word alone may be short for the whole; a place is not its council."""
    return own == kind or (own == "other" and kind == "organisation")


def _same_long(form: Form, head: Form, kind: Kind) -> bool:
    if kind in ("person", "other") and same_first(form, head):
        return True
    plain = tuple(word for word in head if word not in _COMPANY)
    if form == plain or head == tuple(word for word in form if word not in _COMPANY):
        return True
    return len(form) < len(head) and kind != "person" and form == head[: len(form)] and head[-1] in LAST_WORDS


def _explained(
    mentions: Sequence[tuple[int, Name]], sources: Sequence[Text], heads: dict[Form, Form]
) -> dict[Form, Form]:
    """Acronyms in brackets behind the name that they stand for: "Norvane News Agency (NNA)"."""
    found: dict[Form, Form] = {}
    for (source, name), (following, acronym) in pairwise(mentions):
        if source != following or not name.end < acronym.start or not acronym.text.isupper():
            continue
        if (
            _EXPLAINED.fullmatch(sources[source].value[name.end : acronym.start])
            and len(acronym.words) == 1
            and len(name.words) > 1
        ):
            found[acronym.words] = heads[name.words]
    return found


def _bearers(
    mentions: Sequence[tuple[int, Name]], heads: dict[Form, Form], kinds: dict[Form, Counter[Kind]]
) -> Iterator[Form]:
    """The head of each mention; a shared surname is that of the bearer whom the source named last in full."""
    shared: dict[str, set[Form]] = defaultdict(set)
    for form, head in heads.items():
        if len(form) > 1 and _kind([head], kinds) == "person":
            shared[head[-1]].add(head)
    latest: dict[tuple[int, str], Form] = {}
    for source, name in mentions:
        head, surname = heads[name.words], name.words[-1]
        if len(name.words) > 1:
            latest[source, surname] = head
        elif len(shared[surname]) > 1 and head in shared[surname]:
            head = latest.get((source, surname), head)
        yield head
