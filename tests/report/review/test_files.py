"""Review files between browser and harness: the whole round, broken files, hostile texts."""

from __future__ import annotations

import copy
import json
import math
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from harness.errors import InputError
from harness.report.data import sorted_findings
from harness.review.draw import draw
from harness.review.importing import import_reviews
from harness.review.records import finding_id
from harness.review.summaries import read_summaries
from harness.store import Run
from tests.conftest import Harness
from tests.made_runs import HOSTILE, make_finding, make_row
from tests.report.big_run import big_run
from tests.report.review import reviewers
from tests.report.review.reviewers import Open, page_of
from tests.review.made_reviews import make_review, store_run, write_review
from tests.review.test_report import powered

Said = dict[str, Any]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """A browser of one's own for each page; nothing may go wrong in it or be asked for."""
    wrong: list[str] = []
    yield reviewers.opener(browser, wrong)
    for context in browser.contexts:
        context.close()
    assert wrong == []


def walk(page: Page, name: str, judge: Callable[[int], Said]) -> list[Said]:
    """Go the whole way; what was clicked on each summary, with the text that was read there."""
    reviewers.begin(page, name)
    done: list[Said] = []
    n_steps = page.evaluate("page.review.way().length")
    for step in range(n_steps):
        if page.locator(".prefer").count():
            page.get_by_role("radio", name="A", exact=True).check()
        else:
            given = judge(len(done))
            reviewers.say(page, given["verdicts"])
            reviewers.judge(page, given["judgements"])
            done.append({**given, "text": reviewers.shown_text(page)})
        if step < n_steps - 1:
            reviewers.onward(page)
    return done


class People:
    """Two who mostly agree; one fixed stream."""

    def __init__(self) -> None:
        chance = random.Random(11)
        self.true = [[chance.randint(1, 5) for _ in reviewers.DIMENSIONS] for _ in range(60)]
        self.noise = {name: [[chance.choice((-1, 0, 0, 1)) for _ in range(4)] for _ in range(60)] for name in "AB"}
        self.verdicts = {
            name: [chance.choice(("agree", "agree", "disagree", "unsure")) for _ in range(60)] for name in "AB"
        }

    def judge(self, who: str, place: int) -> Said:
        given = [min(5, max(1, x + e)) for x, e in zip(self.true[place], self.noise[who][place], strict=True)]
        verdicts = (self.verdicts[who][place],)
        return {"judgements": dict(zip(reviewers.DIMENSIONS, given, strict=True)), "verdicts": verdicts}


def test_thirty_items_by_two_reviewers_come_back_as_alpha_and_estimates(
    tmp_path: Path, open_page: Open, harness: Harness
) -> None:
    run = big_run(tmp_path / "run", articles=17, backends=3, words=40)
    assert harness("review", "export", "run", "--sample", 30, "--seed", 3, "--out", "draw.json").returncode == 0
    made = harness("report", "run", "--review", "draw.json", "--out", "page.html")
    assert made.returncode == 0, made.stderr
    people = People()
    clicked, files = {}, []
    for who in "AB":
        page = open_page(tmp_path / "page.html")
        clicked[who] = walk(page, f"Reviewer {who}", lambda place, who=who: people.judge(who, place))  # type: ignore[misc]
        files.append(reviewers.export(page, tmp_path))
    done = harness("review", "import", *(file.name for file in files), "--run", "run")
    assert done.returncode == 0, done.stderr
    found = json.loads(harness("review", "report", "run", "--json").stdout)
    assert len(clicked["A"]) >= 30
    assert [c["text"] for c in clicked["A"]] == [c["text"] for c in clicked["B"]]
    rows = {reviewers.veiled(row.summary or ""): row for row in run.rows() if row.state == "ok"}
    for who, file in zip("AB", files, strict=True):
        exported = reviewers.read(file)["items"]
        assert [item["judgements"] for item in exported] == [c["judgements"] for c in clicked[who]]
        assert [item["findings"][0]["verdict"] for item in exported] == [c["verdicts"][0] for c in clicked[who]]
        told = [(rows[c["text"]].article, rows[c["text"]].backend) for c in clicked[who]]
        assert [(item["article"], item["backend"]) for item in exported] == told
    alphas = {item["about"]: item["alpha"] for item in found["reliability"]}
    for name in reviewers.DIMENSIONS:
        table = [[c["judgements"][name] for c in clicked[who]] for who in "AB"]
        expected = krippendorff.alpha(table, level_of_measurement="ordinal")
        assert alphas[name] == pytest.approx(expected, abs=1e-9)
    codes = [[("agree", "disagree", "unsure").index(c["verdicts"][0]) for c in clicked[who]] for who in "AB"]
    assert alphas["verdict"] == pytest.approx(krippendorff.alpha(codes, level_of_measurement="nominal"), abs=1e-9)
    check_estimates(run, clicked, found)
    assert sum(w["losses"] + w["wins"] for w in found["preferences"]) > 0


