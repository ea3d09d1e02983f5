"""The words and phrases that say whether and how surely something holds; `wording` finds them.

In the tables, alternatives are separated by `/` and a star stands for the endings of a regular verb (`fail* to` is
fail,
fails, failed and failing to).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Literal, NamedTuple

Reach = Literal["clause", "forward", "noun", "none"]


class Phrase(NamedTuple):
    """What a phrase says. `reach` is what it governs: the clause, its rest, or the noun behind it."""

    rest: tuple[str, ...]
    kind: str
    value: int
    name: str
    reach: Reach


_NOT = (
    "not/n't/cannot/can't/couldn't/didn't/doesn't/don't/won't/wouldn't/hasn't/haven't/isn't/aren't/wasn't/weren't/never"
)

# no negation of anything, or one that a check of dates and numbers does better
_PLAIN = """
not only; not just; not merely; not simply; not least; not to mention; not so much; not alone; not long; not far;
no fewer than; no less than; not less than; no later than; no earlier than; no more than; not more than; no sooner;
no wonder; no matter; whether or not; or not; if not; why not; nothing but; nothing less than; nothing short of;
none other than; no other than; cannot help; can't help; can't wait; not until; not before; as if; if only; if any;
no small; no mean; no end; could not agree more; never mind; no problem; believe it or not; more often than not;
not for the first time; not the first; not the only; may day; sooner or later; no man's land; failing that
"""

_TABLE: dict[tuple[str, int, Reach], str] = {
    ("negation", 0, "forward"): """
not; n't; never; no longer; not yet; cannot; neither; nor; without; fail* to; refuse* to; decline* to;
deny/denies/denied/denying; lack/lacks/lacked/lacking; lack of; absence of; unable to; yet to; far from; instead of;
rather than; free of; devoid of; rule/rules/ruled/ruling out; exclude/excludes/excluded; prevent*; avoid*; avert*;
stopped short of; stop short of; stops short of; hardly; barely; scarcely; rarely; seldom; refute*; impossible;
neglect* to; forgot to; cease* to; reluctant to; opposed to; unlikely; unwilling to; failure to; refusal to;
inability to;
no more; impossible for; disprove*; out of the question; didn't; ain't
""",
    (
        "negation",
        0,
        "clause",
    ): "no; none; nobody; no-one; nothing; nowhere; no one; not one; not a single; under no; at no",
    ("modal", 1, "forward"): f"""
may; might; could; perhaps; possibly; maybe; possible that; possible to; possibility that; possibility of; it is
possible;
potentially; conceivably; appear* to; seem* to; seemingly; doubt* that; doubt* whether; doubts about; unclear whether;
unclear; remains to be seen; not known whether; not clear whether; not clear; not certain; not sure; not
necessarily; not impossible; not proven;
not confirmed; unconfirmed; unproven; risk of; risk that; fear* of; fear* that; threaten* to;
consider/considers/considered/considering;
explore*; in case; question* whether; whether; rumoured; rumored; rumours that; speculation that;
{_NOT} rule/ruled/ruling out; {_NOT} exclude/excluded; {_NOT} be excluded; {_NOT} be ruled out; {_NOT} been ruled out;
liable to; as if to; purportedly; supposedly; ostensibly; would-be; tentatively; not out of the question
""",
    ("modal", 2, "forward"): """
should; must; ought to; likely; probably; presumably; expected to; expected; expects to; expect to; plan* to;
planned to; planning to;
plans for; planning for; intend* to; aim* to; hope* to; hoping to; want* to; wish* to; seek to; seeks to; seeking to;
sought to; propose*; proposing; proposes; proposal to; due to be; due by; due in; due on; due next; due to; set to;
scheduled to; scheduled for; slated to; poised to; likely to;
try to; tries to; tried to; trying to; attempt* to; in talks to; pledge* to; promise* to; vow* to; agree* to; offer*
to;
bid to; prepare* to; preparing to; would have; supposed to; designed to; meant to; intention to; prospect of; bound
for;
call* for; demand* that; urge* ; recommend*; almost certainly; in all likelihood; on course to; on track to
""",
    ("modal", 2, "noun"): "planned; proposed; intended; attempted; expected; scheduled; prospective; provisional",
    ("future", 3, "forward"): """
will; would; shall; 'll; won't; going to; about to; is to be; are to be; gonna; he'll; she'll; they'll; it'll; we'll;
i'll; you'll; he'd; she'd; they'd; wouldn't
""",
    ("alleged", 1, "forward"): """
