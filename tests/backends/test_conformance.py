"""Every built-in backend on awkward articles: it never raises, answers with a Summary, and answers the same twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import plugins
from harness.types import Article, Backend, Summary

AWKWARD = {
    "one word": ["Flood"],
    "one sentence": ["The bridge closed on Tuesday after engineers found twelve cracks."],
    "one sentence three times": ["The bridge closed on Tuesday after engineers found twelve cracks."] * 3,
    "only punctuation": ["... – !!! ???", "“”"],
    "white space between words": ["The\u00a0bridge\u2003closed.\u200b\tIt\u00adstays\ufeffclosed."],
    "emoji": ["🌊🌊 The bridge fell 😱 at noon. 👩‍👩‍👧 are safe! 🇩🇪"],
    "combining characters": ["Ze\u0301 said the cafe\u0301 in Kra\u030akstad burned. N\u0303andu\u0301s fled."],
    "right to left": [
        "أغلق الجسر يوم الثلاثاء. قال العمدة إن الإصلاح سيكلف ثلاثة ملايين.",
        "הגשר נסגר. התושבים כועסים.",
    ],
    "no spaces": ["橋は火曜日に閉鎖された。市長は修理に三百万かかると述べた。"],
    "carriage returns": ["The bridge closed.\r\nBuses cross the ford.\r\n\r\nWork begins in May.\rIt is slow."],
    "curly and straight quotes": ['“We wait,” she said. "So do we," he said. ‘Why?’ ‘It\'s late.’'],
    "stop words alone": ["It is what it is. And so it was. That was that."],
    "control characters": ["The bridge\x00 closed\x1b[31m today. It\u202e stays closed."],
    "100 kB": [" ".join(f"Gate {n * 7 % 13} of dam {n} held {n * n % 97} tonnes of mud." for n in range(2500))],
    "100 kB without an end": ["mud " * 25_000],
}


def backend_names() -> list[str]:
    """The built-in backends that need no option."""
    missing = plugins.REQUIRED
    return [
        name
        for name in plugins.BACKENDS
        if not any(
            field.default is missing and field.default_factory is missing
            for field in plugins.options(plugins.find("backend", name)).values()
        )
    ]


def test_only_backends_that_ask_something_else_need_an_option() -> None:
    assert set(plugins.BACKENDS) - set(backend_names()) == {"command", "openai", "python", "replay"}


@pytest.mark.parametrize("name", backend_names())
@pytest.mark.parametrize("case", AWKWARD)
def test_a_backend_answers_the_same_twice_and_never_raises(name: str, case: str) -> None:
    article = Article.model_validate(
        {
            "id": "awkward",
            "sources": [{"id": f"s{n}", "text": text} for n, text in enumerate(AWKWARD[case])],
            "references": ["The bridge closed after cracks were found."],
        }
    )
    backend = plugins.build("backend", name, {}, folder=Path(), where=name)
    assert isinstance(backend, Backend)
    assert isinstance(backend.needs, tuple)
    first = backend.summarize(article, sample=0)
    assert isinstance(first, Summary)
    assert first.state == "ok"
    assert isinstance(first.text, str)
    assert backend.summarize(article, sample=0) == first
    assert plugins.build("backend", name, {}, folder=Path(), where=name) == backend


@pytest.mark.parametrize("name", backend_names())
def test_a_backend_leaves_the_article_as_it_was(name: str) -> None:
    data = {"id": "a", "sources": [{"id": "s", "text": "One is here. Two is there."}], "references": ["One."]}
    article, same = Article.model_validate(data), Article.model_validate(data)
    backend = plugins.build("backend", name, {}, folder=Path(), where=name)
    assert isinstance(backend, Backend)
    backend.summarize(article, sample=0)
    assert article == same
