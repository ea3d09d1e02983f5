"""Faults: known edits of a summary, by which `harness probe` finds out what a metric notices. Beside metrics, backends.

`edits` makes the texts, `places` finds what can be edited; every other module holds one group of plug-ins.
"""
