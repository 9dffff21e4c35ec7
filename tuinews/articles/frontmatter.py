"""Owns the finding of front matter: the block at the top of a file, in YAML, TOML or JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from tuinews.articles.frontkeys import Keys, Value
from tuinews.articles.jsonkeys import read_json_keys
from tuinews.articles.metadata import is_field
from tuinews.articles.tomlkeys import read_toml_keys
from tuinews.articles.yamlkeys import KEY, read_yaml_keys

LIMIT = 64 << 10
"""How long a block of front matter may be, in characters."""

_OPENS = re.compile(r"-{3,}\s*")
_CLOSES = re.compile(r"(?:-{3,}|\.{3})\s*")
_HEADER = re.compile(r"([A-Za-z][A-Za-z -]{1,24}): +(\S.*)")
_PLUSES = re.compile(r"\+{3}\s*")
_TOML_KEY = re.compile(r"\s*(?:[^\s=#][^=\n]*=|\[)")
_NOT_BLANK = re.compile(r"[^\n \t]")
_TOO_LONG, _ENDLESS = "is longer than 64 KiB", "has no end"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The block at the top of a file and what is below it.

    Attributes:
        values: Keys and values; empty when the file has no front matter.
        body: The text below the block; the whole text when there is no block.
        first_line: The number of the body's first line in the file, from 1.
        comments: The block's comment lines.
        leftover: Lines of a broken block that mean nothing as keys and values.
        warnings: One line each: what is wrong with the block, and where.
    """

    values: dict[str, Value]
    body: str
    first_line: int = 1
    comments: tuple[str, ...] = ()
    leftover: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Notation:
    """How a block between two lines of marks is written.

    Attributes:
        mark: What the line that opens it starts with.
        opens: The whole of that line.
        closes: The line that closes it.
        is_key: Whether a line within can be the start of a key and its value.
        read: Makes keys of the lines between; told the number of the line that opens them.
    """

    mark: str
    opens: re.Pattern[str]
    closes: re.Pattern[str]
    is_key: Callable[[str], bool]
    read: Callable[[Sequence[str], int], Keys]


@dataclass(slots=True)
class _Block:
    """A block as found: its lines, and where in the text the body below it begins."""

    lines: list[str] = field(default_factory=list)
    body_at: int = 0


def _is_yaml_key(line: str) -> bool:
    return bool(KEY.match(line)) or line.lstrip().startswith(("{", "?", '"', "'"))


def _is_toml_key(line: str) -> bool:
    return bool(_TOML_KEY.match(line))


_YAML = _Notation("---", _OPENS, _CLOSES, _is_yaml_key, read_yaml_keys)
_TOML = _Notation("+++", _PLUSES, _PLUSES, _is_toml_key, read_toml_keys)


def split_front_matter(text: str) -> FrontMatter:
    """Part a text into front matter and body.

    A block opens with `---` as the first line that is not blank and closes with `---` or `...`; in
    TOML both lines are `+++`; in JSON it is an object. Lines of keys that fields go by above a
    blank line are a header that counts as well. An HTML comment may stand above any of them.
    What only looks like a block (no keys in it, no end, over 64 KiB) is body. A block with an error
    in it gives what can be read line by line.
    """
    start = _first_word(text, 0)
    if text.startswith("<!--", start) and (end := text.find("-->", start, start + LIMIT)) >= 0:
        found = _split(text, _first_word(text, end + 3))
        return replace(found, body=text[: end + 3] + "\n\n" + found.body) if found.values else found
    return _split(text, start)


def _first_word(text: str, at: int) -> int:
    """Where the first character from `at` on is that is not blank."""
    found = _NOT_BLANK.search(text, at)
    return found.start() if found else len(text)


def _split(text: str, start: int) -> FrontMatter:
    if start and text[start - 1] != "\n":
        return _split_header(text, start)
    if text.startswith("---", start):
        return _split_block(text, start, _YAML)
    if text.startswith("+++", start):
        return _split_block(text, start, _TOML)
    if text.startswith("{", start):
        return _split_json(text, start)
    return _split_header(text, start)


def _split_block(text: str, start: int, notation: _Notation) -> FrontMatter:
    opened = text.count("\n", 0, start) + 1
    first, *lines = text[start : start + LIMIT + 2].split("\n")
    if not notation.opens.fullmatch(first):
        return FrontMatter({}, text)
    block = _find_end(first, lines, notation)
    if block is None:
        if not lines or not notation.is_key(lines[0]):
            return FrontMatter({}, text)
        reason = _TOO_LONG if len(text) - start > LIMIT else _ENDLESS
        return FrontMatter({}, text, warnings=(f"line {opened}: the front matter {reason}",))
    body = text[start + block.body_at :]
    first_line = opened + len(block.lines) + 2
    if not any(map(notation.is_key, block.lines)):
        if any(line.strip() for line in block.lines):
            return FrontMatter({}, text)
        return FrontMatter({}, body, first_line)
    return _with_keys(notation.read(block.lines, opened), body, first_line)


def _find_end(first: str, lines: list[str], notation: _Notation) -> _Block | None:
    size = len(first) + 1
    for number, line in enumerate(lines):
        size += len(line) + 1
        if line[:3] in (notation.mark, "...") and notation.closes.fullmatch(line):
            return _Block(lines[:number], size)
    return None


def _split_json(text: str, start: int) -> FrontMatter:
    opened = text.count("\n", 0, start) + 1
    found = read_json_keys(text[start : start + LIMIT], opened)
    if found is None:
        return FrontMatter({}, text)
    keys, end = found
    if not end:
        beyond = len(text) - start > LIMIT
        warnings = (f"line {opened}: the front matter {_TOO_LONG}",) if beyond else keys.warnings
        return FrontMatter({}, text, warnings=tuple(warnings))
    end += start
    return _with_keys(keys, text[end:], text.count("\n", 0, end) + 1)


def _split_header(text: str, start: int) -> FrontMatter:
    """Lines `Headline: x`, `Date: y` above a blank line, without dashes around them."""
    if not _HEADER.match(text, start):
        return FrontMatter({}, text)
    end = text.find("\n\n", start, start + LIMIT)
    lines = text[start : end if end >= 0 else start + LIMIT].split("\n")
    found = [_HEADER.match(line) for line in lines]
    names = {line[1] for line in found if line}
    if end < 0 or not all(found) or sum(map(is_field, names)) < 2 or len(names) < len(lines):
        return FrontMatter({}, text)
    values: dict[str, Value] = {line[1]: _unquoted(line[2].strip()) for line in found if line}
    return FrontMatter(values, text[end:], text.count("\n", 0, end) + 1)


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _with_keys(keys: Keys, body: str, first_line: int) -> FrontMatter:
    return FrontMatter(
        keys.values,
        body,
        first_line,
        tuple(keys.comments),
        tuple(keys.leftover),
        tuple(keys.warnings),
    )
