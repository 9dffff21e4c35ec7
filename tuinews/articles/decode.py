"""Owns the step from bytes to text: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from tuinews.errors import UnreadableArticleError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_CONTROL_SHARE = 0.02
"""Text has at most this share of control bytes; compressed data has about a tenth."""
_FEW_CONTROLS = 8
_SAMPLE = 1 << 16
_ESCAPED = ("iso2022_jp", "iso2022_jp_2", "iso2022_kr")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the codec that read it, and one line for each thing that went wrong."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Decode a file's bytes: byte order mark, UTF-8, UTF-16 and UTF-32, then the best guess.

    Bytes that do not fit become U+FFFD, with a warning. The text still has its own newlines and
    controls.

    Raises:
        UnreadableArticleError: The bytes are not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _forced(data[len(mark) :], encoding)
    if b"\0" not in data:
        if b"\x1b" in data and data.isascii() and (escaped := _escaped(data)):
            return escaped
        try:
            return _as_text(data, Decoded(data.decode("utf-8"), "utf-8"))
        except UnicodeDecodeError:
            pass
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise UnreadableArticleError(f"{kind}, not text")
    if b"\0" in data:
        for encoding in _WIDE:
            if wide := _wide(data, encoding):
                return wide
        data = data.rstrip(b"\0")
        if not data:
            raise UnreadableArticleError("binary, not text")
    return _as_text(data, _broken_utf8(data) or _guessed(data))


def _as_text(data: bytes, decoded: Decoded) -> Decoded:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > max(len(sample) * _CONTROL_SHARE, _FEW_CONTROLS):
        raise UnreadableArticleError("binary, not text")
    return decoded


def _forced(data: bytes, encoding: str) -> Decoded:
    """Decode as the byte order mark says, whatever it costs."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and (broken := _broken_utf8(data)):
            return broken
        text = data.decode(encoding, "replace")
        return Decoded(text, encoding, (_where(data, error, encoding),))


def _escaped(data: bytes) -> Decoded | None:
    """Seven-bit Japanese and Korean, which only its escape sequences tell from ASCII."""
    if b"\x1b$" not in data and b"\x1b(" not in data:
        return None
    for encoding in _ESCAPED:
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, ValueError):
            continue
        if not text.isascii():
            return Decoded(text, encoding)
    return None


def _wide(data: bytes, encoding: str) -> Decoded | None:
    """UTF-16 or UTF-32 without a mark: it decodes, and what comes out is printable."""
    unit = 4 if encoding.startswith("utf-32") else 2
    whole = data[: len(data) - len(data) % unit]
    sample = whole[:_SAMPLE]
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - unit:
            return None
        text = sample[: error.start].decode(encoding)
    odd = sum(
        1 for c in text if not c.isprintable() and c not in "\t\n\v\f\r\u3000\ufeff\u200e\u200f"
    )
    blanks = sum(map(text.count, (" ", "\n", "\r", "\u3000", "\u3002")))
    if odd * 100 > len(text) or blanks * 200 < len(text):
        return None
    decoded = _forced(whole, encoding)
    cut = () if len(whole) == len(data) else ("the file ends within a character",)
    return Decoded(decoded.text, encoding, decoded.warnings + cut)


def _broken_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few bad bytes in it, or cut off within a character; None if it is not that."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.end == len(data):
            kept = data[: error.start].decode("utf-8")
            if kept.isascii() and len(data) - error.start == 1:
                return None  # one high byte at the end of ASCII may as well be Latin
            return Decoded(kept + "\ufffd", "utf-8", ("the file ends within a character",))
        text = data.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        good = len(text) - bad - len(text.encode("ascii", "ignore"))
        if good < bad * 4:
            return None
        return Decoded(text, "utf-8", (_where(data, error, "utf-8"),))
    return Decoded(text, "utf-8")


def _guessed(data: bytes) -> Decoded:
    from tuinews.articles.charsets import guess_encoding  # loads what most files do without

    encoding = guess_encoding(data)
    if encoding is None:
        text = data.decode("cp1252", "replace")
        return Decoded(text, "cp1252", ("no encoding fits the whole file; read as cp1252",))
    return _forced(data, encoding)


def _where(data: bytes, error: UnicodeDecodeError, encoding: str) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    return f"line {line}: a byte that is not {encoding}; what does not fit shows as \ufffd"
