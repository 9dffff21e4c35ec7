"""What is sent to a terminal in few bytes shows exactly what Textual's own bytes show."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tuinews.tui.abilities import Abilities, abilities
from tuinews.tui.lines import paint
from tuinews.tui.shadow import Shadow

MANY = Console(color_system="truecolor", force_terminal=True, width=200)
SIZES = [(1, 1), (2, 3), (13, 4), (40, 6), (80, 5)]
TERMS = {
    name: abilities({"TERM": name, **more})
    for name, more in {
        "xterm-256color": {},
        "linux": {},
        "vt100": {},
        "vt220": {},
        "screen-256color": {"STY": "1.tty"},
        "screen.xterm-256color": {"STY": "1.tty"},
        "tmux-256color": {},
        "xterm-kitty": {},
        "nothing-known": {},
    }.items()
}
STYLES = [
    None,
    *map(
        Style.parse,
        [
            "", "bold", "dim", "bold dim", "underline", "reverse", "strike red", "not bold",
            "color(110) on color(234)", "bold color(252) on color(234)", "color(246) on color(237)",
            "#102030 on #fefefe", "italic bright_green", "on blue", "on bright_black",
            "bold underline reverse yellow on black", "blink", "default on default",
        ],
    ),
]  # fmt: skip
WORDS = [
    "a",
    "Kabul",
    "trade ",
    " ",
    "      ",
    "▶ •",
    "§ «x»",
    "中文",
    "e\u0301te\u0301",
    "日",
    "…",
]
"""Some that take no letter, some that take two cells, some that combine."""

EVENTS = [*["draw"] * 8, "unseen", "sync", "forget", "leave", "size"]
UNSEEN = ["\x1b[?1000h", "\x1b]52;c;eA==\x07", "\x1b[?25l", "\x1b[>25u", "\x07"]


class Screen(pyte.Screen):
    """A terminal; one that does not erase in colour erases to its own ground."""

    def __init__(self, size: tuple[int, int], able: Abilities) -> None:
        super().__init__(*size)
        self._able, self._is_resized = able, False
        self.reset_mode(7, private=True)

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        self._erase(lambda: super(Screen, self).erase_in_line(how, private))

    def erase_characters(self, count: int | None = None) -> None:
        assert self._able.erases_parts, "this terminal does not know that sequence"
        self._erase(lambda: super(Screen, self).erase_characters(count))

    def resize(self, lines: int | None = None, columns: int | None = None) -> None:
        self._is_resized = True
        super().resize(lines, columns)
        self._is_resized = False

    def insert_lines(self, count: int | None = None) -> None:
        assert self._able.moves_rows, "this terminal does not know that sequence"
        y = self.cursor.y
        super().insert_lines(count)
        for row in range(y, min(y + (count or 1), self.lines)):
            self._leave_anything_in(row)

    def delete_lines(self, count: int | None = None) -> None:
        known = self._able.moves_rows or self._is_resized
        assert known, "this terminal does not know that sequence"
        super().delete_lines(count)
        if self._is_resized:
            return
        for row in range(self.lines - (count or 1), self.lines):
            self._leave_anything_in(row)

    def _leave_anything_in(self, row: int) -> None:
        """Terminals differ over the ground of new rows, so nothing may depend on it."""
        for x in range(self.columns):
            self.buffer[row][x] = self.default_char._replace(data="#", bg="red")

    def _erase(self, do: Callable[[], None]) -> None:
        pen = self.cursor.attrs
        if not self._able.erases_in_colour:
            self.cursor.attrs = self.default_char
        do()
        self.cursor.attrs = pen

    @property
    def look(self) -> list[list[object]]:
        """Each cell as it looks: of a blank no more than can be seen of it."""
        return [[_look(self.buffer[y][x]) for x in range(self.columns)] for y in range(self.lines)]


def _look(cell: pyte.screens.Char) -> object:
    marked = cell.underscore or cell.strikethrough or cell.reverse or cell.blink
    return cell if marked or cell.data != " " else cell.bg


@dataclass
class Pair:
    """A terminal that gets Textual's bytes beside one that gets few."""

    size: tuple[int, int]
    able: Abilities

    def __post_init__(self) -> None:
        self.shadow = Shadow(self.able)
        self.plain, self.spare = Screen(self.size, self.able), Screen(self.size, self.able)
        self.plain_bytes = self.spare_bytes = 0

    def send(self, data: str) -> None:
        few = self.shadow.sent(data, self.size)
        pyte.Stream(self.plain).feed(data)
        pyte.Stream(self.spare).feed(few)
        self.plain_bytes += len(data.encode())
        self.spare_bytes += len(few.encode())

    def check(self) -> None:
        assert self.spare.look == self.plain.look
        cursors = [(each.cursor.y, each.cursor.x) for each in (self.spare, self.plain)]
        assert cursors[0] == cursors[1]

    def resize(self, size: tuple[int, int]) -> None:
        self.size = size
        for each in (self.plain, self.spare):
            each.resize(size[1], size[0])


