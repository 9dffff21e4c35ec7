"""Owns the structure of mail: the messages of a file, their headers and their parts, within bounds.

The standard library's parser recurses with each level of nesting and reads line by line in Python;
a message that somebody made to hurt costs it minutes or its stack. Here every loop has an end that
does not depend on the message, and what lies beyond is left out with a warning.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from types import MappingProxyType

from tuinews.articles.decode import decode
from tuinews.errors import UnreadableArticleError

_HEADERS = 1 << 16
"""Bytes of one message's headers that are read."""
_VALUE = 1 << 13
"""Characters of one header's value that are read."""
_DEPTH = 16
_PARTS = 256

_FIELD = re.compile(rb"^([!-9;-~]{1,76}):[ \t]*(.*(?:\n[ \t].*)*)", re.MULTILINE)
_BLANK_LINE = re.compile(rb"\n[ \t]*(?:\n|\Z)")
_ENVELOPE = re.compile(
    rb"^From [^\n]{1,200}?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[^\n]{0,30}\d\d:\d\d[^\n]{0,40}$",
    re.MULTILINE,
)
_QUOTED_ENVELOPE = re.compile(rb"^>(>*From )", re.MULTILINE)
_ENCODED = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?\s]{0,40})?\?([bqBQ])\?([^?\n]*)\?=")
_ENCODED_RUN = re.compile(rf"(?:{_ENCODED.pattern}\s*)+(?<=\?=)")
_DELIMITER_LINE = re.compile(rb"^--(\S[^\n]{0,199}?)(?:--)?[ \t]*$", re.MULTILINE)

# Codecs that are no character sets of mail; some of them take a long time over a short text.
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"})
# What senders call by one name and fill with another.
_WIDER = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "gb2312": "gb18030",
          "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932",
          "iso-8859-9": "cp1254", "tis-620": "cp874"}  # fmt: skip
_UNKNOWN = frozenset({"", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "utf-8"})
"""Where a text is in UTF-8 or ASCII it is seen, so these say nothing that is not found out."""


@dataclass(frozen=True, slots=True)
class Part:
    """A message, or a part of one.

    Attributes:
        headers: By name in small letters, each value decoded and unfolded, in order.
        media: Such as `text/plain`, in small letters.
        parameters: Of the media type, names in small letters.
        name: Of the file that it is, if it is one.
        data: Its content with the transfer encoding undone; empty when it has parts.
    """

    headers: Mapping[str, tuple[str, ...]]
    media: str
    parameters: Mapping[str, str]
    name: str | None
    data: bytes
    parts: tuple[Part, ...] = ()
    warnings: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first value of a header, or nothing."""
        return self.headers.get(name, ("",))[0]

    @property
    def attached(self) -> bool:
        """Whether it is meant to be kept as a file rather than read."""
        return self.header("content-disposition").lower().startswith("attachment")

    def all_warnings(self) -> Iterator[str]:
        """Its warnings and those of the parts within it."""
        yield from self.warnings
        for part in self.parts:
            yield from part.all_warnings()

    def text(self) -> tuple[str, str, tuple[str, ...]]:
        """The content as text, the codec that read it, and warnings."""
        return decode_text(self.data, self.parameters.get("charset", ""))


def looks_like_mail(data: bytes) -> bool:
    """Whether a file begins as an mbox or as a message does."""
    start = data[:8192].replace(b"\r\n", b"\n").lstrip(b"\n")
    if _ENVELOPE.match(start):
        return True
    end = _BLANK_LINE.search(start)
    block = start[: end.start()] if end else start
    names = {name.lower() for name, _ in _FIELD.findall(block)}
    first = block.split(b"\n", 1)[0]
    return bool(
        _FIELD.match(first)
        and b"from" in names
        and (names & {b"received", b"message-id", b"mime-version", b"return-path"}
             or {b"date", b"subject"} <= names)
    )  # fmt: skip


def split_mbox(data: bytes) -> Iterator[bytes]:
    """The messages of a file: one, or those between the `From ` lines of an mbox."""
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b"\n")
    starts = [
        found
        for found in _ENVELOPE.finditer(data)
        if found.start() == 0 or data[found.start() - 2 : found.start()] == b"\n\n"
    ]
    if not starts or starts[0].start():
        yield data
        return
    ends = [found.start() for found in starts[1:]] + [len(data)]
    for found, end in zip(starts, ends, strict=True):
        message = data[found.end() + 1 : end]
        if message.strip():
            yield _QUOTED_ENVELOPE.sub(rb"\1", message)


def read_message(data: bytes) -> Part:
    """Read one message whose lines end in newlines."""
    return _read_part(data, _DEPTH, [_PARTS])


def decode_text(data: bytes, charset: str) -> tuple[str, str, tuple[str, ...]]:
    """Decode as declared where that fits, else as it looks; the codec and warnings follow."""
    name = charset.strip().strip("'\"").lower()
    if name.replace("_", "-") in _NO_CHARSETS:
        name = ""
    warning: tuple[str, ...] = ()
    if name not in _UNKNOWN:
        name = _WIDER.get(name, name)
        try:
            return data.decode(name), name, ()
        except (LookupError, UnicodeError, ValueError):
            warning = (f"the text is not in {charset[:40]}, as its sender says",)
    try:
        decoded = decode(data)
    except UnreadableArticleError:
        return data.decode("cp1252", "replace"), "cp1252", ("the text looks like binary data",)
    return decoded.text, decoded.encoding, warning + decoded.warnings


def decode_header(raw: bytes) -> str:
    """A header's value on one line, its encoded words (RFC 2047) decoded."""
    text = " ".join(decode_text(raw, "")[0].split())
    return _ENCODED_RUN.sub(_decoded_run, text)


