"""Owns front matter in YAML: its keys and values, at bounded cost.

Most blocks are flat `key: value` lines and lists; those are read here, line by line, to what YAML
makes of them. The rest goes through PyYAML's parser, but never its constructor: values stay the
words that stand in the file (`1.10` is not `1.1`), and no tag means anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tuinews.articles.frontkeys import Keys, Value
from tuinews.articles.yamlvalues import UnreadableYamlError, read_yaml

KEY = re.compile(r"([A-Za-z_][\w.\-]*(?: [\w.\-]+)*) *:(?: +|$)")
"""What begins a line with a key."""

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_ITEM = re.compile(r"( *)- +")
_FLOW = re.compile(r"\[ *(?:[^\W_][\w.\- ]*(?:, *[^\W_][\w.\- ]*)*)? *\]")
_PLAIN_START = re.compile(r"[^\W_]|[(/._]")
_NOT_PLAIN = re.compile(r":(?: |$)| #|\t")


def read_yaml_keys(block: Sequence[str], opened: int) -> Keys:
    """Read the lines between two `---`.

    Args:
        block: The lines; the caller bounds their length.
        opened: The number of the line that opens the block, from 1; for messages.

    Returns:
        The values; of a broken block, what can be read line by line.
    """
    keys = _scan(block, opened, strict=True)
    if keys is None:
        keys = _read_all(block, opened)
    keys.comments += (line for line in block if line.startswith("#"))
    return keys


def _read_all(block: Sequence[str], opened: int) -> Keys:
    try:
        values, warnings = read_yaml("\n".join((*block, "")), opened)
    except UnreadableYamlError as error:
        keys = _scan(block, opened, strict=False) or Keys()
        keys.warnings.insert(0, f"front matter, {error}")
        return keys
    if not isinstance(values, dict):
        return Keys(leftover=list(block))
    return Keys(values, warnings=list(warnings))


def _scan(block: Sequence[str], opened: int, *, strict: bool) -> Keys | None:
    """Read flat keys and lists; when strict, None at the first line that needs all of YAML."""
    keys = Keys()
    items: list[Value] | None = None
    indent = -1
    key = ""
    for number, line in enumerate(block, opened + 1):
        line = line.rstrip()
        if not line or line.startswith("#"):
            continue
        if found := KEY.match(line):
            key, rest = found[1], line[found.end() :]
            understood, value = _scalar(rest, strict=strict)
            if not understood:
                return None
            keys.put(key, value, number)
            items, indent = ([], -1) if not rest else (None, -1)
            continue
        item = _ITEM.match(line)
        if item and items is not None and (indent in (-1, len(item[1])) or not strict):
            understood, value = _scalar(line[item.end() :], strict=strict)
            if not understood:
                return None
            indent = len(item[1])
            items.append(value)
            keys.values[key] = items
            continue
        if strict:
            return None
        keys.leftover.append(line)
    return keys


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
