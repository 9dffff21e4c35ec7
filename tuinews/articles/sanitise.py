"""Owns the one gate that text from files passes before anything shows it.

What comes out holds no control but newline and tab, no bidirectional control, no invisible
character without a use, no lone surrogate and no tower of combining marks. Every function is
idempotent and never lengthens a text (but for escapes in names).
"""

from __future__ import annotations

import re
import unicodedata

MARKS = 8
"""How many combining marks in a row are kept."""

# Common characters that need no second look: Latin, Greek, Cyrillic, punctuation, signs, CJK, kana,
# Hangul. The rest (controls, marks, joiners, right-to-left scripts, emoji) takes the slow way.
_PLAIN = (
    "\\t\\n\\x20-\\x7e\\xa0-\\xac\\xae-\\u02ff\\u0370-\\u0482\\u048a-\\u0590\\u2010-\\u2027"
    "\\u2030-\\u205f\\u20a0-\\u20bf\\u2100-\\u2bff\\u3000-\\u3029\\u3030-\\u3098\\u309b-\\ua66e"
    "\\uac00-\\ud7a3\\uf900-\\ufaff\\uff01-\\uffdf"
)
_SECOND_LOOK = re.compile(f"[^{_PLAIN}]")
_ASCII_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_CONTROLS_SHOWN = {
    **{chr(code): chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r"},
    **dict.fromkeys("\v\f", "\n"),
    "\x7f": "\u2421",
}
_UNSAFE_CLASS = (
    "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u180e\\u200b\\u200e\\u200f"
    "\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff0-\\ufffb\\ufffe\\uffff\\ud800-\\udfff"
    "\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0080-\\U000e00ff\\U000e01f0-\\U000e0fff"
)
_UNSAFE = re.compile(f"[{_UNSAFE_CLASS}]")
_UNSAFE_IN_NAMES = re.compile(f"[\\n\\t{_UNSAFE_CLASS}]")
_JOINERS = re.compile("[\\u200c\\u200d]+")
_TAGS = re.compile("[\\U000e0000-\\U000e007f]+")
_FLAG_TAGS = re.compile("[\\U000e0030-\\U000e0039\\U000e0061-\\U000e007a]{1,6}\\U000e007f")
_BLACK_FLAG = "\U0001f3f4"
_MAYBE_MARKS = re.compile(
    f"[^\\w\\x00-\\u02ff\\u2010-\\u205f\\u2100-\\u2bff\\u3000-\\u3029\\ufffd]{{{MARKS + 1},}}"
)
_TOWER = re.compile(f"([\u0300-\u036f]{{{MARKS}}})[\u0300-\u036f]+")
_BREAKS = re.compile(r"[\n\t]")

# Scripts whose spelling needs joiners: Arabic and kin, those of India, Tibet, Burma, Cambodia,
# Mongolia, and their presentation forms.
_JOINING = re.compile(
    "[\\u0600-\\u08ff\\u0900-\\u0fff\\u1000-\\u109f\\u1780-\\u18af\\u1a20-\\u1aaf\\u1b00-\\u1c4f"
    "\\ua840-\\ua87f\\ua8e0-\\ua8ff\\ua980-\\uaaff\\uabc0-\\uabff\\ufb50-\\ufdff\\ufe70-\\ufefe"
    "\\U00010a00-\\U00010fff\\U00011000-\\U00011fff\\U0001e900-\\U0001e95f]"
)
_PICTURE = re.compile(
    "[\\u2190-\\u21ff\\u2300-\\u23ff\\u2600-\\u27bf\\u2b00-\\u2bff\\ufe0f\\U0001f000-\\U0001faff]"
)


def sanitise(text: str) -> str:
    """Make a text safe to show, keeping its lines: CR, VT, FF and U+2028/2029 become newlines.

    Other C0 controls and DEL become their visible pictures (`␛`), so that what was tried stays
    visible; C1 controls become what windows-1252 has in their place, as they mostly come from
    there, else nothing.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ASCII_CONTROL.search(text):
        # One by one, since a file of millions of them must not cost a call of Python for each.
        for control, shown in _CONTROLS_SHOWN.items():
            text = text.replace(control, shown)
    if text.isascii():
        return text
    if not _SECOND_LOOK.search(text):
        return text
    text = _UNSAFE.sub(_shown, text)
    text = _TAGS.sub(_kept_tags, text)
    text = _JOINERS.sub(_kept_joiner, text)
    return _MAYBE_MARKS.sub(_cut_marks, text)


def sanitise_line(text: str) -> str:
    """Make a text safe to show on one line: newlines and tabs become spaces."""
    return _BREAKS.sub(" ", sanitise(text))


def show_name(name: str) -> str:
    """Make a file name or an id safe to show: what is not text is escaped, as in `\\xff`."""
    return sanitise_line(_UNSAFE_IN_NAMES.sub(_escaped, name))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _shown(match: re.Match[str]) -> str:
    found = match[0]
    if found in "\u2028\u2029":
        return "\n"
    code = ord(found)
    if code <= 0x9F:
        return bytes((code,)).decode("cp1252", "ignore")
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else ""


def _kept_tags(match: re.Match[str]) -> str:
    """Tag characters spell the flags of England, Scotland, Wales; anywhere else they hide text."""
    before = match.string[match.start() - 1 : match.start()]
    return match[0] if before == _BLACK_FLAG and _FLAG_TAGS.fullmatch(match[0]) else ""


def _kept_joiner(match: re.Match[str]) -> str:
    """One joiner is kept behind a letter that needs it, or between two pictures."""
    joiner = match[0][0]
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    if _JOINING.match(before):
        return joiner
    modifier = "\U0001f3fb" <= before <= "\U0001f3ff"
    between_pictures = (modifier or _PICTURE.match(before)) and _PICTURE.match(after)
    return joiner if joiner == "\u200d" and between_pictures else ""


def _cut_marks(match: re.Match[str]) -> str:
    """Cut each run of combining marks; joiners count, else they would start a new run."""
    kept = []
    run = 0
    for character in _TOWER.sub("\\1", match[0]):
        stacks = character in "\u200c\u200d" or unicodedata.category(character) in ("Mn", "Me")
        run = run + 1 if stacks else 0
        if run <= MARKS:
            kept.append(character)
    return "".join(kept)
