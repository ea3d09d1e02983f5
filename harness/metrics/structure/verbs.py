"""Does a headline have a verb? By the lexicon's parts of speech and the words beside, without a parser.

Half of the words that newspapers use as verbs are nouns as well ("plans", "cuts"). They count where they stand behind
what may be their subject and in front of what may be their object.
"""

from __future__ import annotations

import re

from harness.facts.lexicon import irregular_verb, lemmas, parts_of_speech
from harness.facts.wording.clauses import AUXILIARIES, Token, sentences

_DETERMINERS = frozenset("the a an its his her their our my your this that these those no every each some any".split())
_PREPOSITIONS = frozenset(
    """of in at on for with from by to over under after before amid against between about into onto near off across
    around behind beyond during since through toward towards until upon via within without and or nor but than
    as""".split()
)
_NO_SUBJECT = _DETERMINERS | _PREPOSITIONS
# nouns and verbs both; in headlines more often verbs when they stand between a subject and an object
_USUAL = frozenset(
    """aim answer appeal approach arrest attack award back ban battle beat bid blame block boost break call
    campaign cap
    cause challenge change charge claim clash clear close collapse cost count crash cut deal debate delay demand
    disappear dispute divide doubt draw drive drop ease edge end elect escape expand face fall fear find feud
    fight file fine fire
    force gain get give go grant grip grow halt hand haul head help hike hit hold honour hope hunt jail join
    judge jump keep
    kick kill land lapse launch lead leak leave lift limit lock look lose mark match meet merge miss mount
    mourn move name
    need offer open order oust pass pay plan plead pledge plunge point poll press probe promise protest pull push put
    quit quiz raid raise rally reach rebel recall reform reject release remain report rescue resign respond
    rest return
    review rise rock rout rule run rush sack sail save say score scrap seal search seek seize sell send sentence set
    settle shake share shed shelve shift show shut side sign sink slam slash slide slip slow slump snub soar spark
    spend split spread stage stall stand start state stay steal step stop storm strand strike strip struggle
    support surge
    suspect swamp sweep swell switch tackle take target tear test threaten threat top track trade trigger trim
    try turn
    unite urge use view visit vote vow wait walk want warn watch weigh win wipe wound wreck""".split()
)
# of these, the ones that need no object: "toll rises in", "talks collapse"
_BARE = frozenset(
    """appear arrive begin burst clash close collapse come continue crash decline die disappear drop ease
    emerge end escalate
    escape expand fade fail fall flee go grow happen loom lose open reopen quit remain resign resume return
    rise sail settle
    sink soar stall start stay surface surge survive swell walk win""".split()
)
# what stands for a verb in a headline: "Minister and hospital at odds"
_ELLIPSES = re.compile(
    r"\b(?:at (?:odds|war|risk|loggerheads|sea)|in (?:court|custody|doubt|limbo|tatters|ruins)|on (?:strike|trial"
    r"|hold|track"
    r"|alert|course)|under (?:way|fire|threat|pressure|investigation|review)|underway|set to|due (?:to|in|on"
    r"|before|for|by)"
    r"|(?<=\w )(?:dead|missing|unhurt|alive|homeless|afloat|adrift)(?= (?:as|after|in|at|on|off|when|but)\b|$|[,;:])"
    r"|(?<=\w )(?:ahead|safe|back|out|over|off|free|full|high|low|open|closed|unclear|likely|unlikely|needed|wanted)"
    r"(?= (?:as|after|but|while|and)\b|$|[,;:]))",
    re.IGNORECASE,
)
_PLURAL = frozenset(
    "police people men women children staff crew crews workers teachers both all thousands hundreds".split()
)
_ALIKE = frozenset("cut hit bid set put shut split spread cost cast read shot saw run bound".split())
"""Pasts that are nouns or other verbs as well."""
_NUMBERS = frozenset("two three four five six seven eight nine ten eleven twelve dozens hundreds thousands".split())
_NO_PAST = frozenset("red hundred shed seed feed speed deed bed weed unprecedented".split())


