"""Hostile texts in every field that reaches the gate's outputs: inert in JUnit, Markdown, annotations and logs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import junitparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from harness import inert
from harness.cli import output
from harness.errors import InputError
from harness.gate.github import run_link, to_annotations
from harness.gate.markdown import MOST, diff, to_markdown
from harness.store import Run
from harness.text import visible
from tests.conftest import Harness
from tests.gate.golden_runs import judge, outputs
from tests.gate.runner_model import Command, commands
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

CORPUS = (
    *HOSTILE,
    "::error::owned", "  ::set-env name=PATH::/evil", "##[error]owned", "x ##[command]rm", "::stop-commands::t",
    "a\n::error::b", "a\r::error::b", "a\u2028::error::b", "a\x85::error::b", "%0A::error::c", "a,b:c%d",
    "@everyone", "mail a@b.example now", "https://evil.example/x", "www.evil.example", "see http://evil.example.",
    "ftp://evil.example", "mailto:a@b.example", "#1", "GH-1", "o/r#7", ":tada:", "$x$ and $`y`$",
    "]]>", "<!-- a", "-->", "<![CDATA[", "&#60;b&#62;", "\x00\x01\x08\x0b\x0c\x1f", "\ufffe\uffff", "\u2028\u2029",
    "=cmd|' /C calc'!A0", "```", "````\n# head", "`a``b```", "| a | b |", "[x](javascript:alert(1))", "![i](https://e.x/i)",
    "<javascript:alert(1)>", "[ref]: https://evil.example", "1. one", "- two", "+ three", "    code", "# four", "> five",
    "---", "===", "\\", "\\|", "~~gone~~", "<a href=x>", "\ud800",
)  # fmt: skip
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
# what GitHub makes links, mentions and pictures of in the text that Markdown has left
ACTIVE = re.compile(r"(?:https?|ftp)://|\bwww\.|@[a-z0-9]|(?:^|\W)#\d|\bGH-\d|:[\w+-]+:", re.IGNORECASE | re.ASCII)
_TEXTS = ("text", "text_special")
_TABLE = ("paragraph", "table", "thead", "tbody", "tr", "th", "td")
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _tokens(markdown: str) -> Iterator[Token]:
    for token in PARSER.parse(markdown):
        yield token
        yield from token.children or ()


def _shown(markdown: str) -> str:
    """The text that a reader sees of a paragraph."""
    return "".join(t.content for t in _tokens(markdown) if t.type in _TEXTS)


@pytest.fixture
def hostile_pair(tmp_path: Path) -> Path:
    """Two runs of hostile articles and backends; the candidate falls, and has hostile forbidden findings."""
    names = CORPUS[:6] + CORPUS[16:24]
    suite = {"gate": {"primary": ["quality"], "margin": {"quality": 0.1}, "forbid": ["quote.fabricated", "::error::x"]}}
    for folder, fall in (("baseline", 0.0), ("candidate", 0.5)):
        backends = [
            make_backend(n, signature=f"{n}{fall}").model_copy(
                update={"texts": {n: f"{n}\n{n if fall else ''}```` @x\n"}}
            )
            for n in names
        ]
        rows = [
            make_row(
                article, backend, {"quality": 0.9 - fall}, state="ok", summary=f"{article} {article}",
                findings=[
                    make_finding(check, article, message=f"{article} ::error::y",
                                 evidence=(make_evidence(article, f"{article} ##[error]z"),))
                    for check in ("quote.fabricated", "::error::x") if fall
                ],
            )
            for article in CORPUS for backend in names
        ]  # fmt: skip
        info = make_info(CORPUS, backends, [make_metric()], name="hostile", suite=suite)
        write_run(tmp_path / folder, info, rows)
    return tmp_path


@pytest.mark.parametrize("text", CORPUS)
def test_inert_markdown_is_text_and_nothing_else_and_shows_every_character(text: str) -> None:
    for before, after in (("", ""), ("- ", ""), ("> ", ""), ("x ", " y"), ("| a |\n|---|\n| ", " |")):
        found = list(_tokens(f"{before}{inert.markdown(text)}{after}\n"))
        kinds = {t.type for t in found if not t.type.startswith(_TABLE)}
        allowed = {"inline", "text", "text_special", "bullet_list_open", "bullet_list_close", "list_item_open",
                   "list_item_close", "blockquote_open", "blockquote_close"}  # fmt: skip
        assert kinds <= allowed, (before, kinds)
        assert sum(t.type == "bullet_list_open" for t in found) == (before == "- ")
        assert sum(t.type == "blockquote_open" for t in found) == (before == "> ")
    seen = _shown(f"x {inert.markdown(text)} y")
    assert not ACTIVE.search(seen)
    assert seen.replace(inert.JOINER, "") == f"x {visible(text, one_line=True).replace(inert.JOINER, '')} y"


@given(st.text())
def test_any_text_stays_one_paragraph_of_itself(text: str) -> None:
    found = [t.type for t in PARSER.parse(f"x {inert.markdown(text)} y")]
    assert found == ["paragraph_open", "inline", "paragraph_close"]
    seen = _shown(f"x {inert.markdown(text)} y")
    assert not ACTIVE.search(seen)
    assert seen.replace(inert.JOINER, "") == f"x {visible(text, one_line=True).replace(inert.JOINER, '')} y"


@given(st.text(), st.text())
def test_a_workflow_command_of_any_text_is_one_command_with_that_text(title: str, message: str) -> None:
    line = f"::error title={inert.workflow_property(title)}::{inert.workflow_data(message)}"
    shown = [visible(text, one_line=True) for text in (title, message)]
    assert commands(line) == [Command("error", {"title": shown[0]} if title else {"title": ""}, shown[1])]


@given(st.text())
def test_a_log_line_of_any_text_is_no_command(text: str) -> None:
    assert commands(inert.log(visible(text))) == []


@pytest.mark.parametrize("text", CORPUS)
def test_nothing_that_is_said_is_a_command(text: str, capfd: pytest.CaptureFixture[str]) -> None:
    for say in (output.say, output.note, output.say_error):
        say(text)
    output.console().print(text)
    output.console(stderr=True).print(text)
    output.emit_json({"text": text})
    said = capfd.readouterr()
    assert commands(said.out) == []
    assert commands(said.err) == []
    document = said.out[said.out.index('{\n  "text"') :]
    assert json.loads(document)["text"] == text


def test_the_command_prints_and_writes_nothing_that_is_obeyed(hostile_pair: Path, harness: Harness) -> None:
    done = harness(
        "gate", "candidate", "--baseline", "baseline", "--junit", "j.xml", "--markdown", "c.md", "--github",
        "--link", "https://ci.example/run/1",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert not UNSAFE.search(done.stdout + done.stderr)
    ours = commands(done.stdout)
    assert commands(done.stderr) == []
    assert {command.name for command in ours} == {"error"}
    assert len(ours) == 10
    assert all(set(command.properties) == {"title"} for command in ours)
    assert ours[-1].data.endswith("more rules are told in the step's summary")
    assert done.stdout.count("\n::") == 10
    data = (hostile_pair / "j.xml").read_bytes()
    assert not UNSAFE.search(data.decode())
    (cases,) = junitparser.JUnitXml.fromstring(data)
    assert len(list(cases)) == cases.tests == len({(case.classname, case.name) for case in cases})
    _check_comment((hostile_pair / "c.md").read_text(encoding="utf-8"))


def _check_comment(comment: str) -> None:
    assert len(comment) < MOST
    assert not UNSAFE.search(comment)
    lines = comment.splitlines()
    assert lines[0] == "<!-- summary-harness gate: hostile -->"
    found = list(_tokens(comment))
    assert [t.content.strip() for t in found if t.type in ("html_block", "html_inline")] == [lines[0]]
    assert {t.attrs.get("href") for t in found if t.type == "link_open"} == {"https://ci.example/run/1"}
    assert not [t for t in found if t.type == "image"]
    texts = [t.content for t in found if t.type in _TEXTS]
    assert not [text for text in texts if ACTIVE.search(text)]


def test_the_comment_says_how_much_it_leaves_out(hostile_pair: Path) -> None:
    result = judge(Run(hostile_pair / "candidate"), Run(hostile_pair / "baseline"))
    comment = to_markdown(result, "x" * 9999, "@y")
    told = re.findall(r"(\d[\d,]*) more (row|sentence|finding|article|change)s? left out", comment)
    assert {noun for _, noun in told} >= {"finding"}
    kept = comment.partition("forbidden findings")[2].count("\n- **")
    left = next(int(n.replace(",", "")) for n, noun in told if noun == "finding")
    shown = {w.finding for w in result.worst}
    rest = [f for f in result.forbidden if f not in shown]
    assert kept + left == len(rest)
    assert len(outputs(result)["markdown"].decode()) < MOST


def test_no_diff_closes_its_own_fence() -> None:
    lines = ["-`````", "+````` js", "+@everyone", "+</details>\x1b[0m"]
    (block,) = MarkdownIt("commonmark").parse("\n".join(diff(lines)))
    assert (block.type, block.info) == ("fence", "diff")
    assert block.content == "-`````\n+````` js\n+@everyone\n+</details>\\x1b[0m\n"


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), ("-2", "'-2"), ("@x", "'@x"), (" +1", "' +1"),
     ("\t=1", "\\t=1"), ("plain", "plain"), ("＝1", "'＝1")],
)  # fmt: skip
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    assert inert.spreadsheet(text) == cell


def test_a_suite_that_could_close_the_marker_is_refused(hostile_pair: Path) -> None:
    result = judge(Run(hostile_pair / "candidate"), Run(hostile_pair / "baseline"))
    with pytest.raises(InputError, match="expected letters, digits, dot, dash, underscore"):
        to_markdown(result._replace(suite="x --> @all"), "a", "b")
    with pytest.raises(InputError, match="expected an address that begins with https://"):
        to_markdown(result, "a", "b", "javascript:alert(1)")
    assert "](https://x.example/%29%20%5Bb%5D%28c)" in to_markdown(result, "a", "b", "https://x.example/) [b](c")


@pytest.mark.parametrize(
    ("server", "repository", "run", "link"),
    [
        ("https://github.com", "o/r", "12", "https://github.com/o/r/actions/runs/12"),
        ("https://git.example:8443", "o.x/r-1_2", "7", "https://git.example:8443/o.x/r-1_2/actions/runs/7"),
        ("javascript:x", "o/r", "12", None),
        ("https://github.com/)", "o/r", "12", None),
        ("https://github.com", "o/r/../x", "12", None),
        ("https://github.com", "o/r", "12) x", None),
        ("https://github.com", "o/r", "", None),
    ],
)
def test_the_link_to_the_run_is_made_of_checked_variables(
    server: str, repository: str, run: str, link: str | None
) -> None:
    environment = {"GITHUB_SERVER_URL": server, "GITHUB_REPOSITORY": repository, "GITHUB_RUN_ID": run}
    assert run_link(environment) == link


def test_a_verdict_is_announced_at_its_level(hostile_pair: Path) -> None:
    result = judge(Run(hostile_pair / "candidate"), Run(hostile_pair / "baseline"))
    unsure = [r._replace(kind="inconclusive") for r in result.results[:2]]
    for policy, level in (("fail", "error"), ("warn", "warning"), ("pass", "notice")):
        lines = to_annotations(result._replace(kind="inconclusive", policy=policy, results=unsure))
        assert [line.split(" ")[0] for line in lines] == [f"::{level}"] * 3
    assert to_annotations(result._replace(kind="pass", results=[])) == [
        "::notice title=gate of hostile::PASS: no limit is broken, and no metric got worse by its margin"
    ]
