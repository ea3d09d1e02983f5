"""Every metric on awkward texts: it never raises, gives a finite number or none, and its spans cut true."""

from __future__ import annotations

import math
import time
from functools import cache
from pathlib import Path

import pytest

from harness.case import Case, Subject
from harness.metrics.structure import profile_names
from harness.plugins import METRICS, build, find, signature
from harness.types import Article, Metric, Score

PLAIN = (
    "The bridge in Varnholt closed on Tuesday after engineers found 12 cracks. Mayor Ines Falk said repairs would "
    "cost 1.2 million crowns. “We will not gamble with lives,” Falk said. Buses cross at the old ford."
)
LONG = "".join(
    f"Engineer number {n} of Varnholt said pier {n * 7 % 90} has {n % 13} cracks. “We shut lane {n}, sir,” she said.\n"
    for n in range(1100)
)
STORY = (
    "# Bridge closes in Varnholt\r\n\r\nBy Ana Brook\r\n\r\n17 March 2026\r\n\r\nThe bridge in Varnholt closed on "
    "Tuesday.\r\n\r\n## Timeline\r\n\r\n- 17 March 2026: It closes.\r\n- Later\r\n\r\n*Written by AI.*\r\n"
)
AWKWARD = {
    "empty": "",
    "blank": " \t\r\n\u2028 ",
    "one word": "Bridge",
    "one letter": "a",
    "plain": PLAIN,
    "story": STORY,
    "fabricated": "“This council has betrayed 99 drivers,” Otto Lund of Pellsund said in 15 towns.",
    "altered": "Falk said: “We will never gamble with lives.” “We will not gamble with wives,” he said.",
    "emoji": "🙂👩🏽‍🚒 The bridge 🌉 closed. “We will not 🙂 gamble with lives,” 🇳🇱 said Falk.",
    "combining": "Zoe\u0308 said the cafe\u0301 in A\u030arhus closed. T\u0337\u0321h\u0338e end\u0301.",
    "right to left": "الجسر مغلق منذ الثلاثاء. قال المهندس: «لن نقامر بحياة الناس». הגשר נסגר.",
    "bidi override": "The \u202ebridge\u202c closed \u2066on\u2069 Tuesday.",
    "crlf": PLAIN.replace(". ", ".\r\n"),
    "lone cr": PLAIN.replace(". ", ".\r"),
    "curly quotes": "“‘We’ “will’ not” gamble ‘with” lives” «and” so on”",
    "open quote": "“We will not gamble\n“and we never did, whatever they say",
    "punctuation": "… – “” ?! ... #$% ** __ -- ''",
    "markup": "#\n##\n****\n- \n1.\n__:__\n*\n|",
    "nul": "The bridge\x00 closed on \x00Tuesday\x00.",
    "escapes": "\x1b[31mThe bridge\x1b[0m closed \x9b2J.",
    "lone surrogate": "The bridge \ud83d closed. “We will \udc00 not gamble with lives,” 15 \ud800 said.",
    "numbers": "1 2 3 4 1,2,3 1.2.3 ,. 9999999999999999999999999 ١٢٣ ½ ² 1e9 -0 0.0",
    "title case": "Bridge In Varnholt Closes After Engineers Find Cracks",
    "capitals": PLAIN.upper(),
    "unlike case": "İSTANBUL ﬁre ǅ ẞ ſ K",
    "100 kB": LONG,
    "100 kB line": LONG.replace("\n", " "),
    "100 kB word": "x" * 100_000,
    "repeated": "the bridge " * 300,
}
SHORT = [name for name in AWKWARD if not name.startswith("100 kB")]
FACTS = [
    {"id": "k1", "text": "Engineers found 12 cracks in the bridge."},
    {"id": "k2", "text": "…", "weight": "okay"},
]


@cache
def metric(name: str) -> Metric:
    made = build("metric", name, {}, folder=Path(), where="test")
    assert isinstance(made, Metric)
    return made


@cache
def subject(source: str, profile: str = "news-story", language: str = "en") -> Subject:
    sources = [
        {"id": "awkward", "text": AWKWARD[source]},
        {"id": "plain", "text": "Work begins in May, Falk said."},
    ]
    references = [AWKWARD[source], "The bridge is closed."]
    article = {"id": "a", "sources": sources, "references": references, "key_facts": FACTS}
    return Subject(Article.model_validate(article), profile=profile, language=language)


def check(score: Score, case: Case) -> None:
    numbers = [score.value, *score.parts.values()]
    assert all(number is None or math.isfinite(number) for number in numbers)
    assert (score.value is None) == (score.reason is not None)
    sources = {source.id: source.text for source in case.article.sources}
    for finding in score.findings:
        assert finding.message
        if finding.claim is not None:
            assert case.summary.value[finding.claim.start : finding.claim.end] == finding.claim.text != ""
        for evidence in finding.evidence:
            text = case.summary.value if evidence.source is None else sources[evidence.source]
            assert text[evidence.start : evidence.end] == evidence.text != ""


def judge(name: str, subject: Subject, summary: str) -> Score:
    case = Case(subject, summary)
    score = metric(name).score(case)
    check(score, case)
    return score


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("summary", AWKWARD)
def test_an_awkward_summary_is_scored_the_same_twice(name: str, summary: str) -> None:
    first = judge(name, subject("plain"), AWKWARD[summary])
    assert first == judge(name, subject("plain"), AWKWARD[summary])


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("source", AWKWARD)
def test_an_awkward_source_is_scored_the_same_when_read_anew(name: str, source: str) -> None:
    first = judge(name, subject(source), PLAIN)
    subject.cache_clear()
    assert first == judge(name, subject(source), PLAIN)


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("text", SHORT)
def test_an_awkward_text_as_its_own_source_is_scored(name: str, text: str) -> None:
    score = judge(name, subject(text), AWKWARD[text])
    if name == "consistency" and score.value is not None:
        assert (score.value, score.findings) == (1.0, ())
    if name in ("compression", "extractiveness") and score.value is not None:
        assert score.value >= 1.0


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("profile", profile_names())
def test_every_profile_scores_awkward_summaries(name: str, profile: str) -> None:
    for text in ("empty", "one word", "story", "punctuation", "markup", "nul"):
        judge(name, subject("plain", profile), AWKWARD[text])


@pytest.mark.parametrize("name", METRICS)
def test_a_copy_of_25_kb_is_scored_within_some_seconds(name: str) -> None:
    copied = LONG[:25_000]
    article = Article.model_validate({"id": "a", "sources": [{"id": "s", "text": copied}], "references": [copied]})
    started = time.process_time()
    judge(name, Subject(article), copied)
    assert time.process_time() - started < 20


@pytest.mark.parametrize("name", METRICS)
def test_the_signature_names_metric_options_and_version(name: str) -> None:
    shown = signature(name, metric(name))
    assert shown.startswith(f"{name}[")
    assert shown.endswith(f"version={find('metric', name).version}]")
