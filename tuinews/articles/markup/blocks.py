"""Owns the values that marked-up text is parted into, before they are an article's paragraphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tuinews.articles.article import Link
from tuinews.articles.paragraphs import Block, BlockKind

Part = Literal["body", "aside", "caption"]


@dataclass(frozen=True, slots=True)
class FlowBlock:
    """A paragraph, safe to show, and what is known of its place.

    Attributes:
        kind: As of a paragraph; `heading` with its `level` from 1 to 6.
        part: Whether it is a caption, or stands aside: in navigation, a form, a footer.
        first: The number of its first stretch of words, from 1 through the whole flow; `last`
            that of its last.
        linked: How many of its characters stand in links.
    """

    text: str
    kind: BlockKind = "text"
    level: int = 0
    part: Part = "body"
    first: int = 0
    last: int = 0
    linked: int = 0
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """An element that blocks stand in: those from number `first` to `last`."""

    name: str
    attributes: Mapping[str, str]
    first: int
    last: int


def story_blocks(blocks: Sequence[FlowBlock]) -> list[Block]:
    """Blocks as the reading of stories takes them; captions are left out."""
    return [Block(block.text, block.kind) for block in blocks if block.part != "caption"]


def captions(blocks: Sequence[FlowBlock]) -> tuple[str, ...]:
    """What stands under pictures, as notes."""
    return tuple(" ".join(block.text.split()) for block in blocks if block.part == "caption")


def links_of(blocks: Sequence[FlowBlock]) -> tuple[Link, ...]:
    """The links of blocks, each once, in order."""
    return tuple(dict.fromkeys(link for block in blocks for link in block.links))