def _decoded_run(run: re.Match[str]) -> str:
    """Encoded words in a row; a character may begin in one and end in the next."""
    texts: list[tuple[str, bytes]] = []
    for charset, encoding, words in _ENCODED.findall(run[0]):
        coded = words.encode("utf-8", "replace")
        data = _unbase64(coded) if encoding in "bB" else binascii.a2b_qp(coded, header=True)
        if texts and texts[-1][0] == charset.lower():
            data = texts.pop()[1] + data
        texts.append((charset.lower(), data))
    return "".join(decode_text(data, charset)[0] for charset, data in texts)


def _read_part(data: bytes, depth: int, left: list[int]) -> Part:
    """Read a part and those within it, at most `depth` levels and `left` parts more."""
    headers, body, warnings = _split_headers(data)
    media, parameters, name = _media(headers)
    transfer = headers.get("content-transfer-encoding", ("",))[0].strip().lower()
    if media.startswith("multipart/") and depth and left[0] > 0:
        parts = _parts(body, parameters.get("boundary", ""), depth, left)
        if parts:
            if left[0] <= 0:
                warnings += (f"the message has more than {_PARTS} parts; the rest is left out",)
            return Part(headers, media, parameters, name, b"", parts, warnings)
        media = "text/plain"
        warnings += ("the parts of the message cannot be told apart; shown as one text",)
    elif media.startswith("multipart/"):
        media, body = "application/octet-stream", b""
        warnings += (f"parts nested deeper than {_DEPTH} are left out",)
    content = _undo(body, transfer)
    if media == "message/rfc822" and depth:
        left[0] -= 1
        inner = (_read_part(content, depth - 1, left),)
        return Part(headers, media, parameters, name, b"", inner, warnings)
    return Part(headers, media, parameters, name, content, (), warnings)


def _split_headers(data: bytes) -> tuple[Mapping[str, tuple[str, ...]], bytes, tuple[str, ...]]:
    """Headers and body; a text that has no headers is all body."""
    if data.startswith(b"\n"):
        return MappingProxyType({}), data[1:], ()
    if not _FIELD.match(data, 0, _HEADERS):
        return MappingProxyType({}), data, ()
    end = _BLANK_LINE.search(data)
    block, body = (data[: end.start()], data[end.end() :]) if end else (data, b"")
    warnings: tuple[str, ...] = ()
    if len(block) > _HEADERS:
        warnings = (f"of the headers only the first {_HEADERS >> 10} KiB are read",)
    collected: dict[str, list[str]] = {}
    for name, value in _FIELD.findall(block[:_HEADERS]):
        values = collected.setdefault(name.decode("ascii", "replace").lower(), [])
        if len(values) < 20:
            values.append(decode_header(value[:_VALUE]))
    return MappingProxyType({k: tuple(v) for k, v in collected.items()}), body, warnings


def _media(
    headers: Mapping[str, tuple[str, ...]],
) -> tuple[str, Mapping[str, str], str | None]:
    """The media type, its parameters and the name of the file, by the rules of RFC 2231."""
    message = Message()
    for header in ("Content-Type", "Content-Disposition"):
        if value := headers.get(header.lower(), ("",))[0][:1000]:
            message[header] = value
    try:
        pairs = message.get_params() or []
        parameters = {key.lower(): _flat(value) for key, value in pairs[1:] if isinstance(key, str)}
        media = message.get_content_type()
        name = message.get_filename()
    except (ValueError, LookupError, TypeError, IndexError):
        return "text/plain", MappingProxyType({}), None
    return media, MappingProxyType(parameters), name or None


def _flat(value: str | tuple[str | None, str | None, str]) -> str:
    return value if isinstance(value, str) else value[2]


def _parts(body: bytes, boundary: str, depth: int, left: list[int]) -> tuple[Part, ...]:
    """The parts between the boundary's lines; the first such line is one where none is stated."""
    mark = boundary.encode("utf-8", "replace").rstrip()
    if not mark:
        found = _DELIMITER_LINE.search(body)
        if found is None:
            return ()
        mark = found[1]
    delimiter = re.compile(rb"^--" + re.escape(mark) + rb"(--)?[ \t]*$", re.MULTILINE)
    parts: list[Part] = []
    start = -1
    for found in delimiter.finditer(body):
        if start >= 0:
            parts.append(_read_part(body[start : found.start()], depth - 1, left))
        start = -1 if found[1] else found.end() + 1
        left[0] -= 1
        if found[1] or left[0] <= 0:
            break
    if start >= 0 and left[0] > 0:
        parts.append(_read_part(body[start:], depth - 1, left))
    return tuple(parts)


def _undo(body: bytes, transfer: str) -> bytes:
    if transfer == "base64":
        return _unbase64(body)
    if transfer == "quoted-printable":
        return binascii.a2b_qp(body)
    return body


def _unbase64(data: bytes) -> bytes:
    """What can be read of Base64, however its padding was lost."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    return binascii.a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")
