"""Whether and how surely a marked stretch of a sentence holds, and who says so.

Sentences mark the stretch that is asked about with square brackets.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.facts.wording import FACT, Cue, attributed, find_cues, polarity, strength
from tests.conftest import make_article


def marked(sentence: str) -> tuple[str, int, int]:
    start, end = sentence.index("["), sentence.index("]") - 1
    return sentence.replace("[", "").replace("]", ""), start, end


def source_of(sentence: str) -> str:
    text, start, end = marked(sentence)
    found = attributed(text, start, end)
    return text[slice(*found.source)].strip(" ,") if found and found.source else ""


@pytest.mark.parametrize(
    "sentence",
    [
        "The council did not [sign the deal].",
        "The council didn't [sign the deal].",
        "The council didn’t [sign the deal].",
        "the council did n't [sign the deal] .",
        "The council has never [signed the deal].",
        "The council will no longer [sign the deal].",
        "The council cannot [sign the deal].",
        "The council failed to [sign the deal].",
        "The council refused to [sign the deal].",
        "The council declined to [comment].",
        "The council was unable to [sign].",
        "The council has yet to [sign].",
        "The road opened without [warning].",
        "The report lacks [evidence].",
        "No one was [hurt].",
        "Nobody was [hurt].",
        "None of them was [hurt].",
        "No deaths were [reported].",
        "Neither side [signed].",
        "He would neither confirm nor [comment on] it.",
        "He would neither [confirm] nor comment.",
        "Velkara denied that [it knew].",
        "Velkara denied [knowing of the leak].",
        "Council denies [knowing of leak]",
        "Judge refuses to [free driver]",
        "Driver not [guilty], jury finds",
        "She was found not [guilty].",
        "He is not [a suspect] any more.",
        "They knew of no [such reports].",
        "It was hardly [noticed].",
        "The vote is unlikely to [pass].",
        "He went by train instead of [by car].",
        "He came on Monday rather than [on Friday].",
        "The court ruled out [an appeal].",
        "The talks never [ended], officials said.",
        "The mayor, who was away, did not, however, [resign].",
        "Nor is it [settled].",
        "The plan was not [approved] but the money was paid.",
        "It is [unsafe].",
        "It is [illegal].",
        "He was [unharmed].",
        "The claim is [untrue].",
    ],
)
def test_what_a_negation_governs_is_denied(sentence: str) -> None:
    assert polarity(*marked(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The council [signed the deal].",
        "Not only the mayor but also the council [resigned].",
        "The mayor not only [resigned] but left town.",
        "No fewer than 40 people were [hurt].",
        "No less than a third [left].",
        "Not less than 30 [died].",
        "No more than 40 people [came].",
        "There is no doubt that the dam [failed].",
        "No wonder they [left].",
        "The bridge did not [reopen] until May.",
        "It is safe, isn't it, to [cross]?",
        "The dam [held], didn't it?",
        "“No, we [signed],” she said.",
        "No 10 [agreed].",
        "No. 4 reactor [failed].",
        "Whether or not they [left] is open.",
        "The council did not fail to [act].",
        "Nobody denied that [it leaked].",
        "He did not deny [the theft].",
        "They never refused to [pay].",
        "The council did not sign but [the mayor did].",
        "The council did not sign, and [the mayor left].",
        "The council did not sign because [the money was gone].",
        "Without warning, [the dam burst].",
        "Not long after the vote he [left].",
        "He was none other than [the mayor].",
        "It is not [unsafe].",
        "It is not [illegal].",
        "The firm [unveiled] a plan.",
        "The [united] party won.",
        "An [important] vote was held.",
        "The [invaluable] help came.",
        "The [indoor] pool opened.",
        "He is not the driver; [he fled].",
        "Police could not rule out [arson].",
        "Arson [cannot be excluded].",
    ],
)
def test_what_no_negation_or_two_of_them_govern_is_not_denied(sentence: str) -> None:
    assert not polarity(*marked(sentence))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The dam [failed].", 4),
        ("The dam has [failed].", 4),
        ("The dam may [fail].", 1),
        ("The dam might have [failed].", 1),
        ("The dam could [fail].", 1),
        ("Perhaps [the dam failed].", 1),
        ("Perhaps, [the dam failed].", 1),
        ("It is possible that [the dam failed].", 1),
        ("The dam apparently [failed].", 1),
        ("[The road is open], apparently.", 1),
        ("Police could not rule out [arson].", 1),
        ("Police did n't rule out [arson] .", 1),
        ("[An effect] cannot be excluded.", 1),
        ("It is not certain that [the dam failed].", 1),
        ("It is unclear whether [the dam failed].", 1),
        ("It was not proven that [the dam failed].", 1),
        ("If [the dam fails], the town floods.", 1),
        ("Unless [the dam fails], the town is safe.", 1),
        ("He allegedly [took bribes].", 1),
        ("He reportedly [took bribes].", 1),
        ("He is alleged to [have taken bribes].", 1),
        ("He is believed to [be in Spain].", 1),
        ("He was accused of [taking bribes].", 1),
        ("He was suspected of [arson].", 1),
        ("The alleged [robber] fled.", 1),
        ("The suspected [arson] shut the road.", 1),
        ("There is a risk of [flooding].", 1),
        ("The council is considering [a ban].", 1),
        ("The council threatens to [sue].", 1),
        ("The council should [act].", 2),
        ("The dam is likely to [fail].", 2),
        ("The dam will probably [fail].", 2),
        ("The dam is expected to [fail].", 2),
        ("The council plans to [act].", 2),
        ("The council intends to [act].", 2),
        ("The council aims to [act].", 2),
        ("The council has agreed to [pay].", 2),
        ("Work is to [begin in May].", 2),
        ("Work is due to be [finished].", 2),
        ("Work is set to [begin].", 2),
        ("Ferries to [resume on Friday]", 2),
        ("The proposed [ban] was welcomed.", 2),
        ("The dam is unlikely to [fail].", 2),
        ("The dam will [fail].", 3),
        ("The dam would [fail].", 3),
        ("The dam is about to [fail].", 3),
        ("The dam is going to [fail].", 3),
        ("The dam won't [fail].", 3),
        ("The dam will certainly [fail].", 3),
        ("The dam is certain to [fail].", 4),
        ("There is no doubt that [the dam failed].", 4),
        ("The dam definitely [failed].", 4),
        ("The vote in May [failed].", 4),
        ("The vote on 4 May [failed].", 4),
        ("the vote in may [failed].", 4),
        ("Theresa May [resigned].", 4),
        ("Will Marsh [resigned].", 4),
        ("The will was [read].", 4),
        ("In his will he [left] a house.", 4),
        ("The aim is to [win].", 4),
        ("It may rain but [the road is open].", 4),
        ("It may rain, and [the road is open].", 4),
        ("The dam may [fail], he said.", 1),
        ("Mayor claims that [the dam failed].", 2),
        ("Police believe [he has fled].", 2),
        ("Police suspect that [he has fled].", 1),
        ("Police said [he had fled].", 4),
        ("The mayor confirmed that [he had fled].", 4),
        ("I reported what [I saw].", 4),
    ],
)
def test_the_weakest_cue_in_force_gives_the_strength(sentence: str, expected: int) -> None:
    assert strength(*marked(sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Police said [two men had fled].", "Police"),
        ("Police said that [two men had fled].", "Police"),
        ("police said [two men had fled] .", "police"),
        ("[Two men had fled], police said.", "police"),
        ("[Two men had fled], said police.", "police"),
        ("[Two men had fled], police said on Friday.", "police"),
        ("[Two men], police said, had fled.", "police"),
        ("Two men, police said, [had fled].", "police"),
        (
            "“[We are still pulling people off roofs],” said Yusra Fennimar, spokeswoman for the service.",
            "Yusra Fennimar",
        ),
        ("“[We are still pulling people off roofs],” Yusra Fennimar said.", "Yusra Fennimar"),
        ('"[We have gone]," she said.', "she"),
        ("According to the operator, [the chute failed].", "the operator"),
        ("[The chute failed], according to the operator, Velkara Hydro.", "the operator"),
        ("[The chute], according to the ruling, was late.", "the ruling"),
        ("Simone Takahari, a retired judge, said [the dam might fail].", "Simone Takahari, a retired judge"),
        (
            "Bastien Adovane, the transport minister, who led the talks, said [the state had paid].",
            "Bastien Adovane, the transport minister, who led the talks",
        ),
        ("The mayor told reporters that [the dam had failed].", "The mayor"),
        ("The mayor told Radio Marhela that [the dam had failed].", "The mayor"),
        ("The mayor told the court [he had paid].", "The mayor"),
        ("In a statement, the company said [the dam had held].", "the company"),
        ("The union claims that [sirens were silent].", "The union"),
        ("The institute maintains that [the layer was found].", "The institute"),
        ("Meruk alleges [it was robbed].", "Meruk"),
        ("The report showed that [money was missing].", "The report"),
        ("The mayor denied that [he had paid].", "The mayor"),
        ("He asked for calm, adding that [the dam had held].", "He"),
        ("Police and prosecutors said [two men had fled].", "Police and prosecutors"),
        ("The dam failed and officials said [nobody was warned].", "officials"),
        ("CFS says it will pay; the union says [it will not].", "the union"),
        ("Officials say [dam failed]", "Officials"),
        ("[Dam failed], officials say", "officials"),
        ("Ildarov replied: “[They began it].”", "Ildarov"),
        ("[The road is shut], the ministry announced.", "the ministry"),
    ],
)
def test_a_statement_has_the_source_that_it_is_given(sentence: str, source: str) -> None:
    assert source_of(sentence) == source


@pytest.mark.parametrize(
    "sentence",
    [
        "[Two men fled].",
        "The dam failed and [officials] said nobody was warned.",
        "[The company] said the dam had held.",
        "He would not say [what it cost].",
        "The mayor was told to say [nothing].",
        "The report was [long].",
        "The latest estimates [are high].",
        "A third suspect [was arrested].",
        "The last storm warning [was lifted].",
        "A jury will hear [the case].",
        "The van was reported [stolen].",
        "The blast claimed [30 lives].",
        "It was five percentage points [lower].",
        "[CFS] says it will pay; the union says it will not.",
        "Police found [a knife].",
        "In short, [the dam held].",
    ],
)
def test_what_nobody_is_named_for_has_no_source(sentence: str) -> None:
    assert attributed(*marked(sentence)) is None


@pytest.mark.parametrize(
    ("text", "axis", "sign"),
    [
        ("Shares rose 3 per cent.", "amount", 1),
        ("Shares fell 3 per cent.", "amount", -1),
        ("Shares gained 3 per cent.", "amount", 1),
        ("Shares lost 3 per cent.", "amount", -1),
        ("Shares were up 3 per cent.", "amount", 1),
        ("Shares down 3 per cent", "amount", -1),
        ("That is 230 fewer than before.", "comparison", -1),
        ("That is 230 more than before.", "comparison", 1),
        ("Turnout was below 40 per cent.", "comparison", -1),
        ("Over 40 people came.", "comparison", 1),
        ("It came 14 minutes later.", "moment", -1),
        ("It came 14 minutes earlier.", "moment", 1),
        ("The wreck lies nearer the fairway.", "nearness", 1),
        ("The wreck lies farther out.", "nearness", -1),
        ("The gap widened.", "width", 1),
        ("The gap narrowed.", "width", -1),
    ],
)
def test_a_direction_has_an_axis_and_a_sign(text: str, axis: str, sign: int) -> None:
    assert [(cue.name, cue.value) for cue in find_cues(text) if cue.kind == "direction"] == [(axis, sign)]


@pytest.mark.parametrize(
    "text",
    [
        "A commission was set up by the council.",
        "It was held up for three hours.",
        "He lost his house.",
        "A quarrel over a licence began.",
        "So far nothing is known.",
        "They had costs left over from the summer.",
        "It is shut until further notice.",
        "Homes were cut off.",
        "Keep away from the lower Irdova.",
        "She asked once more.",
        "The shop is close to the station.",
    ],
)
def test_words_of_direction_in_other_senses_are_no_cues(text: str) -> None:
    assert [cue.text for cue in find_cues(text) if cue.kind == "direction"] == []


def test_a_denied_adjective_is_named_by_the_word_it_denies() -> None:
    assert [(cue.kind, cue.name) for cue in find_cues("The bridge is unsafe.")] == [("negation", "safe")]


def test_a_cue_says_where_it_stands_what_it_governs_and_who_says_so() -> None:
    text = "The bridge is shut. Police said two men may have fled."
    assert find_cues(text) == [
        Cue(27, 31, "said", "attribution", 3, "say", (32, 54), (20, 26)),
        Cue(40, 43, "may", "modal", 1, "may", (44, 53)),
    ]


def test_a_text_without_cues_has_none() -> None:
    assert find_cues("") == []
    assert find_cues("The bridge in Varnholt closed on Tuesday.") == []
    assert strength("The bridge closed.", 0, 10) == FACT


@given(st.text(max_size=200))
def test_any_text_has_cues_within_it(text: str) -> None:
    for cue in find_cues(text):
        assert text[cue.start : cue.end] == cue.text
        assert 0 <= cue.scope[0] <= cue.scope[1] <= len(text)


_PIECES = """not no n't never neither nor said says according to the police that , . ; “ ” " ' he it may will May is to
    and but unsafe rose up 3 % until ? denied claims told reporters adding cannot be excluded whether""".split()


@given(st.lists(st.sampled_from(_PIECES), max_size=25))
def test_any_order_of_cue_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    for cue in find_cues(text):
        assert text[cue.start : cue.end] == cue.text
        assert cue.scope[0] <= cue.scope[1] <= len(text)
        assert cue.source is None or 0 <= cue.source[0] <= cue.source[1] <= len(text)


def test_an_article_is_read_sentence_by_sentence() -> None:
    text = make_article()["sources"][0]["text"]
    assert [(cue.kind, cue.text) for cue in find_cues(text) if cue.kind in ("attribution", "negation")] == [
        ("attribution", "said"),
        ("negation", "not"),
        ("attribution", "said"),
    ]
