"""Asking a chat model over the OpenAI protocol: a prompt in, a whole answer out, or a BackendError that says why.

The official SDK asks and retries; what it lacks is added here: a try ends after `timeout_seconds` however slowly its
answer drips in, an answer that is no JSON counts as a broken connection, calls to one model of one server share their
limit of concurrency, and the key is kept out of every message.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from threading import Condition
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, Field, ValidationError

from harness.articles import shown
from harness.errors import BackendError
from harness.text import visible

if TYPE_CHECKING:
    import ssl

    import httpx2
    import openai

_OPENAI = "https://api.openai.com/v1"
_NO_KEY = "no-key"  # the SDK insists on one; a server of one's own mostly does not
_SECRET = 8  # characters; what is shorter ("EMPTY", "x") is no secret, and would be found in any text
_SHOWN = 300  # characters of a server's message
_LARGEST = 16 * 2**20  # bytes of an answer
_WORD = re.compile(r" ?(?<![A-Za-z])[A-Z]?[a-z]{1,15}(?![A-Za-z])")
_AROUND = 16  # tokens that a chat template puts around one message

_turn = Condition()
_busy: Counter[tuple[str, str]] = Counter()


class Answer(NamedTuple):
    """What the model said, and why it stopped (`finish_reason`); token counts where the server gives them."""

    text: str
    refusal: str | None
    finish: str | None
    input_tokens: int | None = None
    output_tokens: int | None = None


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Completion(BaseModel):
    """The part of a chat completion that counts here; servers may send more."""

    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage | None = None


@dataclass(frozen=True)
class Chat:
    """A model on a server. `base_url` None is OpenAI itself; the key is read from the environment only, at each call.

    `timeout_seconds` is for one try. Time-outs, broken connections and answers, 408, 409, 429 and 5xx are tried again
    up to `max_retries` times, after the server's Retry-After (up to two minutes) or else after .5 s, doubled each time.
    """

    model: str
    base_url: str | None = None
    api_key_env: str = "OPENAI_API_KEY"
    temperature: float | None = None
    max_output_tokens: int | None = None
    timeout_seconds: float = 60.0
    max_retries: int = 4
    concurrency: int = 4

    def __post_init__(self) -> None:
        if not self.model.strip():
            raise ValueError("model is empty; expected the name that the server knows it by")
        for name, least in (("max_output_tokens", 1), ("max_retries", 0), ("concurrency", 1)):
            value = getattr(self, name)
            if value is not None and value < least:
                raise ValueError(f"{name} must be at least {least}, not {value}")
        if self.timeout_seconds <= 0:
            raise ValueError(f"timeout_seconds must be above 0, not {self.timeout_seconds:g}")
        if re.search("[@?#]", self.server):
            # not shown: it may be the secret
            raise ValueError(f"base_url must hold no user, password or query; put the key into ${self.api_key_env}")
        place = urlsplit(self.server)
        if place.scheme not in ("http", "https") or not place.hostname:
            raise ValueError(f"base_url {shown(self.server)}: expected an address such as http://127.0.0.1:8080/v1")

    @property
    def server(self) -> str:
        """The address that is asked. Never from the environment: a run's suite says whom it asked."""
        return self.base_url or _OPENAI

    def ask(self, prompt: str, *, seed: int | None = None) -> Answer:
        """One answer to one prompt. Lone surrogates, which cannot be sent, become U+FFFD.

        Raises BackendError (model, server, what happened, how often it was tried) where there is none.
        """
        key = self._key()
        with _slot(self.server, self.model, self.concurrency):
            answer = self._send(re.sub("[\ud800-\udfff]", "\ufffd", prompt), seed, key)
        if _holds(answer.text + (answer.refusal or ""), key):
            raise self._failed("the answer repeats the API key, so it is not kept")
        return answer

    def _key(self) -> str:
        key = os.environ.get(self.api_key_env, "").strip()
        if not key and not _is_loopback(self.server):
            raise self._failed(f"no API key; set the environment variable {self.api_key_env}")
        if not re.fullmatch(r"[!-~]*", key):
            raise self._failed(f"the API key in {self.api_key_env} has characters that no key has (space, non-ASCII)")
        return key or _NO_KEY

    def _send(self, prompt: str, seed: int | None, key: str) -> Answer:
        import openai

        # OpenAI's newer models refuse the old name of the limit; other servers may silently ignore the new one
        limit = "max_completion_tokens" if self.server.startswith(_OPENAI) else "max_tokens"
        wanted = {"temperature": self.temperature, limit: self.max_output_tokens, "seed": seed}
        given: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
        # a client a call: no connection outlives it, so none is found dead by the next one
        with openai.OpenAI(
            api_key=key,
            base_url=self.server,
            timeout=self.timeout_seconds,
            max_retries=self.max_retries,
            http_client=_http_client(self.timeout_seconds, trust_env=not _is_loopback(self.server)),
        ) as client:
            try:
                response = client.chat.completions.with_raw_response.create(
                    model=self.model, messages=[{"role": "user", "content": prompt}], **given
                )
            except openai.APIStatusError as error:
                said = _safe(_server_message(error), key)
                if error.code == "content_filter":
                    return Answer("", said, "content_filter")
                raise self._failed(f"HTTP {error.status_code}: {said}", error) from None
            except openai.APITimeoutError as error:
                raise self._failed(f"no whole answer within {self.timeout_seconds:g} s", error) from None
            except openai.APIConnectionError as error:
                cause = error.__cause__ or error
                raise self._failed(_safe(str(cause) or type(cause).__name__, key), error) from None
            try:
                found = _Completion.model_validate(json.loads(response.content))
            except ValidationError as error:
                first = error.errors()[0]
                place = ".".join(map(str, first["loc"])) or "the whole"
                what = f"no chat completion ({place}: {first['msg']}): {_safe(response.text, key)}"
                raise self._failed(what, tries=response.retries_taken + 1) from None
        choice, usage = found.choices[0], found.usage or _Usage()
        message = choice.message
        tokens = usage.prompt_tokens, usage.completion_tokens
        return Answer(message.content or "", message.refusal, choice.finish_reason, *tokens)

    def _failed(self, what: str, error: openai.APIError | None = None, *, tries: int = 0) -> BackendError:
        if error is not None:
            # the SDK counts its retries in this header
            tries = int(error.request.headers.get("x-stainless-retry-count", 0)) + 1
        tried = "" if not tries else "; tried once" if tries == 1 else f"; tried {tries} times"
        return BackendError(f"model {shown(self.model)} at {self.server}: {what}{tried}")


