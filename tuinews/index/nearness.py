"""Owns how nearness is written in a query, and what may stand near something or so many times."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from tuinews.index.leaves import Beside, Capitals, Field, Link, Unit
from tuinews.index.syntax import Node, Or

FARTHEST: Final = 1000
"""Words that two things may be apart, and times that a thing may have to occur."""
OPERATOR: Final = re.compile(r"(w|pre)/(\d+|[sp])", re.IGNORECASE)
_FOREIGN: Final = re.compile(
    r"(?:(near|within|w)|(?:adj|onear|pre))/(\d+|(?:s|p)(?:ent|ara)\w*)", re.IGNORECASE
)
"""Operators of other programs, and this one's spelt out."""
CALL: Final = re.compile(r"(atleast)(\d*)|(allcaps)|(?:no)?caps", re.IGNORECASE)
_UNITS: Final[dict[str, Unit]] = {"s": "sentence", "p": "paragraph"}


def is_operator(text: str) -> bool:
    """Whether a word is an operator of nearness, right or wrong."""
    return OPERATOR.fullmatch(text) is not None


def meant(text: str) -> str | None:
    """What a word of other programs for nearness is here, None when it is none.

    >>> meant("NEAR/5"), meant("adj/3"), meant("w/sent"), meant("w/5")
    ('w/5', 'pre/3', 'w/s', None)
    """
    found = _FOREIGN.fullmatch(text)
    if not found or is_operator(text):
        return None
    reach = found[2].lower()
    return f"{'w' if found[1] else 'pre'}/{reach if reach.isdigit() else reach[0]}"


def read_link(text: str) -> Link | None:
    """The link that an operator means, None when it reaches nothing or too far."""
    found = OPERATOR.fullmatch(text)
    if not found:
        return None
    ordered, reach = found[1].lower() == "pre", found[2].lower()
    if reach in _UNITS:
        return Link(_UNITS[reach], ordered=ordered)
    distance = int(reach[:9])
    return Link("word", distance, ordered) if 1 <= distance <= FARTHEST else None


def alternatives(node: Node | None) -> tuple[tuple[Beside, ...], Field | None] | None:
    """What a node offers to stand near something: words and the like, and the field of them all.

    None when it is more than these and alternatives of them, or mixes fields.
    """
    found: list[Beside] = []
    for each in node.nodes if isinstance(node, Or) else (node,):
        if not isinstance(each, Beside):
            return None
        found.append(each)
    fields = {each.field for each in found}
    if len(fields) != 1:
        return None
    return tuple(dict.fromkeys(map(_bare, found))), fields.pop()


def _bare(thing: Beside) -> Beside:
    """The thing without its field."""
    if isinstance(thing, Capitals):
        return Capitals(replace(thing.words, field=None))
    return replace(thing, field=None)
