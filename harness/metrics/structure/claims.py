"""The rule of contested claims: accusations, judgements and causes that the sources leave to somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.case import Case, Claim
from harness.metrics.consistency.wording.counterparts import told
from harness.metrics.consistency.wording.sourcing import check_sourcing
from harness.metrics.structure.outcome import SILENT, Breach, Outcome, place
from harness.text import STOPWORDS, Sentence

_SHARE = 0.5  # of a clause, by the weight of its words, that a sentence tells
_OF_CAUSE = 0.3  # the same where it tells a cause, which sources tell in other words
_ENOUGH = 3  # content words that it tells
_VOUCHED, _ON_WORD, _DISPUTED, _OPENLY = range(4)
_NEAR = 2  # sentences round a telling in which somebody may contest it
# words that judge, blame or accuse
_JUDGES = re.compile(
    r"\b(?:negligen\w+|reckless\w*|incompeten\w+|corrupt(?:ly)?|illegal(?:ly)?|unlawful(?:ly)?|scandalous\w*|disgrace\w*"
    r"|shameful\w*|greedy|greed|dishonest\w*|lied|liars?|misled|misleads?|deceiv\w+|cover(?:s|ed|ing)? up|cover-up"
    r"|botch\w+|bungl\w+|fail(?:s|ed)? to (?:warn|act|protect|check|tell|stop|prevent|inform|maintain|do|see"
    r"|notice|repair|respond)"
    r"|ignor(?:es?|ed|ing)|unfair(?:ly)?|unjust(?:ly|ified)?|to blame|at fault|guilty|fraudulent\w*|criminal(?:ly)?"
    r"|violat\w+|betray\w*|knowingly|deliberate(?:ly)?|hid(?:es|den)?|outrageous\w*|absurd\w*|ridiculous\w*|inexcusabl\w+"
    r"|unforgivabl\w+|coward\w*|heroic\w*|brilliant\w*|careless\w*|irresponsib\w+|callous\w*|cynical\w*|ruined|cheat\w*"
    r"|shoddy|sloppy|hypocri\w+|foolish\w*|stupid\w*|excellent|wonderful|superb|admirabl\w+|appalling|dreadful|terrible"
    r"|the (?:best|worst|finest|greatest|wisest) \w+|wrongly|rightly|wrongdoing|responsible for the|culpab\w+)\b",
    re.IGNORECASE,
)
_PREFIX = 4
# with such letters begins a word of every judgement
_JUDGING = frozenset(
    """negl reck inco corr ille unla scan disg sham gree dish lied liar lie misl dece cove botc bung fail igno unfa
    unju blam faul guil frau crim viol betr know deli hid hide hidd outr absu ridi inex unfo cowa hero bril care
    irre call cyni ruin chea shod slop hypo fool stup exce wond supe admi appa drea terr best wors fine grea
    wise wron righ resp culp""".split()
)
# a source that does not vouch for what it tells
_SOFT = re.compile(
    r"\b(?:accus(?:es|ed|ing)|alleg\w+|charged with|suspected|claims|claimed|likely|possibly|probably|believe[sd]?"
    r"|puts? (?:it |this |that )?down to|blam(?:es?|ed|ing)|reportedly|presumed|thought to)\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:because|caused?|due to|led to|threw|triggered|sparked|sank|brought about|set off)\b", re.IGNORECASE
)
_AGE = re.compile(r", \d\d,|\b(?:man|woman|boy|girl) of \d\d\b|\b\d\d-year-old\b")
_SAID = re.compile(r"\b(?:said|says?|told|according|wrote|writes|maintain\w*|held|put|puts)\b", re.IGNORECASE)
_CONTESTED = re.compile(
    r"\b(?:den(?:y|ies|ied)|disput\w+|contradict\w*|reject(?:s|ed)|untrue|not true|a lie|no such|heard (?:no|none|nothing)"
    r"|(?:not|n['’]t) (?:yet )?(?:been )?(?:established|verified|confirmed|proven)|found no|at odds|disagree\w*)\b",
    re.IGNORECASE,
)
_OWN = frozenset(
    """according version versions account accounts claim claims claimed disputed disputes dispute contested say says
    said saying tell tells told report reports reported insist insists insisted maintain maintains deny denies
    denied likely possible possibly probable probably believed believes believe may might could blames blamed
    argues argued suggests suggested call calls called warn warns warned wrote written writes ruled found court
    jury judge judges convicted whether if question questions asked asks fear fears feared think thinks thought
    contends contended rejects rejected pleaded pleads admits admitted shows show showed describes described
    criticised apologised inquiry investigators investigation not face faces facing counts replied replies
    answered adds added accused accuses alleged alleges allegedly charged charges suspected suspects""".split()
)
_SOURCED = re.compile(
    r"\b(?:according|say|says?|said|saying|tells?|told|accus\w+|alleg\w+|call(?:s|ed|ing)|critici\w+|argu\w+|claim\w*"
    r"|describ\w+|blam(?:es?|ed|ing)|ruled|found|court|jury|judges?|convicted|whether|if|question\w*|den(?:y|ies|ied)"
    r"|plead\w*|insist\w*|report\w*|believ\w+|think\w*|complain\w*|wr(?:ote|ites)|maintain\w*|reject\w*|charg\w+"
    r"|admit\w*)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r";\s")
_QUOTED = re.compile(r"[“”\"]")
_PARAGRAPH = re.compile(r"[\r\n\u2028\u2029]")


def claim(case: Case) -> Outcome:
    """What the sources leave to a party, and others contest, is told on that party's word; so are blame and judgement."""
    if not any(text.words for text in case.subject.sources):
        return SILENT
    sources = told(case.subject)
    breaches: dict[int, Breach] = {}
    for one in case.aligned:
        if one.part == "timeline":
            continue
        for f in check_sourcing(case, one, sources):
            breaches[one.start] = Breach(f.message, f.claim, f.evidence, f.expected, f.found)
        if one.part != "headline" and one.start not in breaches:
            breaches.update((one.start, breach) for breach in _bare(case, one))
    return Outcome(max(0.0, 1 - len(breaches) / 3), tuple(breaches.values()))


