"""Owns keys and values of JSON: how keys compare, and what a value states that is no story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tuinews.articles.plaintext import clean

# Names that say less than that of what they stand in.
_GENERAL = frozenset(("name", "value", "text", "lines", "address"))
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def fold(item: Mapping[str, object]) -> dict[str, object]:
    """An object by its keys in small letters, without other signs, where they hold something."""
    keys: dict[str, object] = {}
    for key, value in item.items():
        if value not in (None, "", [], {}):
            keys.setdefault(plain_key(key), value)
    return keys


def plain_key(key: str) -> str:
    """A key as it is compared: small letters and digits alone."""
    return re.sub(r"[\W_]", "", key.lower())


def facts(value: object, label: str = "") -> Iterator[str]:
    """Every text and number in a value as `name: text`, in order, safe to show."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            name = _CAPITAL.sub(" ", key).replace("_", " ").lower()
            yield from facts(inner, label if label and name in _GENERAL else name)
    elif isinstance(value, list):
        for inner in value:
            yield from facts(inner, label)
    elif value is not None and (text := " ".join(clean(str(value)).split())):
        yield clean(f"{label}: {text}") if label else text


def as_list(value: object) -> list[object]:
    """The items of a list; a value alone as one; nothing of what is empty."""
    if value in (None, "", [], {}):
        return []
    return value if isinstance(value, list) else [value]


def names(value: object) -> list[str]:
    """What things are called: the texts of a list, and the names of the objects in it."""
    found = []
    for item in as_list(value):
        if isinstance(item, Mapping):
            item = item.get("name") or item.get("literal") or ""
        if isinstance(item, (str, int, float)) and not isinstance(item, bool) and item:
            found.append(str(item))
    return found
