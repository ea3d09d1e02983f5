"""Support by more than words: the encoder and a model of inference, made here."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import plugins
from harness.case import Case, Subject
from harness.entailment import load_entailment
from harness.errors import InputError
from harness.metrics.consistency import Consistency
from tests.metrics.consistency.judging import article

SOURCE = article("The bridge in Varnholt closed on Tuesday. Buses now cross at the old ford.")
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "bridge", "in", "varnholt", "closed", "shut", "."]


def make_model(folder: Path, labels: dict[int, str], *, longest: int = 64) -> str:
    """A tiny model for sequence classification with random weights, saved as the hub's models are."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification
    from transformers.models.bert import BertTokenizer

    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=longest,
        id2label=labels,
        label2id={label: number for number, label in labels.items()},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(vocab_file=str(folder / "vocab.txt"), model_max_length=longest).save_pretrained(folder)
    return str(folder)


LABELS = {0: "CONTRADICTION", 1: "NEUTRAL", 2: "ENTAILMENT"}


def test_the_encoder_finds_more_support_for_a_rewording_than_words_do() -> None:
    case = Case(Subject(SOURCE), "Traffic over Varnholt's bridge was halted on Tuesday.")
    words = Consistency().score(case).parts["weakest_support"]
    nearness = Consistency(tier="encoder").score(case).parts["weakest_support"]
    assert words is not None
    assert nearness is not None
    assert nearness > words


def test_a_copy_is_fully_supported_in_the_encoder_tier_as_well() -> None:
    assert Consistency(tier="encoder").score(Case(Subject(SOURCE), "Buses now cross at the old ford.")).value == 1.0


def test_the_inference_tier_adds_the_probability_of_entailment(tmp_path: Path) -> None:
    model = make_model(tmp_path / "nli", LABELS)
    case = Case(Subject(SOURCE), "The bridge in Varnholt shut.")
    (claim,) = case.aligned
    assert claim.best is not None
    entailed = load_entailment(model).probability(case.subject.index.evidence(claim.best).text, claim.text)
    assert 0 < entailed < 1
    expected = (claim.support + entailed) / 2
    assert Consistency(tier="nli", model=model).score(case).parts["weakest_support"] == pytest.approx(expected)


def test_a_model_without_the_label_entailment_is_refused(tmp_path: Path) -> None:
    model = make_model(tmp_path / "other", {0: "bad", 1: "good"})
    with pytest.raises(InputError, match=r"has the labels bad, good; expected a model for inference"):
        load_entailment(model)


def test_what_does_not_fit_the_model_is_an_error_and_never_cut_off(tmp_path: Path) -> None:
    model = load_entailment(make_model(tmp_path / "short", LABELS, longest=16))
    with pytest.raises(InputError, match=r"a passage and a sentence of \d+ tokens together; the model takes 16"):
        model.probability("the bridge " * 20, "the bridge closed")


def test_the_signature_names_the_tier_and_the_weights() -> None:
    assert "tier=lexical" in plugins.signature("consistency", Consistency())
    signature = plugins.signature("consistency", Consistency(tier="encoder"))
    assert "tier=encoder" in signature
    assert "revision=53aa51172d14" in signature


def test_a_tier_without_its_model_is_refused() -> None:
    with pytest.raises(ValueError, match='tier "nli" needs `model`'):
        Consistency(tier="nli")
    with pytest.raises(ValueError, match='tier "lexical" has no model'):
        Consistency(model="minilm")
