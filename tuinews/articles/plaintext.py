"""Owns the text of a file as every text format starts from it: decoded, composed, sanitised."""

from __future__ import annotations

import unicodedata

from tuinews.articles.decode import Decoded, decode
from tuinews.articles.sanitise import sanitise
from tuinews.articles.source import Source


def to_text(source: Source) -> Decoded:
    """Decode a file to text that is safe to show, in NFC, with `\\n` between its lines.

    Raises:
        UnreadableArticleError: The file is not text.
    """
    decoded = decode(source.data)
    warnings = decoded.warnings
    if source.truncated:
        size = len(source.data) >> 20
        warnings = (*warnings, f"only the first {size} MiB of this file are shown")
    return Decoded(clean(decoded.text), decoded.encoding, warnings)


def clean(text: str) -> str:
    """Sanitise a text and compose it to NFC; composing may bring what sanitising must see."""
    text = sanitise(text)
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    return text if composed == text else sanitise(composed)
