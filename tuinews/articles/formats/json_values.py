"""Owns the reading of JSON from strangers: bounded, and with a reason where it is none."""

from __future__ import annotations

import json

from tuinews.articles.sanitise import sanitise_line
from tuinews.errors import UnreadableArticleError

_DEEPEST = 100
_HOLDERS = (dict, list)
_LONGEST_NUMBER = 40
_MOST_OBJECTS = 100_000
_MOST_KEYS = 5_000
_MOST_VALUES = 100_000


def parse_json(text: str) -> tuple[object, tuple[str, ...]]:
    """Read a JSON document.

    Returns:
        The value, and warnings about keys that it states twice; the first of such a pair is kept
        as `key (before)`, in every object.

    Raises:
        UnreadableArticleError: The text is no JSON document, or one nested over 100 deep.
    """
    text = text.strip("\ufeff \t\r\n")
    repeated: list[str] = []
    objects = 0

    def keep_pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal objects, repeated
        objects += 1
        if objects > _MOST_OBJECTS:
            raise UnreadableArticleError(f"JSON of more than {_MOST_OBJECTS:,} objects")
        if len(pairs) > _MOST_KEYS:
            raise UnreadableArticleError(f"JSON with more than {_MOST_KEYS:,} keys in one object")
        found = dict(pairs)
        repeated = []  # the last call is that of the outermost object, whose keys matter
        if len(found) < len(pairs):
            found.clear()
            for key, value in pairs:
                if key in found:
                    repeated.append(f"“{sanitise_line(key[:60])}” is stated twice")
                    found[f"{key} (before)"] = found[key]
                found[key] = value
        return found

    try:
        value: object = json.loads(
            text,
            strict=False,  # a line break within a text is not worth the article
            object_pairs_hook=keep_pairs,
            parse_int=_number,
            parse_constant=str,
        )
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and text[error.pos] in "{[":
            reason = "several JSON documents in one file; `tuinews import` brings such exports in"
            raise UnreadableArticleError(reason) from error
        where = f"line {error.lineno}, column {error.colno}"
        raise UnreadableArticleError(f"not JSON: {where}: {error.msg}") from error
    except RecursionError as error:
        raise UnreadableArticleError("JSON nested too deep") from error
    _refuse_excess(value)
    return value, tuple(dict.fromkeys(repeated))


def _number(digits: str) -> int | str:
    """A whole number; one of more digits than anything counts stays as it is written."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _refuse_excess(value: object) -> None:
    level = [value]
    for _ in range(_DEEPEST):
        held = (v.values() if isinstance(v, dict) else v for v in level if isinstance(v, _HOLDERS))
        if any(len(v) > _MOST_VALUES for v in level if isinstance(v, list)):
            raise UnreadableArticleError(f"JSON with more than {_MOST_VALUES:,} values in one list")
        level = [item for items in held for item in items if isinstance(item, _HOLDERS)]
        if not level:
            return
    raise UnreadableArticleError(f"JSON nested over {_DEEPEST} deep")
