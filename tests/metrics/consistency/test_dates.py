"""The checks of dates: which are wrong by the sources, which weekdays do not belong to their date, what is stale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.case import Case, Subject
from harness.metrics.consistency.dates import check_dates
from harness.types import Article, Source

MONDAY, TUESDAY, THURSDAY = "2026-03-16", "2026-03-17", "2026-03-19"
BRIDGE = (TUESDAY, "The old bridge at Harle collapsed on Monday. No one was hurt when its middle arch fell.")
COURT = (
    TUESDAY,
    "The district court will hear the appeal of the quarry owners on 26 March. A ruling is not expected soon.",
)
TRAIN = (TUESDAY, "The night train left the rails at 3.40 am near the village of Ostry. Its driver was unhurt.")
DEAL = (TUESDAY, "The two dairies signed their merger contract on 4 February. It was the largest of its kind.")
OPENING = (TUESDAY, "The new library opened to readers in May 2021. It had cost twelve million crowns.")
PLANT = (TUESDAY, "Engineers switched off the chemical plant's cooling pumps on Sunday. They were old.")


def found(sources: list[tuple[str | None, str]], summary: str) -> list[tuple[str, str]]:
    """(kind, marked text) of every finding."""
    article = Article(
        id="a", sources=tuple(Source(id=f"s{n}", text=text, published=day) for n, (day, text) in enumerate(sources))
    )
    findings = list(check_dates(Case(Subject(article), summary)))
    for finding in findings:
        assert finding.claim is not None
        assert summary[finding.claim.start : finding.claim.end] == finding.claim.text
        for evidence in finding.evidence:
            text = next(text for n, (_, text) in enumerate(sources) if f"s{n}" == evidence.source)
            assert text[evidence.start : evidence.end] == evidence.text
    return [(finding.check, finding.claim.text) for finding in findings if finding.claim]


@pytest.mark.parametrize(
    ("source", "summary", "marked"),
    [
        (BRIDGE, "The old bridge at Harle collapsed on Saturday.", "Saturday"),
        (BRIDGE, "On Thursday the middle arch of the old bridge at Harle collapsed.", "Thursday"),
        (BRIDGE, "At Harle, an old bridge collapsed on 12 March.", "12 March"),
        (COURT, "The appeal of the quarry owners is to be heard by the district court on 2 April.", "2 April"),
        (COURT, "A district court will hear the quarry owners' appeal on Monday.", "Monday"),
        (TRAIN, "The night train left the rails near Ostry at 5.10 am.", "5.10 am"),
        (TRAIN, "Near the village of Ostry a night train left the rails at 21:40, and its driver was unhurt.", "21:40"),
        (DEAL, "The dairies signed their merger contract on 14 February.", "14 February"),
        (DEAL, "The merger contract was signed by the two dairies in January.", "January"),
        (OPENING, "The new library opened to readers in May 2019.", "May 2019"),
        (PLANT, "The cooling pumps of the chemical plant were switched off on Friday.", "Friday"),
    ],
)
def test_an_event_on_another_day_is_wrong(source: tuple[str, str], summary: str, marked: str) -> None:
    assert found([source], summary) == [("date.wrong", marked)]


def test_a_timeline_entry_under_another_day_is_wrong() -> None:
    story = f"# Bridge falls at Harle\n\n{BRIDGE[1]}\n\n## Timeline\n\n- 11 March: The old bridge at Harle collapsed.\n"
    assert found([BRIDGE], story) == [("date.wrong", "11 March")]


@pytest.mark.parametrize(
    ("sources", "summary"),
    [
        ([BRIDGE], "The old bridge at Harle collapsed on Monday."),
        ([BRIDGE], "The old bridge at Harle collapsed on 16 March."),
        ([BRIDGE], "The old bridge at Harle collapsed in March."),
        ([BRIDGE], "The old bridge at Harle collapsed this week."),
        ([BRIDGE], "The old bridge at Harle collapsed on Monday 16 March 2026."),
        ([BRIDGE], "The council said on Friday that divers would search under the bridge."),
        (
            [BRIDGE, (TUESDAY, "The bridge at Harle collapsed on Saturday, a fisherman said.")],
            "The old bridge at Harle collapsed on Saturday.",
        ),
        ([(None, BRIDGE[1])], "The old bridge at Harle collapsed on 12 March."),
        ([COURT], "The district court will hear the appeal on Thursday of next week."),
        ([COURT], "The court hears the quarry owners' appeal later this month."),
        ([TRAIN], "The night train left the rails shortly before four in the morning near Ostry."),
        ([TRAIN], "The night train left the rails at about 3.30 am near Ostry."),
        ([TRAIN], "The night train left the rails at 03:40 near the village of Ostry."),
        ([DEAL], "The merger contract that the two dairies signed in February was the largest of its kind."),
        ([DEAL], "The two dairies signed their merger contract in 2026."),
        ([OPENING], "The library, which opened in 2021, cost twelve million crowns."),
        (
            [(TUESDAY, "Shells fell on the docks of Merrin overnight.")],
            "Shells fell on the docks of Merrin on Monday night.",
        ),
        ([(TUESDAY, "The talks ran from Sunday to Tuesday in Merrin.")], "The talks in Merrin ended on Tuesday."),
        (
            [(TUESDAY, "“We begin today,” the dredging foreman had written in the harbour log."), BRIDGE],
            "The harbour foreman wrote that dredging would begin on 1 March.",
        ),
        (
            [
                (MONDAY, "The prizes will be presented on Tuesday."),
                (TUESDAY, "The presentation of prizes was moved to Friday."),
            ],
            "The prizes will be presented on Friday.",
        ),
    ],
)
def test_a_date_that_may_be_right_is_left_alone(sources: list[tuple[str | None, str]], summary: str) -> None:
    assert found(sources, summary) == []


@pytest.mark.parametrize(
    ("summary", "marked"),
    [
        ("A hearing is set for Monday 26 March.", "Monday 26 March"),
        ("A hearing is set for Friday, 26 March 2026.", "Friday, 26 March 2026"),
        ("It burned on Wednesday, March 3rd.", "Wednesday, March 3rd"),
        ("The deadline is Wednesday 1 May 2026.", "Wednesday 1 May 2026"),
        ("The inquiry opened on Sunday 9 April 2011.", "Sunday 9 April 2011"),
        ("Results come on Sunday 4th of April.", "Sunday 4th of April"),
    ],
)
def test_a_weekday_that_does_not_fall_on_its_date_is_wrong(summary: str, marked: str) -> None:
    assert found([(TUESDAY, "A report on the harbour.")], summary) == [("date.weekday", marked)]


@pytest.mark.parametrize(
    ("sources", "summary"),
    [
        ([(TUESDAY, "A report.")], "A hearing is set for Thursday 26 March."),
        ([(TUESDAY, "A report.")], "It burned on Tuesday, March 3rd."),
        ([(TUESDAY, "A report.")], "It burned on Sunday 14 September."),
        ([(None, "A report.")], "A hearing is set for Monday 26 March."),
        ([(TUESDAY, "The hearing is on Monday 26 March.")], "The hearing is on Monday 26 March."),
        ([(TUESDAY, "A report.")], "It burned on Saturday 9 April 2011."),
    ],
)
def test_a_weekday_that_fits_or_is_the_sources_own_is_left_alone(
    sources: list[tuple[str | None, str]], summary: str
) -> None:
    assert found(sources, summary) == []


FEARED = (MONDAY, "Twelve sailors are missing after the trawler sank off Merrin.")
FOUND = (TUESDAY, "Five sailors from the trawler are missing, down from the twelve reported a day earlier.")
SAFE = (TUESDAY, "Both sailors reported missing after the trawler sank are safe, the coastguard said.")
AWARD = (MONDAY, "The harbour prizes will be presented on Wednesday.")
PUT_OFF = (TUESDAY, "The presentation of the harbour prizes, originally planned for Wednesday, is now on Saturday.")
LATER = (THURSDAY, "A quiet evening was had in Merrin.")


@pytest.mark.parametrize(
    ("sources", "summary"),
    [
        ([FEARED, FOUND], "Twelve sailors are missing from the trawler."),
        ([FEARED, FOUND], "Still missing are twelve sailors of the trawler that sank off Merrin."),
        ([FEARED, SAFE], "A sailor from the trawler is still missing."),
        ([FEARED, SAFE], "Two of the trawler's crew remain missing off Merrin."),
        ([AWARD, PUT_OFF], "The prizes of the harbour will be presented on Wednesday."),
        ([AWARD, LATER], "The prizes of the harbour will be presented on Wednesday."),
    ],
)
def test_an_old_state_told_as_present_is_stale(sources: list[tuple[str | None, str]], summary: str) -> None:
    assert found(sources, summary) == [("date.stale", summary)]


@pytest.mark.parametrize(
    ("sources", "summary"),
    [
        ([FEARED, FOUND], "Five sailors are missing."),
        ([FEARED, FOUND], "Twelve sailors were missing at first."),
        ([FEARED, FOUND], "Five sailors are missing, down from twelve on Monday."),
        ([FEARED, FOUND], "On Monday twelve sailors were missing."),
        ([FEARED], "Twelve sailors are missing."),
        ([FEARED, SAFE], "Nobody is missing any more."),
        ([FEARED, SAFE], "One sailor was still missing as darkness fell."),
        ([AWARD], "The prizes of the harbour will be presented on Wednesday."),
        ([AWARD, PUT_OFF], "The prizes were originally to be presented on Wednesday."),
        ([AWARD, PUT_OFF], "The harbour prizes will be presented on Saturday."),
        ([AWARD, LATER], "The harbour prizes were presented on Wednesday."),
    ],
)
def test_what_holds_or_is_told_as_past_is_left_alone(sources: list[tuple[str | None, str]], summary: str) -> None:
    assert found(sources, summary) == []


LETTER = (TUESDAY, "The dean wrote to the ministry on 19 January about the cracks. The dean resigned on 2 May 2011.")
CLUB = (TUESDAY, "The sirens of the fire station were sounded at 3.15 am. Voting papers must be back by 30 October.")


@pytest.mark.parametrize(
    ("source", "summary", "marked"),
    [
        (LETTER, "In a letter of 9 January the dean had described the cracks.", "9 January"),
        (LETTER, "The dean stepped down on 12 May 2011.", "12 May 2011"),
        (CLUB, "Sirens woke the village at 2.15 am.", "2.15 am"),
        (CLUB, "Members can hand in their voting papers until 30 September.", "30 September"),
        (DEAL, "A contract joining both dairies was concluded on 14 February.", "14 February"),
        (COURT, "An appeal by the quarry's owners comes before the judges on 16 March.", "16 March"),
    ],
)
def test_a_complete_date_that_no_source_has_is_wrong(source: tuple[str, str], summary: str, marked: str) -> None:
    assert found([source], summary) == [("date.wrong", marked)]


@pytest.mark.parametrize(
    ("source", "summary"),
    [
        (LETTER, "In a letter of 19 January the dean had described the cracks."),
        (LETTER, "The dean stepped down on Monday 2 May 2011."),
        (CLUB, "Sirens woke the village at a quarter past three."),
        (CLUB, "The harbour fair opens on 12 June."),
        (
            (TUESDAY, "The tug left at 7:10 a.m. and sank at 24 minutes past."),
            "The tug, which left the harbour, sank at 7:24 a.m.",
        ),
        (
            (TUESDAY, "The dairies signed the contract on the Tuesday before Lent."),
            "The contract was signed on 17 February.",
        ),
    ],
)
def test_a_date_that_follows_from_the_source_or_is_of_something_else_is_left_alone(
    source: tuple[str, str], summary: str
) -> None:
    assert found([source], summary) == []


TOLL = (MONDAY, "Nine people have died in the Merrin flood. About 2,300 villagers are sleeping in the schools.")
HIGHER = (TUESDAY, "The Merrin flood has killed 11 people. Some 3,100 villagers are sleeping in the schools.")
ROAD = (MONDAY, "Quay Road in Merrin is closed to traffic. A red warning is in force for the coast of Merrin.")
REOPENED = (TUESDAY, "Quay Road in Merrin reopened at noon. The red warning for the coast of Merrin was lifted.")
SEARCH = (
    MONDAY,
    "Divers are looking for a fisherman of 58 off Merrin. The regatta committee will decide on a new date.",
)
TRACED = (TUESDAY, "The fisherman of 58 was found alive in Ostry. The regatta committee announced a new date in May.")
ABOARD = (TUESDAY, "The ferry company, which spoke of 163 passengers aboard, now says 141.")


@pytest.mark.parametrize(
    ("sources", "summary"),
    [
        ([TOLL, HIGHER], "The death toll of the Merrin flood stands at nine."),
        ([TOLL, HIGHER], "At present 2,300 villagers sleep in the schools, and they have food."),
        ([ROAD, REOPENED], "Quay Road is closed to all traffic."),
        ([ROAD, REOPENED], "A red warning remains in force along the coast."),
        ([SEARCH, TRACED], "The divers are still searching for a fisherman of 58."),
        ([SEARCH, TRACED], "The regatta committee will decide on a date."),
        (
            [(MONDAY, "The ferry had 163 passengers aboard."), ABOARD],
            "There are 163 passengers aboard, the ferry company says.",
        ),
        ([AWARD, LATER], "The organisers hope to present the harbour prizes on Wednesday."),
    ],
)
def test_a_figure_or_state_that_a_later_source_ends_is_stale(
    sources: list[tuple[str | None, str]], summary: str
) -> None:
    assert found(sources, summary) == [("date.stale", summary)]


@pytest.mark.parametrize(
    ("sources", "summary"),
    [
        ([TOLL, HIGHER], "The death toll of the Merrin flood stands at 11."),
        ([TOLL, HIGHER], "At first nine people were reported dead."),
        ([TOLL, HIGHER], "The toll has risen from nine to 11."),
        ([TOLL], "The death toll of the Merrin flood stands at nine."),
        ([ROAD, REOPENED], "Quay Road was closed to all traffic for a day."),
        ([ROAD, REOPENED], "Quay Road is open again."),
        ([REOPENED, (THURSDAY, ROAD[1])], "Quay Road in Merrin is closed."),
        ([(None, ROAD[1]), (None, REOPENED[1])], "Quay Road in Merrin is closed."),
        ([SEARCH, TRACED], "The divers who were looking for a fisherman of 58 can go home."),
        (
            [SEARCH, (TUESDAY, "The regatta committee has not announced a date.")],
            "The regatta committee will decide on a date.",
        ),
        ([AWARD, LATER], "The organisers had hoped to present the harbour prizes on Wednesday."),
    ],
)
def test_what_still_holds_or_is_told_as_former_is_left_alone(
    sources: list[tuple[str | None, str]], summary: str
) -> None:
    assert found(sources, summary) == []


@given(st.text(max_size=200), st.text(alphabet="on Monday 3rd of May2026 at 9pm.,’“” stil mg", max_size=200))
def test_no_text_makes_it_raise(source: str, summary: str) -> None:
    found([(TUESDAY, source), (None, summary)], summary)
    found([(TUESDAY, summary)], source)