def _bare(case: Case, claim: Claim) -> Iterator[Breach]:
    """What a sentence says on its own word: a judgement that no source passes, an accusation that each leaves open."""
    for start, end in _clauses(claim):
        norms = {word.norm for word in claim.sentence.words if start <= word.start < end}
        judging = not _JUDGING.isdisjoint(norm[:_PREFIX] for norm in norms)
        if not judging and not _OWN.isdisjoint(norms):
            continue
        text = _outside(case, start, end)
        judged = _JUDGES.search(text) if judging else None
        if judged and not _SOURCED.search(text) and not _passed(case, judged.group()):
            message = f"“{judged.group()}” judges or blames; the story does not say on whose word."
            yield Breach(message, place(case, start + judged.start(), start + judged.end()))
        elif _OWN.isdisjoint(norms) and _plain(text) and _left_open(case, claim, start, end):
            message = "The sources do not vouch for this; the story does not say on whose word it is."
            yield Breach(message, place(case, start, end))


def _plain(text: str) -> bool:
    """Whether a text has words and no figures; those are the business of another rule."""
    return any(c.isalpha() for c in text) and not any(c.isdigit() for c in _AGE.sub("", text))


def _clauses(claim: Claim) -> Iterator[tuple[int, int]]:
    start = claim.start
    for cut in _CLAUSE.finditer(claim.text):
        yield start, claim.start + cut.start()
        start = claim.start + cut.end()
    yield start, claim.end


def _outside(case: Case, start: int, end: int) -> str:
    """The text between two places with what it quotes blanked out."""
    text = case.summary.value[start:end]
    for q in case.facts.quotes:
        first, last = max(q.start, start) - start, min(q.end, end) - start
        if first < last:
            text = text[:first] + " " * (last - first) + text[last:]
    return text


def _passed(case: Case, judged: str) -> bool:
    """Whether a source uses the words in a sentence of its own, without quotation marks and without a speaker."""
    wanted = judged.lower()
    for text in case.subject.sources:
        for sentence in text.sentences if wanted in text.value.lower() else ():
            at = sentence.text.lower().find(wanted)
            if at >= 0 and not _SAID.search(sentence.text) and not re.search(r"[“”\"‘]", sentence.text):
                return True
    return False


def _led(case: Case, claim: Claim) -> bool:
    """Whether the sentence before it in its paragraph names a speaker."""
    before = [s for s in case.summary.sentences if s.end <= claim.start][-1:]
    if not before or _PARAGRAPH.search(case.summary.value[before[0].end : claim.start]):
        return False
    return bool(_SAID.search(before[0].text))


def _left_open(case: Case, claim: Claim, start: int, end: int) -> bool:
    """Whether every source that tells this leaves it to somebody who may be wrong."""
    idf = case.subject.index.idf
    words = [w for w in claim.sentence.words if start <= w.start < end and w.norm not in STOPWORDS]
    mine = {w.stem: idf(w.stem) for w in words}
    share = _OF_CAUSE if _CAUSE.search(claim.text) else _SHARE
    tellings = [
        (window.source, number, sentence)
        for window in claim.windows
        if window is not None
        for number, sentence in _around(case, window.source, window.first, window.last)
        if _tells(mine, sentence, share)
    ]
    doubts = [_doubt(case, source, number, mine) for source, number, _ in tellings]
    if not doubts or not all(doubts):
        return False
    return max(doubts) == _OPENLY or (min(doubts) >= _ON_WORD and max(doubts) >= _DISPUTED and not _led(case, claim))


def _around(case: Case, source: int, first: int, last: int) -> Iterator[tuple[int, Sentence]]:
    sentences = case.subject.sources[source].sentences
    for number in range(max(0, first - 1), min(len(sentences), last + 2)):
        yield number, sentences[number]


def _tells(mine: dict[str, float], sentence: Sentence, share: float) -> bool:
    stems = set(sentence.terms)
    held = mine.keys() & stems
    return len(held) >= _ENOUGH and sum(mine[s] for s in held) >= share * sum(mine.values())


def _doubt(case: Case, source: int, number: int, mine: dict[str, float]) -> int:
    """How far a sentence of a source is from vouching for what it tells."""
    sentences: Sequence[Sentence] = case.subject.sources[source].sentences
    if _SOFT.search(sentences[number].text):
        return _OPENLY
    near = sentences[max(0, number - _NEAR) : number + _NEAR + 1]
    contested = any(_CONTESTED.search(s.text) and mine.keys() & set(s.terms) for s in near)
    if not _SAID.search(sentences[number].text) and not _QUOTED.search(sentences[number].text):
        return _VOUCHED
    return _DISPUTED if contested else _ON_WORD
