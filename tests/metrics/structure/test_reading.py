"""Rules of readability and length."""

from __future__ import annotations

import pytest

from harness.metrics.structure.reading import grade, syllables
from harness.text import Text
from tests.metrics.structure.stories import BARE, STORY, says

EASY = "The dog ran. The cat sat. " * 8
HARD = (
    "Notwithstanding considerable administrative complications, representatives of municipal infrastructure departments "
    "unanimously recommended comprehensive rehabilitation of deteriorating reinforced-concrete superstructures, "
    "anticipating disproportionate expenditures attributable to environmental regulations."
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1),
        ("bridge", 1),
        ("closed", 1),
        ("wanted", 2),
        ("people", 2),
        ("engineer", 3),
        ("table", 2),
        ("houses", 2),
        ("", 1),
    ],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_flesch_and_kincaids() -> None:
    # 48 words of one syllable in sentences of three words
    assert grade(Text(EASY).sentences) == pytest.approx(0.39 * 3 + 11.8 - 15.59)
    assert grade(Text("Too short.").sentences) is None


def test_a_text_outside_the_band_is_named() -> None:
    assert says("readability.band", STORY, min_grade=3.0, max_grade=16.0) == (1.0, ())
    assert len(says("readability.band", f"{HARD} {HARD}", min_grade=4.0, max_grade=16.0).breaches) == 1
    assert len(says("readability.band", EASY, min_grade=4.0, max_grade=16.0).breaches) == 1


def test_a_text_much_harder_than_its_sources_is_named() -> None:
    assert says("readability.sources", STORY, slack=5.0) == (1.0, ())
    assert len(says("readability.sources", f"{HARD} {HARD}", slack=5.0).breaches) == 1
    assert says("readability.sources", STORY, BARE, slack=5.0).kept is None


def test_length_is_counted_in_words() -> None:
    plain = "The bridge closed on Tuesday. Buses cross at the old ford."
    assert says("length.band", plain, min_words=11, max_words=11).kept == 1
    assert says("length.band", plain, min_words=22, max_words=30).kept == 0.5
    assert says("length.band", plain, min_words=1, max_words=5).kept == 0
