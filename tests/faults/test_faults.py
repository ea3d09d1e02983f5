"""Every fault on the newsroom set: spans right, the same by seed, really different, and never true by accident.

What is true is looked up with plain strings in the sources, not with the finders that the faults use.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, cast

import pytest

from harness import plugins
from harness.articles import load_set
from harness.case import Case, Subject
from harness.stats import random_stream
from harness.types import Article, Edited, Fault, Source
from tests.conftest import ROOT

N = 8
FAULTS = plugins.names("fault")
FAMILIES = {
    "names": ("name-swapped", "name-novel", "roles-swapped"),
    "numbers": ("number-changed", "number-swapped", "number-unit"),
    "dates": ("date-changed", "weekday-changed", "timeline-stale"),
    "quotes": ("quote-speaker", "quote-fabricated", "quote-altered", "quote-truncated"),
}
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


class Made(NamedTuple):
    """One edited summary with what it came from."""

    article: Article
    before: str
    edited: Edited

    @property
    def sources(self) -> str:
        """All sources in one text."""
        return "\n".join(f"{s.title}\n{s.text}" for s in self.article.sources)

    def around(self, letters: int = 60) -> Iterator[tuple[str, str, str]]:
        """Each edit with what stands before and behind it."""
        text = self.edited.text
        for s in self.edited.spans:
            yield text[max(0, s.start - letters) : s.start], s.text, text[s.end : s.end + letters]


@cache
def articles() -> tuple[Article, ...]:
    """The newsroom set."""
    return tuple(load_set(ROOT / "fixtures" / "newsroom"))


@cache
def make(name: str, edits: int = 1, seed: int = 3, n: int = N) -> tuple[Made, ...]:
    """The fault in the references of the first n articles, where there is a place for it."""
    fault = cast(Fault, plugins.find("fault", name)())
    made = []
    for article in articles()[:n]:
        text = next(r.text for r in article.references if r.profile == "news-story")
        case = Case(Subject(article, profile="news-story"), text)
        others = [other for other in articles() if other is not article]
        edited = fault.inject(case, others, edits=edits, rng=random_stream(seed, name, article.id))
        if edited is not None:
            made.append(Made(article, text, edited))
    return tuple(made)


def every(name: str) -> list[Made]:
    """With one edit and with as many as it can."""
    most = plugins.find("fault", name).max_edits
    return [*make(name), *(make(name, most) if most > 1 else ())]


def plain(text: str) -> str:
    """Letters, digits and single spaces."""
    return re.sub(r"[\W_]+", " ", text.lower().replace("’", "").replace("'", "")).strip()


@pytest.mark.parametrize("name", FAULTS)
def test_spans_are_right_and_the_text_is_another(name: str) -> None:
    made = every(name)
    assert made, "no article has a place for it"
    for item in made:
        assert item.edited.text != item.before
        assert item.edited.spans
        assert all(item.edited.text[s.start : s.end] == s.text for s in item.edited.spans)


@pytest.mark.parametrize("name", FAULTS)
def test_the_same_seed_makes_the_same_edits(name: str) -> None:
    before = make(name, n=3)
    make.cache_clear()
    assert make(name, n=3) == before


@pytest.mark.parametrize("name", sorted(set(FAULTS) - {"facts-dropped", "source-dropped"}))
def test_so_many_edits_as_asked(name: str) -> None:
    most = plugins.find("fault", name).max_edits
    for edits in range(1, most + 1):
        assert all(len(item.edited.spans) == edits for item in make(name, edits))


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_a_frozen_dataclass_that_says_what_it_does(name: str) -> None:
    cls = plugins.find("fault", name)
    assert cls.__doc__
    assert cls.__dataclass_params__.frozen
    assert isinstance(cls(), Fault)
    assert cls.role in ("fault", "control", "gaming")
    assert cls.role == "fault" or not cls.drops


def test_the_table_holds_the_families_that_must_be_noticed() -> None:
    strict = {n for n in FAULTS if plugins.find("fault", n).strict}
    assert all(strict & set(family) for family in FAMILIES.values())
    assert len([n for n in FAULTS if plugins.find("fault", n).role == "control"]) >= 8


@pytest.mark.parametrize("name", ["number-changed", "headline-number", "contradiction"])
def test_a_changed_number_stands_in_no_source(name: str) -> None:
    for item in every(name):
        old = set(re.findall(r"\d[\d,.]*\d|\d", item.before))
        for _, new, _ in item.around():
            fresh = [n for n in re.findall(r"\d[\d,.]*\d|\d", new) if n not in old]
            for number in fresh:
                assert not re.search(rf"(?<![\d.,]){re.escape(number)}(?!\d|[.,]\d)", item.sources), number


def test_a_swapped_number_stands_in_a_source_and_not_in_the_sentence_that_is_told() -> None:
    for item in every("number-swapped"):
        for before, new, behind in item.around(40):
            said = re.split(r"[.!?]\s", before)[-1] + new + re.split(r"[.!?]\s", behind)[0]
            assert plain(said) not in plain(item.sources)


def test_no_source_gives_the_number_with_the_wrong_unit() -> None:
    for item in every("number-unit"):
        for before, unit, _ in item.around():
            assert f"{before.split()[-1]} {unit}" not in item.sources


def test_a_novel_name_shares_no_word_with_the_sources() -> None:
    for item in every("name-novel"):
        words = set(plain(item.sources).split())
        for _, name, _ in item.around():
            assert not {w for w in plain(name).split() if w not in ("of", "the", "and", "s")} & words, name


def test_a_swapped_name_is_another_one_of_the_sources_that_the_nearest_sentence_does_not_hold() -> None:
    for item in every("name-swapped"):
        for before, name, behind in item.around(120):
            assert name.split()[-1] in item.sources
            told = set(plain(re.split(r"[.!?]\s|\n", before)[-1] + " " + re.split(r"[.!?]\s|\n", behind)[0]).split())
            nearest = max(re.split(r"(?<=[.!?”])\s", item.sources), key=lambda s: len(told & set(plain(s).split())))
            assert plain(name) not in plain(nearest), (name, nearest)


def test_a_changed_date_stands_in_no_source() -> None:
    for item in every("date-changed"):
        for _, date, _ in item.around():
            day, month = re.search(rf"(\d{{1,2}}) ({'|'.join(MONTHS)})", date).groups()  # type: ignore[union-attr]
            assert not re.search(rf"\b{day} {month}\b", item.sources), date


def test_a_changed_weekday_beside_its_date_does_not_fit_it() -> None:
    checked = 0
    for item in every("weekday-changed"):
        year = dt.date.fromisoformat((item.article.published or "")[:10]).year
        for _, weekday, behind in item.around():
            match = re.match(rf",? (\d{{1,2}}) ({'|'.join(MONTHS)})", behind)
            if match:
                day = dt.date(year, MONTHS.index(match[2]) + 1, int(match[1]))
                assert DAYS[day.weekday()] != weekday
                checked += 1
    assert checked >= 3


@pytest.mark.parametrize("name", ["quote-fabricated", "quote-altered", "quote-truncated"])
def test_nobody_said_the_words_of_a_changed_quotation(name: str) -> None:
    for item in every(name):
        text = item.edited.text
        for span in item.edited.spans:
            start = max(text.rfind("“", 0, span.start + 1), text.rfind('"', 0, span.start + 1))
            end = min(p for p in (text.find("”", span.end), text.find('"', span.end)) if p >= 0)
            assert f" {plain(text[start:end])} " not in f" {plain(item.sources)} "


def test_the_new_speaker_is_not_named_where_the_source_has_the_quotation() -> None:
    for item in every("quote-speaker"):
        for before, name, behind in item.around(400):
            quotes = re.findall(r"[“\"]([^“”\"]{15,})[”\"]", (before + "|" + behind))
            for quote in quotes[:1]:
                for line in item.sources.split("\n"):
                    assert not (plain(quote) in plain(line) and plain(name) in plain(line))


@pytest.mark.parametrize("name", ["opposite", "direction", "modality-raised", "negated"])
def test_the_sentence_that_is_made_stands_in_no_source(name: str) -> None:
    for item in every(name):
        for before, new, behind in item.around():
            clause = re.split(r"[.!?]\s|\n", before)[-1] + new + re.split(r"[.!?]\s|\n", behind)[0]
            assert plain(clause) not in plain(item.sources)


def test_no_source_tells_as_a_sentence_of_its_own_what_lost_its_attribution() -> None:
    for item in every("attribution-dropped"):
        for before, new, behind in item.around(200):
            sentence = re.split(r"[.!?]\s|\n", before)[-1] + new + re.split(r"[.!?]\s|\n", behind)[0]
            own = {plain(s) for s in re.split(r"(?<=[.!?])\s|\n", item.sources)}
            assert plain(sentence) not in own


@pytest.mark.parametrize("name", ["sentence-foreign", "headline-foreign"])
def test_what_is_brought_in_comes_from_another_article(name: str) -> None:
    for item in every(name):
        for _, text, _ in item.around():
            assert plain(text) not in plain(item.sources)
            assert any(plain(text) in plain(f"{s.title}\n{s.text}") for a in articles() for s in a.sources)


def test_two_events_are_merged_out_of_words_of_the_summary() -> None:
    for item in every("event-merged"):
        for before, predicate, _ in item.around():
            assert predicate.strip() in item.before
            subject = re.split(r"[.!?:]\s|\n", before)[-1]
            assert f"{subject}{predicate}" not in item.before


@pytest.mark.parametrize("name", ["facts-dropped", "source-dropped"])
def test_what_is_left_out_leaves_a_shorter_story_with_its_parts(name: str) -> None:
    for item in every(name):
        assert len(item.edited.text) < len(item.before)
        assert item.edited.text.startswith("# ")
        assert not re.search(r"^- [^:\n]*:\s*$", item.edited.text, re.MULTILINE), "a timeline entry without its text"


@pytest.mark.parametrize("name", ["sentence-moved", "section-moved", "timeline-order"])
def test_what_is_moved_is_all_still_there(name: str) -> None:
    for item in every(name):
        assert sorted(plain(item.edited.text).split()) == sorted(plain(item.before).split())


def test_a_rounded_number_is_about_what_it_was() -> None:
    for item in every("rounded"):
        for _, new, _ in item.around():
            assert new.lower().startswith("about ")
            value = float(new.split()[1].replace(",", ""))
            figures = [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", item.before)]
            assert any(0 < abs(value - f) <= 0.03 * f for f in figures)


def test_straight_marks_hold_the_words_of_curly_ones() -> None:
    for item in every("quote-marks"):
        assert plain(item.edited.text) == plain(item.before)


def test_an_alias_is_a_name_that_the_sources_hold() -> None:
    for item in every("alias"):
        for _, name, _ in item.around():
            assert name.split()[-1] in item.sources


def test_nothing_but_invisible_characters_is_hidden_in_a_word() -> None:
    for item in every("zero-width"):
        assert item.edited.text.replace("\u200b", "") == item.before


def test_a_text_without_anything_to_edit_gets_no_edit() -> None:
    article = articles()[0]
    case = Case(Subject(article, profile="news-story"), "hm")
    nothing = ("name-swapped", "number-changed", "date-changed", "quote-altered", "timeline-stale", "lede-removed")
    for name in nothing:
        fault = cast(Fault, plugins.find("fault", name)())
        assert fault.inject(case, articles()[1:], edits=1, rng=random_stream(1, name)) is None


@pytest.mark.parametrize(
    ("name", "source", "summary"),
    [
        ("number-format", "Gusts reached 158 km/h.", "Gusts of 158 km/h were measured at the cape on Monday."),
        ("number-derived", "It fell from 94 to 71 per cent.", "The probability fell from 94 to 71 per cent in a year."),
        (
            "attribution-dropped",
            "The agent still holds 52 million crowns of the refund money that it owes.",
            "The agent is holding 52 million crowns, according to papers that Stage and Ledger printed late on Sunday.",
        ),
        ("modality-raised", "The road opens on Monday.", "The road is due to open again on Monday."),
    ],
)
def test_what_would_say_something_else_than_the_fault_means_is_left_alone(name: str, source: str, summary: str) -> None:
    article = Article(id="a", sources=(Source(id="s", text=source),))
    fault = cast(Fault, plugins.build("fault", name, {}, folder=ROOT, where=name))
    assert fault.inject(Case(Subject(article), summary), [], edits=1, rng=random_stream(3)) is None