pieces = st.tuples(
    st.one_of(st.sampled_from(WORDS), st.text(alphabet="ab é中\u0308", max_size=6)),
    st.sampled_from(STYLES),
).filter(lambda piece: not piece[0] or unicodedata.combining(piece[0][0]) == 0)
lines = st.lists(pieces, max_size=8)


def strip_of(line: list[tuple[str, Style | None]], columns: int) -> Strip:
    return Strip([Segment(*piece) for piece in line]).adjust_cell_length(columns)


def drawn(rows: dict[int, Strip], size: tuple[int, int], cuts: list[int]) -> str:
    """What Textual sends for these rows: all of the screen, or the parts that are dirty."""
    columns, height = size
    parts = {y: strip.divide([*cuts, columns]) for y, strip in rows.items()}
    if len(rows) == height:
        update = LayoutUpdate([parts[y] for y in range(height)], Region(0, 0, *size))
        return update.render_segments(MANY)
    starts = [0, *cuts]
    chops = [dict(zip(starts, parts.get(y, []), strict=False)) for y in range(height)]
    spans = [(y, 0, columns) for y in sorted(rows)]
    return ChopsUpdate(chops, spans, [[*cuts, columns]] * height).render_segments(MANY)


@settings(max_examples=300, deadline=None)
@given(
    data=st.data(),
    size=st.sampled_from(SIZES),
    able=st.sampled_from(list(TERMS.values())),
)
def test_few_bytes_show_what_all_bytes_show(
    data: st.DataObject, size: tuple[int, int], able: Abilities
) -> None:
    pair = Pair(size, able)
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, size[0] - 1)), max_size=2)) - {size[0]})
    whole = True
    for _step in range(data.draw(st.integers(1, 6))):
        columns, height = pair.size
        event = data.draw(st.sampled_from(EVENTS))
        if event == "unseen":
            pair.send(data.draw(st.sampled_from(UNSEEN)))
        elif event == "forget":
            pair.shadow.forget()
        elif event == "leave":
            pair.send("\x1b[?1049l")
            pair.send("\x1b[?1049h")
            whole = True
        elif event == "size":
            cuts = []
            pair.resize(data.draw(st.sampled_from(SIZES)))
            whole = True
            continue
        some = st.sets(st.integers(0, height - 1), min_size=1)
        chosen = set(range(height)) if whole else data.draw(some)
        rows = {y: strip_of(data.draw(lines), columns) for y in chosen}
        whole = False
        at = f"\x1b[{data.draw(st.integers(1, height))};{data.draw(st.integers(1, columns))}H"
        frame = [drawn(rows, pair.size, cuts) + at]
        for each in ["\x1b[?2026h", *frame, "\x1b[?2026l"] if event == "sync" else frame:
            pair.send(each)
        pair.check()


@settings(max_examples=200, deadline=None)
@given(data=st.data(), able=st.sampled_from(list(TERMS.values())))
def test_rows_that_are_seen_again_elsewhere_show_what_all_bytes_show(
    data: st.DataObject, able: Abilities
) -> None:
    size = data.draw(st.sampled_from([(13, 4), (40, 12), (80, 24)]))
    pair = Pair(size, able)
    stock = [strip_of(line, size[0]) for line in data.draw(st.lists(lines, min_size=3, max_size=9))]
    stock += [strip_of([(f"{n} trade in Kabul ", STYLES[n])], size[0]) for n in range(8, 16)]
    shown = [*stock, *stock, *stock][: size[1]]
    for _step in range(data.draw(st.integers(1, 5))):
        for _change in range(data.draw(st.integers(0, 4))):
            y = data.draw(st.integers(0, size[1] - 1))
            if data.draw(st.booleans()):
                shown.insert(y, data.draw(st.sampled_from(stock)))
            else:
                del shown[y]
            shown = [*shown, *stock, *stock][: size[1]]
        pair.send(drawn(dict(enumerate(shown)), size, []) + "\x1b[1;1H")
        pair.check()


@pytest.mark.parametrize(
    "term", ["xterm-256color", "tmux-256color", "vt220", "screen.xterm-256color"]
)
def test_a_page_that_goes_on_by_half_of_it_is_moved(term: str) -> None:
    pair = Pair((80, 24), TERMS[term])
    rows = [strip_of([(f"{n:2} a headline of some length", STYLES[8])], 80) for n in range(34)]
    foot = strip_of([("q back", STYLES[9])], 80)
    pair.send(drawn(dict(enumerate([*rows[:23], foot])), (80, 24), []) + "\x1b[1;1H")
    before = pair.spare_bytes
    for first, rewritten in ((11, 11), (0, 11), (1, 1)):
        page = [*rows[first : first + 23], foot]
        pair.send(drawn(dict(enumerate(page)), (80, 24), []) + "\x1b[1;1H")
        pair.check()
        assert pair.spare_bytes - before <= rewritten * 50 + 60
        before = pair.spare_bytes


