"""Owns the question whether a text is set in capitals, as crossheads and datelines are."""

from __future__ import annotations

import re

# What stays small within capitals: a possessive s, the prefixes of names, one-letter words.
_SET_ASIDE = re.compile(
    r"['’]s\b|\b(?:Mc|Mac|[OoDdLl]['’]|[AaEe]l-|i|e)(?=[^\W\d_a-z])|\b[^\W\d_]\b"
)
# More small letters in a row than any prefix has: most texts are told apart by their first word.
_SMALL = re.compile(r"[a-zà-öø-ÿа-яёα-ω]{3}")
_NO_CAPITAL = str.maketrans("", "", "ßªºŉ")
_LETTERS = 3
_REACH = 160


def is_capitals(text: str) -> bool:
    """Whether at least three letters of the text have case, and all of them are capitals.

    Of a long text its beginning is looked at: what is set in capitals is short.
    """
    text = text[:_REACH]
    if _SMALL.search(text) or text == text.lower():
        return False
    if not text.isupper():
        text = _SET_ASIDE.sub("", text.translate(_NO_CAPITAL))
        if not text.isupper():
            return False
    count = 0
    for character in text:
        count += character.isupper()
        if count >= _LETTERS:
            return True
    return False


def has_case(text: str) -> bool:
    """Whether the text has letters that know capitals."""
    return text.lower() != text.upper()
