"""The second gate: Textual's and Rich's own control tables, and text that is never markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.text import Text
from textual.content import Content

from tests.fixtures.payloads import CONTROLS, MARKUP
from tests.tui.browsing import browsing, build_index, write_article
from tuinews.tui.terminal_safety import FORBIDDEN, harden, tables


def test_both_libraries_still_strip_by_the_tables_that_are_extended() -> None:
    harden()
    for table in tables():
        assert set(table) >= FORBIDDEN
        assert set(table.values()) == {None}
    for payload in CONTROLS.values():
        for shown in (Content(payload).plain, Text(payload).plain):
            assert not FORBIDDEN & {ord(character) for character in shown}


def test_newline_and_tab_are_left_to_be_laid_out() -> None:
    assert not FORBIDDEN & {ord("\n"), ord("\t")}


@pytest.mark.parametrize("payload", MARKUP.values(), ids=MARKUP)
async def test_text_is_shown_letter_by_letter_never_as_markup(
    payload: str, tmp_path: Path, state: Path
) -> None:
    archive = tmp_path / "gazette"
    quoted = payload.replace("\\", "\\\\").replace('"', '\\"')
    write_article(
        archive / "one.md",
        f'---\ntitle: "{quoted}"\nauthor: "{quoted}"\ndate: 2021-11-09\n---\nA needle.\n',
    )
    index = build_index(archive, tmp_path / "index")
    async with browsing(archive, index, state, size=(150, 30)) as browser:
        shown = " ".join(payload.split())[:40]
        assert shown in " ".join(browser.text.split())
        await browser.press("enter")
        await browser.until(lambda: browser.screen.is_reading)
        assert " ".join(browser.text.split()).count(shown) >= 2
        await browser.press("q", "/")
        for character in payload.replace("\\", ""):
            browser.screen.search_box.insert_text_at_cursor(character)
        await browser.settled()
        assert browser.app.is_running
