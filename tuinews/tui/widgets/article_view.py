"""Owns reading an article on screen: scrolling, sections, folding, matches."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Set

from textual.message import Message

from tuinews.tui.article_layout import LaidLine, Layout, Role, minutes_to_read
from tuinews.tui.cells import clip, wrap
from tuinews.tui.lines import Line, Part
from tuinews.tui.matches import HEADLINE, Match
from tuinews.tui.themes import Palette
from tuinews.tui.unrolled import Place, Unrolled
from tuinews.tui.widgets.scroller import Scroller


class ArticleView(Scroller):
    """One article, laid out; the screen hands it layouts and matches, it keeps the place.

    Attributes:
        message: What is said in place of an article.
        matches: What is marked, in the order of the article.
        match: The current one of them, by number.
    """

    class Scrolled(Message):
        """Another place of the article is on the screen."""

    class WidthChanged(Message):
        """The article has to be laid out for another width."""

    def __init__(self, look: Palette, *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(look, id=id)
        self.message = ""
        self.matches: tuple[Match, ...] = ()
        self.match: int | None = None
        self._body: Unrolled | None = None
        self._spans: dict[tuple[int | None, int], list[tuple[int, int, int]]] = {}

    @property
    def laid_out(self) -> Layout | None:
        """The article that is shown."""
        return self._body.layout if self._body else None

    # What is shown.

    def show(
        self,
        layout: Layout,
        matches: tuple[Match, ...],
        landing: int | None,
        place: Place | None = None,
    ) -> None:
        """Show an article from its top, at the match to land on, or at a paragraph."""
        self.message = ""
        self._body = Unrolled(layout)
        self.first = self._body.top_at(place) if place else 0
        self.set_matches(matches, landing)

    def show_message(self, message: str) -> None:
        """Show one line instead of an article."""
        self.message = message
        self.first = 0
        self._body = None
        self.set_matches((), None)

    def lay_out_anew(self, layout: Layout) -> None:
        """Show the same article in another width, with the same text at the top."""
        before = self._body
        if before is None:
            return
        self._body = body = Unrolled(layout, before.folded)
        if self.first:
            below, top = next(
                (
                    (number, line)
                    for number, line in enumerate(before.lines[self.first :])
                    if line.role is not Role.BLANK and line.section is not None
                ),
                (0, None),
            )
            if top is not None:
                self.first = body.line_of(top.section, top.paragraph, top.start) - below
            else:
                self.first += len(body.lines) - len(before.lines)
        self.scroll_to_line(max(0, self.first))

    def set_matches(self, matches: tuple[Match, ...], landing: int | None) -> None:
        """Mark other matches, and go to one of them unless `landing` is None."""
        self.matches = matches
        self._spans = defaultdict(list)
        for number, (section, paragraph, start, end) in enumerate(matches):
            self._spans[section, paragraph].append((start, end, number))
        self.match = None
        if matches and landing is not None:
            self.go_to_match(landing)
        else:
            self.scroll_to_line(self.first)

    # Matches and sections.

    def go_to_match(self, number: int) -> None:
        """Bring a match on the screen, unfolding its section, and make it the current one."""
        if self._body is None:
            return
        self.match = number
        section = self.matches[number].section
        if section in self._body.folded:
            self._body = self._body.refolded(self._body.folded - {section})
        self._bring_match()
        self.scroll_to_line(self.first)

    def _bring_match(self) -> None:
        """Scroll so far that the current match is on the screen, with something around it."""
        height = self.size.height
        if self._body is None or self.match is None or height == 0:
            return
        line = self._body.line_of(*self.matches[self.match][:3])
        if line not in range(self.first + bool(self.first), self.first + height - 1):
            self.first = 0 if line < height - 2 else line - height // 3
        self.first = max(0, min(self.first, self.last_first))

    def next_match(self, steps: int) -> bool:
        """Go on by matches, or back; False when there is none left that way."""
        target = self._match_from_top(steps) if self.match is None else self.match + steps
        if not 0 <= target < len(self.matches):
            return False
        self.go_to_match(target)
        return True

    def matches_in(self, section: int) -> int:
        """How many matches a section has, its crosshead included."""
        return sum(match.section == section for match in self.matches)

    def section_here(self) -> int | None:
        """The section the reader is in: that of the current match, if seen, else of the top."""
        if self._body is None:
            return None
        if self.match is not None:
            section, paragraph, start, _ = self.matches[self.match]
            line = self._body.line_of(section, paragraph, start)
            if section != HEADLINE and self.first <= line < self.first + self.size.height:
                return section
        return self._body.section_at(self.first + (self.first > 0))

    def step_section(self, steps: int) -> bool:
        """Go to the next or previous crosshead; False when there is none that way."""
        if self._body is None:
            return False
        here = self.first + (self.first > 0)
        target = self._body.crosshead_from(here, steps)
        if target is None:
            return False
        self._jump(target)
        return True

    def go_to_section(self, section: int) -> None:
        """Bring a section's crosshead to the top; of the first section, the article's top."""
        if self._body is not None:
            self._jump(self._body.tops[section])

    def _jump(self, line: int) -> None:
        """Bring a line right under the first, even if little of the article comes after it."""
        self.match = None
        self.first = max(0, line - 1)
        self.scroll_to_line(self.first)

    # Folding.

    def fold(self) -> bool:
        """Fold the section the reader is in, or unfold it; False when it has no crosshead."""
        section = self.section_here()
        if self._body is None or section not in self._body.foldable():
            return False
        self._refold(self._body.folded ^ {section}, section)
        return True

    def fold_all(self) -> bool:
        """Fold all sections, or unfold them when all are folded; False when there is none."""
        if self._body is None or not self._body.foldable():
            return False
        every = self._body.foldable()
        self._refold(set() if self._body.folded == every else every, self.section_here() or 0)
        return True

    def _refold(self, folded: Set[int], section: int) -> None:
        """Fold other sections; the section the reader is in stays on the screen."""
        if self._body is None:
            return
        below = self._body.tops[section] - self.first
        self._body = self._body.refolded(folded)
        self.match = None
        self.scroll_to_line(self._body.tops[section] - max(below, min(1, self.first)))

    # Where the reader is.

    def place(self) -> Place:
        """The paragraph at the top of the screen, (0, 0) for the top of the article."""
        return self._body.place_at(self.first) if self._body else (0, 0)

    def paragraph_here(self) -> Place:
        """The paragraph of the current match, if that is seen, else the one at the top."""
        body = self._body
        if body is None:
            return 0, 0
        if self.match is not None:
            section, paragraph, start, _ = self.matches[self.match]
            line = body.line_of(section, paragraph, start)
            if paragraph >= 0 and self.first <= line < self.first + self.size.height:
                return section, paragraph
        return self.place()

    def percent(self) -> int:
        """How much of the article is above the bottom of the screen."""
        seen = self.first + self.size.height
        return 100 if seen >= self.length() else 100 * seen // self.length()

    def minutes_left(self) -> int:
        """Minutes to read what is not yet above the top of the screen."""
        layout = self.laid_out
        if layout is None:
            return 0
        return minutes_to_read(sum(layout.words) * (1 - self.first / max(1, self.length())))

    def length(self) -> int:
        """How many lines there are, folded ones left out."""
        return len(self._body.lines) if self._body else 0

    def scrolled(self) -> None:
        """Tell the screen."""
        self.post_message(self.Scrolled())

    def placed(self) -> None:
        """Keep the place, and have the article laid out anew when the width changed."""
        super().placed()
        self._bring_match()
        self.scrolled()
        layout = self.laid_out
        if layout is not None and layout.width != self.size.width:
            self.post_message(self.WidthChanged())

    # Painting.

    def paint_lines(self) -> list[Line]:
        """The lines on the screen; when the headline is scrolled away, the first still says it."""
        if self._body is None:
            said = wrap(self.message, self.size.width - 2)
            notes = (f" {self.message[start:end]}" for start, end in said)
            return [self.line(), *(self.line((note, self.look.notice)) for note in notes)]
        seen = self._body.lines[self.first : self.first + self.size.height]
        lines = [self._paint_line(each) for each in seen]
        if self.first > 0 and lines:
            layout = self._body.layout
            outer = layout.head[0].indent
            headline = clip(layout.article.headline, self.size.width - 2 * outer)
            lines[0] = self.line((" " * outer, self.look.text), (headline, self.look.headline))
        return lines

    def _paint_line(self, laid: LaidLine) -> Line:
        look = self.look
        style = {
            Role.HEADLINE: look.headline,
            Role.META: look.quiet,
            Role.BANNER: look.banner,
            Role.RULE: look.rule,
            Role.CROSSHEAD: look.crosshead,
            Role.NOTE: look.quiet,
            Role.KEPT: look.notice,
        }.get(laid.role, look.text)
        parts: list[Part] = [(" " * laid.indent, look.text), (laid.lead, look.quiet)]
        at = laid.start
        for start, end, number in self._spans.get((laid.section, laid.paragraph), ()):
            low, high = max(start, laid.start), min(end, laid.end)
            if low < high:
                mark = look.current if number == self.match else look.match
                parts += ((laid.text[at:low], style), (laid.text[low:high], mark))
                at = high
        parts.append((laid.text[at : laid.end], style))
        if laid.role is Role.CROSSHEAD and laid.section is not None and self._is_folded(laid):
            parts.append((f"  ▸ {self._folded_away(laid.section)}", look.quiet))
        return self.line(*parts)

    def _is_folded(self, laid: LaidLine) -> bool:
        """Whether this is the last line of the crosshead of a folded section."""
        folded = self._body is not None and laid.section in self._body.folded
        return folded and laid.end == len(laid.text)

    def _folded_away(self, section: int) -> str:
        layout = self.laid_out
        count = len(layout.article.sections[section].paragraphs) if layout else 0
        matches = self.matches_in(section)
        said = f"{count} paragraph{'s' * (count != 1)}"
        return f"{said}, {matches} match{'es' * (matches != 1)}" if matches else said

    def _match_from_top(self, steps: int) -> int:
        """The number of the match that is `steps` on from the top of the screen."""
        body = self._body
        if body is None:
            return -1
        lines = [body.line_of(*match[:3]) for match in self.matches]
        above = bisect_left(lines, self.first)
        return above + steps - (steps > 0)
