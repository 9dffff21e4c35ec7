"""Owns front matter in JSON: an object at the top of a file, at bounded cost."""

from __future__ import annotations

import json
import re

from tuinews.articles.frontkeys import DEPTH, Keys, Value, nested_deeper

_OPENS = re.compile(r'\{\s*"[^"\n]{1,200}"\s*:')
_CLOSES = re.compile(r"^\}[ \t]*$", re.MULTILINE)
_ENDS_LINE = re.compile(r"[ \t]*(?:\n|$)")
_LINE = re.compile(r'("(?:[^"\\]|\\.)*")\s*:\s*(\S.*)')
_TOO_DEEP = "nested too deep"


def read_json_keys(text: str, opened: int) -> tuple[Keys, int] | None:
    """Read the object that a text opens with.

    Args:
        text: The top of a file; the caller bounds its length.
        opened: The number of its first line in the file, from 1; for messages.

    Returns:
        The keys and where in `text` the object ends; of a broken object, one that a line with
        nothing but a brace ends, what each line says by itself. None when the text opens with none.
    """
    if not _OPENS.match(text):
        return None
    try:
        keys, end = _parse(text)
        ends_line = _ENDS_LINE.match(text, end)
        return (keys, ends_line.end()) if ends_line else None
    except json.JSONDecodeError as error:
        reason, line = error.msg, error.lineno
    except RecursionError:
        reason, line = _TOO_DEEP, 1
    warning = f"front matter, line {opened + line - 1}: {reason}"
    closing = _CLOSES.search(text)
    if closing is None:
        return Keys(warnings=[warning]), 0
    keys = _line_by_line(text[: closing.start()].split("\n"), opened)
    keys.warnings.insert(0, warning)
    return keys, min(closing.end() + 1, len(text))


def _parse(text: str) -> tuple[Keys, int]:
    warnings: list[str] = []

    def keep_pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = Keys()
        for key, value in pairs:
            found.put(key, value, 0)
        warnings.extend(warning.removeprefix("line 0: ") for warning in found.warnings)
        return found.values

    decoder = json.JSONDecoder(
        object_pairs_hook=keep_pairs,
        parse_int=str,
        parse_float=str,
        parse_constant=str,
        strict=False,  # a line break within a text is not worth the article
    )
    values, end = decoder.raw_decode(text)
    if nested_deeper(values):
        raise json.JSONDecodeError(f"nested over {DEPTH} deep", text, 0)
    return Keys({key: _as_words(item) for key, item in values.items()}, warnings=warnings), end


def _as_words(value: object) -> Value:
    if isinstance(value, dict):
        return {key: _as_words(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_words(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _line_by_line(lines: list[str], opened: int) -> Keys:
    """What lines with a key and a value that is whole say."""
    keys = Keys()
    for number, line in enumerate(lines, opened):
        pair = line.strip().removeprefix("{").lstrip().removesuffix(",")
        if not pair:
            continue
        found = _LINE.fullmatch(pair)
        try:
            read = _parse(f"{{{found[1]}: {found[2]}}}")[0].values if found else {}
        except (json.JSONDecodeError, RecursionError):
            read = {}
        if not read:
            keys.leftover.append(line)
        for key, value in read.items():
            keys.put(key, value, number)
    return keys
