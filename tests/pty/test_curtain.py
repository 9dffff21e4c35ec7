"""The page that hangs on the terminal until the browser can draw: kept, checked, replaced."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pty.conftest import Launch
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty

Pages = Callable[[], list[Path]]


@pytest.fixture
def pages(environ: dict[str, str]) -> Pages:
    """The files of the pages that are kept."""
    folder = Path(environ["XDG_CACHE_HOME"]) / "tuinews" / "pages"
    return lambda: sorted(file for file in folder.glob("*") if "." not in file.name)


def begin(launch: Launch, archive: Path, pages: Pages, **how: object) -> str:
    """A first session, until its page is kept; answers what it showed."""
    terminal = launch(archive, **how)
    terminal.wait("44 of 44")
    terminal.wait(lambda _: bool(pages()))
    terminal.settle(1.0)
    shown = terminal.text
    terminal.send("q")
    assert terminal.exit_status() == 0
    return shown


def first_screen(terminal: Terminal) -> str:
    """What the bytes show that came before the browser itself drew anything."""
    import pyte

    screen = pyte.Screen(terminal.columns, terminal.rows)
    drawn = bytes(terminal.raw).split(b"\x1b[?1000h")[0].split(b"\x1b[?1003h")[0]
    pyte.ByteStream(screen).feed(drawn)
    return "\n".join(line.rstrip() for line in screen.display)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (130, 30), (40, 12)])
def test_the_next_session_begins_with_the_page_the_last_one_began_with(
    archive: Path, launch: Launch, pages: Pages, columns: int, rows: int
) -> None:
    shown = begin(launch, archive, pages, columns=columns, rows=rows)
    terminal = launch(archive, columns=columns, rows=rows)
    terminal.wait("44 of 44")
    terminal.settle(1.0)
    assert first_screen(terminal) == shown
    assert terminal.text == shown
    assert bytes(terminal.raw).count(b"\x1b[?1049h") == 1
    modes = terminal.local_flags()
    terminal.send("q")
    assert terminal.exit_status() == 0
    assert bytes(terminal.raw).count(b"\x1b[?1049l") == 1
    assert terminal.local_flags() != modes


def test_keys_typed_at_the_page_reach_the_browser(
    archive: Path, launch: Launch, pages: Pages
) -> None:
    begin(launch, archive, pages)
    terminal = launch(archive)
    terminal.wait("44 of 44")
    terminal.send("jm/ferry\r\r")
    terminal.wait("The ferry line wants forty metres")
    assert "ferry\n" not in first_screen(terminal)
    assert "/ferry" not in first_screen(terminal)


def test_a_key_typed_before_anything_shows_finds_the_list(
    archive: Path, launch: Launch, pages: Pages
) -> None:
    begin(launch, archive, pages)
    for options in ([], ["--restricted"]):
        terminal = launch(archive, *options)
        terminal.send("jj")
        terminal.wait(lambda screen: screen.lines[4].startswith("▶"))
        terminal.send("q")


def test_the_cursor_moves_on_the_page_and_stays_where_it_was_moved(
    archive: Path, launch: Launch, pages: Pages
) -> None:
    shown = begin(launch, archive, pages)
    terminal = launch(archive)
    terminal.send("jj\x1b[Bk")
    terminal.wait(lambda screen: screen.lines[4].startswith("▶"))
    terminal.settle(1.0)
    drawn_first = first_screen(terminal).splitlines()
    assert [line.startswith("▶") for line in drawn_first].index(True) == 4
    assert "3/44" in drawn_first[-1]
    assert sum(line.startswith("▶") for line in terminal.lines) == 1
    assert terminal.text.replace("▶", " ") == shown.replace("▶", " ").replace(" 1/44", " 3/44")
    terminal.send("j")
    terminal.wait(lambda screen: screen.lines[5].startswith("▶"))


def test_what_the_page_cannot_answer_is_done_where_its_cursor_was_moved(
    archive: Path, launch: Launch, pages: Pages
) -> None:
    begin(launch, archive, pages)
    terminal = launch(archive)
    terminal.send("jj")
    terminal.wait(lambda screen: screen.lines[4].startswith("▶"))
    terminal.send("\r")
    terminal.wait("Nothing of note happened on day 39")
    terminal.send("qj")
    terminal.wait(lambda screen: screen.lines[5].startswith("▶"))


def test_a_key_typed_at_the_page_is_not_lost_when_the_index_turns_out_unusable(
    archive: Path, launch: Launch, pages: Pages, tmp_path: Path
) -> None:
    begin(launch, archive, pages)
    for file in (tmp_path / "index").iterdir():
        file.write_bytes(b"")
    terminal = launch(archive)
    terminal.send("jj")
    terminal.wait(lambda screen: screen.lines[4].startswith("▶"))
    terminal.send("/tranquillity\r")
    terminal.wait("1 of 44")
    terminal.wait("Two men walk on the moon")


def test_a_page_of_another_size_or_another_terminal_is_not_shown(
    archive: Path, launch: Launch, pages: Pages
) -> None:
    begin(launch, archive, pages)
    for how in ({"columns": 81}, {"variables": {"NO_COLOR": "1"}}):
        terminal = launch(archive, **how)
        terminal.wait("44 of 44")
        assert "44 of 44" not in first_screen(terminal)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b"Harbour", b"Har\x1b]52;c;eA==\x07bour"),
        lambda data: data.replace(b"Harbour", "Har\u202ebour".encode()),
        lambda data: data.replace(b"Harbour", "Har\x9bbour".encode()),
        lambda data: data.replace(b"\t0\t", b"\t0;5\t", 1),
        lambda data: data.replace(b"\n", b"\n38;5;252m\x1b[2J\t0\tx\t", 1),
        lambda data: data[: len(data) // 2],
        lambda data: data + b"\n" * 5,
        lambda _data: b"\xff\xfe" * 1000,
        lambda _data: b"",
    ],
)
def test_a_page_that_was_tampered_with_is_not_shown(
    archive: Path, launch: Launch, pages: Pages, spoil: Callable[[bytes], bytes]
) -> None:
    begin(launch, archive, pages)
    (page,) = pages()
    page.write_bytes(spoil(page.read_bytes()))
    terminal = launch(archive)
    terminal.wait("44 of 44")
    assert "44 of 44" not in first_screen(terminal)
    assert b"\x1b]52" not in terminal.raw


def test_a_page_that_others_may_write_or_that_is_a_link_is_not_shown(
    archive: Path, launch: Launch, pages: Pages, tmp_path: Path
) -> None:
    begin(launch, archive, pages)
    (page,) = pages()
    page.chmod(0o666)
    terminal = launch(archive)
    terminal.wait("44 of 44")
    assert "44 of 44" not in first_screen(terminal)
    terminal.send("q")
    page.chmod(0o600)
    page.rename(tmp_path / "elsewhere")
    page.symlink_to(tmp_path / "elsewhere")
    terminal = launch(archive)
    terminal.wait("44 of 44")
    assert "44 of 44" not in first_screen(terminal)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_at_any_moment_of_the_start_leaves_the_terminal_as_it_was(
    archive: Path, launch: Launch, pages: Pages, number: signal.Signals
) -> None:
    begin(launch, archive, pages)
    terminal = launch(archive)
    terminal.wait("44 of 44")
    terminal.signal(number)
    terminal.exit_status()
    assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")
    assert terminal.local_flags() == terminal.flags_before


def test_what_cannot_be_opened_any_more_is_said_on_a_clean_terminal(
    archive: Path, launch: Launch, pages: Pages, tmp_path: Path
) -> None:
    here = tmp_path / "here"
    here.symlink_to(archive)
    begin(launch, here, pages)
    here.unlink()
    terminal = launch(here)
    assert terminal.exit_status() == 3
    terminal.wait(lambda screen: "nosuchfolder" in "".join(screen.text.split()))
    assert "44 of 44" not in terminal.text
    assert terminal.local_flags() == terminal.flags_before


def test_where_pages_cannot_be_kept_nothing_is_said_about_it(
    archive: Path, launch: Launch, environ: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    variables = {"XDG_CACHE_HOME": os.fspath(tmp_path / "file")}
    terminal = launch(archive, variables=variables)
    terminal.wait("44 of 44")
    terminal.settle(1.5)
    terminal.send("q")
    assert terminal.exit_status() == 0
