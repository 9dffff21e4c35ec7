"""Owns what XML states that is no story: every text in it, with the name of what it says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

from tuinews.articles.plaintext import clean

# Names that say less than that of the element they stand in.
_GENERAL = frozenset(("name", "definition", "note", "description", "line", "value", "p", "title"))
_LABELS = {"edNote": "editor's note", "g2contentType": "content type"}
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def facts(element: Element, leave_out: Collection[str] = ()) -> list[str]:
    """Every text within an element as `name: text`, in order, safe to show.

    Args:
        leave_out: Names of elements directly within that are left out with all they hold.
    """
    return [fact for child in element if child.tag not in leave_out for fact in _facts(child, "")]


def _facts(element: Element, around: str) -> Iterator[str]:
    name = around if around and element.tag in _GENERAL else _label(element.tag)
    own = [element.text, *(child.tail for child in element)]
    if not len(element) or any(text and not text.isspace() for text in own):
        if text := clean(" ".join("".join(element.itertext()).split())):
            yield f"{name}: {text}"
        return
    for child in element:
        yield from _facts(child, name)


def _label(tag: str) -> str:
    return _LABELS.get(tag) or _CAPITAL.sub(" ", tag).lower()
