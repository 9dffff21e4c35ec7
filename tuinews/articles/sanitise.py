"""Owns the one gate that text from files passes before anything shows it.

What comes out holds no control but newline and tab, no bidirectional control, no invisible
character without a use, no lone surrogate and no tower of combining marks. Every function is
idempotent and never lengthens a text (but for escapes in names).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

# Expressions of classes of characters take long to compile: but for the two that every text is
# looked at with, `re` compiles and keeps them when a text first needs them.

MARKS = 8
"""How many combining marks in a row are kept."""

# Common characters that need no second look: Latin, Greek, Cyrillic, punctuation, signs, CJK, kana,
# Hangul. The rest (controls, marks, joiners, right-to-left scripts, emoji) takes the slow way.
_PLAIN = (
    "\\t\\n\\x20-\\x7e\\xa0-\\xac\\xae-\\u02ff\\u0370-\\u0482\\u048a-\\u0590\\u2010-\\u2027"
    "\\u2030-\\u205f\\u20a0-\\u20bf\\u2100-\\u2bff\\u3000-\\u3029\\u3030-\\u3098\\u309b-\\ua66e"
    "\\uac00-\\ud7a3\\uf900-\\ufaff\\uff01-\\uffdf"
)
_SECOND_LOOK = f"[^{_PLAIN}]"
_ASCII_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_CONTROLS_SHOWN = {
    **{chr(code): chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r"},
    **dict.fromkeys("\v\f", "\n"),
    "\x7f": "\u2421",
}
_C1 = "[\x80-\x9f]"
_C1_SHOWN = {chr(code): bytes((code,)).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_DROPPED_CLASS = (
    "\\xad\\u034f\\u061c\\u180e\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff"
    "\\ufff0-\\ufffb\\ufffe\\uffff\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a"
    "\\U000e0080-\\U000e00ff\\U000e01f0-\\U000e0fff"
)
_DROPPED = f"[{_DROPPED_CLASS}]+"
_SURROGATE = "[\\ud800-\\udfff]"
_UNSAFE_IN_NAMES = f"[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff{_DROPPED_CLASS}]"
_TAGS = "\U000e0000-\U000e007f"
_TAG = f"[{_TAGS}]"
# Tag characters spell the flags of England, Scotland, Wales; anywhere else they hide text.
_HIDING_TAGS = (
    f"(?<![\U0001f3f4{_TAGS}])[{_TAGS}]+"
    f"|(?<=\U0001f3f4)(?![\U000e0030-\U000e0039\U000e0061-\U000e007a]{{1,6}}\U000e007f(?![{_TAGS}]))"
    f"[{_TAGS}]+"
)
_MORE_JOINERS = "(?<=[\u200c\u200d])[\u200c\u200d]+"
# Scripts whose spelling needs joiners: Arabic and kin, those of India, Tibet, Burma, Cambodia,
# Mongolia, and their presentation forms.
_JOINING = (
    "\\u0600-\\u08ff\\u0900-\\u0fff\\u1000-\\u109f\\u1780-\\u18af\\u1a20-\\u1aaf\\u1b00-\\u1c4f"
    "\\ua840-\\ua87f\\ua8e0-\\ua8ff\\ua980-\\uaaff\\uabc0-\\uabff\\ufb50-\\ufdff\\ufe70-\\ufefe"
    "\\U00010a00-\\U00010fff\\U00011000-\\U00011fff\\U0001e900-\\U0001e95f"
)
_PICTURE = (
    "\\u2190-\\u21ff\\u2300-\\u23ff\\u2600-\\u27bf\\u2b00-\\u2bff\\ufe0f\\U0001f000-\\U0001faff"
)
# A joiner is of use behind a letter that needs it, or (ZWJ) between two pictures.
_USELESS_JOINER = f"(?<![{_JOINING}])(?:\u200c|(?<![{_PICTURE}])\u200d|\u200d(?![{_PICTURE}]))"
_MAYBE_MARKS = (
    f"[^\\w\\x00-\\u02ff\\u2010-\\u205f\\u2100-\\u2bff\\u3000-\\u3029\\ufffd]{{{MARKS + 1},}}"
)
_WITH_MARKS = ((0x300, 0x3100), (0xA600, 0xAC00), (0xFB00, 0xFE30))
_WITH_MARKS_BEYOND = ((0x10000, 0x1E950), (0xE0100, 0xE01F0))
_MAYBE_MARKS_BEYOND = "[\U00010000-\U0001e94f\U000e0100-\U000e01ef]"
_BREAKS = re.compile(r"[\n\t]")


def sanitise(text: str) -> str:
    """Make a text safe to show, keeping its lines: CR, VT, FF and U+2028/2029 become newlines.

    Other C0 controls and DEL become their visible pictures (`␛`), so that what was tried stays
    visible; C1 controls become what windows-1252 has in their place, as they mostly come from
    there, else nothing.
    """
    # Nothing here calls a function of ours for each match: a file may be nothing but matches.
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ASCII_CONTROL.search(text):
        text = _replaced(text, _CONTROLS_SHOWN)
    if text.isascii() or not re.search(_SECOND_LOOK, text):
        return text
    if re.search(_C1, text):
        text = _replaced(text, _C1_SHOWN)
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    text = re.sub(_SURROGATE, "\ufffd", text)
    text = re.sub(_DROPPED, "", text)
    if re.search(_TAG, text):
        text = re.sub(_HIDING_TAGS, "", text)
    joined = "\u200c" in text or "\u200d" in text
    if joined:
        text = re.sub(_MORE_JOINERS, "", text)
    if re.search(_MAYBE_MARKS, text):
        text = _towers(beyond=bool(re.search(_MAYBE_MARKS_BEYOND, text))).sub("", text)
    return re.sub(_USELESS_JOINER, "", text) if joined else text


def sanitise_line(text: str) -> str:
    """Make a text safe to show on one line: newlines and tabs become spaces."""
    return _BREAKS.sub(" ", sanitise(text))


def show_name(name: str) -> str:
    """Make a file name or an id safe to show: what is not text is escaped, as in `\\xff`."""
    if name.isascii() and name.isprintable():
        return name
    return sanitise_line(re.sub(_UNSAFE_IN_NAMES, _escaped, name))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _replaced(text: str, shown: Mapping[str, str]) -> str:
    for control, picture in shown.items():
        text = text.replace(control, picture)
    return text


@cache
def _towers(*, beyond: bool) -> re.Pattern[str]:
    """More combining marks in a row than are kept; joiners count, else they would start anew.

    A class of characters is quick only within the first plane: those `beyond` it stand apart, for
    texts that may hold some.
    """
    mark = f"[\u200c\u200d{_marks(_WITH_MARKS)}]"
    if beyond:
        mark = f"(?:{mark}|(?=[\U00010000-\U0010ffff])[{_marks(_WITH_MARKS_BEYOND)}])"
    return re.compile(f"(?<={mark}{{{MARKS}}}){mark}+")


def _marks(ranges: Iterable[tuple[int, int]]) -> str:
    """The combining marks within ranges, as ranges for a class of an expression."""
    found: list[list[int]] = []
    for code in itertools.chain.from_iterable(itertools.starmap(range, ranges)):
        if unicodedata.category(chr(code)) in ("Mn", "Me"):
            if found and found[-1][1] == code - 1:
                found[-1][1] = code
            else:
                found.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in found)
