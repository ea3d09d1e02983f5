"""Backends that ask something else: a command, a Python function, a file of stored summaries."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

from harness.articles import parse_record, shown
from harness.errors import BackendError, InputError
from harness.jsonl import encode, read_lines
from harness.text import visible
from harness.types import Article, Summary

_STDERR_SHOWN = 500  # characters from the end
_TEXT_BYTES = 100_000
_KEPT = ("state", "reason", "input_tokens", "output_tokens", "cost_usd")


@dataclass(frozen=True)
class Command:
    """Any program: the article as one JSON object on stdin, the summary on stdout, exit status 0.

    The program runs in `folder` (default: the suite's). Another exit status, a time-out, or output that is not
    UTF-8 is `infra_error`, with the end of stderr as the reason.
    """

    command: tuple[str, ...]
    timeout_seconds: float = 60.0
    folder: Path = Path()

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if not self.command:
            raise ValueError('command is empty; expected a list such as ["python", "my_model.py"]')
        if self.timeout_seconds <= 0:
            raise ValueError(f"timeout_seconds must be above 0, not {self.timeout_seconds:g}")
        program = self.command[0]
        if program == "python":
            return
        if shutil.which(program) is None and not (self.folder / program).exists():
            raise ValueError(f"program {shown(program)} was not found on PATH or in the suite's folder")

    @property
    def revision(self) -> str | None:
        """Hash of the files that the command names, so that a changed script is another backend."""
        files = [self.folder / part for part in self.command if (self.folder / part).is_file()]
        return _hash(files) if files else None

    @property
    def texts(self) -> dict[str, str]:
        """The files that the command names, as far as they are UTF-8 and no larger than 100 kB."""
        found = {part: self.folder / part for part in self.command if (self.folder / part).is_file()}
        return {part: text for part, path in found.items() if (text := _short_text(path)) is not None}

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """Run the program once. Raises BackendError where it fails."""
        try:
            # its own session: Ctrl-C must not kill a call that may be paid for already, and a time-out must
            # end the program's children too
            process = subprocess.Popen(
                self._arguments(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self.folder,
                env={**os.environ, "HARNESS_SAMPLE": str(sample)},
                start_new_session=True,
            )
        except OSError as error:
            raise BackendError(f"{self.command[0]} could not be started: {error.strerror}") from None
        with process:
            try:
                out, err = process.communicate(encode(_as_seen(article)), timeout=self.timeout_seconds)
            except subprocess.TimeoutExpired:
                _kill(process)
                raise BackendError(f"no answer within {self.timeout_seconds:g} s; the program was ended") from None
        if process.returncode != 0:
            end = visible(err.decode("utf-8", "replace").strip())[-_STDERR_SHOWN:]
            raise BackendError(f"exit status {process.returncode}: {end or 'nothing on stderr'}")
        try:
            return Summary(text=out.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise BackendError(f"stdout is not UTF-8 at byte {error.start + 1}") from None

    def _arguments(self) -> list[str]:
        # "python" means the one that runs the harness where no other is on the PATH
        first = sys.executable if self.command[0] == "python" and not shutil.which("python") else self.command[0]
        local = self.folder / first
        return [
            str(local.resolve()) if not shutil.which(first) and local.exists() else first,
            *self.command[1:],
        ]


def _short_text(path: Path) -> str | None:
    """A text file that a person can read; None for anything else."""
    if path.stat().st_size > _TEXT_BYTES:
        return None
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def _hash(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _as_seen(article: Article) -> dict[str, Any]:
    return article.model_dump(mode="json", include={"id", "title", "published", "sources", "meta"})


def _kill(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


@dataclass(frozen=True)
class Python:
    """A function `module:name` that takes an Article and returns a text or a Summary.

    The module is looked for in `folder` (default: the suite's) and then on sys.path.
    """

    function: str
    folder: Path = Path()
    _call: Callable[[Article], object] = field(init=False, repr=False, compare=False)

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "_call", _load(self.function, self.folder))

    @property
    def revision(self) -> str | None:
        """Hash of the module's file, where it lies in `folder`."""
        path = self.folder / f"{self.function.partition(':')[0]}.py"
        return _hash([path]) if path.is_file() else None

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """Call the function; what it raises becomes the row's error."""
        answer = self._call(article)
        if isinstance(answer, str):
            return Summary(text=answer)
        if not isinstance(answer, Summary):
            kind = type(answer).__name__
            raise BackendError(f"{self.function} returned {kind}, expected a text or a Summary")
        return answer


def _load(function: str, folder: Path) -> Callable[[Article], object]:
    module_name, _, name = function.partition(":")
    if not module_name or not name:
        raise ValueError(f"function {shown(function)}: expected module:name")
    place = str(folder.resolve())
    if place not in sys.path:
        sys.path.insert(0, place)
    try:
        module = _module(module_name, folder)
    except Exception as error:  # noqa: BLE001 - whatever the user's module does when it is imported
        raise ValueError(f"function {shown(function)}: {_told(error)}") from None
    loaded: Callable[[Article], object] | None = getattr(module, name, None)
    if not callable(loaded):
        raise ValueError(f"function {shown(function)}: module {module_name} has no function {shown(name)}")
    return loaded


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, ImportError) else f"{type(error).__name__}: {error}"


def _module(name: str, folder: Path) -> ModuleType:
    """A module file of `folder` under a name of its own, so that two folders may have one of the same name."""
    path = folder.resolve() / f"{name}.py"
    if not path.is_file():
        return importlib.import_module(name)
    own = f"{name}@{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
    if own not in sys.modules:
        spec = importlib.util.spec_from_file_location(own, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[own] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[own]
            raise
    return sys.modules[own]


@dataclass(frozen=True)
class Replay:
    """Summaries stored in a JSON lines file: {"article", "summary"} a line, and where they exist "backend",
    "sample", "state" and "reason". A run's rows.jsonl is such a file; `backend` then chooses whose rows count.
    """

    path: Path
    backend: str | None = None
    _stored: dict[tuple[str, int], Summary] = field(init=False, repr=False, compare=False)

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = False
    stored: ClassVar[bool] = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "_stored", _read_stored(self.path, self.backend))

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """The stored summary. Raises BackendError where the file has none for this article and sample."""
        try:
            return self._stored[article.id, sample]
        except KeyError:
            which = f"article {shown(article.id)}" + (f", sample {sample}" if sample else "")
            raise BackendError(f"{self.path.name} holds no summary of {which}") from None


def _read_stored(path: Path, backend: str | None) -> dict[tuple[str, int], Summary]:
    stored: dict[tuple[str, int], Summary] = {}
    for line in read_lines(path):
        where = f"{path}:{line.number}"
        for name in ("article", "summary"):
            if name not in line.value:
                raise InputError(f"{where}: no field {name!r}; a stored summary is {{'article': id, 'summary': text}}")
        if backend is not None and line.value.get("backend") != backend:
            continue
        key = (line.value["article"], line.value.get("sample", 0))
        for name, part, kind in (("article", key[0], str), ("sample", key[1], int)):
            if type(part) is not kind:
                raise InputError(f"{where}: field {name!r} must be a {'text' if kind is str else 'whole number'}")
        if key in stored:
            raise InputError(f"{where}: article {shown(str(key[0]))}, sample {key[1]} has a summary already")
        fields = {"text": line.value["summary"], **{k: line.value[k] for k in _KEPT if k in line.value}}
        if fields.get("state") == "metric_error":  # the summary was fine; what failed is scored again
            fields["state"] = "ok"
        stored[key] = parse_record(Summary, fields, where)
    if not stored:
        whose = "" if backend is None else f" of backend {shown(backend)}"
        raise InputError(f"{path}: holds no stored summary{whose}")
    return stored
