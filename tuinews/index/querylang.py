"""Owns what people type: a query in the query language becomes a tree, or an error that points.

    query    = [ "sort:" order | either ]...
    either   = all { "OR" all }
    all      = [ not ] { [ "AND" ] not }
    not      = ( "NOT" | "-" ) not | chain
    chain    = item { near item }
    near     = ( "w/" | "pre/" ) ( number | "s" | "p" )
    item     = "(" either ")" | field ":" ( "(" either ")" | value ) | value
    value    = word | word "*" | word "~" [ "1" | "2" ] | '"' words '"' | call
    call     = ( "atleast" number | "allcaps" ) "(" either ")"

Juxtaposition is AND, which binds tighter than OR; nearness binds tighter than both. What stands
near, or in `atleast`, is a word, also one with * or ~, a phrase, or alternatives of them; in
`allcaps` it is a word or a phrase. AND, OR and NOT are operators in capitals only.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from tuinews.errors import QueryError
from tuinews.index.fields import FIELDS
from tuinews.index.parser import DEEPEST, Parser
from tuinews.index.syntax import Query

__all__ = ["DEEPEST", "FIELDS", "LONGEST", "Query", "longest_valid", "parse"]

LONGEST: Final = 4096
"""Characters of a query."""
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
"""Bytes of a command line that are no text; nothing that is indexed has them."""


def parse(text: str, *, today: dt.date | None = None) -> Query:
    """Understand a query.

    Args:
        text: What was typed; nothing at all asks for everything.
        today: What `last-week` and `7d` count from; the computer's date if not given.

    Raises:
        QueryError: It cannot be understood; says where, why and what to write instead.
    """
    return _parse(text, today or dt.date.today(), typing=False)


def longest_valid(text: str, *, today: dt.date | None = None) -> Query | None:
    """The longest reading of a query that is still being typed; None when there is none.

    A last word that no white space follows matches as the start of a word too.
    """
    today = today or dt.date.today()
    text = text[:LONGEST]
    for _ in range(DEEPEST):
        for closing in ("", '"', ")" * _open_groups(text)):
            try:
                return _parse(text + closing, today, typing=not closing)
            except QueryError as error:
                trouble = error.column
        text = text[: min(trouble, len(text) - 1)].rstrip() if text else ""
        if not text:
            return None
    return None


def _open_groups(text: str) -> int:
    return max(0, text.count("(") - text.count(")"))


def _parse(text: str, today: dt.date, *, typing: bool) -> Query:
    text = _SURROGATES.sub("\ufffd", text)
    if len(text) > LONGEST:
        raise QueryError(f"a query has at most {LONGEST:,} characters", LONGEST)
    return Parser(text, today, typing=typing).query()
