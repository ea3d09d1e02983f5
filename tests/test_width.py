"""What the commands print fits the terminal: nothing is wider, nothing is cut, no line ends in blanks."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.table import Table

from harness.cli import output
from harness.cli.layout import fitted
from harness.store import BackendInfo
from tests.conftest import Harness
from tests.made_runs import make_info, make_metric, make_row, write_run

N = 14
NAMES = (
    "openai[model=small-1,prompt=newsroom-v1]",
    "openai[model=large-2,prompt=newsroom-v1]",
    "openai[model=large-2,prompt=newsroom-v2]",
    "lead",
)
METRICS = ("coverage", "consistency", "structure", "bertscore")
GATE: dict[str, Any] = {
    "primary": METRICS[:3], "margin": dict.fromkeys(METRICS[:3], 0.02), "inconclusive": "warn",
}  # fmt: skip
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def _run(folder: Path, lost: float, prompt: str) -> Path:
    """A run of long names, whose scores differ in every direction; `lost` moves some articles."""
    articles = [f"an-event-with-a-long-name-{i}" for i in range(N)]
    backends = [
        BackendInfo(name=b, type="openai", signature=f"openai[{b}]", control=False, texts={"prompt": prompt})
        for b in NAMES
    ]
    rows = [
        make_row(a, b, {
            m: round(0.4 + 0.03 * ((i * 7 + k * 5 + j * 3) % 11) - (lost if i % 3 else 0.0) * k, 4)
            for j, m in enumerate(METRICS)
        })
        for i, a in enumerate(articles)
        for k, b in enumerate(NAMES)
    ]  # fmt: skip
    metrics = [make_metric(m) for m in METRICS[:3]]
    metrics.append(make_metric("bertscore", label="BERTScore (a label that is long)"))
    return write_run(folder, make_info(articles, backends, metrics, suite={"gate": GATE}), rows)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with runs `old` and `new`, between which a prompt changed."""
    folder = tmp_path_factory.mktemp("runs")
    _run(folder / "old", 0.0, "Write a story.\n")
    _run(folder / "new", 0.05, "Write a story. " + "Keep every number that the sources agree on. " * 6 + "\n")
    return folder


def _on_a_terminal(folder: Path, columns: int, *arguments: str) -> str:
    """What the command prints on a terminal of so many columns, with colours."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")} | {"TERM": "xterm"}
    command = [sys.executable, "-m", "harness", *arguments]
    process = subprocess.Popen(command, cwd=folder, stdout=its, stderr=its, stdin=its, env=environment)
    os.close(its)
    told = b""
    while data := _read(ours):
        told += data
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return told.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # how Linux tells that the other end is closed
        return b""


COMMANDS = ("compare old", "compare old --details", "compare old new --details", "plan old", "plan new --baseline old")


@pytest.mark.parametrize("columns", [80, 100, 120])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_is_wider_than_the_terminal_or_ends_in_blanks(runs: Path, columns: int, command: str) -> None:
    told = _on_a_terminal(runs, columns, *command.split())
    lines = COLOURS.sub("", told).split("\n")
    assert [line for line in lines if cell_len(line) > columns] == []
    assert [line for line in lines if line != line.rstrip()] == []
    assert "…" not in told
    assert max(map(cell_len, lines)) > 0.8 * columns


@pytest.mark.parametrize("command", COMMANDS)
def test_every_word_is_there_at_every_width(runs: Path, command: str) -> None:
    narrow, wide = (_words(_on_a_terminal(runs, columns, *command.split())) for columns in (80, 300))
    assert narrow >= wide


def _words(told: str) -> set[str]:
    """All words, but for those that a column may fold: long names, which are looked at below."""
    return {word for word in COLOURS.sub("", told).split() if len(word) <= 12 and "─" not in word}


@pytest.mark.parametrize("command", COMMANDS)
def test_in_a_log_lines_have_120_columns_whatever_the_terminal(
    runs: Path, harness: Harness, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = harness(*command.split(), cwd=runs).stdout.split("\n")
    assert 96 < max(map(cell_len, lines)) <= 120
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_number_is_not_torn_from_its_sign(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = "in 80 % of cases, with p < .001 here and p .688 there, " * 6
    for columns in range(60, 80):
        monkeypatch.setattr(output, "width", lambda columns=columns: columns)
        output.say_prose(sentence)
        told = capsys.readouterr().out
        assert told.split() == sentence.split()
        for whole in ("80 %", "p < .001", "p .688"):
            assert told.count(whole) == 6, columns


def _table(*columns: tuple[str, str], cells: list[list[str]]) -> Table:
    table = Table()
    for name, justify in columns:
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for row in cells:
        table.add_row(*row)
    return table


def _printed(table: Table, columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setattr(output, "width", lambda: columns)
    output.say_table(table)
    return capsys.readouterr().out


def test_a_table_is_left_stacked_or_split_as_the_width_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = [(f"metric {n}", "right") for n in range(4)]
    cells = [["a", *["0.123 [0.012, 0.234]"] * 4], ["b" * 30, *["–"] * 4]]
    table = _table(("backend", "left"), *numbers, cells=cells)
    found = {columns: _printed(table, columns, monkeypatch, capsys) for columns in (140, 88, 60)}
    assert "0.123 [0.012, 0.234]" in found[140]
    assert "0.123 [" not in found[88]
    assert [text.count("backend") for text in found.values()] == [1, 1, 2]
    for columns, text in found.items():
        assert all(cell_len(line) <= columns for line in text.splitlines())
        assert text.count("[0.012, 0.234]") == 4
        for n in range(4):
            assert f"metric {n}" in text


def test_a_long_name_is_folded_and_whole(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    name = "".join(f"{n:04d}" for n in range(40))
    text = _printed(_table(("backend", "left"), ("value", "right"), cells=[[name, "0.5"]]), 60, monkeypatch, capsys)
    assert "".join(re.findall(r"\d{5,}", text)) == name


def test_a_sentence_in_a_column_of_numbers_is_folded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reason = "fewer than 5 systems were judged on the same documents, so that there is no interval"
    text = _printed(_table(("metric", "left"), ("interval", "right"), cells=[["x", reason]]), 60, monkeypatch, capsys)
    assert {word for line in text.splitlines() for word in line.split()} >= set(reason.split())


def test_a_table_that_fits_is_printed_as_it_is() -> None:
    table = _table(("backend", "left"), ("value", "right"), cells=[["a", "0.5"]])
    (same,) = fitted(table, output.console())
    assert [[str(cell) for cell in column.cells] for column in same.columns] == [["a"], ["0.5"]]
