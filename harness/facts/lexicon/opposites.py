"""News words that exclude each other, by hand: what rises does not fall, what is upstream is not downstream.

WordNet lacks most of these or scatters them over rare senses. Each line is an axis with its sides; words on one side of
an axis may stand for each other, words on two sides may not. `lexicon.poles` looks words up here, inflected or not.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Family = Literal["direction", "polarity", "time", "place"]

FINDINGS: dict[Family, str] = {
    "direction": "direction.flipped",
    "polarity": "polarity.flipped",
    "time": "direction.flipped",
    "place": "direction.flipped",
}
"""The check that names a summary's word from another side than the source's."""


class Pole(NamedTuple):
    """A side of an axis. On the axes of direction, side 0 is up, more, better or nearer and side 1 its opposite."""

    family: Family
    axis: str
    side: int


_TABLE: dict[Family, str] = {
    "direction": """
amount: rise climb jump soar surge gain increase grow growth up upward upwards upturn uptick upswing rally rebound
    advance swell spike skyrocket rocket leap escalate raise boost hike ascend appreciate higher double triple
    | fall drop slump decline decrease lose shrink plunge plummet tumble slide dip sink slip down downward downwards
    downturn cut reduce reduction slash lower trim dwindle diminish recede ebb subside descend depreciate halve
comparison: more higher greater larger bigger above over exceed upwards_of in_excess_of
    | fewer less lower smaller below under beneath short_of
limit: at_least minimum no_fewer_than no_less_than not_less_than
    | at_most maximum no_more_than not_more_than
number: most | least fewest
size: largest biggest greatest | smallest tiniest
height: highest tallest | lowest
width: widen broaden | narrow
extent: expand expansion enlarge extend lengthen | contract contraction shrink shrinkage shorten curtail
speed: faster quicker accelerate speed_up | slower decelerate slow_down
strength: strengthen stronger tighten | weaken weaker loosen relax
quality: improve improvement better best | worsen deteriorate deterioration worse worst
price: expensive costly dear | cheap inexpensive
balance: profit surplus | loss deficit shortfall
nearness: near nearer nearest close closer closest | far farther farthest further furthest distant
load: heavy heavier | light lighter
sign: positive plus | negative minus
rank: ahead | behind
lead: lead | trail
degree: slightly marginally modestly slight marginal modest
    | sharply significantly considerably steeply drastically substantially sharp significant considerable steep drastic
share: partly partially partial | completely fully entirely totally complete entire total
severity: mild minor slight | severe serious major grave critical
""",
    "polarity": """
victory: win beat triumph victory winner prevail | lose loser defeat
approval: approve approval endorse adopt wave_through ratify pass authorise authorize
    | reject rejection veto turn_down vote_down throw_out disapprove
acceptance: accept acceptance agree take_up welcome | refuse refusal decline reject rejection turn_down rebuff
support: support supporter back backer favour favor endorse advocate proponent in_favour_of in_favor_of
    | oppose opposition opponent resist object against reject
opening: open reopen opening reopening | close shut closure closed shutdown shutter
verdict: convict conviction guilty find_guilty
    | acquit acquittal clear exonerate innocent not_guilty
permission: allow permit let authorise authorize legalise legalize permission
    | ban bar prohibit prohibition forbid outlaw block prevent
imposition: impose introduce enact | lift scrap waive repeal revoke abolish remove
exam: pass | fail
success: succeed success successful successfully | fail failure unsuccessful unsuccessfully
confirmation: confirm confirmation acknowledge admit concede | deny denial refute rebut
beginning: start begin launch commence open kick_off beginning onset resume
    | end stop finish halt cease conclude close suspend ending conclusion
