"""Owns front matter in TOML: its keys and values, and what TOML would drop, at bounded cost."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from tuinews.articles.frontkeys import DEPTH, Keys, Value, nested_deeper, words_missing, words_of

_WHERE = re.compile(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)")
# tomllib takes a time that grows with the square of a key's parts.
_LONG_KEY = re.compile(
    rf"(?<![\w-])(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{DEPTH + 1}}}"
)
_SIMPLE = re.compile(r"\s*[\w\"'.-]+\s*=\s*\S")
_ESCAPED = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")


class _BrokenError(Exception):
    """What is wrong and on which line of the block, from 1; 0 where it is not known."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


def read_toml_keys(block: Sequence[str], opened: int) -> Keys:
    """Read the lines between two `+++`.

    Args:
        block: The lines; the caller bounds their length.
        opened: The number of the line that opens the block, from 1; for messages.

    Returns:
        The values; lines with a comment, or a number in another notation, are comments as well. Of
        a broken block, what each line says by itself.
    """
    try:
        values = _parse("\n".join(block))
    except _BrokenError as error:
        where = f"line {opened + error.line}: " if error.line else ""
        keys = _line_by_line(block, opened)
        keys.warnings.insert(0, f"front matter, {where}{error}")
        return keys
    words, run_on = words_of(values)
    kept = [line for line in block if words_missing(_ESCAPED.sub(" ", line), words, run_on)]
    return Keys(values, comments=[line.strip() for line in kept])


def _parse(text: str) -> dict[str, Value]:
    import tomllib  # most archives hold no TOML

    if found := _LONG_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise _BrokenError(f"a key of more than {DEPTH} parts", line)
    try:
        values = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        found = _WHERE.fullmatch(str(error))
        raise _BrokenError(
            found[1] if found else str(error), int(found[2] or 0) if found else 0
        ) from error
    except (ValueError, RecursionError) as error:  # a number too long for Python, or depth
        reason = "nested too deep" if isinstance(error, RecursionError) else "not a number"
        raise _BrokenError(reason) from error
    if nested_deeper(values):
        raise _BrokenError(f"nested over {DEPTH} deep")
    return {key: _as_words(value) for key, value in values.items()}


def _as_words(value: object) -> Value:
    if isinstance(value, dict):
        return {key: _as_words(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_words(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, int) and value.bit_length() > 128:
        return hex(value)  # decimal digits would take the square of their number
    return str(value)


def _line_by_line(block: Sequence[str], opened: int) -> Keys:
    """What the lines above the first table say, each read alone."""
    keys = Keys()
    in_table = False
    for number, line in enumerate(block, opened + 1):
        in_table = in_table or line.lstrip().startswith("[")
        if not line.strip():
            continue
        if line.lstrip().startswith("#"):
            keys.comments.append(line.strip())
            continue
        try:
            values = _parse(line) if not in_table and _SIMPLE.match(line) else {}
        except _BrokenError:
            values = {}
        if not values or words_missing(_ESCAPED.sub(" ", line), *words_of(values)):
            keys.leftover.append(line)
        for key, value in values.items():
            keys.put(key, value, number)
    return keys
