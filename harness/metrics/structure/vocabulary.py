"""What the sources speak of at all: whether some word of theirs means what a word of the story means."""

from __future__ import annotations

from harness.case import Case, Subject, per_article
from harness.facts.lexicon import lemmas, parts_of_speech, relation
from harness.text import STOPWORDS, Sentence, Word, stem


class Vocabulary:
    """The words of the sources, to look others up in; each is looked up once."""

    def __init__(self, subject: Subject) -> None:
        self._words = subject.vocabulary - STOPWORDS
        self._stems = subject.index.stems
        self._lemmas = frozenset(lemma for word in self._words for lemma in lemmas(word))
        self._known: dict[str, bool] = {}

    def speaks_of(self, word: str) -> bool:
        """Whether the sources have a word, a form of it or a synonym."""
        found = self._known.get(word)
        if found is None:
            found = word in self._words or stem(word) in self._stems or bool(lemmas(word) & self._lemmas)
            found = found or any(relation(word, other) == "synonym" for other in self._words)
            self._known[word] = found
        return found


@per_article
def vocabulary(subject: Subject) -> Vocabulary:
    """The vocabulary of an article's sources, made once."""
    return Vocabulary(subject)


_WEAK = frozenset("due go get make take give come begin start keep say tell show see know say put set do use".split())
_BEFORE_NOUN = frozenset("the a an of in at on for with from by to over about its his her their as and".split())


def unheard(case: Case, sentence: Sentence, parts: str = "nv") -> list[Word]:
    """The plain words of a sentence that no source has anything like: nouns, verbs or both."""
    return [
        word
        for n, word in enumerate(sentence.words)
        if word.norm.isalpha()
        and word.norm not in STOPWORDS
        and not lemmas(word.norm) & _WEAK
        and _is(sentence, n, parts)
        and not vocabulary(case.subject).speaks_of(word.norm)
    ]


def _is(sentence: Sentence, n: int, parts: str) -> bool:
    """Whether a word is of these parts of speech; one that may be a verb is a noun only behind what leads to nouns."""
    own = parts_of_speech(sentence.words[n].norm)
    if parts != "n" or "v" not in own:
        return "a" not in own and any(part in own for part in parts)
    return "n" in own and n > 0 and sentence.words[n - 1].norm in _BEFORE_NOUN
