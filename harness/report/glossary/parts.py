"""What each part of a built-in metric's score says: one sentence, by the type of the metric and the name of the part.

Parts such as `source[wire]` come in families and are explained by what stands before the bracket.
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.metrics.structure import RULES
from harness.report.glossary.checks import CHECKS

_COVERAGE = {
    "key_facts": "Share of the key facts that is told; one that is not vital weighs half.",
    "references": "Share of a reference summary's words that stand here, figures counting twice; the best of several.",
    "sources": "Share told of what weighs in the sources, for its length, without what is said twice.",
    "lead_at_length": (
        "What the beginnings of the sources would reach in as many words;"
        " in brackets of which figure, if not of the value."
    ),
    "oracle_at_length": (
        "What sentences picked from the sources for it would reach in as many words; in brackets of which figure."
    ),
    "length_controlled": (
        "Where it lies for its length: 0.5 is what the sources' beginnings reach, 1 what picked sentences do;"
        " in brackets which figure."
    ),
    "salient_recall": "Share of the sources' words that the summary has, each weighed by how much it matters there.",
    "fresh": "Share of its pairs of words that stand for the first time; 1: it never repeats itself.",
    "source": "Share of this source's words, by their weight, that the summary has.",
    "unique": "Share of what only this source reports, by weight, that the summary has.",
    "shared": "Share of what several independent sources report, by weight, that the summary has.",
    "balance": "Whether it draws on what each source alone reports in proportion to what there is; 1 is wholly so.",
    "rouge1_recall": "Share of a reference summary's words that the summary has.",
    "rouge2_recall": "Share of a reference summary's pairs of neighbouring words that the summary has.",
    "rougeL_recall": "Share of a reference summary's words that the summary has in the same order.",
}
_CONSISTENCY = {
    "support": "How well the sources bear the sentences out, 1 for a copy; the least supported sentences weigh most.",
    "contrast": "1, less up to 0.3 for sentences with a denial or an opposite that their source passage lacks.",
    "weakest_support": "Support of the least supported sentence by its best passage, before it is put on a scale.",
    "supported_share": "Share of the sentences with a support of 0.25 or more.",
    "factor": "What findings of this kind leave of the score: 1 if none; an error halves it, a warning takes less.",
    "source": "Support that this source gives to the sentences, mean, 0 to 1.",
}
_ABOUT = {
    "headline": "the headline",
    "lede": "the opening paragraph and the order of importance",
    "sections": "subheads, paragraphs, lists and the order of the parts",
    "timeline": "the timeline",
    "sourcing": "saying on whose word things are told",
    "next": "what comes next",
    "notices": "byline, date, disclaimer, and what the story must disclose",
    "repetition": "what stands twice",
    "reading": "length, and how hard the text is to read",
    "debris": "left-overs: prompt, refusal, formatting, text cut off",
}
_STRUCTURE = {
    **{family: f"Mean of the rules on {what}, by their weights; 1: all kept." for family, what in _ABOUT.items()},
    "part": "Mean of all rules that speak of this part of the story; 1: all kept.",
    **{rule: f"A rule: 1 if kept. Less than 1: {CHECKS[rule]}" for rule in RULES},
}
_TELLING = {
    "similar": "1, less the largest share of its pairs of words that one sentence has in common with another.",
    "unrepeated": "How few pairs of words stand already in the same or the last three sentences; 1: none.",
    "tight": "How seldom a content word stands twice in one sentence; the worst sentence weighs most.",
    "contiguous": "Share of neighbouring sentences that tell neighbouring passages of a source.",
    "forward": "Share of the pairs of sentences that stand in the order of a source.",
    "focused": "How much the words of the sentences matter in the sources; the least weighty sentence counts most.",
    "linked": "Share of the sentences that take up something told before, by a word, a name or a pronoun.",
    "introduced": "1, or 0 where the first sentence begins with a word for what has not been named yet.",
    "full": "How near the shortest sentences come to ten words; 1: no scraps.",
    "unbroken": "Share of the sentences that do not break off behind a word such as “the” or “and”.",
    "closed": "Share of the sentences that have a mark at their end.",
    "verbal": "Share of the sentences with a word that may be a verb.",
    "finished": "Share of the sentences that end where a source makes a stop; half where no source has the words.",
    "familiar": "Share of neighbouring words whose forms stand side by side in a source too.",
}
_COHERENCE = (
    "similar", "unrepeated", "tight", "contiguous", "forward", "focused", "linked", "introduced", "full", "finished",
)  # fmt: skip
_FLUENCY = ("tight", "full", "unbroken", "closed", "verbal", "finished", "familiar")


def _overlap(what: str) -> dict[str, str]:
    """Precision and recall of something that summary and reference share."""
    return {
        "precision": f"Share of the summary's {what} that the reference has.",
        "recall": f"Share of the reference's {what} that the summary has.",
    }


_PARTS: Mapping[str, Mapping[str, str]] = {
    "coverage": _COVERAGE,
    "consistency": _CONSISTENCY,
    "structure": _STRUCTURE,
    "coherence": {part: _TELLING[part] for part in _COHERENCE},
    "fluency": {part: _TELLING[part] for part in _FLUENCY},
    "conciseness": {
        "relevant": "Share of the words that stand in sentences which tell something that matters.",
        "new": "Share of the words that stand in sentences which tell something new.",
    },
    "rouge1": _overlap("words"),
    "rouge2": _overlap("pairs of neighbouring words"),
    "rougeL": _overlap("words, in the same order,"),
    "rougeLsum": _overlap("words, in the same order within a sentence,"),
    "bertscore": {
        "precision": "How near the words of the summary come to words of the reference, mean.",
        "recall": "How near the words of the reference come to words of the summary, mean.",
        "windows": "Pieces in which the language model read the summary; more than 1 for long texts.",
    },
    "attribution": {
        "single_source": "Share of the sentences that one independent source alone bears out.",
        "unattributed": "Share of the sentences that no source bears out in these words.",
        "fused": "Share of the sentences that join what two sources say, neither saying all of it.",
        "top_source": "Share of the sentences that follow most closely the source that is followed most.",
        "voices": "Number of independent sources; near-copies of each other count as one.",
    },
    "length": {"sentences": "Number of sentences.", "characters": "Number of characters, spaces among them."},
    "compression": {"source_words": "Words of all sources together."},
    "extractiveness": {
        "density": "Words of the copied run that a word of the summary stands in, mean; 0 for words not copied.",
        "longest_fragment_words": "Words of the longest run that is copied from a source.",
        "bigram_precision": "Share of the summary's pairs of neighbouring words that a source has.",
    },
}


def parts_of(metric: str) -> Mapping[str, str]:
    """Name of a part, or of its family without the bracket -> its sentence; empty for the type of a plug-in."""
    return _PARTS.get(metric, {})
