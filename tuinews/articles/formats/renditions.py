"""Owns the choice between several forms of one text, such as HTML and plain text, and its price.

The best form is the body; what only another form says is kept as notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tuinews.articles.body import Body
from tuinews.articles.markup.flow import read_markup
from tuinews.articles.newswire import read_wire
from tuinews.articles.plaintext import clean

_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,10}(?:\s[^<>]{0,2000})?/?>")
_WORD = re.compile(r"\w+")
_SHORT = 0.5


def choose(bodies: Sequence[Body]) -> Body:
    """One body of several that are forms of one text, given in order of preference.

    The first is taken that has at least half the words of the longest.
    """
    if len(bodies) < 2:
        return bodies[0] if bodies else Body(())
    sizes = [sum(len(_WORD.findall(text)) for text in _texts(body)) for body in bodies]
    chosen = next(n for n, size in enumerate(sizes) if size >= _SHORT * max(sizes))
    body = bodies[chosen]
    said = {word for text in _all(body) for word in _words(text)}
    notes = list(body.notes)
    for number, other in enumerate(bodies):
        if number != chosen:
            notes += (text for text in _all(other) if not _words(text) <= said)
    links = dict.fromkeys(link for each in (body, *bodies) for link in each.links)
    return replace(body, notes=tuple(dict.fromkeys(notes)), links=tuple(links))


def is_marked_up(text: str) -> bool:
    """Whether there are tags in a text."""
    return bool(_MARKUP.search(text))


def read_form(kind: str, text: str, headline: str) -> Body:
    """Read a text that may be HTML: it is, if `kind` says anything or it has tags."""
    if kind or is_marked_up(text):
        return read_markup(text, headline=headline)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return read_wire(clean(text), headline=headline or None)


def _texts(body: Body) -> Iterator[str]:
    for section in body.sections:
        if section.crosshead:
            yield section.crosshead
        for paragraph in section.paragraphs:
            yield paragraph.text


def _all(body: Body) -> Iterator[str]:
    stated = (body.headline, body.byline, body.embargo, body.filed.text if body.filed else None)
    yield from (text for text in stated if text)
    yield from _texts(body)
    yield from body.notes


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
