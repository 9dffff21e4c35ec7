"""Owns the reading of YAML to plain values under limits: depth, nodes behind aliases, merges.

Values are built from the parser's events with a stack of their own, so that no depth overflows and
nothing is constructed: a scalar is its words, whatever its tag says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tuinews.articles.frontkeys import DEPTH, keep_before

ALIASED = 1000
"""How many nodes aliases and merges may add; 64 characters of a text weigh as one more."""

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class UnreadableYamlError(Exception):
    """YAML that is broken or too costly; the message names line and reason."""


@dataclass(slots=True)
class _Frame:
    """A list or mapping under construction."""

    values: list[object] | dict[str, object]
    anchor: str | None
    line: int
    key: str | None = None
    weight: int = 1
    own: set[str] = field(default_factory=set)

    def take(self, value: object, weight: int, line: int, warnings: list[str]) -> None:
        """Put the next value where it belongs; in a mapping keys and values take turns."""
        self.weight += weight
        if isinstance(self.values, list):
            self.values.append(value)
        elif self.key is None:
            self.key = _as_key(value)
        else:
            key, self.key = self.key, None
            if key == "<<":
                self._merge(value)
                return
            if key in self.own:
                warnings.append(f"line {line}: “{key}” is stated twice")
                keep_before(self.values, key)
            self.own.add(key)
            self.values[key] = value

    def _merge(self, value: object) -> None:
        for mapping in value if isinstance(value, list) else [value]:
            if isinstance(mapping, dict) and isinstance(self.values, dict):
                for key, merged in mapping.items():
                    self.values.setdefault(key, merged)


def read_yaml(text: str, line_before: int = 0) -> tuple[object, tuple[str, ...]]:
    """Read the first document of a YAML text.

    Args:
        text: The text; the caller bounds its length.
        line_before: How many lines of the file stand before it; for messages.

    Returns:
        The value (a text, None, a list, a dict with text keys) and warnings about keys that are
        stated twice; the first of such a pair is kept as `key (before)`.

    Raises:
        UnreadableYamlError: The text is not YAML, or goes beyond DEPTH or ALIASED.
    """
    import yaml  # slow to load, and most front matter does without

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _build(yaml.parse(text, Loader=loader), line_before)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1 + line_before}: " if mark else ""
        reason = getattr(error, "problem", None) or str(error)
        raise UnreadableYamlError(where + " ".join(reason.split())) from error
    except RecursionError as error:
        raise UnreadableYamlError("nested too deep") from error


def _build(events: Iterator[Any], line_before: int) -> tuple[object, tuple[str, ...]]:
    root = _Frame([], None, 0)
    frames = [root]
    anchors: dict[str, tuple[object, int]] = {}
    warnings: list[str] = []
    aliased = 0
    for event in events:
        kind = type(event).__name__
        line = event.start_mark.line + 1 + line_before if event.start_mark else 0
        if kind == "ScalarEvent":
            null = event.implicit[0] and event.value in _NULLS
            value: object = None if null else event.value
            weight = 1 + len(event.value) // 64
            if event.anchor:
                anchors[event.anchor] = (value, weight)
            frames[-1].take(value, weight, line, warnings)
        elif kind == "AliasEvent":
            if event.anchor not in anchors:
                raise UnreadableYamlError(f"line {line}: “*{event.anchor}” refers to nothing")
            value, weight = anchors[event.anchor]
            aliased += weight
            if aliased > ALIASED:
                raise UnreadableYamlError(f"line {line}: aliases repeat over {ALIASED} nodes")
            frames[-1].take(value, weight, line, warnings)
        elif kind in ("SequenceStartEvent", "MappingStartEvent"):
            if len(frames) > DEPTH:
                raise UnreadableYamlError(f"line {line}: nested over {DEPTH} deep")
            values: list[object] | dict[str, object] = [] if kind[0] == "S" else {}
            frames.append(_Frame(values, event.anchor, line))
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            frame = frames.pop()
            if frame.anchor:
                anchors[frame.anchor] = (frame.values, frame.weight)
            frames[-1].take(frame.values, frame.weight, frame.line, warnings)
        elif kind == "DocumentEndEvent":
            break
    found = root.values
    return (found[0] if isinstance(found, list) and found else None), tuple(warnings)


def _as_key(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return " ".join(_words(value))


def _words(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _words(item)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, str):
        yield value
