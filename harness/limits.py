"""What a suite's [gate] asks for: which metrics may not fall by how much, what fails outright, and what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from harness.types import Record


def _names(value: Any) -> Any:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise PydanticCustomError("names", 'expected a list of names, such as ["coverage"]')
    if twice := next((item for place, item in enumerate(value) if item in value[:place]), None):
        raise PydanticCustomError("twice", "{name} stands twice", {"name": repr(twice)})
    return tuple(value)


def _table(value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise PydanticCustomError("table", "expected a table, such as { coverage = 0.03 }")
    return value


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
# a number in quotation marks, or yes for a number, is a mistake and no number
Number = Annotated[float, Field(strict=True)]
Numbers = Annotated[Mapping[str, Number], BeforeValidator(_table)]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]


class GateSettings(Record):
    """[gate] of a suite; `harness gate` judges by it.

    `margin`: by how much a primary metric may get worse, above 0, in its own unit. `floor`: the mean that a metric must
    keep. `forbid`: checks, or patterns of them, of which no new `error` may appear. `pairs`: candidate backend ->
    baseline backend, where the names differ. Shares lie in 0 to 1, cost is in US dollars a run, seconds are the mean a
    summary. Raises on a primary metric without a margin, and on a margin that gates nothing.
    """

    primary: Names = ()
    margin: Numbers = Field(default_factory=dict)
    floor: Numbers = Field(default_factory=dict)
    forbid: Names = ()
    inconclusive: Literal["fail", "warn", "pass"] = "warn"
    pairs: Annotated[Mapping[str, str], BeforeValidator(_table)] = Field(default_factory=dict)
    alpha: float = Field(default=0.05, gt=0, lt=1, strict=True)
    max_failed_increase: Share = 0.0
    max_unscored_share: Share = 0.0
    max_truncated_share: Share | None = None
    max_cost: float | None = Field(default=None, ge=0, strict=True)
    max_seconds: float | None = Field(default=None, ge=0, strict=True)

    @model_validator(mode="after")
    def _margins_are_those_of_primary(self) -> Self:
        for name in self.primary:
            if self.margin.get(name, 0) <= 0:
                said = "primary metric {shown} needs a margin above 0, such as {name} = 0.02"
                raise PydanticCustomError("margin", said, {"shown": repr(name), "name": name})
        for name in self.margin:
            if name not in self.primary:
                said = "the margin of {shown} gates nothing, since primary does not name it; add it there"
                raise PydanticCustomError("margin", said, {"shown": repr(name)})
        return self

    def metrics(self) -> Iterable[str]:
        """The metrics that have a rule, each once."""
        return dict.fromkeys((*self.primary, *self.floor))
