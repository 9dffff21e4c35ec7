"""Owns what the elements of HTML mean to the flow of text: which part it, hold it, hide it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HEADINGS: Mapping[str, int] = MappingProxyType({f"h{level}": level for level in range(1, 7)})
"""Headings and their levels."""

ASIDES = frozenset(("nav", "aside", "footer", "form", "dialog", "button", "select", "menu"))
"""What stands in these is about the page, not the story."""

ASIDE_ROLES = frozenset(("navigation", "complementary", "contentinfo", "search", "dialog"))
"""The same, said by an attribute `role`."""

PARTING = frozenset(
    (
        *("address", "body", "center", "dd", "dir", "dt", "fieldset", "figure", "hgroup", "hr"),
        *("html", "legend", "optgroup", "option", "p", "summary", "tbody", "textarea", "tfoot"),
        "thead",
    )
)
"""Elements that part blocks and mean no more than that."""

HOLDING = ASIDES | frozenset(
    (
        *("article", "blockquote", "caption", "details", "div", "dl", "figcaption", "header", "li"),
        *("main", "ol", "pre", "section", "table", "td", "th", "tr", "ul"),
    )
)
"""Elements that part blocks and matter for what stands in them."""

NO_WORDS = frozenset(
    (
        *("audio", "canvas", "datalist", "head", "map", "noscript", "object", "svg", "template"),
        *("title", "video"),
    )
)
"""What stands in these is not shown, or only where something else cannot be."""

BOLD = frozenset(("b", "strong"))

TABLE = frozenset(("table", "tr", "td", "th", "caption"))
"""Parts of tables: nothing else closes them, and they close nothing outside of their table."""

ENDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "li": (("li",), ("ul", "ol", "menu")),
        "td": (("td", "th", "caption"), ("tr", "table")),
        "th": (("td", "th", "caption"), ("tr", "table")),
        "tr": (("tr",), ("table",)),
    }
)
"""What a new one of these ends, and how far up that is looked for."""
