"""Owns the words of the status lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuinews.tui.listing import Listing
from tuinews.tui.widgets.article_view import ArticleView

if TYPE_CHECKING:
    from tuinews.index.progress import Progress

_SORTS = {
    "relevance": "best",
    "newest": "newest",
    "oldest": "oldest",
    "headline": "headline",
}


def listed(listing: Listing | None) -> str:
    """`3 of 24 · 4 ms · best`: how many are listed of how many, how fast, in which order."""
    if listing is None:
        return ""
    total = f"{listing.total:,}" if listing.exact else f"over {listing.total:,}"
    counts = f"{total} of {len(listing.rows):,}"
    sort = listing.request.sort
    if not listing.searching:
        filters = listing.request.narrowing.text
        shown = f"{counts} · {_SORTS['newest' if sort == 'relevance' else sort]}"
        return f"{shown} · {filters}" if filters else shown
    return f"{counts} · {listing.seconds * 1000:.0f} ms · {_SORTS[sort]}"


def place(listing: Listing | None, cursor: int) -> str:
    """`hit 2/3`: where in the list the cursor is."""
    if listing is None or not listing.total:
        return ""
    return f"{'hit ' if listing.searching else ''}{cursor + 1:,}/{listing.total:,}"


def reading(view: ArticleView) -> str:
    """`§ 2/4 BACKGROUND · match 1/5 · 37 % · 1 min`: where in the article the reader is."""
    layout = view.laid_out
    if layout is None:
        return ""
    parts = []
    section = view.section_here()
    sections = layout.article.sections
    if section is not None and any(each.crosshead for each in sections):
        crosshead = sections[section].crosshead
        parts.append(f"§ {section + 1}/{len(sections)}{f' {crosshead}' if crosshead else ''}")
    if view.matches:
        number = f"{view.match + 1}/" if view.match is not None else ""
        noun = "match" if number or len(view.matches) == 1 else "matches"
        parts.append(
            f"{noun} {number}{len(view.matches)}" if number else f"{len(view.matches)} {noun}"
        )
    parts.append(f"{view.percent()} %")
    parts.append(f"{view.minutes_left()} min")
    return " · ".join(parts)


def progress(running: Progress | None) -> str:
    """`indexing 43 % · 12 s left`: how far a sync is; nothing when none has anything to do."""
    if running is None or running.total == 0:
        return ""
    said = f"indexing {100 * running.done // running.total} %"
    if running.seconds_left is not None and running.seconds_left >= 1:
        said += f" · {running.seconds_left:.0f} s left"
    return said
