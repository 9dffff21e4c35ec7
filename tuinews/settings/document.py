"""Owns the YAML of a settings file: keys, values and lines; no aliases, and not deep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tuinews.errors import SettingsError

if TYPE_CHECKING:
    from yaml import Node as YamlNode

DEPTH = 3
"""How deep a value may be nested: a list or a mapping in the mappings of a setting."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value: as it is written, and as YAML reads it; None for what no setting takes."""

    line: int
    text: str
    value: object


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line `key: value`."""

    line: int
    key: str
    value: Node


@dataclass(frozen=True, slots=True)
class Block:
    """A mapping, in the order of its lines."""

    line: int
    entries: tuple[Entry, ...]


Node = Scalar | Items | Block


def read_document(text: str, file: Path) -> Block:
    """The settings that `text` has, whatever they are.

    Raises:
        SettingsError: It is not YAML, or not a mapping; the message names `file` and line.
    """
    import yaml

    class Loader(yaml.SafeLoader):
        """Aliases could make a short text into a long one."""

        def compose_node(self, parent: YamlNode | None, index: int) -> YamlNode | None:
            if self.check_event(yaml.AliasEvent):
                mark = parent.start_mark if parent else None
                raise yaml.MarkedYAMLError(None, None, "settings have no aliases", mark)
            return super().compose_node(parent, index)

    try:
        root = yaml.compose(text, Loader=Loader)
        if root is None:
            return Block(1, ())
        if not isinstance(root, yaml.MappingNode):
            raise SettingsError(f"{file}:1: settings are `key: value` lines")
        return Block(1, tuple(_entries(root, DEPTH)))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingsError(f"{file}:{line}: not YAML: {error.problem}") from None
    except (yaml.YAMLError, RecursionError):
        raise SettingsError(f"{file}: not YAML") from None


def _entries(node: YamlNode, depth: int) -> Iterator[Entry]:
    for key, value in node.value:
        name = _node(key, 0)
        line = key.start_mark.line + 1
        yield Entry(line, name.text if isinstance(name, Scalar) else "?", _node(value, depth - 1))


def _node(node: YamlNode, depth: int) -> Node:
    import yaml

    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode) and depth > 0:
        return Block(line, tuple(_entries(node, depth)))
    if isinstance(node, yaml.SequenceNode) and depth > 0:
        return Items(line, tuple(_node(item, depth - 1) for item in node.value))
    if not isinstance(node, yaml.ScalarNode):
        return Scalar(line, "", None)
    try:
        value: object = yaml.SafeLoader("").construct_object(node)
    except (ValueError, yaml.YAMLError):
        value = None
    return Scalar(line, node.value, value)