def test_what_stands_there_already_is_not_sent_again() -> None:
    pair = Pair((40, 3), TERMS["xterm-256color"])
    rows = {y: strip_of([("trade in Kabul", STYLES[8])], 40) for y in range(3)}
    frame = drawn(rows, pair.size, []) + "\x1b[1;1H"
    pair.send(frame)
    before = pair.spare_bytes
    pair.send(frame)
    assert pair.spare_bytes == before
    pair.shadow.forget()
    pair.send(frame)
    assert pair.spare_bytes > before
    pair.check()


def test_a_frame_of_nothing_new_opens_no_synchronized_update() -> None:
    shadow = Shadow(TERMS["xterm-256color"])
    frame = "\x1b[1;1HKabul\x1b[1;1H"
    assert "Kabul" in shadow.sent(frame, (40, 3))
    sent = [shadow.sent(each, (40, 3)) for each in ("\x1b[?2026h", frame, "\x1b[?2026l")]
    assert sent == ["", "", ""]


def test_the_pen_is_laid_down_before_the_terminal_is_given_back() -> None:
    shadow = Shadow(TERMS["xterm-256color"])
    shadow.sent("\x1b[1;1H\x1b[1;31mKabul\x1b[0m\x1b[1;1H", (40, 3))
    assert shadow.sent("\x1b[?1049l", (40, 3)) == "\x1b[m\x1b[?1049l"


@pytest.mark.parametrize("word", ["👨‍👩‍👧‍👦", "न॰मस्ते", "☎️", "\u1112\u1161\u11ab"])
@pytest.mark.parametrize("locale", ["C.UTF-8", "ja_JP.UTF-8"])
def test_a_word_given_other_room_than_reckoned_moves_nothing_after_it(
    word: str, locale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some terminals take each code point for a character of its own, and bullets for wide."""
    wide = {"▶", "•"} if locale.startswith("ja") else set()
    monkeypatch.setattr(
        pyte.screens, "wcwidth", lambda each: 2 if each in wide or each > "\u2fff" else 1
    )
    able = abilities({"TERM": "xterm-256color", "LANG": locale})
    screen, shadow = Screen((60, 1), able), Shadow(able)
    for line in (
        [("▶ • ", None), (word, None), (" Kabul talks", STYLES[8]), (" trade", None)],
        [("  • ", None), (word, None), (" Kabul walks", STYLES[8]), (" trade", None)],
        [("  • ", None), ("Herat", None), (" Kabul walks", STYLES[8]), (" trade", None)],
        [("▶ • ", None), (word, None), (" Kabul walks", STYLES[8]), (" trade", None)],
    ):
        strip = strip_of(line, 60)
        reckoned = Strip([Segment(*piece) for piece in line[:2]]).cell_length
        frame = drawn({0: strip}, (60, 1), []) + "\x1b[1;1H"
        pyte.Stream(screen).feed(shadow.sent(frame, (60, 1)))
        shown = "".join(screen.buffer[0][x].data or "~" for x in range(60))
        assert shown[reckoned:].rstrip() == f"{line[2][0]} trade"


def test_a_long_text_before_what_is_not_known_is_looked_through_once() -> None:
    """Tried in every way in which it can be parted, it would hold the screen for ever."""
    shadow = Shadow(TERMS["xterm-256color"])
    for unknown in ("\x1b[9G", "\x1b[3J", "\x00"):
        drawn = f"\x1b[1;1H{'text of one row ' * 200}{unknown}"
        assert shadow.sent(drawn, (80, 24)).endswith(drawn)


@pytest.mark.parametrize(
    "headline", ["👩\u200d👩\u200d👧 family", "🇬🇧 flag", "👍🏽 thumb", "☂️ umbrella"]
)
def test_a_character_whose_width_is_disputed_is_sent_within_a_page(headline: str) -> None:
    shadow = Shadow(TERMS["xterm-256color"])
    page = [paint([(headline, Style()), (" and more" * 4, Style())], 80, Style())] * 24
    drawn = "".join(f"\x1b[{y + 1};1H{line.render(MANY)}" for y, line in enumerate(page))
    assert headline in shadow.sent(drawn, (80, 24))


def test_a_part_of_a_row_that_is_erased_to_another_ground_keeps_it() -> None:
    bold, ground = (Style.parse(each) for each in ("bold reverse yellow on black", "on color(234)"))
    able = Abilities(
        erases_in_colour=True, erases_parts=True, piecemeal=True, ambiguous_are_wide=False
    )
    pair = Pair((40, 6), able)
    screens: list[dict[int, list[tuple[str, Style | None]]]] = [
        {y: [] for y in range(6)},
        {0: [("aaaaaaaa", None)], 1: [("a", None)], 2: []},
        {0: [("a", bold), ("      ", ground)], 1: []},
    ]
    for rows in screens:
        strips = {y: strip_of(line, 40) for y, line in rows.items()}
        pair.send(drawn(strips, (40, 6), []) + "\x1b[1;1H")
        pair.check()
