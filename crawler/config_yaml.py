"""feeds.yaml as text -> plain dicts, lists and strings, with the line of every key and item.

ruamel.yaml composes the nodes; they are unfolded here and not by its constructor, because every scalar stays the string
that was written (an alias `+972` is no number, the language `no` is not false), because keys written twice are reported
and not refused at the first, and because what anchors unfold to is counted (a page of them can name a billion items).
"""

from __future__ import annotations

import re
import stat
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode
from ruamel.yaml.reader import ReaderError

from crawler.errors import ConfigError, Problem

MAX_BYTES = 2_000_000  # some 8,000 outlets; ruamel reads about 300 kB a second
_MAX_ITEMS = 200_000
_MAX_DEPTH = 20

Place = tuple[str | int, ...]  # ("outlets", "haaretz", "feeds", 0)


@dataclass(frozen=True, slots=True)
class Document:
    """A composed file: `tree` of dict, list, str and None; `lines` of every key and item by its path, from 1."""

    tree: object
    lines: dict[Place, int]
    problems: tuple[Problem, ...]


def read_bytes(path: Path) -> bytes:
    """The bytes of the file; raises ConfigError in words when it cannot be read, or is too long for a configuration."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise ConfigError(path, None, "is a directory; name the feeds.yaml in it")
        if not stat.S_ISREG(mode):  # a named pipe would wait for its writer for ever
            raise ConfigError(path, None, "is not a file; name a feeds.yaml")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        fix = "write one with `dateline init --contact YOUR-ADDRESS`, or name another with --config"
        raise ConfigError(path, None, f"there is no such file; {fix}") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(path, None, f"cannot be read: {reason}") from None
    if len(data) > MAX_BYTES:
        raise ConfigError(path, None, f"is longer than {MAX_BYTES // 1_000_000} MB: this is hardly a feeds.yaml")
    return data


def decode(path: Path, data: bytes) -> str:
    """UTF-8 (a byte order mark is dropped) as text; raises ConfigError that names the line of the first wrong byte."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ConfigError(path, 1, "is UTF-16; save it as UTF-8")
    if (position := data.find(b"\0")) >= 0:
        raise ConfigError(path, data.count(b"\n", 0, position) + 1, "is not a text file; name a feeds.yaml")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(path, line, f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8") from None


def compose(path: Path, text: str) -> Document:
    """The document in `text`; raises ConfigError when it is not YAML or holds nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an anchor used twice
            node = YAML(typ="safe", pure=True).compose(text)
    except RecursionError:
        raise ConfigError(path, None, "is nested too deeply to be read") from None
    except MarkedYAMLError as error:
        raise ConfigError.of(path, _syntax_problems(text, error)) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ConfigError(path, line, "has a control character; delete it, or put the text there anew") from None
    except (YAMLError, ValueError, AttributeError, IndexError, AssertionError, TypeError) as error:
        # The last four: what ruamel's own scanner has been seen to stumble with over garbage.
        raise ConfigError(path, None, f"is not YAML ({type(error).__name__}); name a feeds.yaml") from None
    unfolding = _Unfolding()
    tree = unfolding.value(node, (), ()) if node is not None else None
    if tree is None and not unfolding.problems:
        raise ConfigError(path, None, "is empty; `dateline init --contact YOUR-ADDRESS` writes one to start from")
    return Document(tree, unfolding.lines, tuple(unfolding.problems))


# What ruamel says -> what to do about it. First match wins.
_SYNTAX_FIXES = (
    (re.compile(r"character '\\t'"), "a tab: YAML is indented with spaces only"),
    (re.compile(r"character '(.)' that cannot start"), "a value cannot begin with \\1: put it in quotes"),
    (
        re.compile("mapping values are not allowed"),
        "a second ': ' in one line, or a wrong indentation; put a value with a colon in quotes",
    ),
    (re.compile("could not find expected ':'"), "there is no ':' after the key"),
    (re.compile("unexpected end of stream|quoted scalar"), "a quotation mark is opened here and never closed"),
    (re.compile("expected <block end>|block mapping|block collection"), "the indentation does not fit the lines above"),
    (re.compile("expected ',' or|flow"), "a bracket is opened and not closed"),
    (
        re.compile("undefined alias"),
        "the name after * is not defined with & above; put a value that begins with * in quotes",
    ),
    (re.compile("single document"), "'---' begins a second document; keep everything in one"),
)


def _syntax_problems(text: str, error: MarkedYAMLError) -> Iterable[Problem]:
    said = " ".join(str(part) for name in ("context", "problem") if (part := getattr(error, name, None)))
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    start = getattr(error, "context_mark", None)
    for pattern, fix in _SYNTAX_FIXES:
        if found := pattern.search(said):
            if ("quotation" in fix or "bracket" in fix) and start is not None:
                mark = start  # where it was opened, not where the file ended
            message = found.expand(fix)
            break
    else:
        message = f"this is not YAML: {said}"
    yield (mark.line + 1 if mark is not None else None), message
    if "tab" in message:  # the others of the kind at once
        for number, line in enumerate(text.splitlines(), start=1):
            if "\t" in line[: len(line) - len(line.lstrip())]:
                yield number, message


@dataclass(slots=True)
class _Unfolding:
    """ruamel's nodes -> dict, list, str and None, collecting lines and problems on the way."""

    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    items: int = 0
    full: bool = False

    def value(self, node: Node, place: Place, above: tuple[int, ...]) -> object:
        line = node.start_mark.line + 1
        self.lines.setdefault(place, line)
        self.items += 1
        if self.full or self.items > _MAX_ITEMS:
            if not self.full:
                self.problems.append((line, f"anchors (&, *) unfold to more than {_MAX_ITEMS:,} items; write them out"))
            self.full = True
            return None
        if id(node) in above:
            self.problems.append((line, "an anchor (&) holds itself; write its content out"))
            return None
        if len(above) > _MAX_DEPTH:
            self.problems.append((line, "is nested too deeply"))
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node.value, place, (*above, id(node)))
        if isinstance(node, SequenceNode):
            return [self.value(item, (*place, number), (*above, id(node))) for number, item in enumerate(node.value)]
        return None if str(node.tag).endswith(":null") else str(node.value)

    def _mapping(self, content: Iterable[tuple[Node, Node]], place: Place, above: tuple[int, ...]) -> object:
        result: dict[str, object] = {}
        for key_node, value_node in content:
            line = key_node.start_mark.line + 1
            key = key_node.value
            if not isinstance(key, str):
                self.problems.append((line, "a list or mapping stands where a key should; write `key: value`"))
                continue
            if key in result:
                first = self.lines[(*place, key)]
                self.problems.append((line, f"'{key}' is written twice here (first on line {first}); keep one"))
                continue
            self.lines[(*place, key)] = line
            result[key] = self.value(value_node, (*place, key), above)
        return result
