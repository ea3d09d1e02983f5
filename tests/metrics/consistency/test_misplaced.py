"""Figures, names and days in the place of others, and sure words for unsure ones: shown by the words round them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.metrics.consistency.judging import article, judge, marked

CITY = (
    "The city of Marrow Bay will close its only indoor pool for fourteen weeks, the council said on Thursday. Repairs to "
    "the roof are to cost 2.6 million crowns, of which the state pays 900,000. Some 1,250 pupils from eleven schools have "
    "their swimming lessons there.\n\nInspectors found rust in 38 of the 112 roof beams in January. Engineer Dagny Holt, "
    "who led the inspection, said the beams “had been wet since the day they were painted”. Council leader Piers Aldane "
    "refused to name the firm that painted them. The pool may reopen in part in September.\n\nThe Marrow Otters, a club "
    "with 430 members, will train in Linfold, 26 kilometres away. Their coach, Ines Okafor, called the decision late but "
    "right."
)
PARENTS = (
    "MARROW BAY - Parents handed a petition with 3,700 signatures to council leader Piers Aldane on Saturday. They want a "
    "bus to the pool in Linfold paid for by the city.\n\nHead teacher Rupert Sayle estimates that a third of his pupils "
    "will miss lessons. He has written twice to the schools inspector, Mara Lindgren, without an answer. Linfold Leisure, "
    "which runs the other pool, offered the schools 19 hours a week. The painters, Brandt & Sons, believe that a blocked "
    "gutter caused the rust. The firm was paid 74,000 crowns in 2019. The old pool opened on 3 May 1968; a swimmer "
    "drowned there in 1983."
)
POOL = article(CITY, PARENTS, published=("2026-03-12", "2026-03-15"))
KINDS = ("number", "name", "role", "date", "modality")


@pytest.mark.parametrize(
    ("summary", "finding"),
    [
        ("The state contributes 74,000 crowns to the repair of the roof.", ("number.swapped", "74,000 crowns")),
        ("Swimming lessons for 430 pupils from eleven schools take place there.", ("number.swapped", "430")),
        ("In January rust was discovered in 26 of the roof's 112 beams.", ("number.swapped", "26")),
        ("A club with 1,250 members, the Marrow Otters, will train in Linfold.", ("number.swapped", "1,250")),
        ("The club moves to Linfold, 38 kilometres away.", ("number.swapped", "38 kilometres")),
        ("Linfold Leisure has offered the schools 26 hours a week.", ("number.unit", "26 hours")),
        ("The petition of the parents carried 1,250 signatures.", ("number.swapped", "1,250")),
        ("Engineer Ines Okafor led the inspection of the beams.", ("name.swapped", "Ines Okafor")),
        ("Rupert Sayle, coach of the Marrow Otters, called the decision late but right.",
         ("name.swapped", "Rupert Sayle")),
        ("Parents gave their petition to Mara Lindgren on Saturday.", ("name.swapped", "Mara Lindgren")),
        ("Piers Aldane has written twice to the schools inspector and got no answer.",
         ("name.swapped", "Piers Aldane")),
        ("Head teacher Ines Okafor estimates that a third of the pupils will miss lessons.",
         ("name.swapped", "Ines Okafor")),
        ("Brandt & Sons, which runs the other pool, offered the schools 19 hours a week.",
         ("name.swapped", "Brandt & Sons")),
        ("Parents handed over their petition on Thursday.", ("date.wrong", "Thursday")),
        ("Parents handed a petition to the council leader on Tuesday.", ("date.wrong", "Tuesday")),
        ("The old pool opened on 8 May 1968.", ("date.wrong", "8 May 1968")),
        ("The council announced on Saturday that it would close the pool for fourteen weeks.",
         ("date.wrong", "Saturday")),
        ("The pool will reopen in part in September.", ("modality.raised", "will")),
        ("The painters know that a blocked gutter caused the rust.", ("modality.raised", "know")),
    ],
)  # fmt: skip
def test_what_stands_in_the_place_of_another_is_told(summary: str, finding: tuple[str, str]) -> None:
    assert finding in marked(judge(summary, POOL))


@pytest.mark.parametrize(
    "summary",
    [
        "The state is to pay 900,000 crowns of the 2.6 million.",
        "Mending the roof will cost 2.6 million crowns.",
        "About 1,250 children from eleven schools learn to swim at the pool.",
        "Of 112 beams in the roof, 38 were rusty when inspectors looked in January.",
        "The Otters, who have 430 members, move their training to Linfold.",
        "Linfold is 26 kilometres from Marrow Bay.",
        "More than 3,500 people signed the parents' petition.",
        "Schools can have 19 hours a week in the pool run by Linfold Leisure.",
        "The painters received 74,000 crowns in 2019.",
        "Aldane would not say which firm had painted the beams.",
        "Ines Okafor, who coaches the Otters, thinks that the decision was right but came late.",
        "A petition was handed to Piers Aldane on Saturday.",
        "Sayle wrote to Mara Lindgren twice and heard nothing.",
        "On Thursday the council announced that the indoor pool would be shut for fourteen weeks.",
        "The pool has been open since 3 May 1968.",
        "Part of the pool may be in use again in September.",
        "Brandt & Sons blame a blocked gutter for the rust.",
        "A third of Sayle's pupils will miss lessons, he estimates.",
        "In 1983 a swimmer drowned in the pool.",
        "The Marrow Otters will travel to Linfold for training.",
        "Rust affected about a third of the beams.",
    ],
)
def test_true_rewordings_are_left_alone(summary: str) -> None:
    assert marked(judge(summary, POOL), *KINDS) == []


def test_a_figure_that_replaced_an_earlier_one_is_no_swap() -> None:
    of = article(
        "At least four people died when the spillway of the Corrin dam gave way before dawn, police said.",
        "The toll of the Corrin dam has risen to eleven. Divers found the last two in a cellar.",
    )
    assert marked(judge("Eleven people died when the spillway of the Corrin dam gave way before dawn.", of)) == []


def test_a_share_of_a_figure_is_no_swap() -> None:
    of = article(
        "Some 48,000 households had no electricity at the height of the storm on Saturday. "
        "There is more to lose than then: 96,000 on the island today."
    )
    summary = "Half of the 96,000 households on the island had no electricity at the height of the storm."
    assert marked(judge(summary, of), "number") == []


def test_the_rest_of_a_figure_that_is_not_read_is_no_swap() -> None:
    of = article("The levy is planned on homes worth more than £2 million. Some 3.5 million votes were cast for it.")
    assert not judge("the levy is planned on homes worth more than # 2 million .", of).findings


def test_a_day_worked_out_from_hours_is_not_the_day_that_they_lead_to() -> None:
    of = article(
        "Rescuers brought the keeper to the surface at about 10.30pm on Saturday, some 31 hours after the stone lining of"
        " the shaft gave way under him.",
        published=("2026-04-19",),
    )
    story = "# Keeper saved\n\nThe keeper was saved on Saturday.\n\n## Timeline\n\n- 17 April 2026: {}\n"
    assert not marked(judge(story.format("The lining of the shaft gives way under the keeper."), of), "date")


def test_two_figures_of_one_sentence_that_changed_their_nouns_are_told() -> None:
    of = article("The ferry carried 135 passengers and 40 lorries when it left Orvel at noon on Tuesday in thick fog.")
    assert marked(judge("The ferry carried 40 passengers and 135 lorries when it left Orvel.", of), "number") == [
        ("number.swapped", "40"),
        ("number.swapped", "135"),
    ]


def test_an_offer_made_as_a_question_may_be_told_as_what_will_be() -> None:
    of = article("Maria: Ann, could you take care of the food? Ann: Sure, with pleasure!")
    assert marked(judge("Ann will take care of the food.", of), "modality") == []


def test_how_something_turned_out_is_told_with_the_same_word_as_a_proof() -> None:
    of = article("First reports suggested a price of 29 crowns a share. The price is 30.60 crowns a share.")
    assert marked(judge("The price of a share proved higher than first reports said.", of), "modality") == []


def test_a_day_of_which_no_source_speaks_is_told_only_where_all_sources_have_a_date() -> None:
    summary = "The old pool in Marrow Bay will close its doors for repairs to the roof on Monday 4 May."
    undated = article(CITY, PARENTS)
    assert ("date.wrong", "Monday 4 May") in marked(judge(summary, POOL))
    assert marked(judge(summary, undated), "date") == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*CITY.split(), *PARENTS.split(), "26", "Ines", "Monday", "will", "\n"]), max_size=40))
def test_words_in_any_order_are_judged_without_an_error(words: list[str]) -> None:
    judge(" ".join(words), POOL)


ENVELOPE = (
    "A bookkeeper had watched Noor Hadrian take an envelope from the owner of the firm, Ruta Wessel. The fault lay in the "
    "hand-over from Vera Lask to Mona Tornby, the referee said. The captain, Ida Brask, told Pavel Orlo that he could go. "
    "Dagny Holt was dismissed by Piers Aldane. Lena Marsh, a spokeswoman for Corrin Power, declined to comment. "
    "Mr Hadrian said nothing. Ms Wessel said nothing. Ms Lask said that she was sorry. Ms Tornby said that she was not."
)


@pytest.mark.parametrize(
    ("summary", "claim"),
    [
        ("He saw Ruta Wessel take an envelope from Noor Hadrian.", "Ruta Wessel take an envelope from Noor Hadrian"),
        ("It was the hand-over from Tornby to Lask that was faulty.", "Tornby to Lask"),
        ("Orlo told Brask that he could go.", "Orlo told Brask"),
        ("Piers Aldane was dismissed by Dagny Holt.", "Piers Aldane was dismissed by Dagny Holt"),
    ],
)
def test_names_that_have_changed_places_are_told(summary: str, claim: str) -> None:
    assert ("role.swapped", claim) in marked(judge(summary, article(ENVELOPE)))


@pytest.mark.parametrize(
    "summary",
    [
        "The bookkeeper saw Hadrian take an envelope from Wessel.",
        "The hand-over from Lask to Tornby was at fault.",
        "Brask told Orlo that he could go.",
        "Piers Aldane dismissed Dagny Holt.",
        "A spokeswoman for Corrin Power, Lena Marsh, said nothing.",
        "Corrin Power’s spokeswoman, Lena Marsh, said nothing.",
        "Corrin Power spokeswoman Lena Marsh said nothing.",
        "Pavel Orlo was told by Ida Brask that he could go.",
        "Ruta Wessel and Noor Hadrian met; Hadrian took an envelope.",
    ],
)
def test_names_in_another_order_of_words_are_left_alone(summary: str) -> None:
    assert marked(judge(summary, article(ENVELOPE)), "role", "name") == []
