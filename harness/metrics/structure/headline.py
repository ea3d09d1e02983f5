"""Rules of the headline: there, of the right length, with a verb, and borne out by lede, body and sources.

What a headline says in other words than the story is not seen as unborne: only figures, names, and the words for what
was done count, and the last only where most of the headline has no counterpart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from harness.case import Case, Claim
from harness.facts import within
from harness.facts.lexicon import known, lemmas, relation
from harness.facts.names import CALENDAR, Name
from harness.facts.numbers import Number
from harness.facts.numbers.values import derivable, same_value
from harness.metrics.structure.outcome import KEPT, SILENT, Breach, Outcome, band, broken, halved, place, span
from harness.metrics.structure.page import headline_claim, page
from harness.metrics.structure.verbs import has_verb
from harness.metrics.structure.vocabulary import unheard
from harness.text import STOPWORDS, Sentence, Word

_LEFT_OUT = ("ordinal", "vague")
PREFIX = 5  # letters that "Sandrava" and "Sandravan" share
_MOST = 0.5  # share of the headline's content words without a counterpart
_LEAST = 3
_STRANGE = 2  # nouns of which no source has anything like
_OPERANDS = 60
_LARGE = 100  # smaller figures are the difference of two others by chance
# what a headline must not say unless somebody does: outcomes, decisions, blame
_GRAVE = frozenset(
    """accuse acquit admit apologise apologize approve arrest ban bankrupt betray bribe charge confess convict cancel
    corrupt deceive demolish dismiss divorce evacuate expel explode falsify flee forge fraud hijack jail kill loot
    manipulate marry mislead murder nationalise oust rebuild reopen resign retire sabotage sack sentence sue surrender
    suspend terrorist topple abdicate bomb defect privatise""".split()
)
# the same, and never the general word for what the story tells
_SHOCKING = frozenset(
    """arrest resign bribe bribery dope doping terror terrorism arson scandal
    suicide corruption drug weapon hostage coup riot massacre blackmail espionage spy conspiracy treason theft
    embezzlement cheat genocide assassinate poison kidnap""".split()
)
# deeds told in one another's words
_GROUPS = [
    frozenset(group.split())
    for group in (
        "jail sentence imprison prison convict year custody term",
        "sack dismiss fire oust remove expel replace",
        "resign quit retire stand step",
        "approve pass back allow clear permit accept agree vote grant",
        "ban bar forbid prohibit outlaw refuse block end halt",
        "kill die dead death murder victim",
        "arrest detain custody seize",
        "acquit clear innocent",
        "cancel scrap abandon drop call off withdraw",
        "explode explosion blast bomb detonate",
        "evacuate leave flee move shelter",
        "charge accuse prosecute indict",
        "rebuild repair restore reopen open resume return",
        "sue court claim lawsuit",
        "guilty convict",
    )
]
_WEAK = frozenset(
    "say tell report warn claim dispute face fear hope call seek see show find make take get give".split()
)


def missing(case: Case) -> Outcome:
    """A headline stands at the top."""
    return KEPT if case.story.of("headline") else broken(Breach("The story has no headline."))


def length(case: Case, *, min_words: int, max_words: int) -> Outcome:
    """The headline is neither a label nor a sentence of the body."""
    for part in case.story.of("headline")[:1]:
        return band(len(part.text.split()), min_words, max_words, "The headline has", span(part))
    return SILENT


def verb(case: Case) -> Outcome:
    """The headline says what happened, with a verb."""
    for part in case.story.of("headline")[:1]:
        return KEPT if has_verb(part.text) else broken(Breach("The headline has no verb.", span(part)))
    return SILENT


def body(case: Case) -> Outcome:
    """What the headline says is told in the story below it."""
    claim, sentences = headline_claim(case), page(case).body
    if claim is None or not sentences:
        return SILENT
    told = _Told(sentences, case.facts.numbers, (sentences[0].start, sentences[-1].end))
    return halved([*_unborne(case, claim, told, "The story below does not bear out")][:2])


def sources(case: Case) -> Outcome:
    """What the headline says is told by a source."""
    claim = headline_claim(case)
    if claim is None or not any(text.words for text in case.subject.sources):
        return SILENT
    near = [
        sentence
        for window in claim.windows
        if window
        for sentence in case.subject.sources[window.source].sentences[max(0, window.first - 1) : window.last + 2]
    ]
    numbers = [number for facts in case.subject.facts for number in facts.numbers]
    told = _Told(near, numbers, None, case.subject.vocabulary)
    breaches = [*_unborne(case, claim, told, "No source bears out")]
    if not breaches:
        strange = unheard(case, claim.sentence, "n")
        strange = strange if len(strange) >= _STRANGE else []
        breaches = [Breach(f"No source speaks of “{written(case, w)}”.", place(case, w.start, w.end)) for w in strange]
    return halved(breaches[:2])


class _Told:
    """What some sentences say, to look the words of a headline up in."""

    def __init__(
        self,
        sentences: Iterable[Sentence],
        numbers: Iterable[Number],
        inside: tuple[int, int] | None,
        vocabulary: frozenset[str] = frozenset(),
    ) -> None:
        words = {word.norm for sentence in sentences for word in sentence.words}
        self.words = words - STOPWORDS
        self.vocabulary = vocabulary | words
        self.stems = {word.stem for sentence in sentences for word in sentence.words}
        self.prefixes = {word[:PREFIX] for word in self.vocabulary}
        self.numbers = [n for n in numbers if inside is None or inside[0] <= n.start < inside[1]]

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """The base forms of the words."""
        return frozenset(lemma for word in self.words for lemma in lemmas(word))

    def does(self, word: Word) -> bool:
        """Whether a deed of its group is told."""
        forms = lemmas(word.norm)
        groups = [group for group in _GROUPS if forms & group]
        return bool(groups) and any(self.lemmas & group for group in groups)

    def says(self, word: Word) -> bool:
        """Whether the word or a synonym is told."""
        return word.stem in self.stems or any(relation(word.norm, w) in ("same", "synonym") for w in self.words)

    def holds(self, word: Word) -> bool:
        """Whether the word or one of like meaning is told."""
        if word.stem in self.stems or word.norm in self.words:
            return True
        return any(alike(word.norm, other) for other in self.words)


@lru_cache(maxsize=1 << 15)
def alike(one: str, other: str) -> bool:
    return relation(one, other) in ("same", "synonym", "broader", "narrower")


def _unborne(case: Case, claim: Claim, told: _Told, subject: str) -> Iterator[Breach]:
    """What the headline says and nobody told: figures, names, deeds."""
    for number in figures_of(case, claim.start, claim.end):
        if not _counted(number, told.numbers):
            yield Breach(f"{subject} the figure “{number.text}”.", place(case, number.start, number.end))
    named = list(name_words(case, claim))
    for word in named:
        if not _known_name(word, told):
            yield Breach(f"{subject} the name “{written(case, word)}”.", place(case, word.start, word.end))
    taken = {word.start for word in named}
    words = [w for w in content_words(claim.sentence) if w.start not in taken]
    loose = [w for w in words if not told.holds(w)]
    deeds = [w for w in loose if lemmas(w.norm) & _GRAVE and not told.does(w)]
    deeds += [w for w in words if lemmas(w.norm) & _SHOCKING and not told.does(w) and not told.says(w)]
    if deeds:
        yield Breach(f"{subject} “{written(case, deeds[0])}”.", place(case, deeds[0].start, deeds[0].end))
    elif len(loose) >= _LEAST and len(loose) > _MOST * len(words):
        yield Breach(f"{subject} the headline.", place(case, claim.start, claim.end))


def figures_of(case: Case, start: int, end: int) -> list[Number]:
    """The figures between two places; "one man" counts nothing."""
    return [n for n in within(case.facts.numbers, start, end) if n.kind not in _LEFT_OUT and n.high > 1]


def _counted(number: Number, others: Sequence[Number]) -> bool:
    """Whether somebody gives the figure, of the same things where both say of what."""
    equal = [n for n in others if same_value(number, n) or same_value(n, number)]
    if not equal:
        rival = any(n.unit == number.unit and n.about & number.about - {n.unit} for n in others)
        worked_out = number.kind == "duration" and not rival
        return worked_out or derivable(number, others[:_OPERANDS]) is not None or _difference(number, others)
    if not number.noun or any(not n.noun or alike(n.noun, number.noun) for n in equal):
        return True
    rivals = [n for n in others if n.noun == number.noun]
    return not rivals or any(number.about & n.about - {number.unit} for n in equal)


def _difference(number: Number, others: Sequence[Number]) -> bool:
    """Whether a large figure is the difference or the sum of two others."""
    values = {n.low for n in others if n.low == n.high}
    large = number.low == number.high and number.low > _LARGE
    return large and any(number.low + value in values or number.low - value in values for value in values)


def name_words(case: Case, claim: Claim) -> Iterator[Word]:
    """The words of the headline's names, and those that no dictionary has."""
    names = [*within(case.facts.names, claim.start, claim.end)]
    plain = sum(w[0].isupper() for w in claim.text.split()) <= len(claim.text.split()) / 2
    for n, word in enumerate(claim.sentence.words):
        upper = case.summary.value[word.start].isupper()
        if not upper or not word.norm.isalpha() or len(word.norm) < 3 or word.norm in STOPWORDS | CALENDAR:
            continue
        inside = any(name.start <= word.start < name.end for name in names)
        capital = n > 0 and plain
        if (inside or capital or not known(word.norm)) and not _title(names, word):
            yield word


def _title(names: Sequence[Name], word: Word) -> bool:
    return any(word.norm in name.title.split() for name in names)


def _known_name(word: Word, told: _Told) -> bool:
    if word.norm in told.vocabulary or word.stem in told.stems or word.norm[:PREFIX] in told.prefixes:
        return True
    return (word.norm.endswith("s") and word.norm[:-1] in told.vocabulary) or (known(word.norm) and told.holds(word))


def content_words(sentence: Sentence) -> list[Word]:
    return [w for w in sentence.words if w.norm not in STOPWORDS and w.norm.isalpha() and not lemmas(w.norm) & _WEAK]


def written(case: Case, word: Word) -> str:
    return case.summary.value[word.start : word.end]
