"""Every command of the registry: bound where it says, doing what it says, by each of its keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.tui.browsing import Browsing, browsing
from tuinews.tui.commands import COMMANDS, WHOLE_PROGRAM, Command, Where, of
from tuinews.tui.screens.browser import BrowserScreen
from tuinews.tui.screens.contents import ContentsScreen
from tuinews.tui.screens.detailed import DetailsScreen
from tuinews.tui.screens.help import HelpScreen
from tuinews.tui.screens.note import NoteScreen
from tuinews.tui.screens.palette import PaletteScreen
from tuinews.tui.screens.picking import PickScreen
from tuinews.tui.screens.plain import PlainScreen
from tuinews.tui.screens.searches import SearchesScreen
from tuinews.tui.screens.versions import ChangesScreen, VersionsScreen

HARBOUR = "world/harbour.md"
OWNERS = {
    Where.LIST: BrowserScreen,
    Where.READER: BrowserScreen,
    Where.SEARCH: BrowserScreen,
    Where.FIND: BrowserScreen,
    Where.FACETS: BrowserScreen,
    Where.TIMELINE: BrowserScreen,
    Where.CONTENTS: ContentsScreen,
    Where.PALETTE: PaletteScreen,
    Where.HELP: HelpScreen,
    Where.ASK: BrowserScreen,
    Where.NOTE: NoteScreen,
    Where.DETAILS: DetailsScreen,
    Where.LINKS: PickScreen,
    Where.COPY: PickScreen,
    Where.PLAIN: PlainScreen,
    Where.SEARCHES: SearchesScreen,
    Where.EXPORT: PickScreen,
    Where.PIPE: PickScreen,
    Where.VERSIONS: VersionsScreen,
    Where.CHANGES: ChangesScreen,
    Where.RELATED: PickScreen,
}
Effect = Callable[[Browsing, str], Awaitable[None]]
EFFECTS: dict[str, Effect] = {}


def effect(of_command: str) -> Callable[[Effect], Effect]:
    """Say which command a check is of."""

    def keep(check: Effect) -> Effect:
        EFFECTS[of_command] = check
        return check

    return keep


def test_ids_are_unique() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize("where", Where)
def test_no_key_means_two_things_in_one_place(where: Where) -> None:
    keys = [key for command in of(where) for key in command.keys]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_has_an_action_where_it_is_bound(command: Command) -> None:
    for where in command.where:
        if command.id in WHOLE_PROGRAM or command.id == "count":
            continue
        assert callable(getattr(OWNERS[where], f"do_{command.id}", None))


def test_every_command_has_a_check_of_its_effect() -> None:
    assert EFFECTS.keys() == {command.id for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
async def test_every_key_does_what_its_command_says(
    command: Command, archive: Path, index: Path, state: Path
) -> None:
    if command.id in ("quit", "quit_anywhere", "interrupt"):
        for key in command.keys:
            async with browsing(archive, index, state) as browser:
                await EFFECTS[command.id](browser, key)
        return
    async with browsing(archive, index, state) as browser:
        for key in command.keys:
            await browser.start_over()
            await EFFECTS[command.id](browser, key)


@pytest.mark.parametrize("opened_by", ["", "enter", "f", "T", "I", "y", "e", "?"])
async def test_a_reader_quits_from_every_screen_where_nothing_is_typed(
    opened_by: str, archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        if opened_by:
            await browser.press(opened_by)
        await browser.pilot.press("Q")
        await browser.until(lambda: browser.app._exit)
        assert browser.app.return_value == 0


@pytest.mark.parametrize("where", [Where.LIST, Where.READER])
async def test_every_command_of_the_palette_can_be_taken(
    where: Where, archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        for command in of(where):
            if not command.in_palette or command.id in ("quit", "quit_anywhere", "palette"):
                continue
            await browser.start_over()
            if where is Where.READER:
                browser.screen.open_at(0)
                await browser.until(lambda: browser.screen.where is Where.READER)
            await browser.press(":")
            offered = [each.id for each in browser.app.screen._found]
            browser.app.screen.body.put(offered.index(command.id))
            await browser.press("enter")
            await browser.until(lambda: not isinstance(browser.app.screen, PaletteScreen))
            assert browser.app.is_running


async def open_harbour(browser: Browsing) -> None:
    """Open the article with crossheads, which is the newest."""
    assert browser.cursor_id == HARBOUR
    await browser.press("enter")
    await browser.until(lambda: browser.screen.where is Where.READER)


async def search(browser: Browsing, text: str = "harbour") -> None:
    """Search, and stay in the box."""
    await browser.press("/")
    await browser.type(text)


async def open_hit(browser: Browsing) -> None:
    """Search and open the best hit."""
    await search(browser)
    await browser.press("enter", "enter")
    await browser.until(lambda: browser.screen.where is Where.READER)
    await browser.until(lambda: browser.screen.view.match is not None)


# The list.


@effect("open")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    await browser.shows("The harbour board voted on Tuesday")
    assert browser.screen.where is Where.READER


@effect("search")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    assert browser.screen.where is Where.SEARCH


@effect("clear_search")
async def _(browser: Browsing, key: str) -> None:
    await search(browser)
    await browser.press("enter")
    assert browser.screen.listing is not None
    assert browser.screen.listing.total < 44
    await browser.press(key)
    await browser.until(lambda: browser.screen.listing.total == 44)
    assert browser.lines[0].startswith(" gazette")


@effect("sort")
async def _(browser: Browsing, key: str) -> None:
    seen = []
    for _round in range(3):
        await browser.press(key)
        await browser.settled()
        seen.append(browser.lines[0].split("·")[1].split()[0])
    assert seen == ["oldest", "headline", "newest"]


@effect("next_unread")
async def _(browser: Browsing, key: str) -> None:
    await browser.press("j", "m", "k")
    first = browser.cursor_id
    await browser.press(key)
    assert browser.screen.articles.cursor == 2
    assert browser.cursor_id != first
    await browser.press("k", "m", "k")


@effect("star")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    assert "*" in browser.lines[2][:4]
    await browser.press(key)
    assert "*" not in browser.lines[2][:4]


@effect("read")
async def _(browser: Browsing, key: str) -> None:
    assert "•" in browser.lines[2][:4]
    await browser.press(key)
    assert "•" not in browser.lines[2][:4]
    await browser.press(key)
    assert "•" in browser.lines[2][:4]


@effect("read_all")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key, "n", "enter")
    await browser.shows("Nothing marked")
    await browser.press(key, "y", "enter")
    await browser.shows("44 marked as read")
    assert not any("•" in line[:4] for line in browser.lines[2:])
    await browser.press("u")
    await browser.shows("Undone: 44 articles marked as read")
    assert "•" in browser.lines[2][:4]


@effect("undo")
async def _(browser: Browsing, key: str) -> None:
    await browser.press("s", "m")
    assert browser.lines[2][:4].strip("▶ ") == "*"
    await browser.press(key)
    assert browser.lines[2][:4].strip("▶ ") == "*•"
    await browser.press(key)
    assert browser.lines[2][:4].strip("▶ ") == "•"
    await browser.press(key)
    await browser.shows("Nothing to undo")


@effect("tags")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key, *"tide", "enter")
    await browser.shows("Tags: tide")
    await browser.press(key, *"-tide", "enter")
    await browser.shows("No tags")


@effect("note")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key, *"Ask the board.", "escape")
    await browser.shows("Note written")
    await browser.press("enter")
    await browser.shows("› Ask the board.")


@effect("details")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    await browser.shows("as its metadata say")
    await browser.shows("id         world/harbour.md")


@effect("links")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    await browser.shows("https://example.org/harbour  this article")


@effect("versions")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    await browser.shows("No other version of this story is known")


@effect("related")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    await browser.shows("Ferry line asks the harbour for a longer quay")
    assert browser.app.screen.where is Where.RELATED


@effect("open_version")
async def _(browser: Browsing, key: str) -> None:
    await browser.press("end", "k", "k")
    first = browser.cursor_id
    await browser.press("V")
    await browser.shows("(this one)")
    await browser.press(key)
    await browser.until(lambda: browser.screen.where is Where.READER)
    assert browser.screen.current_article_id != first


@effect("copy")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    await browser.shows("id         world/harbour.md")
    await browser.shows("quotation  “The harbour board voted")


@effect("export")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    await browser.shows("all 44 listed as BibTeX")


@effect("pipe")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    await browser.shows("all 44 listed as Markdown to a command")
    await browser.press("enter", *"cat", "enter")
    await browser.shows("This terminal cannot be lent to a command")


@effect("quit")
async def _(browser: Browsing, key: str) -> None:
    await browser.pilot.press(key)
    await browser.until(lambda: browser.app._exit)
    assert browser.app.return_value == 0


@effect("refresh")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    await browser.until(lambda: browser.screen.listing is not None)
    assert browser.cursor_id is not None


# Moving, in the list and in the reader.


async def moved(browser: Browsing, key: str, *, start: str, sign: int) -> None:
    """Check that `key` moves cursor and text by something in the direction of `sign`."""
    await browser.press(start)
    before = browser.screen.articles.cursor
    await browser.press(key)
    assert (browser.screen.articles.cursor - before) * sign > 0
    await browser.press("home", "j", "j", "enter")
    view = browser.screen.view
    await browser.until(lambda: browser.screen.where is Where.READER and view.length() > 60)
    await browser.press(start)
    before = view.first
    await browser.press(key)
    assert (view.first - before) * sign > 0


def moving(command: str, start: str, sign: int) -> None:
    """Declare the check of a moving command."""

    async def check(browser: Browsing, key: str) -> None:
        await moved(browser, key, start=start, sign=sign)

    EFFECTS[command] = check


for _command, _start, _sign in (
    ("down", "home", 1),
    ("up", "end", -1),
    ("page_down", "home", 1),
    ("page_up", "end", -1),
    ("half_down", "home", 1),
    ("half_up", "end", -1),
    ("top", "end", -1),
    ("bottom", "home", 1),
):
    moving(_command, _start, _sign)


@effect("count")
async def _(browser: Browsing, key: str) -> None:
    if key == "0":
        await browser.press("1", key, "j")
        assert browser.screen.articles.cursor == 10
        return
    await browser.press(key)
    assert browser.lines[-1].strip().startswith(key)
    await browser.press("j")
    assert browser.screen.articles.cursor == int(key)
    await browser.press("j")
    assert browser.screen.articles.cursor == int(key) + 1


# Narrowing.


async def open_sidebar(browser: Browsing) -> None:
    """Open the sidebar, from when its values are counted."""
    await browser.press("f")
    await browser.until(lambda: browser.screen.sidebar.choices)


async def open_timeline(browser: Browsing) -> None:
    """Open the timeline, from when its bars are counted."""
    await browser.press("T")
    await browser.until(lambda: browser.screen.timeline.bars)


@effect("facets")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    assert browser.screen.where is Where.FACETS
    await browser.shows("desk      notes")


@effect("timeline")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    assert browser.screen.where is Where.TIMELINE
    await browser.shows("2020 · 40 articles")


@effect("narrow")
async def _(browser: Browsing, key: str) -> None:
    await open_sidebar(browser)
    await browser.press("home", key)
    assert browser.screen.listing.total == 40
    assert "desk:=notes" in browser.lines[0]
    await browser.press(key)
    assert browser.screen.listing.total == 44
    await browser.press("f")
    await open_timeline(browser)
    await browser.press("end", key)
    assert browser.screen.listing.total == 2
    assert "date:2021" in browser.lines[0]


@effect("widen")
async def _(browser: Browsing, key: str) -> None:
    await open_sidebar(browser)
    await browser.press("home", "enter", "j", "enter")
    assert browser.screen.narrowing.text == "desk:=notes source:=AP"
    await browser.press(key)
    assert browser.screen.narrowing.text == "desk:=notes"
    await browser.press("f", key)
    assert browser.screen.listing.total == 44
    await browser.press(key)
    await browser.shows("The list is not narrowed")


@effect("widen_period")
async def _(browser: Browsing, key: str) -> None:
    await open_timeline(browser)
    await browser.press("end", "enter", "enter")
    assert browser.screen.listing.total == 1
    await browser.press(key)
    assert browser.screen.narrowing.text == "date:2021"
    await browser.press(key)
    assert browser.screen.listing.total == 44
    assert browser.screen.timeline.period == "2021"
    await browser.press(key)
    await browser.shows("This is the widest period")


@effect("earlier")
async def _(browser: Browsing, key: str) -> None:
    await open_timeline(browser)
    await browser.press("end", key)
    await browser.shows("2020 · 40 articles")
    await browser.press(key)
    await browser.shows("1969 · 1 article ")


@effect("later")
async def _(browser: Browsing, key: str) -> None:
    await open_timeline(browser)
    await browser.press("home", key)
    await browser.shows("1969 · 1 article ")


@effect("to_list")
async def _(browser: Browsing, key: str) -> None:
    await open_sidebar(browser)
    await browser.press(key)
    assert browser.screen.where is Where.LIST
    await browser.shows("Narrow by")
    await browser.press("f", "f")
    await open_timeline(browser)
    await browser.press(key)
    assert browser.screen.where is Where.LIST
    assert "▲" in browser.text


@effect("leave_facets")
async def _(browser: Browsing, key: str) -> None:
    await open_sidebar(browser)
    await browser.press(key)
    assert browser.screen.where is Where.LIST
    assert "Narrow by" not in browser.text


@effect("leave_timeline")
async def _(browser: Browsing, key: str) -> None:
    await open_timeline(browser)
    await browser.press(key)
    assert browser.screen.where is Where.LIST
    assert "▲" not in browser.text


# Searches to come back to.


async def save_search(browser: Browsing, text: str, name: str) -> None:
    """Search, and save the search under a name."""
    await search(browser, text)
    await browser.press("ctrl+s")
    await browser.pilot.press(*name, "enter")
    await browser.shows(f"Saved as {name}")
    await browser.press("escape")
    await browser.until(lambda: browser.screen.listing.total == 44)


@effect("saved")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    await browser.shows("No search is saved; ^S saves the present one")
    await save_search(browser, "harbour", "port")
    await browser.press(key)
    await browser.until(lambda: isinstance(browser.app.screen, SearchesScreen))
    await browser.shows("port   harbour")
    await browser.press("enter")
    await browser.until(lambda: browser.screen.listing.total == 3)
    assert browser.screen.search_box.value == "harbour"
    assert browser.screen.where is Where.LIST


@effect("resume")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    await browser.shows("No earlier session was left anywhere but at the top")


@effect("save_search")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    await browser.shows("Nothing is searched for")
    await search(browser, "harbour")
    await browser.press(key)
    assert browser.screen.where is Where.ASK
    await browser.pilot.press(*"port", "enter")
    await browser.shows("Saved as port")
    await browser.press(key)
    await browser.pilot.press(*"port", "enter")
    await browser.shows("there is a search 'port' already")


@effect("remove_search")
async def _(browser: Browsing, key: str) -> None:
    if key == "d":
        await save_search(browser, "harbour", "port")
    await browser.press("S")
    await browser.shows("port   harbour")
    await browser.press(key)
    await browser.until(lambda: "port   harbour" not in browser.text)
    await browser.press("u")
    await browser.shows("port   harbour")


# The search box.


@effect("accept_search")
async def _(browser: Browsing, key: str) -> None:
    await search(browser)
    await browser.press(key)
    assert browser.screen.where is Where.LIST
    assert browser.screen.listing.parsed == "harbour"
    assert browser.lines[0].startswith(" / harbour")


@effect("leave_search")
async def _(browser: Browsing, key: str) -> None:
    await search(browser)
    await browser.press(key)
    assert browser.screen.search_box.value == ""
    assert browser.screen.where is Where.SEARCH
    await browser.press(key)
    assert browser.screen.where is Where.LIST


@effect("older_search")
async def _(browser: Browsing, key: str) -> None:
    for text in ("harbour", "ferry"):
        await search(browser, text)
        await browser.press("enter", "escape")
    await browser.press("/", "d", key)
    assert browser.screen.search_box.value == "ferry"
    await browser.press(key)
    assert browser.screen.search_box.value == "harbour"


@effect("newer_search")
async def _(browser: Browsing, key: str) -> None:
    for text in ("harbour", "ferry"):
        await search(browser, text)
        await browser.press("enter", "escape")
    await browser.press("/", "d", "up", "up", key)
    assert browser.screen.search_box.value == "ferry"
    await browser.press(key)
    assert browser.screen.search_box.value == "d"


@effect("take_suggestion")
async def _(browser: Browsing, key: str) -> None:
    await search(browser, "harbuor")
    await browser.until(lambda: browser.screen.listing.spelling)
    await browser.shows("tab  searches for  harbour")
    await browser.press(key)
    await browser.until(lambda: browser.screen.listing.total > 0)
    assert browser.screen.search_box.value == "harbour"


# The reader.


@effect("back")
async def _(browser: Browsing, key: str) -> None:
    await open_harbour(browser)
    await browser.press(key)
    assert browser.screen.where is Where.LIST
    assert browser.lines[2].startswith("▶")


@effect("next_match")
async def _(browser: Browsing, key: str) -> None:
    await open_hit(browser)
    view = browser.screen.view
    first, start = browser.cursor_id, view.match
    for _press in range(len(view.matches) - start - 1):
        await browser.press(key)
    assert browser.cursor_id == first
    assert view.match == len(view.matches) - 1
    await browser.press(key)
    await browser.until(lambda: browser.cursor_id != first)
    await browser.until(lambda: view.match == 0)


@effect("previous_match")
async def _(browser: Browsing, key: str) -> None:
    await search(browser)
    await browser.press("enter", "j", "enter")
    view = browser.screen.view
    await browser.until(lambda: browser.screen.where is Where.READER and view.match is not None)
    second = browser.cursor_id
    for _press in range(view.match):
        await browser.press(key)
    assert (browser.cursor_id, view.match) == (second, 0)
    await browser.press(key)
    await browser.until(lambda: browser.cursor_id != second)
    await browser.until(lambda: view.match == len(view.matches) - 1)


@effect("next_section")
async def _(browser: Browsing, key: str) -> None:
    await open_harbour(browser)
    await browser.press(key)
    await browser.shows("§ 2/4 Background and recognition")


@effect("previous_section")
async def _(browser: Browsing, key: str) -> None:
    await open_harbour(browser)
    await browser.press("]", key)
    await browser.shows("§ 1/4")
    assert browser.screen.view.first == 0
    await browser.press(key)
    await browser.shows("This is the top")


@effect("contents")
async def _(browser: Browsing, key: str) -> None:
    await open_hit(browser)
    await browser.press(key)
    assert isinstance(browser.app.screen, ContentsScreen)
    await browser.shows("What it costs")
    assert any("What it costs" in line and "2 matches" in line for line in browser.lines)


@effect("fold")
async def _(browser: Browsing, key: str) -> None:
    await open_harbour(browser)
    await browser.press("]", key)
    await browser.shows("▸ 2 paragraphs")
    assert "The channel was dug in 1911" not in browser.text
    await browser.press(key)
    await browser.shows("The channel was dug in 1911")


@effect("fold_all")
async def _(browser: Browsing, key: str) -> None:
    await open_harbour(browser)
    await browser.press(key)
    await browser.until(lambda: browser.text.count("▸") == 3)
    await browser.press(key)
    await browser.until(lambda: "▸" not in browser.text)


@effect("next_article")
async def _(browser: Browsing, key: str) -> None:
    await open_harbour(browser)
    await browser.press(key)
    await browser.shows("The ferry line wants forty metres")
    assert browser.cursor_id == "business/ferry.md"


@effect("previous_article")
async def _(browser: Browsing, key: str) -> None:
    await browser.press("j", "enter")
    await browser.shows("The ferry line wants forty metres")
    await browser.press(key)
    await browser.shows("The harbour board voted on Tuesday")
    await browser.press(key)
    await browser.shows("This is the first article")


@effect("find")
async def _(browser: Browsing, key: str) -> None:
    await open_harbour(browser)
    await browser.press(key)
    assert browser.screen.where is Where.FIND
    await browser.pilot.press(*"CROWNS")
    await browser.until(lambda: len(browser.screen.view.matches) == 1)


@effect("accept_find")
async def _(browser: Browsing, key: str) -> None:
    await open_harbour(browser)
    await browser.press("/")
    await browser.pilot.press(*"harbour")
    await browser.until(lambda: len(browser.screen.view.matches) == 6)
    await browser.press(key)
    assert browser.screen.where is Where.READER
    before = browser.screen.view.match
    await browser.press("n")
    assert browser.screen.view.match == before + 1


@effect("leave_find")
async def _(browser: Browsing, key: str) -> None:
    await open_harbour(browser)
    await browser.press("/")
    await browser.pilot.press(*"throughout")
    await browser.until(lambda: len(browser.screen.view.matches) == 1)
    await browser.press(key)
    assert browser.screen.where is Where.READER
    assert browser.screen.view.matches == ()
    assert browser.screen.view.first == 0


# What is laid over the browser.


@effect("choose")
async def _(browser: Browsing, key: str) -> None:
    await open_harbour(browser)
    await browser.press("t", "j", "j", key)
    await browser.until(lambda: browser.app.screen is browser.screen)
    await browser.shows("§ 3/4 What it costs")
    await browser.press(":", *"crossheads", key)
    await browser.until(lambda: isinstance(browser.app.screen, ContentsScreen))


@effect("choice_down")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(":", key)
    assert browser.app.screen.body.cursor == 1


@effect("choice_up")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(":", "down", "down", key)
    assert browser.app.screen.body.cursor == 1


@effect("close")
async def _(browser: Browsing, key: str) -> None:
    await browser.press("?")
    assert isinstance(browser.app.screen, HelpScreen)
    await browser.press(key)
    await browser.until(lambda: browser.app.screen is browser.screen)
    await open_harbour(browser)
    await browser.press("t", key)
    await browser.until(lambda: browser.app.screen is browser.screen)
    assert browser.screen.where is Where.READER


@effect("leave_palette")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(":", key)
    await browser.until(lambda: browser.app.screen is browser.screen)


@effect("palette")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key, *"quit from")
    assert isinstance(browser.app.screen, PaletteScreen)
    await browser.shows("Quit from anywhere")
    assert "Star the article" not in browser.text


@effect("help")
async def _(browser: Browsing, key: str) -> None:
    await browser.press(key)
    for command in of(Where.LIST)[:10]:
        assert command.description in browser.text
    await browser.press("escape")
    await open_harbour(browser)
    await browser.press(key)
    await browser.shows("Go to the next crosshead")


@effect("copied")
async def _(browser: Browsing, key: str) -> None:
    await browser.press("y", "enter")
    await browser.shows("The paragraph: select it here")
    await browser.press(key)
    await browser.until(lambda: browser.app.screen is browser.screen)
    await browser.press("y", "enter")
    await browser.shows("Copied the paragraph")


# A question, a note.


@effect("accept_answer")
async def _(browser: Browsing, key: str) -> None:
    await browser.press("+", *"tide", key)
    await browser.shows("Tags: tide")
    assert browser.screen.where is Where.LIST


@effect("complete_answer")
async def _(browser: Browsing, key: str) -> None:
    await browser.press("+", *"tide, tin", "enter", "j", "+", "t", key)
    assert browser.screen.ask_box.value == "tide"
    await browser.press(key)
    assert browser.screen.ask_box.value == "tin"
    await browser.press(key, "enter")
    await browser.shows("Tags: tide;")


async def ask_for_command(browser: Browsing, typed: str) -> None:
    """Ask for a command to pipe to, and type."""
    await browser.press("|", "enter")
    await browser.until(lambda: browser.screen.where is Where.ASK)
    await browser.press(*typed)


@effect("older_answer")
async def _(browser: Browsing, key: str) -> None:
    for command in ("cat", "wc"):
        await ask_for_command(browser, command)
        await browser.press("enter")
    await ask_for_command(browser, "le")
    await browser.press(key)
    assert browser.screen.ask_box.value == "wc"
    await browser.press(key, key)
    assert browser.screen.ask_box.value == "cat"


@effect("newer_answer")
async def _(browser: Browsing, key: str) -> None:
    await ask_for_command(browser, "cat")
    await browser.press("enter")
    await ask_for_command(browser, "le")
    await browser.press("up", key)
    assert browser.screen.ask_box.value == "le"
    await browser.press(key)
    assert browser.screen.ask_box.value == "le"


@effect("leave_answer")
async def _(browser: Browsing, key: str) -> None:
    await browser.press("+", *"tide", key)
    assert browser.screen.where is Where.LIST
    await browser.press("+")
    await browser.shows("no tags yet")


@effect("keep_note")
async def _(browser: Browsing, key: str) -> None:
    await browser.press("i", *"One", "enter", *"two.", key)
    await browser.until(lambda: browser.app.screen is browser.screen)
    assert browser.screen.marking.kept(HARBOUR).note == "One\ntwo."
    await browser.press("u")
    await browser.shows("Undone: note written")


# The whole program.


@effect("redraw")
async def _(browser: Browsing, key: str) -> None:
    before = browser.text
    await browser.press(key)
    assert browser.text == before


@effect("quit_anywhere")
async def _(browser: Browsing, key: str) -> None:
    await open_harbour(browser)
    await browser.pilot.press(key)
    await browser.until(lambda: browser.app._exit)
    assert browser.app.return_value == 0


@effect("interrupt")
async def _(browser: Browsing, key: str) -> None:
    await browser.press("/")
    await browser.pilot.press(key)
    await browser.until(lambda: browser.app._exit)
    assert browser.app.return_value == 0
