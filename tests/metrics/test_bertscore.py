"""BERTScore: bert-score's own numbers, windows for long texts, each text encoded once, weights verified."""

from __future__ import annotations

import json
import random
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from harness import encoder
from harness.case import Case, Subject
from harness.encoder import Encoder, load_encoder, model_folder
from harness.errors import InputError
from harness.metrics.bertscore import BertScore, _match
from harness.plugins import signature
from harness.text import Text
from harness.types import Article
from tests.conftest import ROOT, make_article


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Threads of torch wait for each other, which takes many times as long where other tests use the same cores."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def subject(*references: str) -> Subject:
    """A small article with these references."""
    return Subject(Article.model_validate(make_article(1, references=list(references))))


def sentences() -> list[str]:
    """Sentences of the newsroom set."""
    lines = (ROOT / "fixtures" / "newsroom" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [source["text"] for line in lines for source in json.loads(line)["sources"]]
    return [sentence.text for text in texts for sentence in Text(text).sentences]


@pytest.mark.slow
def test_it_equals_bert_score_on_pairs_that_fit_one_window() -> None:
    pool, rng = sentences(), random.Random(5)

    def draw() -> str:
        return " ".join(rng.sample(pool, rng.randint(1, 4)))

    pairs = [(draw(), draw()) for _ in range(200)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from bert_score import BERTScorer

        scorer = BERTScorer(model_type=model_folder("minilm"), num_layers=6, device="cpu")
        # one pair at a time: in a batch, the zeros of its padding count as matches for tokens that have only worse ones
        expected = [[float(x) for x in scorer.score([mine], [theirs])] for mine, theirs in pairs]
    loaded = load_encoder("minilm", 6)
    for (summary, reference), numbers in zip(pairs, expected, strict=True):
        assert _match(loaded.embed(reference), loaded.embed(summary)) == pytest.approx(numbers, abs=1e-5)


def test_equal_texts_score_1_and_unrelated_ones_much_less() -> None:
    text = "Engineers found 12 cracks in the bridge."
    equal = BertScore().score(Case(subject(text), text)).value
    other = BertScore().score(Case(subject("The choir sang until midnight."), text)).value
    assert equal == pytest.approx(1, abs=1e-5)
    assert other is not None
    assert other < 0.6


def test_the_best_of_several_references_counts() -> None:
    text = "The bridge is closed."
    alone = BertScore().score(Case(subject("A new school opened."), text)).value
    both = BertScore().score(Case(subject("A new school opened.", text), text)).value
    assert alone is not None
    assert both == pytest.approx(1, abs=1e-5)


def test_a_long_text_is_encoded_in_windows_and_never_cut_off() -> None:
    pool = sentences()
    long = " ".join(pool[:120])
    assert load_encoder("minilm", 6).embed(long).n_windows > 3
    end = " ".join(pool[110:120])
    score = BertScore().score(Case(subject(long), end))
    assert score.parts["precision"] == pytest.approx(1, abs=0.15)  # found at the very end of the long text
    whole = BertScore().score(Case(subject(long), long))
    assert whole.value == pytest.approx(1, abs=1e-5)
    assert whole.parts["windows"] == load_encoder("minilm", 6).embed(long).n_windows


def test_one_sentence_longer_than_a_window_is_cut_into_windows() -> None:
    assert load_encoder("minilm", 6).embed("mud " * 1200).n_windows == 3


def test_each_distinct_text_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[str] = []
    original = Encoder._encode

    def noted(self: Encoder, text: str) -> encoder.Embedded:
        encoded.append(text)
        return original(self, text)

    monkeypatch.setattr(Encoder, "_encode", noted)
    encoder._load.cache_clear()
    reference = subject("The bridge closed on Tuesday.")
    for summary in ("One summary.", "Another summary.", "One summary."):
        BertScore().score(Case(reference, summary))
    encoder._load.cache_clear()
    assert sorted(encoded) == ["Another summary.", "One summary.", "The bridge closed on Tuesday."]


def test_threads_share_one_encoder_and_each_text_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    encoded: list[str] = []
    made_by, encode = Encoder.__init__, Encoder._encode

    def note_made(self: Encoder, model: str, layers: int) -> None:
        made.append(model)
        made_by(self, model, layers)

    def note_encoded(self: Encoder, text: str) -> encoder.Embedded:
        encoded.append(text)
        return encode(self, text)

    monkeypatch.setattr(Encoder, "__init__", note_made)
    monkeypatch.setattr(Encoder, "_encode", note_encoded)
    encoder._load.cache_clear()
    texts = sentences()[:12]
    reference = subject("The bridge closed on Tuesday.")
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: BertScore().score(Case(reference, text)), texts * 3))
    assert made == ["minilm"]
    assert sorted(encoded) == sorted([*texts, "The bridge closed on Tuesday."])
    encoder._load.cache_clear()
    assert together == [BertScore().score(Case(reference, text)) for text in texts * 3]


def test_it_is_labelled_with_its_model() -> None:
    assert BertScore().label == "BERTScore (MiniLM-L6)"
    assert BertScore(model="roberta-large", layers=17).label == "BERTScore (roberta-large)"


@pytest.mark.parametrize("text", ["", "  \n", "\x00"])
def test_a_text_without_tokens_is_unscored(text: str) -> None:
    score = BertScore().score(Case(subject("The bridge closed."), text))
    assert (score.value, score.reason) == (None, "the summary has no tokens")


def test_the_signature_names_model_layers_and_weights() -> None:
    assert signature("bertscore", BertScore()) == "bertscore[model=minilm,layers=6,revision=53aa51172d14,version=1]"


def test_other_weights_under_the_packaged_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"tampered")
    monkeypatch.setattr(encoder, "model_folder", lambda model: str(tmp_path))
    encoder.revision.cache_clear()
    with pytest.raises(InputError, match=r"the MiniLM weights have sha256 [0-9a-f]{12}…, expected 53aa51172d14…"):
        encoder.revision("minilm")
    assert len(encoder.revision(str(tmp_path))) == 12  # as a model of its own it is fine
    encoder.revision.cache_clear()
