"""Whether a passage entails a sentence, by a natural language inference model. Heavy imports happen on first use.

Any sequence classification model with a label for entailment, from a folder or the hub: no weights are packaged.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from threading import Lock
from typing import Any

from harness.errors import InputError, PluginError

_loading = Lock()


class Entailment:
    """A model that reads a premise and a hypothesis together."""

    def __init__(self, model: str) -> None:
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        self._torch = torch
        self._tokenizer: Any = AutoTokenizer.from_pretrained(model)
        self._model: Any = AutoModelForSequenceClassification.from_pretrained(model).eval()
        labels = {str(label).lower(): number for number, label in self._model.config.id2label.items()}
        found = [number for label, number in labels.items() if label.startswith("entail")]
        if len(found) != 1:
            raise InputError(
                f"{model}: has the labels {', '.join(sorted(labels))}; expected a model for inference with one label "
                "“entailment”"
            )
        self._entailment = found[0]
        self._reading = Lock()

    def probability(self, premise: str, hypothesis: str) -> float:
        """Probability that the premise entails the hypothesis, 0–1, rounded to six digits.

        Raises InputError where the two do not fit the model together: nothing is cut off.
        """
        # the tokenizer is Rust and takes no lone surrogates
        texts = [text.encode("utf-8", "replace").decode() for text in (premise, hypothesis)]
        with self._reading, self._torch.no_grad():
            ids = self._tokenizer(*texts, return_tensors="pt", truncation=False, verbose=False)
            n = ids["input_ids"].shape[1]
            room = min(self._tokenizer.model_max_length, self._model.config.max_position_embeddings)
            if n > room:
                raise InputError(f"a passage and a sentence of {n} tokens together; the model takes {room}")
            scores = self._model(**ids).logits[0].softmax(dim=-1)
        return round(float(scores[self._entailment]), 6)


def load_entailment(model: str) -> Entailment:
    """The model of that name or folder; loaded once. Raises PluginError where the extra `bert` is not installed."""
    if importlib.util.find_spec("transformers") is None or importlib.util.find_spec("torch") is None:
        raise PluginError('the tier "nli" needs the extra "bert"; install it with: pip install "summary-harness[bert]"')
    with _loading:  # the cache alone would let each thread load one
        return _load(model)


@lru_cache(maxsize=1)
def _load(model: str) -> Entailment:
    return Entailment(model)
