"""Owns the tree that a query becomes, and how it is written back in the query language.

Trees are canonical: And within And and Or within Or are flattened, Not of Not is gone, a group
of one is the one. So a tree that is printed and parsed is the same tree again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tuinews.index.leaves import Leaf, Marked, Near
from tuinews.index.results import Sort


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that does not match."""

    node: Node

    def __str__(self) -> str:
        inner = str(self.node)
        if self.node == Marked("read"):
            return "is:unread"
        grouped = isinstance(self.node, And | Or) or (
            isinstance(self.node, Near) and not self.node.field
        )
        return f"-({inner})" if grouped else f"-{inner}"


@dataclass(frozen=True, slots=True)
class And:
    """What matches all; the empty one is everything."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(f"({node})" if isinstance(node, Or) else str(node) for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Or:
    """What matches any."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(
            f"({node})" if isinstance(node, And) else str(node) for node in self.nodes
        )


Node = Leaf | Not | And | Or

EVERYTHING: Final = And(())


def both(nodes: list[Node]) -> Node:
    """All of `nodes`, flat, each once."""
    flat: dict[Node, None] = {}
    for node in nodes:
        flat.update(dict.fromkeys(node.nodes if isinstance(node, And) else (node,)))
    return next(iter(flat)) if len(flat) == 1 else And(tuple(flat))


def either(nodes: list[Node]) -> Node:
    """Any of `nodes`, flat, each once."""
    flat: dict[Node, None] = {}
    for node in nodes:
        flat.update(dict.fromkeys(node.nodes if isinstance(node, Or) else (node,)))
    return next(iter(flat)) if len(flat) == 1 else Or(tuple(flat))


def negated(node: Node) -> Node:
    """What `node` does not match."""
    return node.node if isinstance(node, Not) else Not(node)


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was understood."""

    node: Node
    sort: Sort | None = None

    @property
    def parsed(self) -> str:
        """The query as it was understood; parsing this gives the same query."""
        sort = f"sort:{self.sort}" if self.sort else ""
        node = f"({self.node})" if sort and isinstance(self.node, Or) else str(self.node)
        return f"{node} {sort}".strip()
