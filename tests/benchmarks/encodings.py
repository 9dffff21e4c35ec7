"""Owns the figure of decoding: how many excerpts of real texts are decoded right, by their length.

    python -m tests.benchmarks.encodings

Excerpts are cut at random from the texts of the corpus and encoded as each language's files are.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tuinews.articles.decode import decode
from tuinews.errors import UnreadableArticleError

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "encodings"
LENGTHS = (120, 300, 700, 1500)
EXCERPTS = 12
CODECS = {
    "ar": "cp1256 iso8859-6",
    "bg": "cp1251",
    "cs": "cp1250 iso8859-2",
    "de": "cp1252 mac-roman cp850",
    "el": "cp1253 iso8859-7",
    "en": "cp1252",
    "fr": "cp1252 mac-roman cp850",
    "he": "cp1255 iso8859-8",
    "ja": "shift_jis euc-jp iso2022-jp",
    "ko": "cp949",
    "pl": "cp1250 iso8859-2",
    "ru": "cp1251 koi8-r cp866 mac-cyrillic iso8859-5",
    "th": "cp874",
    "tr": "cp1254",
    "uk": "cp1251 koi8-u",
    "vi": "cp1258",
    "zh": "gb18030",
}


def main() -> None:
    """Measure and print."""
    total: Counter[int] = Counter()
    right: Counter[int] = Counter()
    mistaken: Counter[tuple[str, str, str]] = Counter()
    for language, codec, text in excerpts():
        length = min(LENGTHS, key=lambda size: abs(size - len(text)))
        total[length] += 1
        try:
            decoded = decode(text.encode(codec))
        except UnreadableArticleError:
            mistaken[language, codec, "refused"] += 1
            continue
        if decoded.text == text:
            right[length] += 1
        else:
            mistaken[language, codec, decoded.encoding] += 1
    for length in LENGTHS:
        share = right[length] / total[length]
        print(f"{length:5} characters: {right[length]} of {total[length]} right ({share:.1%})")
    for (language, codec, taken_for), count in mistaken.most_common(12):
        print(f"  {count:3} x {language} in {codec} taken for {taken_for}")


def excerpts() -> Iterator[tuple[str, str, str]]:
    """(language, codec, text) of each excerpt that has a character beyond ASCII."""
    chance = random.Random(1)
    for language, codecs in CODECS.items():
        (file,) = CORPUS.glob(f"{language}.utf-8.*")
        whole = file.read_text(encoding="utf-8")
        for codec in codecs.split():
            for length in LENGTHS:
                for _ in range(EXCERPTS):
                    start = chance.randrange(max(1, len(whole) - length))
                    text = whole[start : start + length].encode(codec, "ignore").decode(codec)
                    text = text[text.find(" ", 0, 30) + 1 :]
                    if not text.isascii():
                        yield language, codec, text


if __name__ == "__main__":
    main()
