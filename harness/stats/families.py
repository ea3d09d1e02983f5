"""Families of tests: adjusted p values. Holm for what was declared beforehand, Benjamini–Hochberg for exploration."""

from __future__ import annotations

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjusted p values, in the order given: controls the chance of any false find (Holm 1979)."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, index in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = largest
    return adjusted


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Step-up adjusted p values, in the order given: controls the expected share of false finds among all finds.

    Benjamini & Hochberg 1995; for tests that are independent or positively dependent.
    """
    n = len(p_values)
    order = sorted(range(n), key=lambda i: p_values[i])
    adjusted = [0.0] * n
    smallest = 1.0
    for rank in range(n, 0, -1):
        index = order[rank - 1]
        smallest = min(smallest, p_values[index] * n / rank)
        adjusted[index] = smallest
    return adjusted
