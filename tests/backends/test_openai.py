"""harness.backends.openai: prompts, and whole runs through the command line against a real server process."""

from __future__ import annotations

import importlib.util
import json
import math
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from harness.backends.openai import OpenAI
from harness.chat import estimate_tokens
from harness.errors import InputError, PluginError
from harness.types import Article, Backend, Estimating, Summary
from tests.backends.chat_server import ChatServer, Reply, completion, error, serve
from tests.conftest import ROOT, Harness, make_article, write_jsonl

ARTICLE = Article.model_validate(make_article(1))
PROMPTS = ROOT / "evals" / "prompts"
KEY = "sk-canary/4711+Ab=Zz09"
PROMPT = "Summarize.\n{% for source in article.sources %}\n{{ source.text }}\n{% endfor %}\nArticle {{ article.id }}!\n"


@pytest.fixture(autouse=True)
def _loopback_only(_no_network: None, monkeypatch: pytest.MonkeyPatch) -> None:
    enable_socket()
    socket_allow_hosts(["127.0.0.1"])
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


def write_suite(folder: Path, url: str, n_articles: int, **options: Any) -> Path:
    """A suite of one openai backend; `options` replace or add to its keys."""
    write_jsonl(folder / "articles.jsonl", [make_article(n) for n in range(1, n_articles + 1)])
    (folder / "prompt.j2").write_text(PROMPT)
    (folder / "other.j2").write_text("Be brief. " + PROMPT)
    keys = {"model": "small-1", "prompt": "prompt.j2", "base_url": url, "max_retries": 1, **options}
    lines = [f"{key} = {_toml(value)}" for key, value in keys.items()]
    path = folder / "suite.toml"
    path.write_text(
        'name = "chat"\narticles = "articles.jsonl"\nprofile = "brief"\n'
        + '[[backends]]\ntype = "openai"\n'
        + "\n".join(lines)
        + '\n[[backends]]\ntype = "lead"\n[[metrics]]\ntype = "length"\n'
    )
    return path


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {json.dumps(item)}" for key, item in value.items()) + "}"
    return json.dumps(value)


def rows(run: Path, backend: str = "openai") -> dict[str, dict[str, Any]]:
    """The whole rows of a backend by article, also of a run that is cut off."""
    path = run / "rows.jsonl"
    lines = path.read_text().splitlines(keepends=True) if path.exists() else []
    found = [json.loads(line) for line in lines if line.endswith("\n")]
    return {row["article"]: row for row in found if row["backend"] == backend}


def calls(server: ChatServer) -> Counter[str]:
    """How often each article was asked about."""
    return Counter(re.findall(r"Article (\S+)!", " ".join(server.prompts())))


class Fate(NamedTuple):
    """What the server does with an article, and what must become of its row."""

    replies: list[Reply]
    state: str
    calls: int
    reason: str | None = None
    summary: str | None = None


TEXT = "The bridge is closed."
FATES = {
    "ok": Fate([completion()], "ok", 1, None, TEXT),
    "429 once": Fate([error(429, "slow down"), completion()], "ok", 2, None, TEXT),
    "429": Fate([error(429, "slow down")], "infra_error", 2, "HTTP 429: slow down (Retry-After: 0.01); tried 2 times"),
    "500": Fate([error(500, "oops")], "infra_error", 2, "HTTP 500: oops (Retry-After: 0.01); tried 2 times"),
    "hang": Fate([{"how": "hang"}], "infra_error", 2, "no whole answer within 3 s; tried 2 times"),
    "drip": Fate([{**completion(), "how": "drip"}], "infra_error", 2, "no whole answer within 3 s; tried 2 times"),
    "cut": Fate([{**completion(), "how": "cut"}], "infra_error", 2, "peer closed connection without sending complete"),
    "no JSON": Fate([{"body": '{"id"'}], "infra_error", 2, "answered with 5 bytes that are no JSON; tried 2 times"),
    "HTML": Fate(
        [{"body": "<p>", "headers": {"Content-Type": "text/html"}}],
        "infra_error",
        2,
        "answered with text/html, expected application/json; is base_url right?; tried 2 times",
    ),
    "reset": Fate([{"how": "reset"}], "infra_error", 2, "[Errno 104] Connection reset by peer; tried 2 times"),
    "unknown model": Fate([error(404, "no such model")], "infra_error", 1, "HTTP 404: no such model"),
    "refusal": Fate([completion(None, refusal="I can't.")], "refused", 1, "I can't.", ""),
    "filter": Fate([completion("Half", "content_filter")], "refused", 1, "stopped by the server's content", "Half"),
    "length": Fate([completion("Half of", "length")], "truncated", 1, "cut off at the limit of output", "Half of"),
    "empty": Fate([completion(" \n")], "empty", 1, "the answer is empty", " \n"),
    "ok after all": Fate([completion()], "ok", 1, None, TEXT),
}


