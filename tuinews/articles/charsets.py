"""Owns the guess at the encoding of a file that is neither UTF-8 nor marked."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from charset_normalizer import from_bytes

_SAMPLE = 1 << 16
"""How many bytes are looked at: of long files, lines that are not ASCII."""

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
_LATIN = (
    *("cp1252", "cp1250", "cp1254", "iso8859_2", "cp1257", "mac_roman", "cp850", "cp852"),
    *("mac_latin2", "iso8859_16", "cp437", "cp775"),
)
# The letters beyond ASCII that one language's spelling has; no language mixes two rows.
_ALPHABETS = tuple(
    map(
        frozenset,
        (
            "àâæçéèêëîïôœùûüÿ",
            "äöüßéàè",
            "áéíñóúüªº",
            "áâãàçéêíóôõúüªº",
            "àèéìíîòóùú",
            "áéíóúàèëïöüç",
            "åäöæøéüà",
            "áðéíóúýþæö",
            "ąćęłńóśźż",
            "áčďéěíňóřšťúůýž",
            "áäčďéíĺľňóôŕšťúýž",
            "áéíóöőúüű",
            "ăâîșțşţ",
            "čćđšž",
            "çğıi̇öşüâîû",
            "äõöüšž",
            "āčēģīķļņšūž",
            "ąčęėįšųūž",
        ),
    )
)
_PUNCTUATION = frozenset("‘’‚“”„–—…«»‹›•·°§©®™€£¥½¼¾²³¿¡†\xa0×´")
_FOREIGN = re.compile("[^\\x00-\\x7f]")
_WITHIN_WORDS = re.compile(
    "(?<=[a-zß-öø-ÿ])(?:[À-ÖØ-ÞŒŠŽŸ]|[‚“”„«»‹›•°§©®™€£¥½¼¾²³¿¡†\xa0×´])(?=[a-zß-öø-ÿ])"
)
_COVERED = 0.9


def guess_encoding(data: bytes) -> str | None:
    """The likeliest codec of a text in a legacy encoding; None when none fits."""
    sample = data if len(data) <= _SAMPLE else _evidence(data)
    matches = list(from_bytes(sample))
    if not matches:
        return None
    best = matches[0]
    if _is_latin(sample.decode(best.encoding, "replace")) and (latin := _guess_latin(sample)):
        return latin
    equal = {
        _WIDER.get(name, name)
        for match in matches
        if match.chaos <= best.chaos + 0.01 and match.coherence >= best.coherence - 0.02
        for name in match.could_be_from_charset
    }
    common = [name for name in _COMMON if name in equal] or [best.encoding]
    if best.coherence == 0:  # no language known: a short text, or one that it has no model of
        common.sort(key=lambda name: -_coherence(sample[:4096].decode(name, "replace")))
    return _spelled_alike(common[0], data)


def _spelled_alike(codec: str, data: bytes) -> str:
    """Of Windows's Japanese and that of JIS the latter, where the text holds nothing beyond it.

    They differ in what they call `〜` and some more signs; JIS's are those that the same text has
    in EUC-JP, in ISO-2022-JP and mostly in UTF-8, so that one search finds it in all of them.
    """
    if codec != "cp932":
        return codec
    try:
        data.decode("shift_jis")
    except UnicodeDecodeError:
        return codec
    return "shift_jis"


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


def _is_latin(text: str) -> bool:
    letters = [c for c in text if c > "\x7f" and c.isalpha()]
    return sum(_script(c) == "LATIN" for c in letters) * 2 > len(letters)


def _guess_latin(sample: bytes) -> str | None:
    """The codec that makes the letters of one language; None when none does nearly."""
    covered = {}
    for name in _LATIN:
        try:
            text = sample.decode(name)
        except UnicodeDecodeError:
            continue
        covered[name] = _coverage(text)
    best = max(covered, key=covered.__getitem__, default=None)
    return best if best and covered[best] >= _COVERED else None


def _coverage(text: str) -> float:
    """The share of characters beyond ASCII that one language and its punctuation explain.

    What stands within a word explains nothing if it is a capital or no sign of a word.
    """
    foreign = list(_FOREIGN.finditer(text))
    if not foreign:
        return 0.0
    odd = sum(len(found[0]) for found in _WITHIN_WORDS.finditer(text))
    letters = [found[0].lower() for found in foreign if found[0] not in _PUNCTUATION]
    spelled = max(sum(c in alphabet for c in letters) for alphabet in _ALPHABETS)
    return (len(foreign) - len(letters) + spelled - odd) / len(foreign)


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
