"""Owns character references: `&amp;`, `&#38;` and `&#x26;` become the characters they stand for."""

from __future__ import annotations

import html
import re

_REFERENCE = re.compile(r"(&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?))")
_LONGEST = 34
_SHORT = 4000
_MOST = 100_000
"""How many different references of one text are resolved: languages have some thousand letters."""


class _Characters(dict[str, str]):
    """What each reference stands for, found out when it is first met."""

    def __missing__(self, reference: str) -> str:
        if len(reference) > _LONGEST:  # only numbers are: beyond all characters, and beyond `int`
            return "\ufffd"
        if len(self) >= _MOST:
            return reference
        decimal = reference[1] == "#" and reference[2].isdecimal()
        number = int(reference[2:].rstrip(";")) if decimal else 0
        plain = 0xA0 <= number < 0xD800 or 0xE000 <= number < 0xFDD0
        character = self[reference] = chr(number) if plain else html.unescape(reference)
        return character


def unescape(text: str) -> str:
    """Resolve references as HTML does, by name and number.

    A number beyond all characters is U+FFFD, one of a control that no text has is nothing. A text
    of nothing but references costs no call for each.
    """
    if "&" not in text:
        return text
    if len(text) <= _SHORT:
        return html.unescape(text)
    pieces = _REFERENCE.split(text)
    pieces[1::2] = map(_Characters().__getitem__, pieces[1::2])
    return "".join(pieces)
