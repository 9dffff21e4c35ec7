"""Owns the line in which tags are typed, `harbour -ferry "climate policy"`, and completing it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_BETWEEN = r"[\s,]+"
_WORD = r'(-?)(?:"([^"]*)"?|([^\s,"]+))'
_LAST_WORD = r'(?s)(.*[\s,]|)(-?)"?([^\s,"]*)'
_LAST_QUOTED = r'(?s)(.*?)(-?)"([^"]*)'
_CURLY = str.maketrans("\u201c\u201d\u201e\u201f", '""""')


def tags_of_line(line: str) -> dict[str, bool]:
    """The tags that a line gives (True) and takes away (False); the last word on one counts.

    Blanks and commas part tags, except within quotes.
    """
    tags: dict[str, bool] = {}
    for minus, quoted, word in re.findall(_WORD, line.translate(_CURLY)):
        name = " ".join(quoted.split()) or word
        if name and (quoted or name != "-"):
            tags[name.lower()] = not minus
    return tags


def line_of_tags(tags: Iterable[str]) -> str:
    """Tags as they are typed, those with blanks in quotes."""
    return " ".join(map(_typed, tags))


def completions(line: str, known: Sequence[str], given: Sequence[str]) -> list[str]:
    """Lines whose last word is a tag that starts with what is typed of it.

    Args:
        known: All tags, the likeliest first.
        given: Those that the article has, which only `-` is meant for.
    """
    plain = line.translate(_CURLY)
    is_quoted = plain.count('"') % 2 == 1
    if is_quoted:
        head, _, rest = plain.rpartition('"')
        found = re.fullmatch(_LAST_QUOTED, f'{head[-1:]}"{rest}')
        before = head[:-1]
    else:
        found, before = re.fullmatch(_LAST_WORD, plain), ""
    if found is None:
        return []
    between, minus, start = found.groups()
    offered = given if minus else [tag for tag in known if tag not in given]
    return [
        f"{before}{between}{minus}{_typed(tag)}"
        for tag in offered
        if tag.startswith(start.lower()) and '"' not in tag
    ]


def _typed(tag: str) -> str:
    return f'"{tag}"' if re.search(_BETWEEN, tag) or tag.startswith("-") else tag
