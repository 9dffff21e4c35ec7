"""Notes, copies and keys of one's own in the real program: what is sent, what is kept."""

from __future__ import annotations

import base64
import re
import signal
from pathlib import Path

import pytest

from tests.pty.conftest import Launch
from tests.pty.terminal import Terminal
from tests.pty.test_safety import offences, write_hostile_articles
from tuinews.reader.reader import Reader

pytestmark = pytest.mark.pty

COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
HARBOUR = "world/harbour.md"


def opened(launch: Launch, archive: Path, *options: str, **how: object) -> Terminal:
    """The program on the archive, with its list on the screen."""
    terminal = launch(archive, *options, **how)
    terminal.wait("Harbour board votes")
    terminal.settle()
    return terminal


def state_of(environ: dict[str, str], archive: Path) -> Reader:
    """What was kept."""
    return Reader.open(Path(environ["XDG_STATE_HOME"]) / "tuinews", archive)


def test_a_copy_is_sent_once_and_the_mouse_is_the_terminals_while_it_is_shown(
    archive: Path, launch: Launch
) -> None:
    terminal = opened(launch, archive)
    terminal.send("y")
    terminal.wait("quotation")
    before = terminal.settle()
    terminal.send("\r")
    terminal.wait("select it here")
    shown = bytes(terminal.raw[before : terminal.settle()])
    (sent,) = COPIED.findall(shown)
    assert base64.b64decode(sent).startswith(b"The harbour board voted on Tuesday")
    assert b"\x1b[?1000l" in shown
    assert b"\x1b[?1000h" not in shown
    before = terminal.settle()
    terminal.send("q")
    terminal.wait("44 of 44")
    assert b"\x1b[?1000h" in bytes(terminal.raw[before : terminal.settle()])


def test_settings_that_leave_the_mouse_to_the_terminal_hold_after_a_copy(
    archive: Path, launch: Launch, tmp_path: Path
) -> None:
    settings = tmp_path / "mouse.yaml"
    settings.write_text("mouse: off\n")
    terminal = opened(launch, archive, "--settings", str(settings))
    terminal.send("y")
    terminal.wait("quotation")
    terminal.send("\r")
    terminal.wait("select it here")
    terminal.send("q")
    terminal.wait("44 of 44")
    terminal.settle()
    assert b"\x1b[?1000h" not in terminal.raw


def test_with_the_clipboard_off_a_copy_is_shown_and_never_sent(
    archive: Path, launch: Launch, tmp_path: Path
) -> None:
    settings = tmp_path / "own.yaml"
    settings.write_text("clipboard: off\n")
    terminal = opened(
        launch, archive, "--settings", str(settings), variables={"TERM": "xterm-kitty"}
    )
    terminal.send("y")
    terminal.wait("quotation")
    terminal.send("\r")
    terminal.wait("The paragraph: select it here")
    terminal.send("q")
    terminal.wait("44 of 44")
    terminal.settle()
    assert b"\x1b]52" not in terminal.raw


def test_no_byte_of_a_hostile_article_is_a_control_in_what_is_laid_over_it(
    tmp_path: Path, launch: Launch
) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    count = write_hostile_articles(folder)
    terminal = launch(folder)
    terminal.wait(lambda screen: re.search(r"\d+ of \d+", screen.lines[0]) is not None)
    terminal.settle()
    for _article in range(count):
        for keys, title in (("I", "Article details"), ("y", "Copy"), ("i", "Note on")):
            terminal.send(keys)
            terminal.wait(title)
            terminal.send("\x13" if keys == "i" else "q")
            terminal.wait("⏎ open")
        terminal.send("+")
        terminal.wait(lambda screen: "tags:" in screen.text and "⏎ open" not in screen.text)
        terminal.send("\x1b")
        terminal.wait("⏎ open")
        terminal.send("j")
    assert not offences(bytes(terminal.raw))
    assert not COPIED.search(terminal.raw)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=str)
def test_a_note_half_written_and_the_place_are_kept_when_the_program_is_ended(
    archive: Path, launch: Launch, environ: dict[str, str], number: int
) -> None:
    terminal = opened(launch, archive)
    terminal.send("jj\r")
    terminal.wait("Line 1 of the note")
    terminal.send("  ")
    terminal.wait("Line 20 of the note")
    terminal.send("i")
    terminal.wait("Note on")
    terminal.send("Half a thou")
    terminal.wait("Half a thou")
    terminal.signal(number)
    assert terminal.exit_status() == 128 + number
    reader = state_of(environ, archive)
    assert reader.marks.note_of("notes/039.md") == "Half a thou"
    again = opened(launch, archive)
    again.send("gjj\r")
    again.wait("Where you stopped reading")


def test_keys_that_cannot_be_are_refused_before_the_screen_starts(
    archive: Path, launch: Launch, tmp_path: Path
) -> None:
    settings = tmp_path / "tuinews.yaml"
    settings.write_text("theme: dark\nkeymap:\n  stra: x\n")
    terminal = launch(archive, "--settings", str(settings))
    assert terminal.exit_status() == 2
    terminal.settle()
    assert b"\x1b[?1049h" not in terminal.raw
    said = "".join(terminal.lines)
    assert "tuinews.yaml:3: keymap.stra" in said
    assert "did you mean 'star'?" in said


def test_a_sequence_of_keys_works_typed_ahead(
    archive: Path, launch: Launch, tmp_path: Path
) -> None:
    settings = tmp_path / "tuinews.yaml"
    settings.write_text('keymap:\n  bottom: ["g e"]\n  quit_anywhere: [Z Q]\n')
    terminal = opened(launch, archive, "--settings", str(settings))
    terminal.send("ge")
    terminal.wait("44/44")
    terminal.send("ZQ")
    assert terminal.exit_status() == 0


def test_restricted_no_key_writes_a_file(
    archive: Path, launch: Launch, environ: dict[str, str]
) -> None:
    terminal = opened(launch, archive, "--restricted")
    terminal.send("e")
    terminal.wait("With --restricted no file is written")
    terminal.send("Q")
    assert terminal.exit_status() == 0
    home = Path(environ["HOME"])
    written = {path.relative_to(home).parts[0] for path in home.rglob("*") if path.is_file()}
    assert written <= {"state", "cache"}
