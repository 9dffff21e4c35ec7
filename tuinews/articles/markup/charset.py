"""Owns the encoding of a file that declares one itself: what it says is heard, not believed."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from tuinews.articles.decode import Decoded, decode

_REACH = 4096
"""Within how many bytes a declaration stands."""
_XML = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_META = re.compile(rb"<meta\s[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# What a label means on the web where Python's codec of that name is narrower.
_LABELS = {
    **dict.fromkeys(("ascii", "iso8859-1"), "cp1252"),
    "iso8859-9": "cp1254",
    **dict.fromkeys(("iso8859-11", "tis-620"), "cp874"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
}
_EIGHT_BIT = re.compile(
    r"cp\d+|iso8859-\d+|koi8-[ru]|mac-\w+|gb18030|big5(?:hkscs)?|euc_(?:jp|kr)|shift_jis"
    r"|iso2022_\w+|hz|kz1048|ptcp154|johab|utf-8"
)
"""Codecs that a file may declare: those of texts whose declaration can be read as ASCII."""
_SEVEN_BIT = re.compile(r"iso2022_\w+|hz")


def decode_declared(data: bytes) -> Decoded:
    """Decode HTML or XML: byte order mark, then UTF-8 if it is, then as declared, then a guess.

    Raises:
        UnreadableArticleError: The bytes are not text.
    """
    declared = _declared(data)
    if declared is None:
        return decode(data)
    codec = _codec(declared)
    if not data.startswith(_MARKS) and b"\0" not in data:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = None
        if codec and (text is None or _SEVEN_BIT.fullmatch(codec)) and codec != "utf-8":
            try:
                return Decoded(data.decode(codec), codec)
            except (UnicodeDecodeError, ValueError):
                pass
    decoded = decode(data)
    if decoded.text.isascii() or codec == decoded.encoding:
        return decoded
    if codec is None and declared.lower().replace("_", "-").startswith(decoded.encoding[:6]):
        return decoded  # UTF-16 and UTF-32, with or without their byte order in the name
    wrong = f"the file says that it is {declared}, but it is {decoded.encoding}"
    return replace(decoded, warnings=(wrong, *decoded.warnings))


def _declared(data: bytes) -> str | None:
    head = data[:_REACH].replace(b"\0", b"")  # so that UTF-16 can be read here
    found = _XML.match(head.removeprefix(codecs.BOM_UTF8).lstrip(b"\xff\xfe")) or _META.search(head)
    return found[1].decode("ascii", "replace") if found else None


def _codec(label: str) -> str | None:
    """Python's name for the codec of a label; None for what no text of this kind can be in."""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    name = _LABELS.get(name, name)
    return name if _EIGHT_BIT.fullmatch(name) else None
