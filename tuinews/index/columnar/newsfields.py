"""Owns what the engine's fields hold: the texts of articles, read in bulk as `analysis` has it."""

from __future__ import annotations

import re
from typing import Final

from whoosh import fields

from tuinews.index import analysis
from tuinews.index.columnar.layout import IN, SENTENCE_END, Exact, Reading, Stems
from tuinews.index.schema import EXACT, TEXT_FIELDS

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
        for sentence in analysis.SENTENCE.split(text):
            if forms:
                forms.append(SENTENCE_END)
            if sentence.isascii() or not _LONG.search(sentence):
                forms += sentence.split()
            else:
                forms += analysis.SURFACE.findall(sentence)
        return forms

    def reading(self, form: str) -> Reading:
        """What a form stands for: for each word in it its joined form, if any, and its parts.

        A part in capitals stands in the same place once more, in capitals; so does the stem that
        it has without accents, where that is another, which is no other word.
        """
        form, marked, language = form.partition(IN)
        analyse = analysis.analyser(language if marked else "en")
        terms: list[tuple[str, int]] = []
        words: list[str | None] = []
        advance = length = 0
        for surface in analysis.SURFACE.findall(form):
            parts, joined, unspaced = analyse(surface)
            if joined is not None:
                terms.append((joined.stem, advance))
                words.append(joined.word)
                length += 1
            for offset, part in enumerate(parts):
                terms.append((part.stem, advance + offset))
                words.append(part.word[0] if unspaced else part.word)
                if part.plain:
                    terms.append((part.plain, advance + offset))
                    words.append(None)
                if capitals := part.capitals(surface):
                    terms.append((capitals, advance + offset))
                    words.append(capitals)
            advance += len(parts)
            length += len(parts)
        return Reading(tuple(terms), tuple(words), advance, length)


def schema() -> fields.Schema:
    """The fields as Whoosh queries see them."""
    reader = NewsReader()
    return fields.Schema(
        **{name: Stems(reader, EXACT if name == "body" else None) for name in TEXT_FIELDS},
        **{EXACT: Exact()},
    )
