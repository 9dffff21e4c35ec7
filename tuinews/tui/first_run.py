"""Owns what stands in place of a list: why nothing is listed, and what to do about it."""

from __future__ import annotations

from pathlib import Path

from rich.style import Style

from tuinews.articles.sanitise import show_name
from tuinews.tui.cells import wrap
from tuinews.tui.keymap import Keymap
from tuinews.tui.lines import Part
from tuinews.tui.listing import Listing
from tuinews.tui.themes import Palette


def nothing_listed(
    look: Palette,
    keys: Keymap,
    listing: Listing | None,
    *,
    archive: Path,
    busy: bool,
    typing: bool,
    cells: int,
) -> list[list[Part]]:
    """The lines for an empty list, `cells` wide.

    Args:
        busy: Whether the folder is still being looked through.
        typing: Whether the search box has the keyboard, which decides the key to press.
    """
    if listing is not None and listing.searching:
        return _no_hits(look, keys, listing, keys.key("take_suggestion" if typing else "open"))
    if listing is not None and listing.request.narrowing:
        return [
            [("No article passes the filters.", look.title)],
            [],
            *_way_back(look, keys, listing),
        ]
    if listing is not None and len(listing.rows):
        return [
            [("Everything is read.", look.title)],
            [],
            *_text("Your settings list what is unread (list: unread).", look.quiet, cells),
        ]
    folder = show_name(str(archive.absolute()))
    if busy:
        return _text(f"Looking through {folder} …", look.quiet, cells)
    return [
        [("No articles here yet", look.title)],
        [],
        [("Looked in", look.quiet)],
        *_text(folder, look.text, cells),
        [],
        [("Open another folder", look.quiet)],
        [("tuinews FOLDER", look.key)],
        [],
        [("Open the sample archive", look.quiet)],
        [("tuinews --sample", look.key)],
        [],
        *_text("Articles put into the folder show up here at once.", look.quiet, cells),
    ]


def _text(text: str, style: Style, cells: int) -> list[list[Part]]:
    return [[(text[start:end], style)] for start, end in wrap(text, cells)]


def _no_hits(look: Palette, keys: Keymap, listing: Listing, key: str) -> list[list[Part]]:
    lines: list[list[Part]] = [[("No article matches.", look.title)]]
    if listing.request.narrowing:
        lines += [[], *_way_back(look, keys, listing)]
    if listing.spelling:
        first, *others = listing.spelling
        lines += [[], [(key, look.key), ("  searches for  ", look.quiet), (first, look.text)]]
        lines += [[("or try  ", look.quiet), (other, look.text)] for other in others[:3]]
    return lines


def _way_back(look: Palette, keys: Keymap, listing: Listing) -> list[list[Part]]:
    last = listing.request.narrowing.filters[-1].text
    key = keys.key("widen")
    return [[(key, look.key), ("  in the list takes away  ", look.quiet), (last, look.text)]]
