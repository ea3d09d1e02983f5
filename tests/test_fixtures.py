"""fixtures/newsroom, the set that ships: what its articles, references and stored summaries promise."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from pathlib import Path

import pytest

from harness.articles import load_set
from harness.backends.external import Replay
from harness.facts.quotes import find_quotes, pieces
from harness.story import Kind, parse_story
from harness.text import Text
from harness.types import Article
from tests.conftest import ROOT

FOLDER = ROOT / "fixtures" / "newsroom"
NEWSROOM = load_set(FOLDER)
EVENTS = list(NEWSROOM)
STORED = sorted((FOLDER / "summaries").glob("*.jsonl"))
PARTS: tuple[Kind, ...] = (
    "headline", "byline", "date", "lede", "heading", "paragraph", "timeline", "whats_next", "disclaimer",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DATED_WEEKDAY = re.compile(
    rf"\b(?P<weekday>{'|'.join(WEEKDAYS)}),?\s+(?:the\s+)?(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(MONTHS)})"
    r"(?:\s+(?P<year>\d{4}))?"
)

each_event = pytest.mark.parametrize("event", EVENTS, ids=[event.id for event in EVENTS])


def n_words(text: str) -> int:
    """Words as a person counts them: what stands between blanks."""
    return len(text.split())


def reference(event: Article, profile: str) -> str:
    """The event's one reference of this profile."""
    (found,) = [r.text for r in event.references if r.profile == profile]
    return found


def fragments(text: str, n: int = 5) -> set[tuple[str, ...]]:
    """Its word n-grams."""
    words = [word.norm for word in Text(text).words]
    return {tuple(words[i : i + n]) for i in range(len(words) - n + 1)}


def misdated(text: str, year: int) -> list[str]:
    """The dates in `text` whose weekday is wrong; a date without a year is of `year`."""
    wrong = []
    for match in _DATED_WEEKDAY.finditer(text):
        date = dt.date(int(match["year"] or year), MONTHS.index(match["month"]) + 1, int(match["day"]))
        if WEEKDAYS[date.weekday()] != match["weekday"]:
            wrong.append(match.group())
    return wrong


def test_the_set_says_what_it_is() -> None:
    info = NEWSROOM.info
    assert (info.name, info.language, info.licence, info.profile) == (
        "newsroom",
        "en",
        "CC BY 4.0",
        "news-story",
    )
    assert len(EVENTS) >= 6


@each_event
def test_an_event_has_three_or_four_sources_of_a_news_report_s_length(event: Article) -> None:
    assert 3 <= len(event.sources) <= 4
    lengths = {source.id: n_words(source.text) for source in event.sources}
    assert all(200 <= length <= 400 for length in lengths.values()), lengths


@each_event
def test_sources_are_told_apart_and_dated_before_the_event_is_published(event: Article) -> None:
    assert event.published is not None
    published = dt.datetime.fromisoformat(event.published)
    for source in event.sources:
        assert source.title
        assert source.publisher
        assert source.published is not None
        assert dt.datetime.fromisoformat(source.published) <= published
        assert source.url is not None
        assert re.match(r"https://[a-z.-]+\.(example|test|invalid)/", source.url), source.url


@each_event
def test_an_event_has_key_facts_of_both_weights_and_each_names_its_sources(event: Article) -> None:
    assert 8 <= len(event.key_facts) <= 14
    assert {fact.weight for fact in event.key_facts} == {"vital", "okay"}
    assert all(fact.sources for fact in event.key_facts)


@each_event
def test_the_numbers_of_a_key_fact_stand_in_each_source_that_it_names(event: Article) -> None:
    texts = {source.id: source.text for source in event.sources}
    for fact in event.key_facts:
        years = re.findall(r"\b(?:19|20)\d\d\b", fact.text)
        numbers = [n for n in re.findall(r"\d[\d.,]*\d{2}|\d{3,}", fact.text) if n not in years]
        for number in numbers:
            assert any(number in texts[source] for source in fact.sources), f"{fact.id}: {number}"


@each_event
def test_the_news_story_reference_has_all_its_parts(event: Article) -> None:
    story = parse_story(reference(event, "news-story"))
    found = {part.kind for part in story.parts}
    assert set(PARTS) <= found, sorted(set(PARTS) - found)
    assert all(len(story.of(kind)) == 1 for kind in ("headline", "byline", "date", "lede", "disclaimer"))
    assert len(story.of("timeline")) >= 3
    assert all(entry.date for entry in story.of("timeline"))


@each_event
def test_the_brief_reference_is_one_paragraph_of_60_to_90_words(event: Article) -> None:
    brief = reference(event, "brief")
    assert 60 <= n_words(brief) <= 90
    assert "\n" not in brief.strip()


@each_event
def test_weekdays_fit_their_dates(event: Article) -> None:
    assert event.published is not None
    year = dt.datetime.fromisoformat(event.published).year
    texts = [source.text for source in event.sources] + [r.text for r in event.references]
    assert [date for text in (*texts, *(fact.text for fact in event.key_facts)) for date in misdated(text, year)] == []