def estimate_tokens(text: str) -> int:
    """How many tokens `text` has at most, by any usual tokenizer, as a prompt of one message.

    A word of up to 16 letters, with the space before it, counts half of its letters and one; everything else counts its
    bytes in UTF-8, of which no byte-pair vocabulary makes more tokens; 16 are added for what the server's template puts
    around. By OpenAI's vocabularies cl100k and o200k, prompts with news have .39 to .43 of it, random letters up to 1.02.
    """
    tokens = len(text.encode("utf-8", "replace")) + _AROUND
    for word in _WORD.finditer(text):
        length = word.end() - word.start()
        letters = length - word.group().startswith(" ")
        tokens += letters // 2 + 1 - length
    return tokens


@contextmanager
def _slot(server: str, model: str, most: int) -> Iterator[None]:
    """Wait until fewer than `most` calls to this model of this server are under way, in this process."""
    place = (server, model)
    with _turn:
        _turn.wait_for(lambda: _busy[place] < most)
        _busy[place] += 1
    try:
        yield
    finally:
        with _turn:
            _busy[place] -= 1
            _turn.notify_all()


def _http_client(seconds: float, *, trust_env: bool) -> httpx2.Client:
    """The SDK's HTTP client, made to read each answer whole, in time, and as JSON: else it fails as connections do,
    so that the SDK tries again. (The SDK's own time-out is for each piece of an answer, not for all of it.)
    """
    import httpx2
    import openai

    def begin(request: httpx2.Request) -> None:
        request.extensions["deadline"] = time.monotonic() + seconds

    def read_whole(response: httpx2.Response) -> None:
        stream = response.stream
        assert isinstance(stream, httpx2.SyncByteStream)
        body = bytearray()
        for piece in stream:
            body += piece
            if time.monotonic() > response.request.extensions["deadline"]:
                raise httpx2.ReadTimeout("the answer came too slowly")
            if len(body) > _LARGEST:
                raise httpx2.RemoteProtocolError(f"the answer is larger than {_LARGEST:,} bytes")
        stream.close()
        response.stream = httpx2.ByteStream(bytes(body))
        response.read()
        problem = _no_json(response) if response.is_success else None
        if problem:
            raise httpx2.RemoteProtocolError(problem)

    hooks: dict[str, list[Any]] = {"request": [begin], "response": [read_whole]}
    return openai.DefaultHttpxClient(event_hooks=hooks, trust_env=trust_env, verify=_tls())


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """Loading the certificates takes longer than all the rest of a client."""
    import httpx2

    return httpx2.create_ssl_context()


def _no_json(response: httpx2.Response) -> str | None:
    """What is wrong with an answer that is no JSON. Not its text: a cut one could hold half of the key."""
    kind = response.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if not kind.endswith("json"):
        return f"answered with {visible(kind[:80], one_line=True)}, expected application/json; is base_url right?"
    try:
        json.loads(response.content)
    except (ValueError, RecursionError):
        return f"answered with {len(response.content)} bytes that are no JSON"
    return None


def _server_message(error: openai.APIStatusError) -> str:
    """What the server says, and what it asks for: the SDK does not wait where that is more than two minutes."""
    message = error.body.get("message") if isinstance(error.body, Mapping) else None
    wait = error.response.headers.get("retry-after")
    said = message or error.response.text or error.response.reason_phrase
    return f"{said}{f' (Retry-After: {wait})' if wait else ''}"


def _forms(key: str) -> tuple[str, ...]:
    return (key, quote(key, safe=""), key.replace("/", "\\/")) if len(key) >= _SECRET else ()


def _holds(text: str, key: str) -> bool:
    return any(form in text for form in _forms(key))


def _safe(text: str, key: str) -> str:
    """A server's words as they may be kept: without the key, on one line, harmless, and shortened in that order."""
    for form in _forms(key):
        text = text.replace(form, "[API key]")
    text = visible(" ".join(text.split()), one_line=True)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