def has_verb(text: str) -> bool:
    """Whether some word of `text` is a verb that says something of somebody."""
    if _ELLIPSES.search(text):
        return True
    return any(_is_verb(tokens, i) for tokens in sentences(text) for i in range(len(tokens)))


def _is_verb(tokens: list[Token], i: int) -> bool:
    word = tokens[i].norm
    if word in AUXILIARIES or word.endswith("n't"):
        return not (word in ("may", "might", "will", "can") and tokens[i].capital and i > 0) or _led(tokens, i)
    if not word.isalpha() or word in _PREPOSITIONS | _DETERMINERS or i == 0:
        return word == "to" and _planned(tokens, i)
    if "v" not in parts_of_speech(word):
        return False
    if irregular_verb(word) or word in _ALIKE or (word.endswith("ed") and word not in _NO_PAST):
        return _past(tokens, i)
    if word.endswith("ing"):
        return tokens[i - 1].norm in AUXILIARIES
    return _present(tokens, i)


def _led(tokens: list[Token], i: int) -> bool:
    """A capitalised auxiliary in a headline where every word has a capital."""
    return sum(token.capital for token in tokens) > len(tokens) / 2 and i + 1 < len(tokens)


def _planned(tokens: list[Token], i: int) -> bool:
    after = tokens[i + 1].norm if i + 1 < len(tokens) else ""
    return i > 0 and "v" in parts_of_speech(after) and after not in _NO_SUBJECT and not after.endswith(("s", "ing"))


def _past(tokens: list[Token], i: int) -> bool:
    """ "bridge closed", "gets", not "a closed bridge"."""
    last = tokens[i - 1].norm
    if last in _NO_SUBJECT or last.endswith("'s") or (_adjective(last) and not _noun(last)):
        return False
    if tokens[i].norm in _ALIKE:
        return _object(tokens, i)
    return True


def _present(tokens: list[Token], i: int) -> bool:
    word, last = tokens[i].norm, tokens[i - 1].norm
    if last in _NO_SUBJECT or last.endswith(("'s", "s'")) or last in ("'", "’"):
        return last == "to" and _planned(tokens, i - 1)
    parts = parts_of_speech(word)
    base = {lemma for lemma in lemmas(word) if lemma != word and "v" in parts_of_speech(lemma)}
    if word.endswith("s") and base:
        if "n" not in parts:
            return True
        return bool(base & _BARE) or bool(base & _USUAL and _object(tokens, i)) or _framed(tokens, i)
    if parts & {"a", "r"} and word not in _USUAL:
        return False
    if "n" not in parts:
        return True
    known = word in _BARE or (word in _USUAL and _object(tokens, i))
    return known and _plural(tokens, i)


def _plural(tokens: list[Token], i: int) -> bool:
    """Whether several may be the subject in front of token `i`."""
    last = tokens[i - 1].norm
    several = last in _PLURAL or (last[0].isdigit() and last != "1") or last in _NUMBERS
    joined = any(token.norm in ("and", ",") for token in tokens[: i - 1])
    return several or joined or (last.endswith("s") and not last.endswith("ss"))


def _object(tokens: list[Token], i: int) -> bool:
    """Whether something follows that is no preposition, as an object or a clause would."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return (
        after is not None and after.norm not in _PREPOSITIONS - {"to", "into", "as", "over"} and after.norm[0].isalnum()
    )


def _framed(tokens: list[Token], i: int) -> bool:
    """Whether an article or a figure follows, or a name in a headline of plain words: "Storm floods the coast"."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is None:
        return False
    plain = sum(token.capital for token in tokens) <= len(tokens) / 2
    return after.norm in _DETERMINERS or after.norm[0].isdigit() or (after.capital and plain)


def _adjective(word: str) -> bool:
    return "a" in parts_of_speech(word)


def _noun(word: str) -> bool:
    return "n" in parts_of_speech(word) or not parts_of_speech(word)
