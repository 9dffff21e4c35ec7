"""Owns addresses in running text: which words are links."""

from __future__ import annotations

import re

from tuinews.articles.article import Link

_URL = re.compile(r"\bhttps?://[^\s<>\"'“”‘’«»\[\]{}|\\^`，。、）」]{3,2000}")
_TRAILING = ".,;:!?…*_"


def find_links(text: str) -> tuple[Link, ...]:
    """The web addresses that stand in a text, each once, in order."""
    if "://" not in text:
        return ()
    found = (trim_url(match[0]) for match in _URL.finditer(text))
    return tuple(Link(url) for url in dict.fromkeys(found))


def trim_url(url: str) -> str:
    """An address without the punctuation of the sentence it ends."""
    url = url.rstrip(_TRAILING)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(_TRAILING)
    return url
