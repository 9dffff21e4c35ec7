"""Owns what is sent for a character that the locale has none for: another one as wide.

Imports nothing that the curtain would have to wait for.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

_PLAIN = str.maketrans(
    "▶•─│§·…⏎←→↑↓⌫✓▁▂▃▄▅▆▇█▲▸›‹–—⋯«»‘’“”‚„\u00a0",
    '>o-|#-.$<>^v<x_.:-=+*#^>><--.""\'\'""\'" ',
)
"""Borders, marks, bars and quotation marks."""
_BEYOND = re.compile(r"[^\x00-\x7f]")


def codeset(environ: Mapping[str, str]) -> str:
    """The encoding of the terminal, as its variables state it; UTF-8 where they state nothing.

    Python sets LC_CTYPE to C.UTF-8 for itself where LANG is C (PEP 538), which says nothing of
    the terminal.
    """
    stated = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    if not environ.get("LC_ALL") and stated == "C.UTF-8" and environ.get("LANG") in ("C", "POSIX"):
        stated = "C"
    if not stated:
        return "utf-8"
    name = stated.partition("@")[0].partition(".")[2]
    if not name:
        return "ascii" if stated in ("C", "POSIX") else "iso-8859-1"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "ascii"


def ambiguous_are_wide(environ: Mapping[str, str]) -> bool:
    """Whether terminals of this locale may give two cells to letters, lines and bullets that take
    one elsewhere (East Asian Width A, Unicode Standard Annex 11)."""
    stated = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    return stated[:2] in ("ja", "ko", "zh")


class Letters:
    """What one encoding can show.

    Attributes:
        codeset: Its name.
        has_all: Whether it can show everything.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.codeset = codeset(environ)
        self.has_all = self.codeset == "utf-8"

    def shown(self, text: str) -> str:
        """`text` with nothing in it that the encoding lacks, in as many cells."""
        if self.has_all or text.isascii():
            return text
        return _BEYOND.sub(lambda found: self._shown(found[0]), text)

    def _shown(self, character: str) -> str:
        try:
            character.encode(self.codeset)
        except UnicodeEncodeError:
            pass
        else:
            return character
        plain = character.translate(_PLAIN)
        if plain.isascii():
            return plain
        import unicodedata

        from rich.cells import cell_len

        cells = cell_len(character)
        base = unicodedata.normalize("NFKD", character)[0]
        return base if cells == 1 and base.isascii() else "?" * cells
