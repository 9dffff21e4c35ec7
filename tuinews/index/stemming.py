"""Owns the stems of words: which languages have them, and what each word's is.

A word's stem is made by the Snowball stemmer of the language its article is in, from the word
as written but for case, and folded. Articles that do not say their language count as English.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import Final

import Stemmer

from tuinews.index.folding import fold

_ALGORITHMS: Final = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german",
    "el": "greek", "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian",
    "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "st": "sesotho", "sv": "swedish", "ta": "tamil", "tr": "turkish",
    "yi": "yiddish",
}  # fmt: skip
"""Language (ISO 639) -> Snowball's name. Which of them there are differs with PyStemmer."""
_THERE: Final = frozenset(Stemmer.algorithms())
VERSION: Final = str(Stemmer.version())
"""Stems of other versions may differ."""
_PERSIAN: Final = str.maketrans("\u064a\u0643", "\u06cc\u06a9")
"""Letters that folding writes as Arabic does, as Persian writes them."""


def stemmed_as(tag: str | None) -> str:
    """The language by which the words of an article are stemmed, "" when they are not.

    Args:
        tag: The article's language as it says it (`de-AT`), None or "" when it does not.
    """
    language = (tag or "en").replace("_", "-").split("-")[0].lower()
    return language if _ALGORITHMS.get(language) in _THERE else ""


@cache
def stemmer(language: str) -> Callable[[str, str], str]:
    """What makes the stem of a word of a language, given as written and folded."""
    if not language:
        return lambda _, word: word
    stem = Stemmer.Stemmer(_ALGORITHMS[language], 0).stemWord
    if language == "en":
        return lambda _, word: sys.intern(stem(word)) if word.isascii() and word.isalpha() else word
    if language == "fa":
        return lambda _, word: sys.intern(fold(stem(word.translate(_PERSIAN))) or word)
    return lambda written, word: sys.intern(fold(stem(written.lower())) or word)
