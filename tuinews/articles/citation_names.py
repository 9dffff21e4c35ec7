"""Owns whom a citation names as authors: persons where a byline clearly has such."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tuinews.articles.agencies import is_agency

_BY = re.compile(r"(?:by|von|par|por|door)\s+(?=[^\W\d_])", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;/|&]\s*(?:and\s+)?|\s+(?:and|und|et|y|en|og|och)\s+")
_NAME = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]*)*\.?")
_PARTICLES_WORDS = """
al bin da de del della den der di do dos du el ibn la le ten ter van von zu
"""
_NO_PERSON_WORDS = """
agencies agency bureau contributor correspondent department desk editor foundation group news
newspaper office post press reporter service services staff team times writer writers jr jr. sr
sr. ii iii iv the of
"""
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
_NO_PERSON = frozenset(_NO_PERSON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Author:
    """A person, by family and given name, or whoever it is as the byline says: no given name."""

    family: str
    given: str | None = None


def authors(byline: str | None) -> tuple[Author, ...]:
    """The authors of a byline: as persons if all of them are, else one author in its words."""
    words = " ".join((byline or "").split())
    words = words[found.end() :] if (found := _BY.match(words)) else words
    if not words:
        return ()
    persons = [_person(part) for part in _BETWEEN.split(words)]
    if all(persons):
        return tuple(filter(None, persons))
    return (Author(words),)


def _person(text: str) -> Author | None:
    words = text.split()
    if not 2 <= len(words) <= 5 or is_agency(text):
        return None
    for place, word in enumerate(words):
        is_inner = 0 < place < len(words) - 1
        if word.lower() in _NO_PERSON or not _NAME.fullmatch(word):
            return None
        if not word[0].isupper() and not (is_inner and word in _PARTICLES):
            return None
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return Author(" ".join(words[start:]), " ".join(words[:start]))
