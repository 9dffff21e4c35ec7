"""Owns the line in which tags are typed: `harbour -ferry`, and how a tag in it is completed."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BETWEEN = re.compile(r"[\s,]+")
_LAST_WORD = re.compile(r"(.*[\s,]|)(-?)([^\s,]*)", re.DOTALL)


def tags_of_line(line: str) -> dict[str, bool]:
    """The tags that a line gives (True) and takes away (False); the last word on one counts."""
    tags: dict[str, bool] = {}
    for word in filter(None, _BETWEEN.split(line)):
        name = word.removeprefix("-")
        if name:
            tags[name.lower()] = not word.startswith("-")
    return tags


def completions(line: str, known: Sequence[str], given: Sequence[str]) -> list[str]:
    """Lines whose last word is a tag that starts with what is typed of it.

    Args:
        known: All tags, the likeliest first.
        given: Those that the article has, which only `-` is meant for.
    """
    found = _LAST_WORD.fullmatch(line)
    if found is None:
        return []
    before, minus, start = found.groups()
    offered = given if minus else [tag for tag in known if tag not in given]
    return [
        f"{before}{minus}{tag}"
        for tag in offered
        if tag.startswith(start.lower()) and not _BETWEEN.search(tag)
    ]