class Told(NamedTuple):
    """A run in which every article had another fate."""

    rows: dict[str, dict[str, Any]]
    calls: Counter[str]
    code: int
    out: str


@pytest.fixture(scope="module")
def eventful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """One run of all fates."""
    folder = tmp_path_factory.mktemp("eventful")
    script = {f"Article event-{n}!": fate.replies for n, fate in enumerate(FATES.values(), 1)}
    with serve(folder / "server", script) as server:
        suite = write_suite(folder, server.url, len(FATES), timeout_seconds=3, concurrency=8)
        command = [sys.executable, "-m", "harness", "run", str(suite), "--out", "run", "--threads", "8"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
        yield Told(rows(folder / "run"), calls(server), done.returncode, done.stdout)


@pytest.mark.parametrize(("number", "name"), list(enumerate(FATES, 1)))
def test_every_fate_of_a_call_ends_in_its_state(eventful: Told, number: int, name: str) -> None:
    fate, row = FATES[name], eventful.rows[f"event-{number}"]
    assert row["state"] == fate.state
    assert eventful.calls[f"event-{number}"] == fate.calls
    assert row.get("summary") == fate.summary
    if fate.reason is None:
        assert row.get("reason") is None
    else:
        assert fate.reason in row["reason"]
    if fate.state != "infra_error":
        assert (row["input_tokens"], row["output_tokens"]) == (11, 7)


def test_the_run_goes_on_whatever_happens_to_a_call(eventful: Told) -> None:
    assert eventful.code == 0
    assert f"rows: {3 + len(FATES)} ok, 1 empty, 9 infra_error, 2 refused, 1 truncated" in eventful.out


def test_kill_9_in_the_middle_of_a_run_repeats_no_finished_call(tmp_path: Path, harness: Harness) -> None:
    with serve(tmp_path / "server", {"": [{**completion(), "seconds": 0.1}]}) as server:
        suite = write_suite(tmp_path, server.url, 30)
        command = [sys.executable, "-m", "harness", "run", str(suite), "--out", "run", "--threads", "2"]
        process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while len(rows(tmp_path / "run")) < 8 and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        kept = set(rows(tmp_path / "run"))
        assert 8 <= len(kept) < 30
        assert harness("run", suite, "--out", "run").returncode == 0
        asked = calls(server)
    assert {row["state"] for row in rows(tmp_path / "run").values()} == {"ok"}
    assert len(rows(tmp_path / "run")) == 30
    assert {asked[article] for article in kept} == {1}
    # the two calls that were under way when the process died
    assert asked.total() <= 30 + 2


def test_models_and_prompts_make_a_matrix_of_cells_named_by_file_stem(tmp_path: Path, harness: Harness) -> None:
    with serve(tmp_path / "server", {"": [completion()]}) as server:
        options = {"model": ["small-1", "large-2"], "prompt": ["prompt.j2", "other.j2"]}
        suite = write_suite(tmp_path, server.url, 2, **options)
        assert harness("run", suite, "--out", "run").returncode == 0
        asked = Counter((call["body"]["model"], call["body"]["messages"][0]["content"][:9]) for call in server.calls())
    cells = [f"openai[model={m},prompt={p}]" for m in ("small-1", "large-2") for p in ("prompt", "other")]
    info = json.loads((tmp_path / "run" / "run.json").read_text())
    assert [backend["name"] for backend in info["backends"]] == [*cells, "lead"]
    assert len({backend["signature"] for backend in info["backends"]}) == 5
    assert all(len(rows(tmp_path / "run", cell)) == 2 for cell in cells)
    assert asked == {(m, p): 2 for m in ("small-1", "large-2") for p in ("Summarize", "Be brief.")}


def test_the_key_appears_nowhere(tmp_path: Path, harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_LOG", "debug")
    echo = "{authorization}"
    said: list[Reply] = [
        error(401, echo),
        error(429, echo),
        error(500, "x" * 290 + echo),
        {"status": 400, "body": f"<html>{echo}"},
        {"body": json.dumps({"error": echo})},
        {"body": echo, "headers": {"Content-Type": "text/plain"}},
        {"body": json.dumps(echo) + "}"},
        completion(echo),
        completion(None, refusal=echo),
        completion("Half", echo),
        {**completion(echo), "how": "cut"},
        {"status": 302, "body": echo, "headers": {"Location": "/v1/elsewhere"}},
    ]
    script = {f"Article event-{n}!": [reply] for n, reply in enumerate(said, 1)}
    with serve(tmp_path / "server", script) as server:
        suite = write_suite(tmp_path, server.url, len(said))
        ran = harness("run", suite, "--out", "run", "--threads", "8")
        assert {call["headers"]["authorization"] for call in server.calls()} == {f"Bearer {KEY}"}
        assert set(calls(server)) == {f"event-{n}" for n in range(1, len(said) + 1)}
    outputs = [ran, harness("report", "run", "--out", "page.html"), harness("compare", "run", "--json")]
    (tmp_path / "server" / "calls.jsonl").unlink()  # the server's own notes hold the key, as they should
    kept = {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert str(tmp_path / "run" / "rows.jsonl") in kept
    assert ran.returncode == 0
    assert b"[API key]" in kept[str(tmp_path / "run" / "rows.jsonl")]
    for output in outputs:
        kept[" ".join(output.args)] = (output.stdout + output.stderr).encode()
    assert [name for name, data in kept.items() if b"canary" in data or b"4711" in data] == []


def test_a_prompt_that_does_not_fit_is_an_error_before_any_call(tmp_path: Path, harness: Harness) -> None:
    with serve(tmp_path / "server", {"": [completion()]}) as server:
        suite = write_suite(tmp_path, server.url, 3, context_tokens=700, max_output_tokens=100)
        assert harness("run", suite, "--out", "fits").returncode == 0
        assert len(server.calls()) == 3
        long = make_article(4, id="long", key_facts=[], sources=[{"id": "s", "text": "The bridge is closed. " * 200}])
        write_jsonl(tmp_path / "articles.jsonl", [make_article(1), long])
        refused = harness("run", suite, "--out", "run")
        assert len(server.calls()) == 3
        backend = OpenAI("small-1", tmp_path / "prompt.j2", server.url, context_tokens=700, max_output_tokens=100)
        with pytest.raises(InputError) as caught:
            backend.summarize(Article.model_validate(long), sample=0)
        assert len(server.calls()) == 3
    assert refused.returncode == 2
    whole = estimate_tokens(backend._render(Article.model_validate(long)))
    told = (
        f"article 'long': for model 'small-1' the prompt has up to {whole} tokens and the answer up to 100,"
        f" together {whole + 100}; context_tokens is 700. Shorten the sources, or use a model with a larger context"
    )
    assert str(caught.value) == told
    assert told in refused.stderr
    assert not (tmp_path / "run" / "rows.jsonl").exists()


def test_a_dry_run_says_how_many_tokens_it_takes_and_asks_nobody(tmp_path: Path, harness: Harness) -> None:
    suite = write_suite(tmp_path, "http://127.0.0.1:9/v1", 2, max_output_tokens=100)
    backend = OpenAI("small-1", tmp_path / "prompt.j2", max_output_tokens=100)
    assert isinstance(backend, Backend)
    assert isinstance(backend, Estimating)
    estimates = [backend.estimate(Article.model_validate(make_article(n))) for n in (1, 2)]
    assert [e.output_tokens for e in estimates] == [100, 100]
    total = sum(e.input_tokens for e in estimates) + 200
    told = harness("run", suite, "--dry-run").stdout
    assert f"openai: at most {total:,} tokens, prompts and answers together; cost unknown: no price given\n" in told
    assert told.endswith("cost of these calls: unknown\n")


def test_a_dry_run_says_what_it_costs_at_most(tmp_path: Path, harness: Harness) -> None:
    prices = {"small-1": [1000, 4000], "large-2": [0.1, 0.1]}
    options = {"model": ["small-1", "large-2"], "max_output_tokens": 100, "usd_per_million_tokens": prices}
    suite = write_suite(tmp_path, "http://127.0.0.1:9/v1", 2, **options)
    backend = OpenAI("small-1", tmp_path / "prompt.j2", max_output_tokens=100)
    asked = sum(backend.estimate(Article.model_validate(make_article(n))).input_tokens for n in (1, 2))
    told = harness("run", suite, "--dry-run").stdout
    # 1000 dollars a million are a tenth of a cent a token; a bound is rounded up, to the cent
    small = math.ceil(asked / 10 + 200 * 0.4) / 100
    assert (
        f"openai[model=small-1]: at most {asked + 200:,} tokens, prompts and answers together; at most ${small}" in told
    )
    assert (
        f"openai[model=large-2]: at most {asked + 200:,} tokens, prompts and answers together; at most $0.01\n" in told
    )
    cents = math.ceil(asked / 10 + 200 * 0.4 + (asked + 200) / 100_000)
    assert told.endswith(
        f"cost of these calls: at most ${cents / 100:.2f}, if every call is answered at its first try\n"
    )


def test_a_cost_without_a_bound_is_unknown(tmp_path: Path, harness: Harness) -> None:
    prices = {"usd_per_million_tokens": {"small-1": [1, 4]}}
    suite = write_suite(tmp_path, "http://127.0.0.1:9/v1", 2, **prices)
    told = harness("run", suite, "--dry-run").stdout
    assert "tokens of prompts, answers of any length; cost unknown: no max_output_tokens given\n" in told
    suite = write_suite(tmp_path, "http://127.0.0.1:9/v1", 2, max_output_tokens=9, model=["small-1", "m"], **prices)
    told = harness("run", suite, "--dry-run").stdout
    assert "openai[model=small-1]: " in told
    assert "together; at most $0.01\n" in told
    assert "openai[model=m]: " in told
    assert "together; cost unknown: no price given\n" in told
    assert told.endswith("cost of these calls: unknown\n")


def test_rows_hold_what_they_cost_where_price_and_tokens_are_known(tmp_path: Path, harness: Harness) -> None:
    untold = {"body": json.dumps({**json.loads(completion()["body"]), "usage": None})}
    script = {"Article event-1!": [completion()], "Article event-2!": [untold]}
    with serve(tmp_path / "server", script) as server:
        for model, costs in (("small-1", [(11 * 1 + 7 * 4) / 1e6, None]), ("other", [None, None])):
            options = {"model": model, "usd_per_million_tokens": {"small-1": [1, 4]}}
            suite = write_suite(tmp_path, server.url, 2, **options)
            assert harness("run", suite, "--out", model).returncode == 0
            assert [row["cost_usd"] for row in rows(tmp_path / model).values()] == costs


def test_samples_are_asked_with_seeds_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "p.j2").write_text(PROMPT)
    with serve(tmp_path / "server", {"": [completion()]}) as server:
        for seed in (40, None):
            for sample in (0, 2):
                summary = OpenAI("m", tmp_path / "p.j2", server.url, request_seed=seed).summarize(
                    ARTICLE, sample=sample
                )
                assert summary == Summary(text=TEXT, input_tokens=11, output_tokens=7)
        assert [call["body"].get("seed") for call in server.calls()] == [40, 42, None, None]


def test_wrong_options_are_told_with_their_place_in_the_suite(tmp_path: Path, harness: Harness) -> None:
    for option, told in {
        "concurrency": "concurrency must be at least 1, not 0",
        "context_tokens": "context_tokens must be at least 1, not 0",
        "usd_per_million_tokens": "usd_per_million_tokens: a price must be a number of at least 0",
    }.items():
        value = {"small-1": [1, -1]} if option == "usd_per_million_tokens" else 0
        suite = write_suite(tmp_path, "http://127.0.0.1:9/v1", 1, **{option: value})
        ran = harness("run", suite)
        assert (ran.returncode, ran.stderr) == (2, f"harness: {suite}:4: backend openai: {told}\n")


def test_without_the_sdk_the_pip_line_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(PluginError, match=r"^needs the OpenAI SDK; pip install 'summary-harness\[openai\]'$"):
        OpenAI("m", PROMPTS / "brief.j2")
