"""Owns what the terminal shows by now, and turns what Textual draws into what is new of it.

Textual draws whole regions, each piece with all of its looks, though most of it stands there
already. Over a slow connection the bytes are what a reader waits for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tuinews.tui.abilities import Abilities
from tuinews.tui.glyphs import BLANK, Cell, Row, cells, marks_before
from tuinews.tui.hand import Hand
from tuinews.tui.pen import PLAIN, Pen, pen_after
from tuinews.tui.row_change import change_row, is_sure_of
from tuinews.tui.row_moves import moved, moves
from tuinews.tui.strokes import by_pens

_TEXT = r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]"
_TOKEN = re.compile(rf"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|(\n)|(\x1b\[2J)|({_TEXT}+)")
_DRAWN = re.compile(rf"{_TEXT}*(?:(?:\n|\x1b\[(?:\d+;\d+H|[\d;]*m|2J)){_TEXT}*)*")
"""What Textual draws with: places, pens, text, and the start of the next row.

Of those in any number it can be matched in one way alone. Two repetitions, one in the other, would
be tried in every way there is before anything else, such as a jump to a column, was seen to be.
"""
_UNSEEN = re.compile(
    r"(?:\x07|\x1b\[\?(?!(?:3|6|47|1047|1048|1049)[hl])\d+(?:[hl]|\$p)|\x1b\[[<>=]\d*u"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP.*?\x1b\\|\x1b\\)+",
    re.DOTALL,
)
"""What changes neither the screen nor cursor and pen: modes, questions, strings."""
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
_FEW = 2
"""Strokes that no order makes shorter."""
_FEW_ROWS = 3
"""Rows that are written rather than moved."""
_AT_ONCE = 256
"""Bytes that come and are shown in one piece anyway."""


class _NotDrawnError(Exception):
    """Something was drawn that is not known here."""


class Shadow:
    """What a terminal shows that is sent to by nobody else.

    It is not known at first, nor after `forget`, or after anything was sent that may have changed
    it otherwise than by drawing. What is not known is sent as Textual draws it.
    """

    def __init__(self, able: Abilities) -> None:
        self._able = able
        self._size = (0, 0)
        self._rows: list[list[Cell | None]] = []
        self._hand = Hand(able, PLAIN)
        self._is_in_hand = False
        self._held: list[str] | None = None

    def forget(self) -> None:
        """Learn that the terminal may show anything by now."""
        columns, rows = self._size
        self._rows = [[None] * columns for _row in range(rows)]
        self._hand = Hand(self._able, PLAIN)
        self._is_in_hand = False

    def saw(self, drawn: str, size: tuple[int, int]) -> None:
        """Learn what was drawn on the terminal, of so many columns and rows, by another."""
        self._resize(size)
        self.sent(drawn, size)
        self._hand.y = self._hand.x = None

    def sent(self, data: str, size: tuple[int, int]) -> str:
        """What to send so that the terminal shows what it would for `data`; "" for nothing yet."""
        if data == _BEGIN:
            self._held = []
            return ""
        if data == _END and self._held is not None:
            drawn, self._held = "".join(self._held), None
            return f"{_BEGIN}{drawn}{_END}" if len(drawn) > _AT_ONCE else drawn
        if _UNSEEN.fullmatch(data):
            return data
        self._resize(size)
        if _DRAWN.fullmatch(data):
            try:
                drawn = self._drawn(data)
            except _NotDrawnError:
                pass
            else:
                if self._held is None:
                    return drawn
                self._held.append(drawn)
                return ""
        before = "".join(self._held or ())
        self._held = None if self._held is None else []
        before += "" if self._is_in_hand and self._hand.pen == PLAIN else "\x1b[m"
        self.forget()
        return before + data

    def _resize(self, size: tuple[int, int]) -> None:
        if size != self._size:
            self._size = size
            self.forget()

    def _drawn(self, data: str) -> str:
        """Draw, and return what does that."""
        wanted, y, x = self._read(data)
        hand = self._hand
        if not self._is_in_hand:
            hand.sent.append("\x1b[m")
            self._is_in_hand = True
        rows = [wanted.get(row, shown) for row, shown in enumerate(self._rows)]
        ways = [self._change(hand.fork(), self._rows, rows, (y, x))]
        if self._able.moves_rows and len(wanted) > _FEW_ROWS:
            made = moves(self._rows, rows)
            if made and all(None not in row for row in rows):
                ways.append(hand.fork())
                for move in made:
                    ways[1].make(move)
                ways[1] = self._change(ways[1], moved(self._rows, made), rows, (y, x))
        hand.follow(min(ways, key=lambda way: way.cost))
        self._rows = rows
        drawn = "".join(hand.sent)
        hand.sent.clear()
        hand.strokes.clear()
        return drawn

    def _change(
        self, hand: Hand, shown: Sequence[Row], wanted: Sequence[Row], place: tuple[int, int]
    ) -> Hand:
        """Make some rows others, and go to a place; returns the hand that did so."""
        changed = [y for y, row in enumerate(wanted) if row != shown[y]]
        # A doubtful word is written with all that follows it in its row.
        sure = [y for y in changed if is_sure_of(hand, shown[y], wanted[y])]
        for y in sorted(set(changed).difference(sure)):
            change_row(hand, y, shown[y], wanted[y])
        ways = [hand.fork()]
        for y in sure:
            change_row(ways[0], y, shown[y], wanted[y])
        strokes = ways[0].strokes
        if len(strokes) > _FEW:
            ways.append(hand.fork())
            for stroke in by_pens(strokes, hand.pen, piecemeal=self._able.piecemeal):
                ways[1].repeat(stroke, self._size[0])
        if place[1] < self._size[0]:
            for way in ways:
                way.move(*place)
        hand.follow(min(ways, key=lambda way: way.cost))
        return hand

    def _read(self, data: str) -> tuple[dict[int, list[Cell | None]], int, int]:
        """The rows that are drawn on, as they will be; and where the cursor will stand."""
        columns, rows = self._size
        wanted: dict[int, list[Cell | None]] = {}
        pen, y, x = PLAIN, -1, 0
        for token in _TOKEN.finditer(data):
            place_y, place_x, codes, feed, _clear, text = token.groups()
            if text is not None:
                if not 0 <= y < rows:
                    raise _NotDrawnError
                row = wanted.setdefault(y, list(self._rows[y]))
                x = _paint(row, x, text, pen)
            elif codes is not None:
                after = pen_after(pen, codes)
                if after is None:
                    raise _NotDrawnError
                pen = after
            elif place_y is not None:
                y, x = int(place_y) - 1, int(place_x) - 1
                if not (0 <= y < rows and 0 <= x < columns):
                    raise _NotDrawnError
            elif feed is not None:
                y, x = y + 1, 0
            else:
                ground = pen.ground if self._able.erases_in_colour else ""
                blank = (BLANK, Pen("", ground))
                wanted = {row: [blank] * columns for row in range(rows)}
        if not 0 <= y < rows:
            raise _NotDrawnError
        return wanted, y, x


def _paint(row: list[Cell | None], x: int, text: str, pen: Pen) -> int:
    """Put text into a row; returns the column after it."""
    marks = marks_before(text)
    if marks:
        _combine(row, x, text[:marks])
    painted = cells(text[marks:], pen)
    end = x + len(painted)
    if end > len(row):
        raise _NotDrawnError
    # A wide character of which half is drawn over is gone as a whole.
    if painted and (half := row[x]) is not None and half[0] == "" and x:
        row[x - 1] = None
    if painted and end < len(row) and (half := row[end]) is not None and half[0] == "":
        row[end] = None
    row[x:end] = painted
    return end


def _combine(row: list[Cell | None], x: int, marks: str) -> None:
    """Put marks on the character before a column."""
    owner = x - 1
    while owner > 0 and (cell := row[owner]) is not None and cell[0] == "":
        owner -= 1
    cell = row[owner] if owner >= 0 else None
    if cell is None or cell[0] == BLANK:
        raise _NotDrawnError
    row[owner] = (cell[0] + marks, cell[1])
