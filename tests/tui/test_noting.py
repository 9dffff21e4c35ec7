"""What a reader says of articles: tags, notes, the place where reading stopped, and undo."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.tui.browsing import Browsing, browsing, build_index, write_archive
from tuinews.reader.reader import Reader
from tuinews.settings import Settings
from tuinews.tui.commands import Where
from tuinews.tui.terminal_safety import FORBIDDEN

LONG = "notes/039.md"


async def open_long(browser: Browsing) -> None:
    """Open an article that is longer than the screen."""
    await browser.press("j", "j", "enter")
    await browser.until(lambda: browser.screen.view.length() > 60)
    assert browser.cursor_id == LONG


async def test_an_article_opens_where_reading_stopped(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await open_long(browser)
        await browser.press("space", "space")
        top = next(line.strip() for line in browser.lines[1:] if line.strip())
        await browser.press("q", "j", "enter")
        await browser.shows("Note 038")
        assert browser.screen.view.first == 0
        await browser.press("K")
        await browser.shows("Where you stopped reading")
        assert top in [line.strip() for line in browser.lines[1:3]]


async def test_the_place_survives_the_session_and_another_width(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await open_long(browser)
        await browser.press("space", "space")
        place = browser.screen.view.place()
        assert place != (0, 0)
    for size in ((44, 20), (120, 30)):
        async with browsing(archive, index, state, size=size) as browser:
            await browser.press("home", "j", "j", "enter")
            await browser.until(lambda b=browser: b.screen.view.place() == place)


async def test_an_article_left_at_its_top_opens_at_its_top(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await open_long(browser)
        await browser.press("space", "q", "enter")
        await browser.shows("Where you stopped reading")
        await browser.press("home", "q", "enter")
        assert browser.screen.view.first == 0
        assert "Where you stopped" not in browser.text


async def test_a_section_that_reading_stopped_at_opens_with_its_crosshead(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state, size=(80, 12)) as browser:
        await browser.press("enter", "]", "]")
        await browser.press("q", "enter")
        assert browser.lines[1].strip() == "What it costs"


async def test_a_hit_opens_at_its_match_not_where_reading_stopped(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await open_long(browser)
        await browser.press("space", "q", "/")
        await browser.type('"line 2"')
        await browser.press("enter", "enter")
        await browser.until(lambda: browser.screen.view.match is not None)
        assert "Where you stopped" not in browser.text


async def test_tags_and_note_stand_over_the_article_and_in_its_details(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("+", *"tide, silt", "enter", "i", *"Ask.", "enter", *"Again.", "escape")
        await browser.press("enter")
        await browser.shows("+ silt tide")
        await browser.shows("› Ask.")
        await browser.shows("› Again.")
        await browser.press("I")
        await browser.shows("tags       silt tide")
        await browser.shows("your note  Ask.")


async def test_one_undo_takes_back_all_tags_of_one_line(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("enter", "+", *"tide silt", "enter", "+", *"-tide sand", "enter")
        await browser.shows("+ sand silt")
        await browser.press("u")
        await browser.shows("Undone: tagged sand; tag tide taken away")
        await browser.shows("+ silt tide")
        await browser.press("u", "u")
        await browser.shows("Nothing to undo")
        assert browser.screen.marking.known_tags() == ()


async def test_presses_of_undo_that_come_at_once_are_all_done(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("s", "j", "s", "j", "s")
        await browser.press("u", "u", "u")
        await browser.until(lambda: not browser.screen.reader.marks.ids_starred())


async def test_a_note_that_is_being_written_is_kept_when_the_program_ends(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("i", *"Half a thou")
    reader = Reader.open(state, archive)
    assert reader.marks.note_of("world/harbour.md") == "Half a thou"


async def test_a_pasted_note_has_its_lines_and_no_controls(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("i")
        browser.app.focused.take_paste("one\x1b[31m\ntwo\u202e\x07")
        await browser.press("escape")
        note = browser.screen.marking.kept("world/harbour.md").note
        assert [line[:3] for line in note.split("\n")] == ["one", "two"]
        assert not FORBIDDEN & {ord(each) for each in note if each != "\n"}


async def test_commands_of_the_list_are_text_in_a_note_and_in_a_question(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("+", *"qQ?", "escape")
        assert browser.screen.where is Where.LIST
        await browser.press("i", *"qQ:? 5j", "escape")
        assert browser.screen.marking.kept("world/harbour.md").note == "qQ:? 5j"


async def test_marks_follow_an_article_that_was_moved(tmp_path: Path, state: Path) -> None:
    archive = write_archive(tmp_path / "gazette", fillers=2)
    index = build_index(archive, tmp_path / "index")
    async with browsing(archive, index, state) as browser:
        await browser.press("+", *"tide", "enter")
    (archive / "old").mkdir()
    shutil.move(archive / "world" / "harbour.md", archive / "old" / "harbour.md")
    build_index(archive, index)
    async with browsing(archive, index, state) as browser:
        await browser.until(lambda: browser.screen.marking.kept("old/harbour.md").tags == ("tide",))


async def test_where_only_the_unread_are_listed_an_article_goes_once_it_was_read(
    archive: Path, index: Path, state: Path
) -> None:
    settings = Settings(list="unread")
    async with browsing(archive, index, state, settings=settings) as browser:
        await browser.press("enter", "q", "j")
        browser.screen.ask()
        await browser.until(lambda: browser.screen.listing.total == 43)
        assert browser.cursor_id == "business/ferry.md"
    async with browsing(archive, index, state, settings=settings) as browser:
        await browser.until(lambda: browser.screen.listing.total == 43)
        await browser.press("M", "y", "enter")
        await browser.shows("43 marked as read")
        browser.screen.ask(keep=False)
        await browser.shows("Everything is read.")
