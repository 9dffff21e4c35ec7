"""The second gate: Textual's and Rich's own control tables, and text that is never markup."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.text import Text
from textual.content import Content

from tests.fixtures.payloads import CONTROLS, MARKUP, OBEYED
from tests.tui.browsing import Browsing, browsing, build_index, write_article
from tuinews.tui.terminal_safety import FORBIDDEN, harden, tables
from tuinews.tui.widgets.typed_into import TypedInto


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


SOME = {**MARKUP, **{name: CONTROLS[name] for name in list(CONTROLS)[::9]}}
"""All that might be taken for markup; of the controls, which are all tested byte by byte on a pty,
enough to see that each place is gated."""


@pytest.mark.parametrize("payload", SOME.values(), ids=SOME)
async def test_nothing_of_a_payload_is_obeyed_or_started_wherever_it_shows(
    payload: str, tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = tmp_path / "called"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {called}\n")
    program.chmod(0o755)
    for name in ("BROWSER", "PAGER", "EDITOR"):
        monkeypatch.setenv(name, os.fspath(program))
    archive = tmp_path / "gazette"
    escaped = "".join(f"\\U{ord(each):08x}" for each in payload)
    text = payload.replace("\0", "")  # with which a file would be no text
    body = f"A needle {text} b [c{text}](https://example.org/{text})\n"
    for number in range(2):
        write_article(
            archive / f"{number}.md",
            f'---\ntitle: "h{escaped}"\nauthor: "b{escaped}"\nsection: "d{escaped}"\n'
            f'publisher: "p{escaped}"\nlocated: "l{escaped}"\nkeywords: ["k{escaped}"]\n'
            f'date: 2021-11-0{number + 1}\nurl: "https://example.org/{number}{escaped}"\n---\n'
            + body.encode("utf-8", "replace").decode() * 3
            + f"\nversion {number}\n"
            + "\nWords enough that this is a text with controls in it.\n" * 20,
        )
    index = build_index(archive, tmp_path / "index")
    async with browsing(archive, index, state, size=(120, 40)) as browser:

        def check() -> None:
            assert not OBEYED.search(browser.text.replace("\n", " "))
            assert browser.app.is_running

        for keys in (("f",), ("T",), ("I",), ("L",), ("R",), ("V",), ("V", "enter"), ("y",),
                     ("e",), ("|",), ("?",), (":",)):  # fmt: skip
            await browser.press(*keys)
            await browser.settled()
            check()
            await browser.start_over()
        await type_everywhere(browser, payload, check)
    assert not called.exists()


async def type_everywhere(browser: Browsing, payload: str, check: Callable[[], None]) -> None:
    """Type a payload into every box there is, and look at what shows of it afterwards."""
    screen = browser.screen
    for keys, after in (
        (("+",), ("enter", "I")),
        (("i",), ("ctrl+s", "I")),
        (("|", "enter"), ("enter", "|", "enter", "up")),
        (("/",), ("enter",)),
        (("enter", "/"), ("enter",)),
        ((":",), ()),
    ):
        await browser.press(*keys)
        await browser.until(lambda: isinstance(browser.app.focused, TypedInto))
        browser.app.focused.take_paste(payload)
        await browser.settled()
        check()
        await browser.press(*after)
        await browser.settled()
        check()
        await browser.start_over()
    await browser.press("/", *"needle", "ctrl+s")
    await browser.until(lambda: browser.app.focused is screen.ask_box)
    screen.ask_box.take_paste(f"x{payload}")
    await browser.press("enter")
    await browser.settled()
    check()
    await browser.start_over()
    await browser.press("S")
    await browser.settled()
    check()
