"""Owns the step from bytes to text: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

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
_SAMPLE = 1 << 16
_ESCAPED = ("iso2022_jp", "iso2022_jp_2", "iso2022_kr")

# What people mean by a codec's name: the wider set that windows and the web use for it.
_WIDER = {
    "ascii": "cp1252",
    "latin_1": "cp1252",
    "iso8859_9": "cp1254",
    "iso8859_11": "cp874",
    "tis_620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift_jis_2004": "cp932",
    "shift_jisx0213": "cp932",
    "euc_jis_2004": "euc_jp",
    "euc_jisx0213": "euc_jp",
}
# Where two codecs explain a file equally well, the one that more files are in.
_COMMON = (
    *("cp1252", "cp1251", "cp1250", "gb18030", "cp932", "cp949", "cp1256", "cp1254", "cp1253"),
    *("cp1255", "cp874", "euc_jp", "big5hkscs", "iso8859_2", "koi8_r", "koi8_u", "cp1257"),
    *("cp1258", "iso8859_5", "iso8859_7", "iso8859_6", "iso8859_8", "iso8859_15", "cp866"),
    *("mac_roman", "mac_cyrillic", "cp850", "cp852", "cp437"),
)


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
    return _as_text(data, _broken_utf8(data) or _guessed(data))


def _as_text(data: bytes, decoded: Decoded) -> Decoded:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > len(sample) * _CONTROL_SHARE and controls > 1:
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
        good = len(_MULTIBYTE.findall(text))
        if good < bad * 4:
            return None
        return Decoded(text, "utf-8", (_where(data, error, "utf-8"),))
    return Decoded(text, "utf-8")


_MULTIBYTE = re.compile("[^\\x00-\\x7f\\ufffd]")


def _guessed(data: bytes) -> Decoded:
    """The best guess that charset-normalizer has; of equally good ones the commonest codec."""
    from charset_normalizer import from_bytes  # slow to load, and most files do without

    sample = data if len(data) <= _SAMPLE else _evidence(data)
    matches = list(from_bytes(sample))
    if not matches:
        text = data.decode("cp1252", "replace")
        return Decoded(text, "cp1252", ("no encoding fits the whole file; read as cp1252",))
    best = matches[0]
    equal = {
        _WIDER.get(name, name)
        for match in matches
        if match.chaos <= best.chaos + 0.01 and match.coherence >= best.coherence - 0.02
        for name in match.could_be_from_charset
    }
    common = [name for name in _COMMON if name in equal] or [best.encoding]
    if best.coherence == 0:  # no language known: a short text, or one that it has no model of
        common.sort(key=lambda name: -_coherence(sample[:4096].decode(name, "replace")))
    encoding = common[0]
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        return Decoded(text, encoding, (_where(data, error, encoding),))


def _coherence(text: str) -> float:
    """How far letters stand beside letters of their own script, from about -1 to 1.

    A wrong codec puts capitals behind small letters, letters of two scripts side by side, and
    signs or half-width kana within words.
    """
    score = 0.0
    foreign = 0
    before, script_before = "", ""
    for character in text:
        script = _script(character)
        if character > "\x7f":
            foreign += 1
            mixed = script_before and script and script_before != script
            capital = character.isupper() and before.islower()
            score += -1 if mixed or capital or script in ("sign", "HALFWIDTH") else bool(script)
        elif script and script_before and script_before != script:
            score -= 1
        before, script_before = character, script
    return round(score / foreign, 1) if foreign else 0.0


@cache
def _script(character: str) -> str:
    """The script of a letter, `sign` for a sign, and nothing for blanks and punctuation."""
    category = unicodedata.category(character)
    if category[0] in "LM":
        name = unicodedata.name(character, "?").split(" ", 1)[0]
        return "CJK" if name in ("HIRAGANA", "KATAKANA", "HANGUL", "FULLWIDTH") else name
    return "sign" if category in ("Cc", "Cn", "Co", "So", "Sm", "Sk", "No") else ""


def _evidence(data: bytes) -> bytes:
    lines = []
    size = 0
    for line in data.splitlines():
        if not line.isascii():
            lines.append(line)
            size += len(line)
            if size > _SAMPLE:
                break
    evidence = b"\n".join(lines)
    if len(evidence) <= 2 * _SAMPLE:
        return evidence
    blank = evidence.find(b" ", _SAMPLE, 2 * _SAMPLE)
    return evidence[: blank if blank > 0 else _SAMPLE]


def _where(data: bytes, error: UnicodeDecodeError, encoding: str) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    return f"line {line}: a byte that is not {encoding}; what does not fit shows as \ufffd"
