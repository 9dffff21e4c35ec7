"""Owns the guess at a text's language: from its script, and from small words where scripts are
shared; none where the text is short or two languages come close.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from tuinews.articles.stopwords import STOP_WORDS

SAMPLE = 1600
"""How many characters of a text are looked at."""

_LOOKED_AT = 200
_FEWEST_LETTERS = 24
_FEWEST_WORDS = 14
_FEWEST_KNOWN = 5
_LEAST_KNOWN, _LEAST_BEYOND_LATIN = 0.1, 0.05
"""The share of a text's words that must be small words of its language; Latin has many languages
that are not known here, and other scripts have small words that are no words of their own."""
_AHEAD = 3
"""Of the words that only one of two languages has, how many times as many must be of the first."""

# Where the letters of scripts beyond Latin begin; signs and punctuation belong to none.
_BLOCKS = (
    *((0x370, "el"), (0x400, "cyrillic"), (0x530, "hy"), (0x590, "hebrew"), (0x600, "arabic")),
    *((0x700, ""), (0x750, "arabic"), (0x780, "dv"), (0x7C0, ""), (0x8A0, "arabic")),
    *((0x900, "devanagari"), (0x980, "bengali"), (0xA00, "pa"), (0xA80, "gu"), (0xB00, "or")),
    *((0xB80, "ta"), (0xC00, "te"), (0xC80, "kn"), (0xD00, "ml"), (0xD80, "si"), (0xE00, "th")),
    *((0xE80, "lo"), (0xF00, "tibetan"), (0x1000, "my"), (0x10A0, "ka"), (0x1100, "ko")),
    *((0x1200, "ethiopic"), (0x13A0, ""), (0x1780, "km"), (0x1800, ""), (0x1C90, "ka")),
    *((0x1CC0, ""), (0x1F00, "el"), (0x2000, ""), (0x3040, "kana"), (0x3100, ""), (0x3130, "ko")),
    *((0x3190, ""), (0x3400, "han"), (0xA000, ""), (0xAC00, "ko"), (0xD7B0, ""), (0xF900, "han")),
    *((0xFB00, ""), (0xFB1D, "hebrew"), (0xFB50, "arabic"), (0xFE00, ""), (0xFE70, "arabic")),
    *((0xFF00, ""), (0xFF66, "kana"), (0xFFA0, ""), (0x20000, "han"), (0x32000, "")),
)
_STARTS = [start for start, _ in _BLOCKS]
_SCRIPTS = ["", *(script for _, script in _BLOCKS)]
_BEYOND_LATIN = re.compile(
    "[\u0370-\u1dff\u1f00-\u1fff\u3040-\ud7ff\uf900-\ufdff\ufe70-\U0003ffff]+"
)
_DENSE = frozenset(("han", "kana", "ko"))
_KANA_IN_JAPANESE, _KANA_IN_CHINESE = 0.05, 0.01


def guess_language(texts: Iterable[str]) -> str | None:
    """The language of an article from the texts of its paragraphs, as a BCP 47 tag; else None."""
    sample = _sample(texts)
    if sample.isascii():
        return _by_words(sample, "latin")
    beyond = "".join(_BEYOND_LATIN.findall(sample))
    counts = Counter(
        _SCRIPTS[bisect_right(_STARTS, ord(letter))]
        for letter in beyond[:: len(beyond) // _LOOKED_AT + 1]
    )
    del counts[""]
    if not counts:
        return _by_words(sample, "latin")
    script, count = counts.most_common(1)[0]
    share = len(beyond) / (len(sample) - sample.count(" "))
    # A sign of Han says about as much as half a word; what is Latin beside it is names and code.
    if share < (0.2 if script in _DENSE else 0.6):
        return _by_words(sample, "latin") if share < 0.3 else None
    cjk = counts["han"] + counts["kana"]
    together = cjk if script in ("han", "kana") else count
    if len(beyond) < _FEWEST_LETTERS or together < 0.8 * counts.total():
        return None
    if script in ("han", "kana"):
        return _chinese_or_japanese(counts["kana"] / cjk)
    if script in STOP_WORDS:
        return _by_words(sample, script)
    return script if len(script) == 2 else None


def _sample(texts: Iterable[str]) -> str:
    taken: list[str] = []
    size = 0
    for text in texts:
        taken.append(text[: SAMPLE - size])
        size += len(text)
        if size >= SAMPLE:
            break
    return "\n".join(taken)


def _chinese_or_japanese(kana: float) -> str | None:
    if kana >= _KANA_IN_JAPANESE:
        return "ja"
    return "zh" if kana <= _KANA_IN_CHINESE else None


def _by_words(sample: str, script: str) -> str | None:
    """The language whose small words make up enough of a text, and more than any other's."""
    words = sample.lower().split()
    if len(words) < _FEWEST_WORDS:
        return None
    # Few languages have a word each to themselves: count by which ones share it.
    shared = Counter(filter(None, map(STOP_WORDS[script].get, words)))
    known: dict[str, int] = {}
    for languages, count in shared.items():
        for language in languages:
            known[language] = known.get(language, 0) + count
    first = max(known, key=known.__getitem__, default="")
    most = known.get(first, 0)
    least = _LEAST_KNOWN if script == "latin" else _LEAST_BEYOND_LATIN
    if most < max(_FEWEST_KNOWN, least * len(words)):
        return None
    for other, count in known.items():
        if count * 2 < most or other == first:
            continue
        own = sum(n for those, n in shared.items() if first in those and other not in those)
        its = sum(n for those, n in shared.items() if other in those and first not in those)
        if own < 2 or own < _AHEAD * its:
            return None
    return first
