"""Owns a laid-out article as the lines that can be scrolled to, with some sections folded."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Set

from tuinews.tui.article_layout import LaidLine, Layout, Role
from tuinews.tui.matches import CROSSHEAD

Place = tuple[int, int]
"""Section and paragraph, from 0."""


class Unrolled:
    """Lines in a row, and where in them sections and characters are.

    Attributes:
        layout: The article these lines are of.
        folded: Numbers of the sections of which only the crosshead is there.
        lines: All lines there are.
        tops: For each section the line of its crosshead; 0, the article's top, for the first.
    """

    def __init__(self, layout: Layout, folded: Set[int] = frozenset()) -> None:
        self.layout = layout
        self.folded = frozenset(folded)
        self.lines: list[LaidLine] = list(layout.head)
        self.tops: list[int] = []
        for number, lines in enumerate(layout.sections):
            blank = 1 if lines and lines[0].role is Role.BLANK else 0
            self.tops.append(len(self.lines) + blank if number else 0)
            self.lines += _crosshead(lines) if number in folded else lines
        self.lines += layout.tail
        self._of_text: dict[tuple[int | None, int], list[int]] = {}
        for index, line in enumerate(self.lines):
            if line.role is not Role.BLANK:
                self._of_text.setdefault((line.section, line.paragraph), []).append(index)

    def refolded(self, folded: Set[int]) -> Unrolled:
        """The same article with other sections folded."""
        return Unrolled(self.layout, folded)

    def foldable(self) -> frozenset[int]:
        """The sections that have a crosshead to fold under."""
        sections = self.layout.article.sections
        return frozenset(n for n, section in enumerate(sections) if section.crosshead is not None)

    def line_of(self, section: int | None, paragraph: int, start: int) -> int:
        """The line that shows a character of the article; its crosshead's where it is folded."""
        lines = self._of_text.get((section, paragraph)) or self._of_text.get((section, CROSSHEAD))
        if not lines:
            return 0
        found = 0
        for index in lines:
            if self.lines[index].start > start and found:
                break
            found = index
        return found

    def place_at(self, top: int) -> Place:
        """The first paragraph on a screen with line `top` at its top; (0, 0) for the very top.

        The line at the top itself says the headline once anything is scrolled away.
        """
        place = (0, 0)
        for number, line in enumerate(self.lines):
            if line.section is not None and line.section >= 0 and line.paragraph != CROSSHEAD:
                place = line.section, line.paragraph
                if number > top:
                    break
        return place if top else (0, 0)

    def top_at(self, place: Place) -> int:
        """The line to put at the top so that a paragraph is the first, under its crosshead."""
        section, paragraph = place
        if place == (0, 0) or section >= len(self.tops):
            return 0
        line = self.line_of(section, paragraph, 0)
        if paragraph == 0 and self.layout.article.sections[section].crosshead is not None:
            line = self.tops[section]
        return max(0, line - 1)

    def section_at(self, line: int) -> int | None:
        """The section that a line belongs to; None in an article without any."""
        return max(0, bisect_right(self.tops, line) - 1) if self.tops else None

    def crosshead_from(self, line: int, steps: int) -> int | None:
        """The line of the crosshead `steps` on from `line`, or back; the top counts as one.

        None when there is none that way; the last one when there are fewer than asked for.
        """
        tops = sorted({0, *self.tops})
        if steps > 0:
            further = [top for top in tops if top > line]
            return further[min(steps, len(further)) - 1] if further else None
        before = [top for top in tops if top < line]
        return before[max(steps, -len(before))] if before else None


def _crosshead(lines: tuple[LaidLine, ...]) -> list[LaidLine]:
    """A section's first lines up to the end of its crosshead."""
    last = max((n for n, line in enumerate(lines) if line.role is Role.CROSSHEAD), default=-1)
    return list(lines[: last + 1])
