"""The page in a real browser: hostile texts in every field run nothing, load nothing and make no element.

Chromium opens pages from file://, expands and clicks what there is, and tells what happened. Two pages without
escaping, with and without the content-security policy, show in every run of the tests that it would tell. What scripts
draw is looked at view by view; what stands in <noscript> is taken out of it and looked at as a page.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import pytest
from playwright.sync_api import Browser, Error, Page

from harness.aggregate import tabulate
from harness.compare import compare
from harness.report import html
from harness.report.templates import template
from harness.store import Run
from harness.types import Article, Failure, Row, Span, StoredScore
from tests import test_hostile
from tests.made_runs import (
    HOSTILE,
    make_backend,
    make_evidence,
    make_finding,
    make_info,
    make_metric,
    make_row,
    write_run,
)
from tests.report.conftest import find_chromium

ACTIVE = (
    "<script>throw new Error('owned')</script>",
    "<svg onload=alert(1)><circle onmouseover=alert(1)></svg>",
    "<img src=owned.png onerror=alert(1)><iframe src=owned.html></iframe>",
    '<link rel="stylesheet" href="owned.css"><style>body{background:url(owned.png)}</style>',
    "<details open ontoggle=alert(1)><summary onclick=alert(1)>more</summary></details>",
    "<a id=x href='javascript:alert(1)' onfocus=alert(1)>click</a>",
    "<input autofocus onfocus=alert(1)><form action=owned.html><button>send</button></form>",
    '<meta http-equiv="refresh" content="999;url=owned.html"><base href="https://owned.example/">',
)
"""Texts that do something where they are not escaped, each in another way."""
CORPUS = (*HOSTILE, *test_hostile.HOSTILE.values(), *ACTIVE)
POLICY = '<meta http-equiv="Content-Security-Policy"'
LISTEN = 'document.addEventListener("securitypolicyviolation", e => window.tell(e.violatedDirective))'
ACT = """
() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const element of document.querySelectorAll("*")) {
        for (const kind of ["mouseover", "mouseenter", "focus", "toggle", "error", "load"])
            element.dispatchEvent(new Event(kind, {bubbles: true}));
        // what leads out of the page is a source's address and for people to follow, so it is not clicked
        if (element.click && !/^https?:/.test(element.getAttribute("href") || "")) element.click();
    }
    for (const details of document.querySelectorAll("details")) details.open = true;
    return [document.querySelectorAll("details[open]").length, document.body.textContent];
}
"""
ELEMENTS = """() => [...document.querySelectorAll("*")].filter(e => !e.closest("#charts")).map(
    e => [e.tagName, ...[...e.attributes].map(a => a.name).sort()].join(" "))"""
CHARTS = """() => [...document.querySelectorAll("#charts *")].map(
    e => [e.tagName, ...[...e.attributes].map(a => a.name).sort()].join(" "))"""


class Seen(NamedTuple):
    """What a page did, and the elements that it is made of, each with the names of its attributes; `charts` are kinds."""

    violations: list[str]
    dialogs: list[str]
    console: list[str]
    errors: list[str]
    requests: list[str]
    elements: list[str]
    n_details: int
    text: str
    charts: frozenset[str] = frozenset()

    @property
    def deeds(self) -> dict[str, list[str]]:
        """Everything that a harmless page does not do."""
        kinds = ("violations", "dialogs", "console", "errors", "requests")
        return {kind: found for kind in kinds if (found := getattr(self, kind))}


@pytest.fixture
def look(browser: Browser, tmp_path: Path) -> Callable[[bytes], Seen]:
    """Open a page from disk, expand and click everything, and tell what it did."""

    def opened(data: bytes) -> Seen:
        path = tmp_path / "page.html"
        path.write_bytes(data)
        with browser.new_context(offline=True) as context:
            return _look(context.new_page(), path.as_uri())

    return opened


def _look(page: Page, address: str) -> Seen:
    seen = _listening(page)
    page.goto(address, wait_until="load")
    elements, charts = page.evaluate(ELEMENTS), frozenset(page.evaluate(CHARTS))
    n_details, text = page.evaluate(ACT)
    page.wait_for_timeout(200)  # for what begins later: toggles, errors of images
    seen.requests[:] = [url for url in seen.requests if url.partition("#")[0] != address]
    return seen._replace(elements=elements, n_details=n_details, text=text, charts=charts)


def _listening(page: Page) -> Seen:
    seen = Seen([], [], [], [], [], [], 0, "")

    def dismiss(dialog: Any) -> None:
        seen.dialogs.append(dialog.message)
        with contextlib.suppress(Error):  # a page that is left closes its dialogs itself
            dialog.dismiss()

    def tell(directive: str) -> None:  # Playwright takes no bound method of a list
        seen.violations.append(directive)

    page.on("dialog", dismiss)
    page.on("console", lambda message: seen.console.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.context.on("request", lambda request: seen.requests.append(request.url))
    page.context.on("page", lambda other: seen.requests.append(f"a window: {other.url}"))
    page.expose_function("tell", tell)
    page.add_init_script(LISTEN)
    return seen


VIEWS = ("#/", "#/articles", "#/articles?sort=grave&m=coverage", "#/articles?q=x", "#/nowhere/<b>")
TABS = ("findings", "facts", "sentences", "outline", "ledgers", "scores")
PLAIN = [f"Text number {n}" for n in range(len(CORPUS))]
OPTIONAL = {"OL class", "SPAN class", "LI", "UL class", "P class", "BUTTON class type"}


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Callable[[bytes], Seen]:
    """Open every view and every tab of every article, act on all that is there, and tell what happened."""

    def visited(data: bytes) -> Seen:
        path = tmp_path / "page.html"
        path.write_bytes(data)
        with browser.new_context(offline=True) as context:
            page = context.new_page()
            seen = _listening(page)
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-ready]")
            panels = [f"#/article/{n}?b={n}&t={tab}" for n in range(len(CORPUS)) for tab in TABS]
            found = page.evaluate(WALK, [*VIEWS, *panels])
            page.wait_for_timeout(200)
            seen.requests[:] = [url for url in seen.requests if url.partition("#")[0] != path.as_uri()]
            return seen._replace(elements=found[0], text=found[1])

    return visited


WALK = """async (hashes) => {
    const kinds = new Set();
    let text = '';
    for (const hash of hashes) {
        history.replaceState(null, '', hash);
        await page.route.show();
        for (const element of document.querySelectorAll('#first *, #view *')) {
            kinds.add([element.tagName, ...[...element.attributes].map(a => a.name).sort()].join(' '));
            for (const kind of ['mouseover', 'mouseenter', 'toggle', 'error', 'load'])
                element.dispatchEvent(new Event(kind));
        }
        text += document.getElementById('view').textContent;
    }
    return [[...kinds], text];
}"""


def page_of(texts: Sequence[str], folder: Path) -> bytes:
    """The report of a run with an article and a backend for each text, which stands in every field that they have."""
    articles = []
    rows: list[Row] = []
    for number, text in enumerate(texts):
        source = {"id": text, "title": text, "publisher": text, "published": "2026-03-17"}
        sources = [
            {**source, "text": f"{text} {text}", "url": f"https://e.example/{text}"},
            {**source, "id": f"{text}2", "text": text, "url": text},
            {**source, "id": f"{text}3", "text": text, "url": f"javascript:alert('{text}')"},
        ]
        fact = {"id": text, "text": text, "sources": [text]}
        articles.append(
            Article.model_validate(
                {"id": text, "title": text, "sources": sources, "key_facts": [fact], "references": [text]}
            )
        )
        evidence = (make_evidence(text, text), make_evidence(None, text), make_evidence(f"{text}2", text))
        claim = Span(start=0, end=len(text), text=text)
        findings = (
            make_finding(text, None, claim=claim, message=text, evidence=evidence, expected=text, found=text),
            make_finding("fact.missing", None, severity="info", message=text, expected=text, evidence=evidence[:1]),
            make_finding("fact.found", None, severity="info", message=text, expected=text, claim=claim),
        )
        broken = StoredScore(value=None, error=Failure(type=text, message=text), parts={text: 1.0}, reason=text)
        done = make_row(text, text, {"coverage": 0.5}, summary=f"{text} {text}", findings=findings, reason=text)
        rows.append(done.model_copy(update={"scores": {**done.scores, texts[0]: broken}}))
        failed = Failure(type=text, message=text)
        other = texts[number - 1]
        rows.append(make_row(text, other, summary=text, reason=text, state="infra_error", error=failed))
    info = make_info(
        texts, [make_backend(text, signature=text) for text in texts],
        [make_metric("coverage", signature=texts[1]), make_metric(texts[0], signature=texts[0], label=texts[2])],
        name=texts[3], profile=texts[4], versions=dict(zip(texts, texts, strict=True)),
        git={"commit": texts[5], "dirty": True},
    )  # fmt: skip
    run = Run(write_run(folder / "run", info, rows, articles))
    return b"".join(html.render(compare([tabulate(run)], [run.name]), [run]))


def unscripted(page: bytes) -> bytes:
    """What a reader without scripts sees."""
    head, _, _ = page.rpartition(b"<script>")
    return head.replace(b"<noscript>", b"<div>").replace(b"</noscript>", b"</div>") + b"</body></html>"


def test_without_scripts_hostile_texts_in_every_field_run_nothing_and_make_no_element(
    look: Callable[[bytes], Seen], tmp_path: Path
) -> None:
    hostile = look(unscripted(page_of(CORPUS, tmp_path / "hostile")))
    harmless = look(unscripted(page_of(PLAIN, tmp_path / "harmless")))
    assert hostile.deeds == {}
    assert hostile.elements == harmless.elements
    # where names are long or short, charts break and move them
    assert hostile.charts <= harmless.charts
    assert hostile.n_details == harmless.n_details >= len(CORPUS)
    for text in ACTIVE:
        assert hostile.text.count(text) > 20, "the text itself must be there to be read"


def test_with_scripts_no_view_of_hostile_texts_runs_anything_or_makes_an_element(
    visit: Callable[[bytes], Seen], tmp_path: Path
) -> None:
    hostile = visit(page_of(CORPUS, tmp_path / "hostile"))
    harmless = visit(page_of(PLAIN, tmp_path / "harmless"))
    assert hostile.deeds == {}
    # other texts have other outlines and ledgers, so numbers may differ; kinds may not
    assert set(hostile.elements) <= set(harmless.elements) | OPTIONAL
    for text in ACTIVE:
        assert hostile.text.count(text) > 20, "the text itself must be there to be read"


@pytest.fixture
def unescaped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Sequence[str]], str]]:
    """`page_of` with a template that escapes nothing."""
    environment = jinja2.Environment

    def careless(**options: Any) -> jinja2.Environment:
        return environment(**{**options, "autoescape": False})

    monkeypatch.setattr(jinja2, "Environment", careless)
    template.cache_clear()
    yield lambda texts: page_of(texts, tmp_path / "unescaped").decode()
    template.cache_clear()


def test_without_escaping_the_policy_still_stops_scripts_and_all_of_it_is_noticed(
    look: Callable[[bytes], Seen], unescaped: Callable[[Sequence[str]], str]
) -> None:
    page = unescaped(ACTIVE)
    assert POLICY in page
    seen = look(page.encode())
    assert {"script-src-elem", "script-src-attr", "img-src", "frame-src"} <= set(seen.violations)
    assert seen.console
    assert seen.dialogs == []
    assert {"SCRIPT", "IFRAME src", "IMG onerror src"} <= set(seen.elements)


def test_without_escaping_and_policy_dialogs_errors_and_requests_are_noticed(
    look: Callable[[bytes], Seen], unescaped: Callable[[Sequence[str]], str]
) -> None:
    # one text of seven, since each dialog takes its time
    page = unescaped([*(f"Text number {n}" for n in range(6)), f"{ACTIVE[0]}<img src=owned.png onerror=alert(1)>"])
    seen = look(page.replace(POLICY, '<meta name="nothing"').encode())
    assert set(seen.dialogs) == {"1"}
    assert "owned" in seen.errors
    assert "owned.png" in {url.rpartition("/")[2] for url in seen.requests}
    assert seen.console


def test_without_chromium_the_tests_fail_and_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(pytest.fail.Exception) as caught:
        find_chromium()
    assert str(caught.value) == "these tests need Chromium and found none; install it with: apt-get install chromium"
