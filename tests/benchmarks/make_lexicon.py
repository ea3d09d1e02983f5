"""Makes harness/facts/lexicon/lexicon.txt.gz from the dict files of WordNet 3.0, byte for byte the same every time.

    apt-get install wordnet-base
    python tests/benchmarks/make_lexicon.py /usr/share/wordnet harness/facts/lexicon/lexicon.txt.gz

Kept are single words in lower case with their first senses, what the first senses are kinds of or near to, and opposites:
direct ones, those of the adjective that a word is similar to, and those of the words that it is derived from. The
format is described in harness/facts/lexicon/__init__.py, which reads it.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

SENSES = 4  # of a word, per part of speech: later ones are rare in news and make anything a synonym of anything
PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
VERSION = "WordNet 3.0"
_SINGLE = re.compile(r"[a-z]{2,}")
_MARKER = re.compile(r"\(.*\)")


class Pointer(NamedTuple):
    """A relation to another synset; `source` and `target` number the words that it is between, 0 for all."""

    kind: str
    synset: str
    source: int
    target: int


class Synset(NamedTuple):
    """The words of one sense, as they are written, and what they point to."""

    words: tuple[str, ...]
    pointers: tuple[Pointer, ...]


class Sense(NamedTuple):
    """A word in one of its senses."""

    word: str
    synset: str


def read_synsets(folder: Path) -> dict[str, Synset]:
    """All synsets by part of speech and offset, such as `n00001740`; ValueError for another version than 3.0."""
    synsets = {}
    for name, part in PARTS.items():
        text = (folder / f"data.{name}").read_text(encoding="latin-1")
        if f"{VERSION} Copyright" not in text[:2000]:
            raise ValueError(f"{folder / f'data.{name}'} is not of {VERSION}; install Debian's wordnet-base")
        for line in text.splitlines():
            if not line.startswith(" "):
                synsets[part + line[:8]] = _synset(line.partition(" | ")[0].split())
    return synsets


def _synset(fields: list[str]) -> Synset:
    n_words = int(fields[3], 16)
    words = tuple(_MARKER.sub("", word) for word in fields[4 : 4 + 2 * n_words : 2])
    first = 5 + 2 * n_words
    pointers = []
    for i in range(first, first + 4 * int(fields[first - 1]), 4):
        kind, offset, part, numbers = fields[i : i + 4]
        pointers.append(Pointer(kind, part.replace("s", "a") + offset, int(numbers[:2], 16), int(numbers[2:], 16)))
    return Synset(words, tuple(pointers))


def read_senses(folder: Path, synsets: dict[str, Synset]) -> dict[str, list[str]]:
    """The first synsets of every single word that is written in lower case there, part by part."""
    senses: dict[str, list[str]] = defaultdict(list)
    for name, part in PARTS.items():
        for line in (folder / f"index.{name}").read_text(encoding="latin-1").splitlines():
            fields = line.split()
            if line.startswith(" ") or not _SINGLE.fullmatch(fields[0]):
                continue
            offsets = fields[-int(fields[2]) :]
            kept = [part + offset for offset in offsets if fields[0] in synsets[part + offset].words]
            if kept:
                senses[fields[0]] += kept[:SENSES]
    return senses


class Lexicon:
    """The kept words with what is asked of them."""

    def __init__(self, folder: Path) -> None:
        self.synsets = read_synsets(folder)
        self.senses = read_senses(folder, self.synsets)
        self.adverbs: dict[Sense, set[Sense]] = defaultdict(set)
        for word, ids in sorted(self.senses.items()):
            for synset in ids:
                for adjective in self._linked(Sense(word, synset), "\\"):
                    self.adverbs[adjective].add(Sense(word, synset))

    def _linked(self, sense: Sense, kinds: str) -> Iterator[Sense]:
        """The kept words that this word in this sense is linked to by name."""
        words, pointers = self.synsets[sense.synset]
        own = words.index(sense.word) + 1
        for kind, synset, source, target in pointers:
            if kind in kinds and source == own:
                word = self.synsets[synset].words[target - 1]
                if synset in self.senses.get(word, ()):
                    yield Sense(word, synset)

    def derived(self, sense: Sense) -> set[Sense]:
        """Words of the same stem: decide, decision; legal, legally."""
        return {*self._linked(sense, "+\\"), *self.adverbs[sense]}

    def near(self, synset: str, kinds: str) -> list[str]:
        """The synsets that all words of `synset` point to."""
        return [pointer.synset for pointer in self.synsets[synset].pointers if pointer.kind in kinds.split()]

    def opposites(self, word: str) -> set[str]:
        """All opposites of a word in its kept senses."""
        found: set[str] = set()
        for synset in self.senses[word]:
            sense = Sense(word, synset)
            found.update(other.word for other in self._linked(sense, "!"))
            for other in self.derived(sense):
                for opposite in self._linked(other, "!"):
                    found.add(opposite.word)
                    found.update(s.word for s in self.derived(opposite) if s.synset[0] == synset[0])
        # only where the word is hardly anything else: "star" is like "major", but no opposite of "minor"
        if {synset[0] for synset in self.senses[word]} <= {"a", "r"}:
            for head in self.near(self.senses[word][0], "&"):
                for far in self.near(head, "!"):
                    found.update(w for w in self.synsets[far].words if far in self.senses.get(w, ()))
        return found - {word}


def read_exceptions(folder: Path, words: Iterable[str]) -> Iterator[str]:
    """Irregular forms, each followed by the words it may be a form of."""
    kept = set(words)
    forms: dict[str, set[str]] = defaultdict(set)
    for name, part in PARTS.items():
        for line in (folder / f"{name}.exc").read_text(encoding="ascii").splitlines():
            form, *lemmas = line.split()
            if _SINGLE.fullmatch(form):
                forms[form].update(part + lemma for lemma in lemmas if lemma in kept and lemma != form)
    return (" ".join([form, *sorted(lemmas)]) for form, lemmas in sorted(forms.items()) if lemmas)


def lines(folder: Path) -> Iterator[str]:
    """The lines of the data file."""
    lexicon = Lexicon(folder)
    derived = {
        word: {other.synset for synset in ids for other in lexicon.derived(Sense(word, synset))}
        for word, ids in lexicon.senses.items()
    }
    kept = {synset for ids in (*lexicon.senses.values(), *derived.values()) for synset in ids}
    above = {up for synset in kept for up in lexicon.near(synset, "@")}
    number = {synset: str(i) for i, synset in enumerate(sorted(kept | above))}
    yield f"# From {VERSION}, copyright 2006 by Princeton University; see lexicon.LICENSE"
    for word, ids in sorted(lexicon.senses.items()):
        own = " ".join(
            part + ",".join(number[synset] for synset in ids if synset[0] == part)
            for part in PARTS.values()
            if any(synset[0] == part for synset in ids)
        )
        near = ",".join(sorted((number[s] for s in derived[word] - set(ids)), key=int))
        yield "\t".join([word, own, near, " ".join(sorted(lexicon.opposites(word)))]).rstrip("\t")
    yield ""
    yield from read_exceptions(folder, lexicon.senses)
    yield ""
    for one in number:
        like = lexicon.near(one, "$ &" if _satellite(lexicon, one) else "$")
        columns = [[number[s] for s in ids if s in number] for ids in (lexicon.near(one, "@"), like)]
        yield "\t".join(",".join(column) for column in columns).rstrip("\t")


def _satellite(lexicon: Lexicon, synset: str) -> bool:
    """Whether an adjective has its opposite through the one that it is similar to."""
    return synset[0] == "a" and not lexicon.near(synset, "!")


def make(folder: Path) -> bytes:
    """The data file: gzip without time or name, so that equal content has equal bytes."""
    return gzip.compress("\n".join(lines(folder)).encode("ascii"), compresslevel=9, mtime=0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dict", type=Path, help="the folder with data.noun, index.noun, noun.exc, …")
    parser.add_argument("out", type=Path, help="the file to write")
    arguments = parser.parse_args()
    arguments.out.write_bytes(make(arguments.dict))