def test_weekdays_with_dates_occur_and_wrong_ones_would_be_found() -> None:
    found = sum(len(_DATED_WEEKDAY.findall(r.text)) for event in EVENTS for r in event.references)
    assert found >= 6
    assert misdated("on Tuesday, 19 May, and on Monday, 19 May 2026", 2026) == ["Monday, 19 May 2026"]


@each_event
def test_every_quote_of_a_reference_stands_in_a_source(event: Article) -> None:
    sources = [" " + " ".join(word.norm for word in Text(source.text).words) + " " for source in event.sources]
    for text in (r.text for r in event.references):
        for quote in find_quotes(text):
            for piece in pieces(quote.text):
                assert any(f" {' '.join(piece)} " in source for source in sources), quote.text


@each_event
def test_the_news_story_reference_quotes_somebody(event: Article) -> None:
    assert any(not quote.short for quote in find_quotes(reference(event, "news-story")))


IMPLIED = {
    "spillway-failure": {"17"},  # a source writes "Seventeen people died"
    "mine-collapse": {"14", "19"},  # sources count "fourteen" dead, and five and fourteen men brought up
    "depot-robbery": {"20", "21"},  # a source writes 9.20 pm
    "ceasefire-breach": {"16"},  # the night before 17 June
    "harbour-verdict": {"2025"},  # in March 2026, a trial "which opened on 15 September"
}


@each_event
def test_a_reference_names_no_number_that_no_source_has(event: Article) -> None:
    known = {word.norm for source in event.sources for word in Text(source.text).words}
    known |= {str(event.published)[:4], *IMPLIED.get(event.id, ())}
    for text in (r.text for r in event.references):
        dated = set(re.findall(rf"\b(\d{{1,2}}) (?:{'|'.join(MONTHS)})", text))
        numbers = {word.norm for word in Text(text).words if re.fullmatch(r"\d[\d.,]*\d", word.norm)}
        assert numbers - dated - known == set()


def test_some_events_hold_near_identical_wire_copies_and_some_do_not() -> None:
    closest = {}
    for event in EVENTS:
        grams = [fragments(source.text) for source in event.sources]
        pairs = itertools.combinations(grams, 2)
        closest[event.id] = max(len(one & two) / min(len(one), len(two)) for one, two in pairs)
    assert sum(share > 0.75 for share in closest.values()) >= 2, closest
    assert sum(share < 0.1 for share in closest.values()) >= 2, closest
    assert max(closest.values()) < 1


def test_curly_and_straight_quotation_marks_both_occur() -> None:
    curly = [source for event in EVENTS for source in event.sources if "“" in source.text]
    straight = [source for event in EVENTS for source in event.sources if '"' in source.text]
    assert curly
    assert straight
    assert not [source.id for source in curly if source in straight]


@pytest.mark.parametrize("path", STORED, ids=[path.stem for path in STORED])
def test_stored_summaries_cover_every_article(path: Path) -> None:
    replay = Replay(path)
    for event in EVENTS:
        summary = replay.summarize(event, sample=0)
        assert summary.state == "ok"
        assert n_words(summary.text or "") > 150
    stored = {json.loads(line)["article"] for line in path.read_text("utf-8").splitlines()}
    assert stored == {event.id for event in EVENTS}


def test_a_careful_and_a_careless_newsroom_are_stored() -> None:
    assert [path.stem for path in STORED] == ["careful", "careless"]


@each_event
def test_the_two_newsrooms_tell_the_event_differently(event: Article) -> None:
    careful, careless = (Replay(path).summarize(event, sample=0).text or "" for path in STORED)
    one, two = fragments(careful), fragments(careless)
    assert len(one & two) / min(len(one), len(two)) < 0.5


def test_no_two_events_share_a_name_of_a_source_or_a_title() -> None:
    titles = [event.title for event in EVENTS]
    urls = [source.url for event in EVENTS for source in event.sources]
    assert len(set(titles)) == len(titles)
    assert len(set(urls)) == len(urls)


def test_no_event_is_another_with_its_names_swapped() -> None:
    """Of the five-word sequences of two events' sources, hardly any are shared."""
    sets = [load_set(ROOT / "fixtures" / name) for name in ("newsroom", "briefs")]
    grams: dict[str, set[tuple[str, ...]]] = {}
    for article in (article for found in sets for article in found):
        words = [word.norm for source in article.sources for word in Text(source.text).words]
        grams[article.id] = {tuple(words[i : i + 5]) for i in range(len(words) - 4)}
    shared = {
        (one, two): len(grams[one] & grams[two]) / min(len(grams[one]), len(grams[two]))
        for one, two in itertools.combinations(grams, 2)
    }
    assert len(grams) == 30
    assert max(shared.values()) < 0.02


def test_the_briefs_are_single_articles_with_a_brief_and_key_facts() -> None:
    briefs = list(load_set(ROOT / "fixtures" / "briefs"))
    assert len(briefs) == 16
    for article in briefs:
        (source,) = article.sources
        (reference,) = article.references
        assert 180 <= len(source.text.split()) <= 350, article.id
        assert (reference.profile, 40 <= len(reference.text.split()) <= 80) == ("brief", True), article.id
        assert 5 <= len(article.key_facts) <= 8, article.id
