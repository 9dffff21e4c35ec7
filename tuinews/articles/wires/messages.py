"""Owns the cutting of a wire file into messages, and the loss of every control byte on the way.

A message is `SOH head STX text ETX time EOT`. Files in which some or all of these bytes were lost
are common; then the head is told by its fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tuinews.articles.decode import Decoded, decode
from tuinews.articles.plaintext import clean
from tuinews.errors import UnreadableArticleError

_SOH, _STX, _ETX, _EOT = b"\x01", b"\x02", b"\x03", b"\x04"
_MESSAGES = 500
"""Messages of one file that become sections; the rest follows as text."""

# Tab lines and space bands become blanks; every other control goes, but for line breaks and tabs.
_BLANKS = b"\x08\x0b\x0c\x10\x1c\x1d\x1e\x1f"
_GONE = bytes(set(range(32)) - set(_BLANKS) - set(b"\t\n\r\x1b")) + b"\x7f"
_TO_BLANKS = bytes.maketrans(_BLANKS, b" " * len(_BLANKS))


@dataclass(frozen=True, slots=True)
class Message:
    """One message, its controls gone: the head as it stands, text, and the line of its end."""

    head: str
    text: str
    end: str
    encoding: str
    warnings: tuple[str, ...]


def split_messages(data: bytes) -> Iterator[Message]:
    """The messages of a file; one that lost its control bytes is one message."""
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    chunks = data.split(_SOH, _MESSAGES)
    for number, chunk in enumerate(chunks):
        before, stx, rest = chunk.partition(_STX)
        text, _, after = rest.partition(_ETX)
        end = after.split(_EOT, 1)[0]
        beyond = after[len(end) :]
        if not stx:
            before, text = (b"", before) if number == 0 else _cut_head(before)
        if number == 0 and len(chunks) > 1 and not without_controls(chunk).strip():
            continue
        decoded = _decode(text + b"\n" + beyond)
        head = _decode(before)
        yield Message(
            head.text.strip("\n"),
            decoded.text,
            _decode(end).text.strip(),
            decoded.encoding if decoded.text.strip() else head.encoding,
            decoded.warnings,
        )


def _cut_head(chunk: bytes) -> tuple[bytes, bytes]:
    """Head and text of a message whose text has no start mark: the head is two lines."""
    lines = chunk.split(b"\n", 2)
    return b"\n".join(lines[:2]), b"".join(lines[2:])


def without_controls(data: bytes) -> bytes:
    """Bytes of text: what parted columns is a blank, other controls but line breaks are gone."""
    return data.translate(_TO_BLANKS, _GONE)


def _decode(data: bytes) -> Decoded:
    data = without_controls(data)
    try:
        decoded = decode(data)
    except UnreadableArticleError:
        decoded = Decoded(data.decode("cp1252", "replace"), "cp1252", ("much of it is no text",))
    return Decoded(clean(decoded.text), decoded.encoding, decoded.warnings)