def check_estimates(run: Run, clicked: dict[str, list[Said]], found: Said) -> None:
    """The prediction-powered means against the formula written out, from what was clicked."""
    rows = {reviewers.veiled(row.summary or ""): row for row in run.rows() if row.state == "ok"}
    for name in ("coverage", "consistency", "structure"):
        for backend in ("writer-a", "writer-b", "writer-c"):
            labels = {}
            for one, other in zip(clicked["A"], clicked["B"], strict=True):
                row = rows[one["text"]]
                if row.backend == backend:
                    labels[row.article] = ((one["judgements"][name] + other["judgements"][name]) / 2 - 1) / 4
            scores = {row.article: row.scores[name].value or 0.0 for row in rows.values() if row.backend == backend}
            y, f = ([source[a] for a in labels] for source in (labels, scores))
            rest = [value for article, value in scores.items() if article not in labels]
            mean, low, high, _ = powered(*map(np.array, (y, f, rest)))
            own = next(e for e in found["estimates"] if (e["dimension"], e["backend"]) == (name, backend))
            assert own["powered"]["mean"] == pytest.approx(mean, abs=1e-9)
            assert (own["powered"]["low"], own["powered"]["high"]) == (pytest.approx(low), pytest.approx(high))
            assert own["labels"]["mean"] == pytest.approx(math.fsum(y) / len(y), abs=1e-9)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page for reviewers, beside its run."""
    folder = tmp_path_factory.mktemp("small")
    run = big_run(folder / "run", articles=4, backends=3, words=40)
    return page_of(run, folder / "page.html", draw(read_summaries(run), sample=6, seed=3))


def _set(*path: Any) -> Callable[[Said], None]:
    """Put the last of `path` where the others lead."""

    def change(file: Said) -> None:
        *way, last, value = path
        place: Any = file
        for part in way:
            place = place[part]
        place[last] = value

    return change


BROKEN: dict[str, tuple[Callable[[Said], Any], str]] = {
    "schema": (_set("schema", 2), "schema: expected 1, found 2"),
    "kind": (_set("kind", "comparison"), "kind: expected review, found .comparison"),
    "nameless": (_set("reviewer", " "), "reviewer: expected"),
    "another report": (_set("report", "runs", 0, "articles_hash", "b" * 64), "it is another report"),
    "another draw": (_set("draw", "id", "c" * 64), "draw: expected the draw of this page"),
    "unknown field": (_set("items", 0, "note", "x"), r"items\[0\].note: unknown field"),
    "article": (_set("items", 0, "article", "event-999"), "an article of this report"),
    "backend": (_set("items", 1, "backend", "writer-z"), r"items\[1\].backend: expected a backend of this report"),
    "sample": (_set("items", 0, "sample", 4), "sample: expected a sample of this report, found 4"),
    "hash": (_set("items", 0, "summary_hash", "d" * 64), r"items\[0\].summary_hash: expected .*, found .ddd"),
    "time": (_set("items", 0, "time", "yesterday"), "time: expected a time"),
    "verdict": (_set("items", 0, "findings", 0, "verdict", "maybe"), "verdict: expected one of agree, disagree, unsure"),
    "finding": (_set("items", 0, "findings", 0, "finding", "0" * 16), "expected a finding of this summary"),
    "check": (_set("items", 0, "findings", 0, "check", "other"), r"findings\[0\].check: expected"),
    "span": (_set("items", 0, "missed", 0, "start", 0), "what 0:"),
    "judgement": (_set("items", 0, "judgements", "coverage", 6), "coverage: expected a whole number from 1 to 5, found 6"),
    "dimension": (_set("items", 0, "judgements", "beauty", 1), "expected one of coverage"),
    "text": (_set("items", 0, "judgements", "coverage", "3"), "found .3."),
    "item twice": (lambda file: file["items"].append(file["items"][0]), r"items\[2\]: expected each once"),
    "choice": (_set("preferences", 0, "prefer", "c"), "prefer: expected one of a, b, tie"),
    "choice twice": (lambda f: f["preferences"].append(f["preferences"][0]), r"preferences\[1\]: expected each once"),
}  # fmt: skip


def test_broken_files_are_refused_by_page_and_harness_and_nothing_is_lost(
    small: Path, open_page: Open, tmp_path: Path
) -> None:
    file = small
    page = open_page(file)
    reviewers.begin(page, "Anna")
    for _ in range(2):
        reviewers.say(page, ("agree",))
        reviewers.judge(page, {"coverage": 3})
        reviewers.select(page, "More to follow.")
        page.get_by_role("button", name="Mark as missed").click()
        reviewers.onward(page)
    reviewers.go(page, "#/review/4")
    page.get_by_role("radio", name="B", exact=True).check()
    good = reviewers.export(page, tmp_path).rename(tmp_path / "good.json")
    folder = file.parent / "run"
    path = tmp_path / "broken.json"
    for name, (change, reason) in BROKEN.items():
        broken = copy.deepcopy(reviewers.read(good))
        change(broken)
        write_review(path, broken)
        told = reviewers.take(page, path)
        assert "not taken in, and nothing was changed" in told, name
        assert re.search(reason, told), (name, told)
        with pytest.raises(InputError, match=re.escape(str(path))):
            import_reviews([good, path], [folder])
    path.write_bytes(good.read_bytes()[:-40])
    assert "no JSON file, or a part of one is missing" in reviewers.take(page, path)
    assert not (folder / "reviews").exists()
    assert reviewers.said(reviewers.export(page, tmp_path)) == reviewers.said(good)
    other = write_review(path, {**reviewers.read(good), "reviewer": "Ben"})
    assert "whose review is under way here" in reviewers.take(page, other)
    import_reviews([good], [folder])
    assert len(list((folder / "reviews").iterdir())) == 1


def test_imported_verdicts_stand_beside_their_findings_and_filter_the_list(tmp_path: Path, open_page: Open) -> None:
    run = big_run(tmp_path / "run", articles=4, backends=2, words=40)
    known = read_summaries(run)
    key = next(key for key, summary in known.by_key.items() if summary.whole)
    row = next(r for r in run.rows() if (r.article, r.backend) == key[:2])
    first = sorted_findings(row)[0]
    for who, verdict in (("Anna", "agree"), ("Ben", "agree"), ("Cleo", "disagree")):
        label = {"finding": finding_id(first.metric, first), "metric": first.metric, "check": first.check}
        item = {**key._asdict(), "run": "run", "summary_hash": known.by_key[key].hash, "time": "2026-11-23T10:00:00Z"}
        review = make_review(known, [{**item, "findings": [{**label, "verdict": verdict}]}], who)
        import_reviews([write_review(tmp_path / f"{who}.json", review)], [run.folder])
    page = open_page(page_of(run, tmp_path / "page.html"), "#/article/0?b=0")
    expect(page.locator("#f1 .people")).to_have_text("Reviewers: ✓ 2 agree, ✗ 1 disagrees")
    assert page.locator(".people").count() == sum(finding_id(f.metric, f) == label["finding"] for f in row.findings)
    reviewers.go(page, "#/articles")
    page.locator(".filters").get_by_label("Reviewers").select_option("disagree")
    expect(page.locator(".articles tbody tr")).to_have_count(1)
    page.locator(".filters").get_by_label("Reviewers").select_option("unsure")
    expect(page.locator(".listed")).to_contain_text("No article fits")
    for_reviewers = page_of(run, tmp_path / "drawn.html", draw(known, sample=2, seed=3))
    page = open_page(for_reviewers)
    assert page.evaluate("page.data.overview.people") == {}, "who reviews blind is not told what others said"


def test_hostile_texts_do_nothing_wherever_a_file_or_a_run_brings_them(tmp_path: Path, open_page: Open) -> None:
    findings = [make_finding(text, text, message=text, expected=text, found=text) for text in HOSTILE]
    rows = [
        make_row(text, backend, {"coverage": 0.5}, summary=f"{text} \U0001f309 {text}", findings=(finding,))
        for text, finding in zip(HOSTILE, findings, strict=True)
        for backend in (HOSTILE[1], HOSTILE[2])
    ]
    run = store_run(tmp_path / "run", rows, backends=HOSTILE[1:3])
    drawn = draw(run, sample=100, seed=3)
    items = []
    for item in drawn.items:
        known = run.by_key[item.key]
        comment = item.article
        ((name, finding),) = known.findings.items()
        labelled = {"finding": name, "metric": finding.metric, "check": finding.check, "verdict": "agree"}
        start = len(item.article) + 3
        missed = {"start": start, "end": start + len(comment), "text": comment, "check": comment, "comment": comment}
        items.append(
            {**item.model_dump(), "time": "2026-11-23T10:00:00Z", "comment": comment, "missed": [missed]}
            | {"findings": [{**labelled, "comment": comment}], "judgements": {"coverage": 2}}
        )
    path = tmp_path / "hostile.json"
    file = make_review(run, items, f"{HOSTILE[1]}{HOSTILE[9]}{HOSTILE[10]}", drawn, blind_seed=3)
    path.write_text(json.dumps(file))
    page = open_page(page_of(Run(tmp_path / "run"), tmp_path / "page.html", drawn))
    assert f"{len(items)} labels taken in" in reviewers.take(page, path)
    again = reviewers.read(reviewers.export(page, tmp_path))
    key = ("article", "backend")
    for one, other in zip(*(sorted(f["items"], key=lambda i: [i[k] for k in key]) for f in (file, again)), strict=True):
        assert one == other
    assert again["reviewer"] == file["reviewer"]
    kinds = set()
    for step in range(1, page.evaluate("page.review.way().length") + 1):
        reviewers.go(page, f"#/review/{step}")
        kinds |= set(page.evaluate(KINDS))
        if page.locator(".prefer").count() == 0:
            expect(page.locator(".missed-list li")).to_have_count(1)
            reviewers.select(page, "\U0001f309")
            page.get_by_role("button", name="Mark as missed").click()
            expect(page.locator(".missed-list li")).to_have_count(2)
    for item in reviewers.read(reviewers.export(page, tmp_path))["items"]:
        bridge = {"start": len(item["article"]) + 1, "end": len(item["article"]) + 2, "text": "\U0001f309"}
        assert item["missed"][1] == {**bridge, "check": None, "comment": ""}
    assert not kinds & {"SCRIPT", "IMG", "IFRAME", "STYLE", "LINK", "TITLE", "OBJECT"}
    assert not [kind for kind in kinds if kind.startswith("on") or kind == "style"]


KINDS = """() => [...document.querySelectorAll('#view *, #says *')].flatMap(
    e => [e.tagName, ...[...e.attributes].map(a => a.name)])"""
