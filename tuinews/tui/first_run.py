"""Owns what stands in place of a list: why nothing is listed, and what to do about it."""

from __future__ import annotations

from pathlib import Path

from tuinews.articles.sanitise import show_name
from tuinews.tui.lines import Part
from tuinews.tui.listing import Listing
from tuinews.tui.themes import Palette


def nothing_listed(
    look: Palette, listing: Listing | None, *, archive: Path, busy: bool, typing: bool
) -> list[list[Part]]:
    """The lines for an empty list.

    Args:
        busy: Whether the folder is still being looked through.
        typing: Whether the search box has the keyboard, which decides the key to press.
    """
    if listing is not None and listing.searching:
        return _no_hits(look, listing, "Tab" if typing else "⏎")
    folder = show_name(str(archive.absolute()))
    if busy:
        return [[(f"Looking through {folder} …", look.quiet)]]
    return [
        [("No articles here yet.", look.title)],
        [],
        [("Looked in   ", look.quiet), (folder, look.text)],
        [],
        [("Open another folder        ", look.quiet), ("tuinews FOLDER", look.key)],
        [("Open the sample archive    ", look.quiet), ("tuinews --sample", look.key)],
        [("Always open one folder     ", look.quiet), ("articles: FOLDER", look.key)],
        [("  in the settings file; tuinews settings says where it is", look.quiet)],
        [],
        [("Text, Markdown, HTML, JSON, XML and YAML are read. Put files here", look.quiet)],
        [("and they show up; q quits.", look.quiet)],
    ]


def _no_hits(look: Palette, listing: Listing, key: str) -> list[list[Part]]:
    lines: list[list[Part]] = [[("No article matches.", look.title)]]
    if listing.spelling:
        first, *others = listing.spelling
        lines += [[], [(key, look.key), ("  searches for  ", look.quiet), (first, look.text)]]
        lines += [[("      or try  ", look.quiet), (other, look.text)] for other in others[:3]]
    return lines
