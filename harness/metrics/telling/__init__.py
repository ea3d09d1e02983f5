"""How a summary is told: what its running sentences are measured by, for coherence, fluency and conciseness.

Every measure is a share of 0–1, 1 being good, and None where nothing can be said.
"""
