"""The metrics. Each is a frozen dataclass with one method, `score(case) -> Score`, and imports no other metric."""
