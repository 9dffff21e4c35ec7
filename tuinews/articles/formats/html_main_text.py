"""Owns which blocks of a page are its article: trafilatura says where, and nothing between is lost.

Trafilatura picks the main text of a page. What it leaves out within the element that holds the
text (short paragraphs, tables, lines it has seen before) is taken too, unless it is navigation, a
form, or the like. Where it finds nothing, or the page is too large to ask, the page's own outline
says what the article is: `article`, `main`, or all that is no navigation.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from itertools import accumulate

from tuinews.articles.markup.blocks import Element, FlowBlock
from tuinews.articles.markup.page import Page, marks_in
from tuinews.errors import UnreadableArticleError

_MOST_TAGS = 8_000
_WITHIN = 0.8
"""The share of the main text that the element holds which is the article."""
_LINKED = 0.6
"""A short block with a larger share of its letters in links leads elsewhere."""
_SHORT = 200
_AROUND = frozenset(
    (
        *("ad", "ads", "advert", "advertisement", "banner", "breadcrumb", "breadcrumbs", "comment"),
        *("comments", "consent", "cookie", "cookies", "disqus", "footer", "masthead", "menu"),
        *("modal", "nav", "navbar", "navigation", "newsletter", "outbrain", "pager", "pagination"),
        *("paywall", "popup", "promo", "recommended", "related", "share", "sharing", "sidebar"),
        *("signup", "social", "sponsored", "subscribe", "subscription", "taboola", "toolbar"),
    )
)
"""Words in classes and ids of what stands around an article."""
_WORD = re.compile(r"[a-z]+")


def main_text(page: Page) -> tuple[list[FlowBlock], list[str]]:
    """The blocks of the article on a page, captions among them, and warnings.

    Raises:
        UnreadableArticleError: Trafilatura is not installed.
    """
    kept, warnings = _kept_by_trafilatura(page)
    beside = _beside(page, kept)
    chosen = [block for block in page.blocks if kept & set(range(block.first, block.last + 1))]
    if not chosen:
        return _by_outline(page, beside), warnings
    root = _root(page, chosen)
    if root is None:
        return chosen, warnings
    first, last = chosen[0].first, chosen[-1].last
    if root.name == "article" or root.attributes.get("itemprop", "").lower() == "articlebody":
        first, last = root.first, root.last
    taken = set(map(id, chosen))
    within = range(max(first, root.first), min(last, root.last) + 1)
    return [
        block
        for block in page.blocks
        if id(block) in taken or (block.first in within and not beside[block.first])
    ], warnings


def _kept_by_trafilatura(page: Page) -> tuple[set[int], list[str]]:
    """The numbers of the stretches that trafilatura keeps."""
    try:
        from trafilatura import bare_extraction  # an extra, and slow to load
    except ImportError as error:
        reason = "HTML is read with the extra html: pip install 'tuinews[html]'"
        raise UnreadableArticleError(reason) from error
    if page.tags > _MOST_TAGS or not page.is_whole:
        return set(), ["the page is too large to find its main text: all of its text is shown"]
    # Its loggers would write to the terminal that the browser is on.
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        found = bare_extraction(page.copy, include_comments=False, include_tables=True)
    except Exception:  # noqa: BLE001 - what a page does to its parser must not hide the page
        return set(), []
    if found is None or isinstance(found, dict) or found.body is None:
        return set(), []
    return marks_in("".join(found.body.itertext())), []


def _beside(page: Page, kept: set[int]) -> list[bool]:
    """For each stretch of words whether it stands beside the article rather than in it."""
    count = max((block.last for block in page.blocks), default=0) + 2
    weights = [0] * count
    for block in page.blocks:
        if not kept or block.first in kept:
            weights[block.first] += len(block.text)
    before = [0, *accumulate(weights)]
    changes = [0] * (count + 1)
    for element in page.elements:
        inside = before[element.last + 1] - before[element.first]
        if inside * 2 <= before[-1] and _is_around(element):
            changes[element.first] += 1
            changes[element.last + 1] -= 1
    beside = [depth > 0 for depth in accumulate(changes)]
    for block in page.blocks:
        leads_away = len(block.text) < _SHORT and block.linked >= _LINKED * len(block.text)
        if block.part == "aside" or (leads_away and block.kind != "heading"):
            beside[block.first] = True
    return beside


def _is_around(element: Element) -> bool:
    names = f"{element.attributes.get('class', '')} {element.attributes.get('id', '')}"
    return not _AROUND.isdisjoint(_WORD.findall(names.lower()[:500]))


def _root(page: Page, chosen: Sequence[FlowBlock]) -> Element | None:
    """The smallest element that holds nearly all of the main text."""
    weights = [0] * (max(block.last for block in page.blocks) + 2)
    for block in chosen:
        weights[block.first] += len(block.text)
    before = [0, *accumulate(weights)]
    enough = before[-1] * _WITHIN
    holding = [e for e in page.elements if before[e.last + 1] - before[e.first] >= enough]
    return min(holding, key=lambda element: element.last - element.first, default=None)


def _by_outline(page: Page, beside: Sequence[bool]) -> list[FlowBlock]:
    """What `article` or `main` holds if that is half of the page's text, else all of it."""
    blocks = [block for block in page.blocks if not beside[block.first]] or list(page.blocks)
    whole = sum(len(block.text) for block in blocks)
    for name in ("article", "main"):
        for element in sorted(
            (e for e in page.elements if e.name == name), key=lambda e: e.first - e.last
        )[:1]:
            inside = [b for b in blocks if element.first <= b.first <= element.last]
            if sum(len(block.text) for block in inside) * 2 >= whole:
                return inside
    return blocks
