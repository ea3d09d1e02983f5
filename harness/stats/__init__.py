"""Statistics, thin over scipy: the intervals, tests, families and random streams that the whole harness uses.

The unit is the article everywhere: callers pass one number per article. Confidence levels are passed as alpha, so 0.05
means a 95 % interval. docs/statistics.md says what each number means, with worked examples.
"""

from harness.stats.families import benjamini_hochberg, holm
from harness.stats.intervals import Interval, Vector, mean_intervals, wilson
from harness.stats.paired import FEW, Paired, paired, paired_each, sign_flip, t_interval, without_rounding
from harness.stats.planning import POWER, articles_to_settle, detectable
from harness.stats.prediction_powered import (
    labels_alone,
    paired_prediction_powered,
    prediction_powered,
)
from harness.stats.ranks import RankInterval, rank_intervals, tie_groups
from harness.stats.reliability import alpha_interval, krippendorff_alpha
from harness.stats.streams import random_stream

__all__ = [
    "FEW",
    "POWER",
    "Interval",
    "Paired",
    "RankInterval",
    "Vector",
    "alpha_interval",
    "articles_to_settle",
    "benjamini_hochberg",
    "detectable",
    "holm",
    "krippendorff_alpha",
    "labels_alone",
    "mean_intervals",
    "paired",
    "paired_each",
    "paired_prediction_powered",
    "prediction_powered",
    "random_stream",
    "rank_intervals",
    "sign_flip",
    "t_interval",
    "tie_groups",
    "wilson",
    "without_rounding",
]
