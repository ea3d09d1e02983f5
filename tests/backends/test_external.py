"""harness.backends.external: a command, a Python function, a file of stored summaries."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from harness.backends.external import Command, Python, Replay
from harness.errors import BackendError, InputError
from harness.types import Article, Summary
from tests.conftest import make_article, write_jsonl

ARTICLE = Article.model_validate(make_article(1, meta={"desk": "north"}))


def command(folder: Path, script: str, timeout_seconds: float = 30.0) -> Command:
    """A command that runs this script with the Python of the tests."""
    (folder / "model.py").write_text(script, encoding="utf-8")
    return Command((sys.executable, "model.py"), timeout_seconds=timeout_seconds, folder=folder)


def failure(backend: Command | Python | Replay, *, sample: int = 0) -> str:
    """Why the backend could not be asked."""
    with pytest.raises(BackendError) as caught:
        backend.summarize(ARTICLE, sample=sample)
    return str(caught.value)


def test_a_command_gets_the_article_and_answers_on_stdout(tmp_path: Path) -> None:
    script = (
        "import json, os, sys\n"
        "article = json.loads(sys.stdin.buffer.read().decode('utf-8'))\n"
        "text = article['sources'][0]['text'][:10] + ' – “é” ' + os.environ['HARNESS_SAMPLE']\n"
        "sys.stdout.buffer.write(text.encode('utf-8'))\n"
    )
    summary = command(tmp_path, script).summarize(ARTICLE, sample=2)
    assert summary == Summary(text=f"{ARTICLE.sources[0].text[:10]} – “é” 2")


def test_a_command_sees_no_references_and_no_key_facts(tmp_path: Path) -> None:
    script = "import sys; sys.stdout.write(sys.stdin.read())"
    seen = json.loads(command(tmp_path, script).summarize(ARTICLE, sample=0).text or "")
    assert sorted(seen) == ["id", "meta", "published", "sources", "title"]
    assert seen["meta"] == {"desk": "north"}
    assert ARTICLE.references
    assert ARTICLE.references[0].text not in json.dumps(seen)


def test_a_command_runs_in_its_folder(tmp_path: Path) -> None:
    summary = command(tmp_path, "import os; print(os.getcwd(), end='')").summarize(ARTICLE, sample=0)
    assert Path(summary.text or "").resolve() == tmp_path.resolve()


def test_a_program_that_does_not_read_its_input_may_still_answer(tmp_path: Path) -> None:
    large = ARTICLE.model_copy(update={"meta": {"x": "y" * 1_000_000}})
    assert command(tmp_path, "print('Fine.', end='')").summarize(large, sample=0).text == "Fine."


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("import sys; sys.exit('no model')", "exit status 1: no model"),
        ("raise SystemExit(7)", "exit status 7: nothing on stderr"),
        ("import sys; sys.stderr.write('\\x1b[31mbad'); sys.exit(3)", "exit status 3: \\x1b[31mbad"),
        (
            "import sys; sys.stderr.write('a' * 600 + 'end'); sys.exit(3)",
            "exit status 3: " + "a" * 497 + "end",
        ),
        ("import sys; sys.stdout.buffer.write(b'caf\\xe9')", "stdout is not UTF-8 at byte 4"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "exit status -9: nothing on stderr"),
    ],
)
def test_a_command_that_fails_could_not_be_asked(tmp_path: Path, script: str, message: str) -> None:
    assert failure(command(tmp_path, script)) == message


def test_a_summary_beside_a_failing_exit_status_does_not_count(tmp_path: Path) -> None:
    assert failure(command(tmp_path, "print('A summary.'); raise SystemExit(1)")) == (
        "exit status 1: nothing on stderr"
    )


def test_a_time_out_ends_the_program_and_its_children(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open('child.pid', 'w').write(str(child.pid))\n"
        "time.sleep(60)\n"
    )
    begin = time.monotonic()
    assert failure(command(tmp_path, script, timeout_seconds=2)) == "no answer within 2 s; the program was ended"
    assert time.monotonic() - begin < 20
    child = int((tmp_path / "child.pid").read_text("utf-8"))
    for _ in range(100):
        if not _runs(child):
            return
        time.sleep(0.05)
    pytest.fail("the child outlived the time-out")


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")  # a dead child that nobody has waited for yet is a zombie
    return not (status.exists() and status.read_text("utf-8").rpartition(")")[2].split()[0] == "Z")


def test_a_program_that_does_not_exist_is_told_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^program 'no-such-program' was not found on PATH or in the suite's folder$"):
        Command(("no-such-program",), folder=tmp_path)
    with pytest.raises(ValueError, match=r'^command is empty; expected a list such as \["python", "my_model.py"\]$'):
        Command(())


def test_a_program_in_the_folder_may_be_named_without_its_path(tmp_path: Path) -> None:
    program = tmp_path / "summarize.sh"
    program.write_text("#!/bin/sh\nprintf 'Short.'\n", encoding="utf-8")
    program.chmod(0o755)
    assert Command(("summarize.sh",), folder=tmp_path).summarize(ARTICLE, sample=0).text == "Short."


def test_a_file_that_is_no_program_could_not_be_started(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a program", encoding="utf-8")
    assert failure(Command(("notes.txt",), folder=tmp_path)) == "notes.txt could not be started: Permission denied"


FUNCTIONS = """\
from harness.types import Summary
number = 3
def text(article): return article.title
def refused(article): return Summary(state="refused", reason="not this one")
def wrong(article): return 5
def broken(article): return article.sources[99].text
"""


def test_a_function_may_return_a_text_or_a_summary(tmp_path: Path) -> None:
    (tmp_path / "functions_one.py").write_text(FUNCTIONS, encoding="utf-8")
    assert Python("functions_one:text", tmp_path).summarize(ARTICLE, sample=0) == Summary(text=ARTICLE.title)
    refused = Python("functions_one:refused", tmp_path).summarize(ARTICLE, sample=0)
    assert refused == Summary(state="refused", reason="not this one")
    assert failure(Python("functions_one:wrong", tmp_path)) == (
        "functions_one:wrong returned int, expected a text or a Summary"
    )
    with pytest.raises(IndexError):
        Python("functions_one:broken", tmp_path).summarize(ARTICLE, sample=0)


@pytest.mark.parametrize(
    ("function", "message"),
    [
        ("functions_two", "function 'functions_two': expected module:name"),
        (":text", "function ':text': expected module:name"),
        ("functions_none:text", "function 'functions_none:text': No module named 'functions_none'"),
        (
            "functions_two:texts",
            "function 'functions_two:texts': module functions_two has no function 'texts'",
        ),
        (
            "functions_two:number",
            "function 'functions_two:number': module functions_two has no function 'number'",
        ),
    ],
)
def test_a_function_that_is_not_there_is_told_before_anything_runs(tmp_path: Path, function: str, message: str) -> None:
    (tmp_path / "functions_two.py").write_text(FUNCTIONS, encoding="utf-8")
    with pytest.raises(ValueError, match=r"^function ") as caught:
        Python(function, tmp_path)
    assert str(caught.value) == message


@pytest.mark.parametrize(("module", "content"), [("bad_name", "x = undefined"), ("bad_syntax", "def f(:\n")])
def test_a_module_that_cannot_be_imported_is_told_with_its_reason(tmp_path: Path, module: str, content: str) -> None:
    (tmp_path / f"{module}.py").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"^function '{module}:f': (NameError|SyntaxError|invalid|name 'undefined')"):
        Python(f"{module}:f", tmp_path)


def test_modules_of_one_name_in_two_folders_are_two_modules(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same_name.py").write_text(f"def f(article): return {name!r}\n", encoding="utf-8")
    backends = [Python("same_name:f", tmp_path / name) for name in ("one", "two")]
    assert [backend.summarize(ARTICLE, sample=0).text for backend in backends] == ["one", "two"]


def stored(folder: Path, *rows: dict[str, Any]) -> Path:
    """A file of stored summaries of the article."""
    return write_jsonl(folder / "stored.jsonl", [{"article": "event-1", "summary": "S.", **row} for row in rows])


def test_a_stored_summary_is_repeated_with_its_state(tmp_path: Path) -> None:
    path = stored(tmp_path, {}, {"sample": 1, "summary": "Cut", "state": "truncated", "reason": "length"})
    assert Replay(path).summarize(ARTICLE, sample=0) == Summary(text="S.")
    assert Replay(path).summarize(ARTICLE, sample=1) == Summary(text="Cut", state="truncated", reason="length")


def test_only_the_rows_of_the_chosen_backend_count(tmp_path: Path) -> None:
    path = stored(tmp_path, {"backend": "a", "summary": "Of a."}, {"backend": "b", "summary": "Of b."})
    assert Replay(path, backend="b").summarize(ARTICLE, sample=0).text == "Of b."
    with pytest.raises(InputError) as caught:
        Replay(path, backend="c")
    assert str(caught.value) == f"{path}: holds no stored summary of backend 'c'"


def test_a_summary_that_a_metric_failed_on_is_replayed_as_a_summary(tmp_path: Path) -> None:
    """`metric_error` in rows.jsonl says nothing about the summary; it must be scored again."""
    path = stored(tmp_path, {"state": "metric_error"})
    assert Replay(path).summarize(ARTICLE, sample=0) == Summary(text="S.")


def test_an_article_without_a_stored_summary_could_not_be_asked(tmp_path: Path) -> None:
    path = stored(tmp_path, {"article": "event-2"})
    assert failure(Replay(path)) == "stored.jsonl holds no summary of article 'event-1'"
    assert failure(Replay(path), sample=3) == "stored.jsonl holds no summary of article 'event-1', sample 3"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"article": "event-1"}, "no field 'summary'; a stored summary is {'article': id, 'summary': text}"),
        ({"summary": "S."}, "no field 'article'; a stored summary is {'article': id, 'summary': text}"),
        ({"article": "event-1", "summary": "T."}, "article 'event-1', sample 0 has a summary already"),
        ({"article": "event-2", "summary": 5}, "field 'text': Input should be a valid string"),
        ({"article": ["event-2"], "summary": "T."}, "field 'article' must be a text"),
        ({"article": 5, "summary": "T."}, "field 'article' must be a text"),
    ],
)
def test_a_wrong_line_of_a_file_of_summaries_is_refused(tmp_path: Path, line: dict[str, Any], message: str) -> None:
    path = write_jsonl(tmp_path / "stored.jsonl", [{"article": "event-1", "summary": "S."}, line])
    with pytest.raises(InputError) as caught:
        Replay(path)
    assert str(caught.value) == f"{path}:2: {message}"


def test_a_missing_file_of_summaries_is_told_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Replay(tmp_path / "none.jsonl")
    assert str(caught.value) == f"{tmp_path / 'none.jsonl'}: no such file"