allegedly; reportedly; apparently; is/are/was/were/be/been alleged; is/are/was/were/been believed;
is/are/was/were/been thought to;
is/are/was/were/been said to; is/are/was/were/been reported to; is/are/was/were/been suspected; accused of; accusing;
suspected of; suspicion of; suspicion that; suspicions that; charged with; charges of; allegation of; allegations of;
allegation that; allegations that; accusation of; accusations of; accusation that; accusations that; claims that;
claim that; claims of;
claim of; understood to; rumoured to; rumored to; alleging; on suspicion; believed to; thought to; said to; assumed
to; assumed
""",
    ("alleged", 1, "noun"): """
alleged; suspected; so-called; apparent; possible; potential; supposed; purported; reported; presumed; rumoured;
claimed; unconfirmed
""",
    ("certain", 4, "forward"): """
certainly; definitely; undoubtedly; no doubt; without doubt; without a doubt; beyond doubt; beyond reasonable doubt;
proven; proved; confirmed; established that; certain to; sure to; bound to; guaranteed; inevitably; inevitable;
clearly; undeniably;
certain that; conclusively; unquestionably; evidently; surely; for certain; is certain; are certain; was certain;
beyond question;
guaranteed to; considers it proven; considered it proven
""",
    (
        "condition",
        1,
        "forward",
    ): "if; unless; provided that; in the event; should the; assuming; subject to; depending on",
}

NAMES = {"n't": "not", "cannot": "not", "no-one": "nobody", "denies": "deny", "denied": "deny", "denying": "deny"}
"""Normal forms of negations that have several."""


def _forms(word: str) -> list[str]:
    if not word.endswith("*"):
        return [word]
    base = word[:-1]
    stem = base[:-1] if base.endswith("e") else base
    plural = f"{base}es" if base.endswith(("s", "sh", "ch", "x")) else f"{base}s"
    return [base, plural, f"{stem}ed", f"{stem}ing"]


def _expand(listed: str) -> Iterator[tuple[str, ...]]:
    for phrase in listed.split(";"):
        parts = [[form for choice in word.split("/") for form in _forms(choice)] for word in phrase.split()]
        if parts:
            yield from product(*parts)


def _read() -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, dict[tuple[str, ...], Phrase]] = {}
    plain: dict[tuple[str, int, Reach], str] = {("", 0, "none"): _PLAIN}
    for (kind, value, reach), listed in {**_TABLE, **plain}.items():
        for first, *rest in _expand(listed):
            # what is listed for the clause wins over the same word listed for the noun
            found.setdefault(first, {}).setdefault(
                tuple(rest), Phrase(tuple(rest), kind, value, NAMES.get(first, first), reach)
            )
    return {first: tuple(sorted(rests.values(), key=lambda p: -len(p.rest))) for first, rests in found.items()}


PHRASES = _read()
"""The phrases by their first word, the longest first."""
LONGEST = max(len(phrase.rest) for phrases in PHRASES.values() for phrase in phrases)
"""Words of a phrase behind its first, at most."""

DETERMINERS = frozenset(
    "the a an his her their its our my your this that these those some any no every each of free political".split()
)
BEFORE_MONTH = frozenset("in since until till by of last next this early late mid from to and on during".split())
NUMBERS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred half third quarter dozens
    thousands millions $ € £ about nearly almost around roughly""".split()
)
NO_VALUES = frozenset("10 10's . ' ’ , “ ” \" ! ?".split())
"""What follows a "no" that negates nothing: an answer or a number."""


class Verb(NamedTuple):
    """A verb of saying: its base form, how much it vouches for, and whether a thing may be its object."""

    name: str
    value: int
    transitive: bool


_VERBS: dict[tuple[int, bool], str] = {
    (3, False): "say/said/says/saying tell/told/tells/telling",
    (4, True): """confirm* find/found/finds show/showed/shows/shown reveal* prove/proved/proves discover* establish*
    acknowledge* admit/admitted/admits concede* know/knew/knows conclude* rule/ruled/rules
    learn/learned/learnt""",
    (3, True): """add* announce* report* state* write/wrote/writes explain* note* stress* reply/replied/replies
    answer* recall* testify/testified/testifies declare* warn* remark* comment* insist* complain*
    remember* repeat* deny/denied/denies promise* vow* pledge*""",
    (2, True): """believe* think/thought/thinks expect* estimate* suggest* argue* maintain* claim* assert* contend*
    predict* assume* indicate* reckon* consider* forecast/forecasts feel/felt/feels counter* calculate*
    imply/implied/implies""",
    (1, True): "allege* suspect* fear* hope/hopes/hoped speculate* accuse*",
}


def _verbs() -> dict[str, Verb]:
    verbs = {}
    for (value, transitive), listed in _VERBS.items():
        for entry in listed.split():
            forms = [form for choice in entry.split("/") for form in _forms(choice)]
            verbs.update({form: Verb(forms[0], value, transitive) for form in forms})
    return verbs


VERBS = _verbs()
"""Verbs of saying and thinking by their forms."""