continuation: continue resume persist | stop halt cease discontinue suspend abandon
movement: arrive arrival enter | leave depart departure exit
stay: stay remain keep | leave quit resign
trade: buy purchase acquire acquisition buyer purchaser | sell sale seller vendor
cargo: import importer | export exporter
loan: lend lender | borrow borrower
post: hire appoint appointment recruit recruitment reinstate | fire sack dismiss dismissal lay_off
life: alive living survive survivor | dead die kill death perish deceased
safety: safe safely safety secure | dangerous unsafe danger hazardous perilous risky
law: legal legally lawful lawfully legitimate | illegal illegally unlawful unlawfully illicit
inclusion: include inclusion | exclude exclusion omit
part: majority most | minority
quantity: many most numerous | few
frequency: always often frequently | never rarely seldom
totality: all every everyone everybody everything | none nobody nothing no_one
pair: both | neither
company: with | without
access: public publicly | private privately
sameness: same identical | different
truth: true correct accurate right | false incorrect inaccurate wrong untrue
liberty: free release acquit | jail imprison detain arrest
search: found trace locate | missing lost
chance: likely probable | unlikely improbable
possibility: possible | impossible
knowledge: known | unknown
certainty: certain sure definite | uncertain unsure unclear
intent: deliberate intentional deliberately intentionally deliberate | accidental accidentally unintentional inadvertently
welcome: praise applaud welcome hail | criticise criticize condemn denounce
duty: voluntary optional | compulsory mandatory obligatory
lasting: temporary temporarily interim provisional | permanent permanently
unity: unanimous unanimously united | split divided
state: intact undamaged unharmed unhurt unscathed | damaged destroyed harmed hurt injured wounded
making: build construct create | demolish destroy dismantle
health: healthy well | ill sick unwell
schedule: postpone delay | bring_forward hasten
supply: restore reconnect | cut_off disconnect
deed: victim | perpetrator attacker culprit
fight: attack | defend
side: friend ally | enemy foe
ability: able | unable
office: current present incumbent | former
fault: blame | exonerate clear absolve
prediction: optimistic optimism | pessimistic pessimism
expectation: expected | unexpected surprise
weather: dry | wet
colour: black | white
conflict: war | peace
""",
    "time": """
order: before precede | after follow
moment: earlier sooner | later
earliness: early | late
position: first opening initial initially | last final finally
sequence: previous preceding prior | next following subsequent upcoming
tense: past | future
hours: morning | afternoon | evening | night overnight midnight
light: day daytime daylight | night overnight
edge: dawn sunrise daybreak | dusk sunset nightfall
twelve: noon midday | midnight
season: spring | summer | autumn | winter
week: weekday | weekend
period: hourly | daily | weekly | monthly | quarterly | annual annually yearly
""",
    "place": """
compass: north northern northward northwards northerly | south southern southward southwards southerly
    | east eastern eastward eastwards easterly | west western westward westwards westerly
corner: northeast northeastern | northwest northwestern | southeast southeastern | southwest southwestern
inside: inside indoors indoor within | outside outdoors outdoor
stream: upstream | downstream
hill: uphill | downhill
stairs: upstairs | downstairs
hand: left | right
end: front | rear back
height: top upper | bottom lower
ring: inner | outer
shore: onshore ashore | offshore
region: urban city | rural countryside
border: domestic domestically home | foreign abroad overseas international
coast: inland | coastal
ground: underground | overground surface
""",
}


def _read() -> dict[str, frozenset[Pole]]:
    poles: dict[str, set[Pole]] = {}
    for family, table in _TABLE.items():
        for line in table.replace("\n    ", " ").strip().split("\n"):
            axis, _, sides = line.partition(": ")
            for side, words in enumerate(sides.split("|")):
                for word in words.split():
                    poles.setdefault(word.replace("_", " "), set()).add(Pole(family, axis, side))
    return {word: frozenset(found) for word, found in poles.items()}


POLES = _read()
"""Words and phrases by their base form, with the sides that they stand on."""

NOT_OPPOSITES = frozenset(
    frozenset(pair.split("/"))
    for pair in """
    ask/tell safe/out work/play man/wife boy/man head/tail come/go sit/stand lie/stand lie/sit center/left
    stay/change stay/move miss/attend set/moving still/moving lead/follower walk/ride born/stupid said/other
    medical/surgery end/middle early/middle late/middle mean/nice question/answer white/coloured spent/left
    recorded/live world/national local/express trying/easy hearing/deaf one/divided
    """.split()
)
"""Pairs that WordNet calls opposites in senses that news does not use."""
