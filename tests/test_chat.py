"""harness.chat, against a real server process: what is sent, what is tried again, what is told, and what is not."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from harness import chat
from harness.chat import Answer, Chat, estimate_tokens
from harness.errors import BackendError
from tests.backends.chat_server import ChatServer, Reply, completion, error, serve

KEY = "sk-canary/4711+Ab=Zz09"
OK = Answer("The bridge is closed.", None, "stop", 11, 7)


@pytest.fixture(autouse=True)
def _loopback_only(_no_network: None, monkeypatch: pytest.MonkeyPatch) -> None:
    enable_socket()
    socket_allow_hosts(["127.0.0.1"])
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def asked(folder: Path, replies: Sequence[Reply], **options: Any) -> tuple[Answer | str, ChatServer]:
    """The answer, or why there was none; and the server with its calls."""
    with serve(folder / "server", {"": replies}) as server:
        options = {"max_retries": 2, "timeout_seconds": 5.0, "base_url": server.url, **options}
        try:
            return Chat("small-1", **options).ask("Hello"), server
        except BackendError as problem:
            _, _, told = str(problem).partition(f"model 'small-1' at {server.url}: ")
            return told, server


def test_a_call_sends_what_is_set_and_nothing_else(tmp_path: Path) -> None:
    answer, server = asked(tmp_path, [completion()])
    assert answer == OK
    (call,) = server.calls()
    assert call["path"] == "/v1/chat/completions"
    assert call["body"] == {"model": "small-1", "messages": [{"role": "user", "content": "Hello"}]}
    with serve(tmp_path / "other", {"": [completion()]}) as other:
        Chat("m", other.url, temperature=0.0, max_output_tokens=90).ask("Hello \ud800", seed=3)
    assert other.calls()[0]["body"] == {
        "model": "m",
        "messages": [{"role": "user", "content": "Hello \ufffd"}],
        "temperature": 0.0,
        "max_tokens": 90,
        "seed": 3,
    }


def test_openai_itself_is_told_the_limit_by_its_new_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(tmp_path / "server", {"": [completion()]}) as server:
        monkeypatch.setattr(chat, "_OPENAI", server.url)
        assert Chat("m", max_output_tokens=90).ask("Hello") == OK
    assert server.calls()[0]["body"]["max_completion_tokens"] == 90
    assert "max_tokens" not in server.calls()[0]["body"]


@pytest.mark.parametrize(
    ("variables", "sent"),
    [
        ({}, "Bearer no-key"),
        ({"OPENAI_API_KEY": KEY}, f"Bearer {KEY}"),
        ({"OPENAI_API_KEY": f" {KEY}\n"}, f"Bearer {KEY}"),
        ({"OPENAI_API_KEY": "other", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}, "Bearer other"),
    ],
)
def test_the_key_and_nothing_else_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], sent: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    answer, server = asked(tmp_path, [completion()])
    assert answer == OK
    assert server.calls()[0]["headers"]["authorization"] == sent


def test_a_server_on_this_machine_is_not_asked_through_a_proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert asked(tmp_path, [completion()], max_retries=0)[0] == OK


def test_the_key_may_have_a_variable_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "not-this-one")
    monkeypatch.setenv("LAB_KEY", KEY)
    _, server = asked(tmp_path, [completion()], api_key_env="LAB_KEY")
    assert server.calls()[0]["headers"]["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("base_url", [None, "https://models.example/v1"])
def test_a_server_elsewhere_is_not_asked_without_a_key(base_url: str | None) -> None:
    with pytest.raises(BackendError) as caught:
        Chat("small-1", base_url, api_key_env="LAB_KEY").ask("Hello")
    place = base_url or "https://api.openai.com/v1"
    assert str(caught.value) == f"model 'small-1' at {place}: no API key; set the environment variable LAB_KEY"


@pytest.mark.parametrize("key", ["sk-canary two", "sk-canary\u2028two", "sk-canäry"])
def test_a_key_that_cannot_be_one_is_refused_without_showing_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    answer, server = asked(tmp_path, [completion()])
    assert answer == "the API key in OPENAI_API_KEY has characters that no key has (space, non-ASCII)"
    assert not server.calls()


def test_a_429_is_tried_again_after_the_time_that_the_server_asks_for(tmp_path: Path) -> None:
    answer, server = asked(tmp_path, [error(429, "slow down", wait="0.7"), completion()])
    assert answer == OK
    first, second = server.calls()
    # the SDK's own first wait would be .375 to .5 s
    assert 0.7 <= second["begin"] - first["end"] < 3


GARBAGE: Reply = {"body": '{"choices": [{"mess'}
HTML: Reply = {"body": "<html>", "headers": {"Content-Type": "text/html; charset=utf-8"}}


@pytest.mark.parametrize(
    "broken", [error(500, "oops"), {**completion(), "how": "cut"}, GARBAGE, HTML, {"how": "reset"}]
)
def test_what_passes_is_tried_again(tmp_path: Path, broken: Reply) -> None:
    answer, server = asked(tmp_path, [broken, completion()])
    assert answer == OK
    assert len(server.calls()) == 2


@pytest.mark.parametrize(
    ("reply", "told", "calls"),
    [
        (error(429, "slow down"), "HTTP 429: slow down (Retry-After: 0.01); tried 3 times", 3),
        (error(429, "no quota", wait="999"), "HTTP 429: no quota (Retry-After: 999); tried once", 1),
        (error(500, "oops"), "HTTP 500: oops (Retry-After: 0.01); tried 3 times", 3),
        ({"status": 503, "headers": {"Retry-After": "0.01"}}, "HTTP 503: Service Unavailable", 3),
        (error(401, "Incorrect key: {authorization}", wait=None), "HTTP 401: Incorrect key: Bearer [API key]; tri", 1),
        (error(404, "no model\n\x1b[31m'x'", wait=None), "HTTP 404: no model \\x1b[31m'x'; tried once", 1),
        (error(400, "y" * 400, wait=None), f"HTTP 400: {'y' * 300}… (400 characters); tried once", 1),
        ({"status": 422, "body": '{"detail": "no"}'}, 'HTTP 422: {"detail": "no"}; tried once', 1),
        ({"body": "[]"}, "no chat completion (the whole: Input should be a valid dictionary", 1),
        ({"body": '{"choices": []}'}, "no chat completion (choices: List should have at least 1 item", 1),
        (
            {"body": '{"error": "{authorization}"}'},
            'no chat completion (choices: Field required): {"error": "Bearer [API key]"}; tried once',
            1,
        ),
        (completion([{"text": "x"}]), "no chat completion (choices.0.message.content: Input should be a", 1),  # type: ignore[arg-type]
        (completion("It is {authorization}."), "the answer repeats the API key, so it is not kept", 1),
        (completion(None, refusal="No {authorization}"), "the answer repeats the API key, so it is not kept", 1),
    ],
)
def test_what_does_not_pass_is_told_with_how_often_it_was_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reply: Reply, told: str, calls: int
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    answer, server = asked(tmp_path, [reply])
    assert isinstance(answer, str)
    assert answer.startswith(told)
    assert "canary" not in answer
    assert len(server.calls()) == calls


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ({"how": "hang"}, "no whole answer within 2 s; tried 2 times"),
        ({**completion(), "how": "drip"}, "no whole answer within 2 s; tried 2 times"),
        (
            {**completion(), "how": "cut"},
            "peer closed connection without sending complete message body (received 123 bytes, expected 247);"
            " tried 2 times",
        ),
        (GARBAGE, "answered with 19 bytes that are no JSON; tried 2 times"),
        ({"body": "[" * 100_000}, "answered with 100000 bytes that are no JSON; tried 2 times"),
        (HTML, "answered with text/html, expected application/json; is base_url right?; tried 2 times"),
        ({"how": "reset"}, "[Errno 104] Connection reset by peer; tried 2 times"),
    ],
)
def test_a_broken_answer_is_told_after_the_retries(tmp_path: Path, reply: Reply, told: str) -> None:
    begin = time.monotonic()
    answer, server = asked(tmp_path, [reply], timeout_seconds=2, max_retries=1)
    assert answer == told
    assert len(server.calls()) == 2
    assert time.monotonic() - begin < 11  # the drip alone lasts 12


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(BackendError, match=r"at http://127\.0\.0\.1:9/v1: .*Connection refused; tried once$"):
        Chat("m", "http://127.0.0.1:9/v1", max_retries=0).ask("Hello")


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (completion(None, refusal="I can't."), Answer("", "I can't.", "stop", 11, 7)),
        (completion("Half", "length"), Answer("Half", None, "length", 11, 7)),
        (completion(None, "content_filter"), Answer("", None, "content_filter", 11, 7)),
        (error(400, "filtered", code="content_filter"), Answer("", "filtered (Retry-After: 0.01)", "content_filter")),
        ({"body": '{"choices": [{"message": {"content": "x"}}], "usage": null}'}, Answer("x", None, None)),
        ({"body": r'{"choices": [{"message": {"content": "\ud800"}}]}'}, Answer("\ud800", None, None)),
    ],
)
def test_an_answer_says_why_it_ended(tmp_path: Path, reply: Reply, answer: Answer) -> None:
    assert asked(tmp_path, [reply])[0] == answer


def test_calls_to_one_model_share_their_limit_whoever_makes_them(tmp_path: Path) -> None:
    with serve(tmp_path / "server", {"": [{**completion(), "seconds": 0.25}]}) as server:
        chats = [Chat(model, server.url, temperature=t, concurrency=2) for model in "ab" for t in (0.0, 1.0)]
        with ThreadPoolExecutor(12) as pool:
            assert list(pool.map(lambda n: chats[n % 4].ask("Hello"), range(12))) == [OK] * 12
    for model in "ab":
        calls = [call for call in server.calls() if call["body"]["model"] == model]
        assert len(calls) == 6
        busy = [sum(c["begin"] <= call["begin"] < c["end"] for c in calls) for call in calls]
        assert max(busy) == 2


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"model": " "}, "model is empty; expected the name that the server knows it by"),
        ({"max_output_tokens": 0}, "max_output_tokens must be at least 1, not 0"),
        ({"max_retries": -1}, "max_retries must be at least 0, not -1"),
        ({"concurrency": 0}, "concurrency must be at least 1, not 0"),
        ({"timeout_seconds": 0}, "timeout_seconds must be above 0, not 0"),
        ({"base_url": "models"}, "base_url 'models': expected an address such as http://127.0.0.1:8080/v1"),
        ({"base_url": "ftp://a/v1"}, "base_url 'ftp://a/v1': expected an address such as http://127.0.0.1:8080/v1"),
        (
            {"base_url": f"https://me:{KEY}@models.example/v1"},
            "base_url must hold no user, password or query; put the key into $OPENAI_API_KEY",
        ),
        (
            {"base_url": f"https://models.example/v1?key={KEY}"},
            "base_url must hold no user, password or query; put the key into $OPENAI_API_KEY",
        ),
    ],
)
def test_a_wrong_option_is_told_before_any_call(options: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        Chat(**{"model": "m", **options})


# the larger of the numbers that bpe-openai 0.1.4 counts by cl100k_base and by o200k_base
COUNTED = {
    "The bridge in Varnholt closed on Tuesday after engineers found 12 cracks. Mayor Ines Falk said repairs would"
    " cost 3 million crowns.": 31,
    "“We will not gamble with lives,” Falk said – as of 2026-03-11T07:30:00+00:00.": 30,
    "أغلق الجسر يوم الثلاثاء. قال العمدة إن الإصلاح سيكلف ثلاثة ملايين.": 49,
    "橋は火曜日に閉鎖された。市長は修理に三百万かかると述べた。": 37,
    "🌊🌊 😱 👩‍👩‍👧 🇩🇪": 26,
    "QXZJKWVPQX 7 4 1 9 0x3fa9": 22,
    "<a href='x.y/z?q=1'>&amp;</a>\n\t{}[]();": 19,
}


@pytest.mark.parametrize("text", COUNTED)
def test_the_estimate_is_above_what_real_tokenizers_count_and_below_its_bytes(text: str) -> None:
    assert COUNTED[text] <= estimate_tokens(text) - 16 <= len(text.encode())


def test_the_estimate_is_half_of_a_word_and_one_and_the_bytes_of_the_rest() -> None:
    for text, tokens in {"": 0, "cat": 2, " cats": 3, "The cat": 4, "a" * 16: 16, "NATO": 4, "é": 2, "42": 2}.items():
        assert estimate_tokens(text) == tokens + 16, text
