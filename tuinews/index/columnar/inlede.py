"""Owns finding words and phrases that stand in the lede of an article."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tuinews.index.arrays.arraytypes import Floats
from tuinews.index.columnar.joinedfield import JoinedField
from tuinews.index.columnar.nodes import ScoredNode, TermNode
from tuinews.index.columnar.phrases import common, places_of, side_by_side


def in_lede(field: JoinedField, words: Sequence[TermNode], boost: float) -> ScoredNode:
    """Articles whose lede has the words side by side, scored by what the words score."""
    articles = field.articles
    docs = np.empty(0, np.uint32)
    mask = common(words, articles)
    if mask.any():
        known = {word.term: places_of(field, word, mask) for word in words}
        rarest, chosen = side_by_side([known[word.term] for word in words])
        line = known[words[rarest].term]
        article = np.repeat(line.docs, np.diff(line.ends, prepend=0))
        begins = line.at - field.bases.take(article) - line.at.dtype.type(rarest)
        first, after = field.ledes
        chosen &= (begins >= first.take(article)) & (begins < after.take(article))
        docs = line.docs_of(chosen)
    score: Floats = np.zeros(len(docs))
    for word in words:
        score += word.at(docs)[1]
    return ScoredNode(articles, docs, score * boost)
