"""Sentences, words and safe display: every boundary of a golden list, and spans that always cut true."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.text import Text, find_words, stem, visible

GOLDEN: list[tuple[str, ...]] = [
    ("The firm paid $1.2 bn. for the yard.", "Shares rose."),
    ("The firm paid £340 mn. for the rail depot in March.", "Unions objected."),
    ("The council owes 3 bn. crowns to its lenders.",),
    ("Losses reached 12 m. euros.", "The bank was saved."),
    ("The deal is worth $4.5m.", "It closes in May."),
    ("The deal closes in May.", "Shares rose on the news."),
    ("The answer was no.", "Talks ended at once."),
    ("The U.S. navy sent two ships.", "They arrived on Friday."),
    ("The U.S. President spoke.", "He took no questions."),
    ("Talks moved to the U.S. on Monday.", "No deal was signed."),
    ("The envoy left for the U.S.", "His deputy stayed behind."),
    ("The U.K. and the E.U. will meet again.", "Fishing is on the list."),
    ("He died in Washington, D.C., on Tuesday.", "He was 81."),
    ("She lives in Washington D.C. with two sons.",),
    ("J. K. Harlow wrote the report.", "It runs to 90 pages."),
    ("Mr. Otto P. Brandt denied it.", "So did his lawyer."),
    ("J.R. Minton, 54, was found at 3 a.m. by a neighbour.", "He was unhurt."),
    ("Dr. Lena Osei treated nine people.", "Two were kept overnight."),
    ("Mrs. Adair and Ms. Pell thanked the crew.",),
    ("Prof. Imre Toth warned of floods.", "Few listened."),
    ("Gen. Sadiq Noor took command.", "The border stayed shut."),
    ("Sen. Ruth Calder and Rep. Amos Field opposed the bill.", "It passed."),
    ("Gov. Elle Marsh signed the order.", "It takes effect in June."),
    ("Lt. Col. Piet Vos spoke to reporters.", "He took no questions."),
    ("Police Sgt. Mina Roy said the road was clear.",),
    ("Officers met Supt. Mina Roy and Cllr. Jo Pym.", "Both spoke."),
    ("The case went to Insp. Karl Egan of the harbour force.",),
    ("The Rt. Hon. Ada Bell opened the school.", "Pupils sang."),
    ("Fr. Tomas Hale led the prayers.", "Hundreds came."),
    ("The clinic on St. Anne Street closed.", "Patients must go to Welby."),
    ("The Ph.D. student found the leak.", "Her adviser confirmed it."),
    ("“Who will pay for this?” she asked.", "Nobody answered."),
    ("“Get out!” he shouted.", "The lift was already smoking."),
    ("“We are done?” the mayor said, laughing.", "The room laughed too."),
    ("“Why?” Marsh asked.", "No reply came."),
    ('"Is it safe?" she said.', "Engineers say it is."),
    ('"Fire!" yelled the cook.', '"Run!"'),
    ("“It fell on us.”", "The boy was crying."),
    ("“It is over,” Falk said.", "“Nobody should have to wait so long.”", "The hall emptied."),
    ("He said: “We lost everything.”", "She nodded."),
    ("“We lost everything. Nobody came to help us,” she said.", "She wept."),
    ("“He told me ‘run’ and I ran,” Ada Quist said.", "She is eleven."),
    ("“He said ‘stop!’ and ‘go!’,” said Ann.", "Bo left."),
    ("“The sign said ‘No entry.’ We went in anyway,” said Bo Lind.",),
    ("we will stay shut!” the Mayor said.", "Nobody clapped."),
    ("“I... I could not see,” he said.", "The fog was thick."),
    ("Prices rose 3.5 per cent in April.", "Wages rose 2.1 per cent."),
    ("The quake measured 6.4.", "It struck at dawn."),
    ("Rates fell to 0.25 percent from 0.5 percent.", "Savers lost out."),
    ("The train left at 5 p.m. on Sunday.", "It never arrived."),
    ("The vote closed at 10 p.m.", "Counting began at once."),
    ("Doors open at 7.30 a.m. and close at noon.",),
    ("The ferry is due at 6 a.m. Monday.", "Tickets are sold out."),
    ("Rain is due on Sun. and Mon. in the west.", "Roads may flood."),
    ("The trial opens on Nov. 3 in Leith.", "It may last weeks."),
    ("Snow fell from Dec. 12 to Jan. 4.", "Roads closed."),
    ("The river rose 4 ft. in an hour.", "Cellars flooded."),
    ("The parcel weighed 12 kg. and held tools.",),
    ("The party won approx. 40 seats.", "It needed 50."),
    ("It was Albany vs. the Rovers again.", "Albany won."),
    ("The ruling cites Art. 9 of the charter.", "It was unanimous."),
    ("See p. 14 of the inquiry.", "Vol. 2 is still sealed."),
    ("The No. 7 bus was empty.", "Its driver jumped clear."),
    ("Halden Steel Co. said it would appeal.", "Its shares fell."),
    ("Apex Foods Inc. and Corran Ltd. agreed to merge.", "Terms were not given."),
    ("Witnesses saw smoke, flames, etc. near the pier.",),
    ("Some towns, e.g. Pellsund, have no doctor.", "Others share one."),
    ("What happened next?", "Nobody knows.", "Police have asked for film."),
    ("The minister paused… and then resigned.",),
    ("Visit the port.example.org site for times.", "It is updated hourly."),
    ("The mayor (who is on leave.) did not reply.",),
    ("the bridge closed on tuesday.", "buses cross at the ford.", "no date was given."),
    ('" we saw nothing , " police said .', "the search goes on ."),
    ("mr. dale said the u.s. would act .", "no one else would ."),
]


@pytest.mark.parametrize("sentences", GOLDEN, ids=lambda sentences: sentences[0][:40])
def test_sentence_boundaries_of_the_golden_list(sentences: tuple[str, ...]) -> None:
    assert tuple(s.text for s in Text(" ".join(sentences)).sentences) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("A headline\nThe lede.", ("A headline", "The lede.")),
        ("A headline\r\nThe lede. More.\r\n\r\nEnd", ("A headline", "The lede.", "More.", "End")),
        ("One half\u2028the other\u2029third", ("One half", "the other", "third")),
        ("  indented.  \n\t\n", ("indented.",)),
        ("", ()),
        (" \r\n ", ()),
        ("…!?", ("…!?",)),
    ],
)
def test_a_line_break_always_ends_a_sentence(text: str, sentences: tuple[str, ...]) -> None:
    assert tuple(s.text for s in Text(text).sentences) == sentences


PIECES = st.sampled_from(
    "Mr. Falk 5 p.m. bn. U.S. “Go!” said ‘no’ ? ! . … \r\n \n \u2028 3.5 Ana's é e\u0301 שלום 🙂 No. \x00 \" '".split(
        " "
    )
)


def check_spans(value: str) -> None:
    """Sentences in order, apart from each other, true to the text, and holding every word."""
    text = Text(value)
    end = 0
    for sentence in text.sentences:
        assert end <= sentence.start < sentence.end <= len(value)
        assert value[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        end = sentence.end
    held = {(word.start, word.end) for word in text.words}
    assert held == {(word.start, word.end) for word in find_words(value)}


@settings(deadline=None)
@given(st.text(st.characters()))  # lone surrogates among them
def test_sentences_of_any_text_tile_its_words(value: str) -> None:
    check_spans(value)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_sentences_of_news_like_scraps_tile_their_words(value: str) -> None:
    check_spans(value)


def test_a_lone_surrogate_does_not_hide_the_sentences_around_it() -> None:
    value = "Half a pair \ud83d stands here. The rest is sound."
    assert [s.text for s in Text(value).sentences] == [
        "Half a pair \ud83d stands here.",
        "The rest is sound.",
    ]


def test_many_abbreviations_in_one_line_are_split_in_linear_time() -> None:
    started = time.process_time()
    assert len(Text("It paid 4 bn. for it " * 1_000).sentences) == 1
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("cafe\u0301 café", ["café", "café"]),
        ("A\u030angstro\u0308m", ["ångström"]),
        ("Falk's port", ["falk", "port"]),
        ("the children’s toys", ["the", "children", "toys"]),
        ("the dogs’ home", ["the", "dogs", "home"]),
        ("e\u0301's", ["é"]),
        ("don’t don't", ["don't", "don't"]),
        ("1,200.50 and 3,4", ["1,200.50", "and", "3,4"]),
        ("co-operative 4x4", ["co", "operative", "4", "x", "4"]),
        ("ﬁre STRASSE Straße", ["fire", "strasse", "strasse"]),
        ("’s", ["s"]),
        ("हिन्दी शब्द", ["हिन्दी", "शब्द"]),
        ("שָׁלוֹם", ["שָׁלוֹם"]),
        ("… – “” 🙂", []),
    ],
)
def test_words_keep_marks_and_lose_possessive_endings(text: str, norms: list[str]) -> None:
    assert [word.norm for word in find_words(text)] == [unicodedata.normalize("NFC", n) for n in norms]


def test_words_stand_where_the_text_has_them() -> None:
    value = "“Zoe\u0308’s boat,” he said.\r\nIt sank."
    assert [value[w.start : w.end] for w in Text(value).words] == re.findall(r"[\w\u0308’]+\b", value)


def test_long_words_are_stemmed_and_short_ones_and_numbers_are_not() -> None:
    assert [stem(word) for word in ("flooding", "floods", "was", "1,200")] == [
        "flood",
        "flood",
        "was",
        "1,200",
    ]


def test_clip_cuts_sentences_to_the_span() -> None:
    text = Text("First one. Second one. Third one.")
    assert [(s.start, s.end, s.text) for s in text.clip(3, 22)] == [
        (3, 10, "st one."),
        (11, 22, "Second one."),
    ]
    assert [s.text for s in text.clip(10, 11)] == []


@given(st.lists(PIECES, max_size=12).map(" ".join), st.integers(0, 60), st.integers(0, 60))
def test_clip_holds_every_letter_of_the_span_that_a_sentence_has(value: str, start: int, end: int) -> None:
    text = Text(value)
    within = {n for s in text.sentences for n in range(s.start, s.end) if start <= n < end}
    cut = text.clip(start, end)
    assert [n for s in cut for n in range(s.start, s.end)] == sorted(within)
    assert all(s.text == value[s.start : s.end] for s in cut)


def test_lines_hold_one_sentence_each() -> None:
    assert Text("One here. Two here.\r\n\r\nThree").lines == "One here.\nTwo here.\nThree"


@pytest.mark.parametrize(
    ("text", "shown", "one_line"),
    [
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m", None),
        ("a\x00b", "a\\x00b", None),
        ("\x9b2J\x7f\x85", "\\x9b2J\\x7f\\x85", None),
        ("\u202eabc\u202c \u2066d\u2069", "\\u202eabc\\u202c \\u2066d\\u2069", None),
        ("\ud83d?", "\\ud83d?", None),
        ("a\u2028b\u2029c", "a\\u2028b\\u2029c", None),
        ("\ufeffstart", "\\ufeffstart", None),
        ("tag\U000e0041", "tag\\U000e0041", None),
        ("a\tb\nc", "a\tb\nc", "a\\tb\\nc"),
        ("a\r\nb\rc", "a\nb\\x0dc", "a\\nb\\x0dc"),
        ("naïve “שלום” 🙂", "naïve “שלום” 🙂", None),
    ],
)
def test_visible_escapes_what_could_deceive_a_reader(text: str, shown: str, one_line: str | None) -> None:
    assert visible(text) == shown
    assert visible(text, one_line=True) == (shown if one_line is None else one_line)
    visible(text).encode("utf-8")
