"""Owns what an imported article's file is called: a name that every file system takes."""

from __future__ import annotations

import unicodedata

LONGEST = 80
"""Bytes of a slug in UTF-8; with day, version and suffix a name stays far below 255."""

# Latin letters that no decomposition takes to ASCII.
_LATIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ħ": "h", "ı": "i"}
)
_APOSTROPHES = str.maketrans("", "", "'’ʼ‘`´")
_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789"
}


def slug(text: str) -> str:
    """Make a short name of a headline: words joined by `-`, lower case, never empty.

    Latin letters lose their accents; other scripts keep their letters.
    """
    words: list[str] = []
    size = 0
    for word in _letters(text).split():
        room = LONGEST - size - bool(words)
        encoded = word.encode()
        if len(encoded) > room:
            # A word is only cut where nothing else could stand: in scripts without blanks.
            if size < LONGEST // 2:
                words.append(encoded[:room].decode(errors="ignore"))
            break
        words.append(word)
        size += len(encoded) + (len(words) > 1)
    name = "-".join(words) or "article"
    return f"{name}-article" if name in _RESERVED else name


def _letters(text: str) -> str:
    """Letters, digits and the marks that letters carry; a space for anything else."""
    kept: list[str] = []
    text = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold()
    for character in unicodedata.normalize("NFC", text).translate(_LATIN):
        category = unicodedata.category(character)[0]
        if category == "M":
            if not kept or kept[-1].isascii():  # an accent on a Latin letter, or on nothing
                continue
            kept.append(character)
        elif category in "LN":
            base = unicodedata.normalize("NFD", character)
            kept.append(base[0] if base[0].isascii() else character)
        else:
            kept.append(" ")
    return "".join(kept)
