"""Owns turning the kinds of query that tuinews adds to Whoosh's into nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tuinews.index.arrays.arraytypes import Bools
from tuinews.index.columnar.found import Found
from tuinews.index.columnar.inlede import in_lede
from tuinews.index.columnar.modifiers import FilteredNode
from tuinews.index.columnar.nodes import Node, SetNode
from tuinews.index.columnar.parted import ApartNode
from tuinews.index.columnar.proximity import Near, NearNode
from tuinews.index.nodes import AnyWord, Apart, Docs, InLede, Starting, Without

if TYPE_CHECKING:
    from tuinews.index.columnar.compilation import Compiler


def chosen(compiler: Compiler, q: Docs) -> Node:
    """Articles found by other means."""
    return SetNode(Found(compiler.articles, held=_mine(compiler, q.held)), 0.0)


def _mine(compiler: Compiler, held: Bools) -> Bools:
    """What of a mask of all articles is about these."""
    held = held[compiler.offset : compiler.offset + compiler.articles]
    if len(held) < compiler.articles:
        held = np.append(held, np.zeros(compiler.articles - len(held), np.bool_))
    return held


def apart(compiler: Compiler, q: Apart) -> Node:
    """What each language's articles are asked."""
    # The largest set first.
    sets = sorted(q.parts, key=lambda each: -each[2])
    parts = [(compiler.compile(part), _mine(compiler, held)) for part, held, _ in sets]
    return ApartNode(parts, compiler.articles)


def near(compiler: Compiler, q: Near) -> Node:
    """Things near each other."""
    field = compiler.joined.field(q.fieldname)
    if field is None or not field.has_positions:
        return compiler.nothing()
    things = []
    for thing in q.things:
        ways = []
        for way in thing:
            words = [compiler.term_node(q.fieldname, word.encode()) for word in way]
            known = [word for word in words if word is not None]
            if len(known) == len(words):
                ways.append(known)
        things.append(ways)
    return NearNode(field, things, q) if all(things) else compiler.nothing()


def without(compiler: Compiler, q: Without) -> Node:
    """What one query finds and another does not."""
    return FilteredNode(compiler.compile(q.wanted), compiler.compile(q.unwanted), without=True)


def any_word(compiler: Compiler, q: AnyWord) -> Node:
    """Articles with any of some words."""
    field = compiler.joined.field(q.fieldname)
    if field is None:
        return compiler.nothing()
    held = np.zeros(compiler.articles, np.bool_)
    field.mark_each(held, list({word.encode() for word in q.words}), q.part)
    return SetNode(Found(compiler.articles, held=held), q.boost)


def starting(compiler: Compiler, q: Starting) -> Node:
    """Articles with a word that starts so."""
    start = q.start.encode()
    return compiler.marked(
        q.fieldname, lambda part: [part.postings.lexicon.with_prefix(start)], q.part, q.boost
    )


def lede(compiler: Compiler, q: InLede) -> Node:
    """Words in the lede."""
    field = compiler.joined.field(q.fieldname)
    words = [compiler.term_node(q.fieldname, word.encode()) for word in q.words]
    known = [word for word in words if word is not None]
    if field is None or not known or len(known) < len(words):
        return compiler.nothing()
    return in_lede(field, known, q.boost)
