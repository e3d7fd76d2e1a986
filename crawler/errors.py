"""What can be wrong before and while coverage is got: the configuration, or an address."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from storage.errors import DatelineError

Problem = tuple[int | None, str]  # line in the file, what is wrong and how to mend it


class ConfigError(DatelineError):
    """feeds.yaml, or an argument that names something in it, is wrong.

    `problems` holds every mistake as (line, message), in the order of the file; a line is None where the mistake
    has none (the file is missing). `line` and `message` are those of the first. `str(error)` has one line for each.

    >>> str(ConfigError("feeds.yaml", 3, "unknown key 'feed'; did you mean 'feeds'?"))
    "feeds.yaml:3: unknown key 'feed'; did you mean 'feeds'?"
    """

    exit_code = 2

    def __init__(
        self,
        path: str | Path,
        line: int | None,
        message: str,
        *,
        problems: Iterable[Problem] = (),
    ) -> None:
        self.path = str(path)
        self.line = line
        self.message = message
        self.problems: tuple[Problem, ...] = tuple(problems) or ((line, message),)
        super().__init__("\n".join(self._sentence(*problem) for problem in self.problems))

    def _sentence(self, line: int | None, message: str) -> str:
        return f"{self.path}: {message}" if line is None else f"{self.path}:{line}: {message}"

    @classmethod
    def of(cls, path: str | Path, problems: Iterable[Problem]) -> ConfigError:
        """One error for all the problems of a file, sorted by line. There must be at least one."""
        found = sorted(dict.fromkeys(problems), key=lambda problem: problem[0] or 0)
        return cls(path, *found[0], problems=found)


class FetchError(DatelineError):
    """An address could not be fetched; `reason` is one sentence without the address."""

    exit_code = 3

    def __init__(self, url: str, reason: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(f"{url}: {reason}")
