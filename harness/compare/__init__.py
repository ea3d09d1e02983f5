"""Comparisons: paired by article, checked for being comparable, corrected for their number. Pure functions.

A Comparison is data; what it means in words is `report.words`, and nothing is ever called "no difference".
"""

from harness.compare.changes import Change, changes, compared_across_runs
from harness.compare.families import ALPHA, EPSILON, compare
from harness.compare.frames import to_frame
from harness.compare.pairing import differences, incomparable
from harness.compare.reasons import Bucket, Contribution, buckets, contributions
from harness.compare.records import Comparison, Member, Outcome, Rank, Report, caveat, lost_to_correction

__all__ = [
    "ALPHA",
    "EPSILON",
    "Bucket",
    "Change",
    "Comparison",
    "Contribution",
    "Member",
    "Outcome",
    "Rank",
    "Report",
    "buckets",
    "caveat",
    "changes",
    "compare",
    "compared_across_runs",
    "contributions",
    "differences",
    "incomparable",
    "lost_to_correction",
    "to_frame",
]
