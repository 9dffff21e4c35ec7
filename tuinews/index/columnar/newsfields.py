"""Owns what the engine's fields hold: the texts of articles, read in bulk as `analysis` has it."""

from __future__ import annotations

import re
from typing import Final

from whoosh import fields

from tuinews.index import analysis
from tuinews.index.columnar.layout import SENTENCE_END, Exact, Reading, Stems
from tuinews.index.schema import TEXT_FIELDS, exact

_SENTENCE: Final = re.compile(r"(?<=[.!?…。！？])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W\da-z_])")
"""Between sentences: after a full stop and before a letter that is not small."""
_LONG: Final = re.compile(r"\S{33}")


class NewsReader:
    """Reads text in bulk, as `analysis` has it."""

    def forms(self, text: str) -> list[str]:
        """What stands between spaces, sentence by sentence.

        Cutting at spaces costs a third of looking for words; what of a form is a word, `reading`
        finds out once for each. Runs of a script without spaces are cut as words are, lest every
        sentence becomes a form of its own.
        """
        forms: list[str] = []
        for sentence in _SENTENCE.split(text):
            if forms:
                forms.append(SENTENCE_END)
            if sentence.isascii() or not _LONG.search(sentence):
                forms += sentence.split()
            else:
                forms += analysis.SURFACE.findall(sentence)
        return forms

    def reading(self, form: str) -> Reading:
        """What a form stands for: for each word in it its joined form, if any, and its parts."""
        terms: list[tuple[str, int]] = []
        words: list[str] = []
        advance = 0
        for surface in analysis.SURFACE.findall(form):
            parts, joined, unspaced = analysis.analyse(surface)
            if joined is not None:
                terms.append((joined.stem, advance))
                words.append(joined.word)
            for offset, part in enumerate(parts):
                terms.append((part.stem, advance + offset))
                words.append(part.word[0] if unspaced else part.word)
            advance += len(parts)
        return Reading(tuple(terms), tuple(words), advance, len(terms))


def schema() -> fields.Schema:
    """The fields as Whoosh queries see them."""
    reader = NewsReader()
    return fields.Schema(
        **{name: Stems(reader, exact(name)) for name in TEXT_FIELDS},
        **{exact(name): Exact() for name in TEXT_FIELDS},
    )
