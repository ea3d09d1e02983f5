"""The summarizers. Each is a frozen dataclass with one method, `summarize(article, *, sample) -> Summary`."""
