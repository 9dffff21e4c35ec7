"""Owns completing what is typed in the search box: names of fields, and values that articles have.

Only the end of the text is completed, as there the cursor mostly is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tuinews.tui.narrowing import Filter

_VALUE = r'(?s)(.*(?:^|[\s(-]))([A-Za-z]+):=?"?([^"=:()]*)'
_NAME = r"(?s)(.*(?:^|[\s(-]))([A-Za-z]+)"


def completions(
    typed: str, fields: Sequence[str], values: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """What the text may become, the likeliest first.

    Args:
        typed: The text up to its end.
        fields: Names of fields.
        values: What is known to stand in some of them, the most frequent first.
    """
    value = re.fullmatch(_VALUE, typed)
    if value is not None:
        before, field, start = value.groups()
        known = values.get(field.lower(), ())
        return tuple(
            before + Filter(field.lower(), each).text
            for each in known
            if each.strip() and _begins(each, start)
        )
    name = re.fullmatch(_NAME, typed)
    if name is None:
        return ()
    before, start = name.groups()
    return tuple(f"{before}{each}:" for each in fields if each.startswith(start.lower()))


def _begins(value: str, start: str) -> bool:
    """Whether a value, or a word in it, starts as typed."""
    start = start.casefold()
    value = value.casefold()
    return value.startswith(start) or f" {start}" in f" {value}"
