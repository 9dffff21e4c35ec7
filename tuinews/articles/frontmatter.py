"""Owns front matter: finding the block at the top of a file, and its keys, at bounded cost.

Most blocks are flat `key: value` lines and lists; those are read here, line by line, to what YAML
makes of them. The rest goes through PyYAML's parser, but never its constructor: values stay the
words that stand in the file (`1.10` is not `1.1`), and no tag means anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tuinews.articles.yamlvalues import UnreadableYamlError, read_yaml

LIMIT = 64 << 10
"""How long a block of front matter may be, in characters."""

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_OPENS = re.compile(r"-{3,}\s*")
_CLOSES = re.compile(r"(?:-{3,}|\.{3})\s*")
_KEY = re.compile(r"([A-Za-z_][\w.\-]*(?: [\w.\-]+)*) *:(?: +|$)")
_ITEM = re.compile(r"( *)- +")
_FLOW = re.compile(r"\[ *(?:[^\W_][\w.\- ]*(?:, *[^\W_][\w.\- ]*)*)? *\]")
_PLAIN_START = re.compile(r"[^\W_]|[(/._]")
_NOT_PLAIN = re.compile(r":(?: |$)| #|\t")

Value = object
"""A text, None, a list of values, or a dict of texts to values."""


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


@dataclass(slots=True)
class _Scan:
    """What a line-by-line reading found."""

    values: dict[str, Value] = field(default_factory=dict)
    leftover: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def split_front_matter(text: str) -> FrontMatter:
    """Part a text into front matter and body.

    A block opens with `---` as the first line that is not blank and closes with `---` or `...`.
    What only looks like one (no keys in it, no end, over 64 KiB) is body. A block with an error
    in it gives what can be read line by line.
    """
    start = len(text) - len(text.lstrip("\n \t"))
    if not text.startswith("---", start) or (start and text[start - 1] != "\n"):
        return FrontMatter({}, text)
    opened = text.count("\n", 0, start) + 1
    first, *lines = text[start : start + LIMIT + 2].split("\n")
    if not _OPENS.fullmatch(first):
        return FrontMatter({}, text)
    size = len(first) + 1
    for number, line in enumerate(lines):
        size += len(line) + 1
        if line[:3] in ("---", "...") and _CLOSES.fullmatch(line):
            block = lines[:number]
            body_at = start + size
            break
    else:
        if not lines or not _KEY.match(lines[0]):
            return FrontMatter({}, text)
        reason = "is longer than 64 KiB" if len(text) - start > LIMIT else "has no end"
        return FrontMatter({}, text, warnings=(f"line {opened}: the front matter {reason}",))
    if not any(
        _KEY.match(line) or line.lstrip().startswith(("{", "?", '"', "'")) for line in block
    ):
        if any(line.strip() for line in block):
            return FrontMatter({}, text)
        return FrontMatter({}, text[body_at:], opened + number + 2)
    return _read_block(block, opened, text[body_at:])


def _read_block(block: list[str], opened: int, body: str) -> FrontMatter:
    comments = tuple(line for line in block if line.startswith("#"))
    first_line = opened + len(block) + 2
    scan = _scan(block, opened, strict=True)
    if scan is not None:
        return FrontMatter(scan.values, body, first_line, comments, warnings=tuple(scan.warnings))
    try:
        values, warnings = read_yaml("\n".join((*block, "")), opened)
    except UnreadableYamlError as error:
        scan = _scan(block, opened, strict=False) or _Scan()
        return FrontMatter(
            scan.values,
            body,
            first_line,
            comments,
            tuple(scan.leftover),
            (f"front matter, {error}", *scan.warnings),
        )
    if not isinstance(values, dict):
        return FrontMatter({}, body, first_line, comments, tuple(block))
    return FrontMatter(values, body, first_line, comments, warnings=warnings)


def _scan(block: list[str], opened: int, *, strict: bool) -> _Scan | None:
    """Read flat keys and lists; when strict, None at the first line that needs all of YAML."""
    scan = _Scan()
    items: list[Value] | None = None
    indent = -1
    key = ""
    for number, line in enumerate(block, opened + 1):
        line = line.rstrip()
        if not line or line.startswith("#"):
            continue
        if found := _KEY.match(line):
            key, rest = found[1], line[found.end() :]
            understood, value = _scalar(rest, strict=strict)
            if not understood:
                return None
            if key in scan.values:
                scan.warnings.append(f"line {number}: “{key}” is stated twice")
                scan.values[f"{key} (before)"] = scan.values[key]
            scan.values[key] = value
            items, indent = ([], -1) if not rest else (None, -1)
            continue
        item = _ITEM.match(line)
        if item and items is not None and (indent in (-1, len(item[1])) or not strict):
            understood, value = _scalar(line[item.end() :], strict=strict)
            if not understood:
                return None
            indent = len(item[1])
            items.append(value)
            scan.values[key] = items
            continue
        if strict:
            return None
        scan.leftover.append(line)
    return scan


def _scalar(text: str, *, strict: bool) -> tuple[bool, Value]:
    """Whether a value's meaning is plain to see, and the value."""
    if text in _NULLS:
        return True, None
    quote = text[0]
    if quote in "\"'" and len(text) > 1 and text[-1] == quote:
        inner = text[1:-1]
        if quote not in inner and (quote == "'" or "\\" not in inner):
            return True, inner
    elif _FLOW.fullmatch(text):
        items = [item.strip() for item in text[1:-1].split(",")]
        return True, [None if item in _NULLS else item for item in items] if items != [""] else []
    elif _PLAIN_START.match(text) and not _NOT_PLAIN.search(text):
        return True, text
    return not strict, text
