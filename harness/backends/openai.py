"""Any server that speaks OpenAI's chat protocol, asked with a prompt of one's own, a Jinja2 file."""

from __future__ import annotations

import hashlib
import importlib.util
import math
import traceback
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from harness.articles import shown
from harness.chat import Answer, Chat, estimate_tokens
from harness.errors import InputError, PluginError
from harness.jsonl import encode
from harness.text import visible
from harness.types import Article, Estimate, State, Summary

if TYPE_CHECKING:
    import jinja2


@dataclass(frozen=True)
class OpenAI:
    """A chat model with a prompt. The key is read from the environment variable `api_key_env`, and only from there.

    `prompt` is one Jinja2 file (no includes: its hash stands for all of it), rendered with `article` and with `fence`, a
    word that stands nowhere in the article, to close the sources in with. `base_url` None is OpenAI itself. With
    `request_seed`, sample n is asked with seed request_seed + n. `context_tokens` is the model's window: what may not
    fit is an error before any call. See `harness.chat.Chat` for time-outs, retries and concurrency.

    `usd_per_million_tokens` is a table of model -> (input, output), which gives rows and dry runs their cost. One table
    serves a matrix of models, and prices are no part of what is compared.
    """

    model: str
    prompt: Path
    base_url: str | None = None
    api_key_env: str = "OPENAI_API_KEY"
    temperature: float | None = None
    max_output_tokens: int | None = None
    request_seed: int | None = None
    timeout_seconds: float = 60.0
    max_retries: int = 4
    concurrency: int = 4
    context_tokens: int | None = None
    usd_per_million_tokens: dict[str, tuple[float, float]] | None = field(default=None, compare=False)
    _template: str = field(init=False, repr=False, compare=False)

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if importlib.util.find_spec("openai") is None:
            raise PluginError("needs the OpenAI SDK; pip install 'summary-harness[openai]'")
        if self.context_tokens is not None and self.context_tokens < 1:
            raise ValueError(f"context_tokens must be at least 1, not {self.context_tokens}")
        prices = (self.usd_per_million_tokens or {}).values()
        if any(not 0 <= price < math.inf for pair in prices for price in pair):
            raise ValueError("usd_per_million_tokens: a price must be a number of at least 0")
        object.__setattr__(self, "_template", _read(self.prompt))
        self._chat()

    @property
    def texts(self) -> dict[str, str]:
        """The prompt."""
        return {"prompt": self._template}

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """Ask once. Raises BackendError where there is no answer, InputError where the prompt may not fit."""
        prompt = self._render(article)
        self._check_fit(article, prompt)
        seed = None if self.request_seed is None else self.request_seed + sample
        answer = self._chat().ask(prompt, seed=seed)
        return _summary(answer, self._cost(answer.input_tokens, answer.output_tokens))

    def estimate(self, article: Article) -> Estimate:
        """Tokens of the rendered prompt at most (`harness.chat.estimate_tokens`), `max_output_tokens`, and their cost.

        Raises InputError where they are more than `context_tokens`.
        """
        asked, answered = self._check_fit(article, self._render(article)), self.max_output_tokens
        if self.model not in (self.usd_per_million_tokens or {}):
            return Estimate(asked, answered, None, "no price given")
        if answered is None:
            return Estimate(asked, None, None, "no max_output_tokens given")
        return Estimate(asked, answered, self._cost(asked, answered))

    def _cost(self, asked: int | None, answered: int | None) -> float | None:
        """US dollars; None where a price or a number of tokens is unknown."""
        prices = (self.usd_per_million_tokens or {}).get(self.model)
        if prices is None or asked is None or answered is None:
            return None
        return (asked * prices[0] + answered * prices[1]) / 1_000_000

    def _check_fit(self, article: Article, prompt: str) -> int:
        """Tokens of the prompt at most."""
        asked, answered = estimate_tokens(prompt), self.max_output_tokens or 0
        if self.context_tokens is not None and asked + answered > self.context_tokens:
            raise InputError(
                f"article {shown(article.id)}: for model {shown(self.model)} the prompt has up to {asked} tokens and the"
                f" answer up to {answered}, together {asked + answered}; context_tokens is {self.context_tokens}."
                " Shorten the sources, or use a model with a larger context"
            )
        return asked

    def _render(self, article: Article) -> str:
        try:
            prompt = _compiled(self._template).render(article=article, fence=fence(article))
        except Exception as error:  # noqa: BLE001 - whatever the expressions of a user's template raise
            frames = traceback.extract_tb(error.__traceback__)
            line = next((f":{frame.lineno}" for frame in reversed(frames) if frame.filename == "<template>"), "")
            raise InputError(f"{self.prompt}{line}: article {shown(article.id)}: {_told(error)}") from None
        if not prompt.strip():
            raise InputError(f"{self.prompt}: article {shown(article.id)}: the prompt is empty")
        return prompt

    def _chat(self) -> Chat:
        return Chat(
            self.model,
            self.base_url,
            self.api_key_env,
            self.temperature,
            self.max_output_tokens,
            self.timeout_seconds,
            self.max_retries,
            self.concurrency,
        )


def fence(article: Article) -> str:
    """`data-` and twelve hexadecimal digits of the article's hash that stand nowhere in the article, so that no source
    can close the fence it is in. The same article always gets the same.
    """
    data = encode(article.model_dump(mode="json"))
    number = 0
    while True:
        word = hashlib.sha256(b"%d\n%b" % (number, data)).hexdigest()[:12]
        if word.encode() not in data:
            return f"data-{word}"
        number += 1


def _summary(answer: Answer, cost_usd: float | None) -> Summary:
    state: State = "ok"
    reason = None
    if answer.refusal:
        state, reason = "refused", visible(answer.refusal)
    elif answer.finish == "content_filter":
        state, reason = "refused", "stopped by the server's content filter"
    elif answer.finish == "length":
        state, reason = "truncated", "cut off at the limit of output tokens"
    elif not answer.text.strip():
        state, reason = "empty", "the answer is empty"
    return Summary(
        text=answer.text,
        state=state,
        reason=reason,
        input_tokens=answer.input_tokens,
        output_tokens=answer.output_tokens,
        cost_usd=cost_usd,
    )


def _read(path: Path) -> str:
    """The template's text. Raises InputError with file and line where it cannot be read or parsed."""
    import jinja2

    try:
        text = path.read_text(encoding="utf-8")
        _compiled(text)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from None
    except jinja2.TemplateSyntaxError as error:
        raise InputError(f"{path}:{error.lineno}: {error.message}") from None
    return text


@lru_cache(maxsize=32)
def _compiled(text: str) -> jinja2.Template:
    import jinja2

    # a prompt is plain text: what autoescaping would do to quotes and ampersands is what must not happen
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False, trim_blocks=True)
    return environment.from_string(text)


def _told(error: Exception) -> str:
    import jinja2

    return str(error) if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: {error}"
