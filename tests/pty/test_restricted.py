"""Promise 10: a restricted session has no way to a program, or to a file that is not its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.pty.terminal import PROJECT, Terminal, tuinews
from tests.tui.browsing import build_index
from tuinews.tui.commands import COMMANDS, Where

pytestmark = pytest.mark.pty

WATCHED = "execve,execveat,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,link,\
linkat,symlink,symlinkat,unlink,unlinkat,truncate,chmod,fchmodat"
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE")
CALL = re.compile(r"^\d+\s+(\w+)\((.*?)\)?\s+(?:=.*|<unfinished \.\.\.>)$")
PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
QUITS = ("quit", "quit_anywhere", "interrupt")
KEYS = "".join(chr(code) for code in range(32, 127) if chr(code) not in "qQ")
CONTROLS = "".join(chr(code) for code in range(1, 32) if code not in (3, 17))
NAMED = ("\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1bOP", "\x1b[24~", "\x7f")
SOON = 0.03
"""Seconds without a byte after which a key is answered, or has no answer."""
ATTACKS = {
    "TEXTUAL": "devtools,debug",
    "TEXTUAL_DRIVER": "owned:Driver",
    "TEXTUAL_LOG": "{home}/owned.log",
    "TEXTUAL_SCREENSHOT": "1",
    "TEXTUAL_SCREENSHOT_LOCATION": "{home}",
    "TEXTUAL_PRESS": "|,enter",
    "TEXTUAL_ALLOW_SIGNALS": "1",
    "BROWSER": "{home}/owned.sh",
    "PAGER": "{home}/owned.sh",
    "EDITOR": "{home}/owned.sh",
    "VISUAL": "{home}/owned.sh",
    "LESSOPEN": "|{home}/owned.sh %s",
    "SHELL": "{home}/owned.sh",
    "PYTHONINSPECT": "1",
    "PYTHONBREAKPOINT": "os.system",
}


@pytest.fixture(scope="module", autouse=True)
def _can_trace() -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    tried = subprocess.run(["strace", "-f", "-o", os.devnull, "true"], capture_output=True)
    if tried.returncode:
        pytest.skip(f"processes cannot be traced here: {tried.stderr.decode()[:100]}")


@pytest.fixture
def own(environ: dict[str, str], tmp_path: Path) -> tuple[str, ...]:
    """The folders that a session may write to."""
    Path(environ["XDG_STATE_HOME"]).mkdir()
    return (
        os.path.realpath(f"{environ['XDG_STATE_HOME']}/tuinews"),
        os.path.realpath(tmp_path / "index"),
        "/dev/null", "/dev/tty", "/dev/pts/", "/dev/ptmx", "/dev/shm/",
    )  # fmt: skip


@pytest.fixture
def traced(
    archive: Path, environ: dict[str, str], own: tuple[str, ...], tmp_path: Path
) -> Iterator[tuple[Terminal, Path]]:
    """A restricted session with every attack in its environment, traced, its list on the screen."""
    assert own
    home = Path(environ["HOME"])
    owned = home / "owned.sh"
    owned.write_text(f"#!/bin/sh\ntouch {home}/owned\n")
    owned.chmod(0o755)
    (home / "owned.py").write_text(f"open({str(home / 'owned')!r}, 'w')\n")
    settings = tmp_path / "own.yaml"
    settings.write_text(f"pipes:\n  owned: touch {home}/owned\n")
    build_index(archive, tmp_path / "index")
    log = tmp_path / "log"
    variables = {name: value.format(home=home) for name, value in ATTACKS.items()}
    terminal = Terminal(
        ["strace", "-f", "-s", "4096", "-e", f"trace={WATCHED}", "-o", os.fspath(log),
         *tuinews("--restricted", "-a", os.fspath(archive), "-i", os.fspath(tmp_path / "index"),
                  "--settings", os.fspath(settings))],
        environ={**environ, **variables, "PYTHONPATH": os.fspath(PROJECT), "ESCDELAY": "10"},
        cwd=home,
    )  # fmt: skip
    terminal.wait("Harbour board votes")
    terminal.settle()
    yield terminal, log
    terminal.close()


def offences(log: Path, own: tuple[str, ...], cwd: Path) -> list[str]:
    """What was done that a restricted session must not do, after the program itself was started."""
    found = []
    lines = log.read_text(errors="replace").splitlines()
    assert "execve" in lines[0]
    for line in lines[1:]:
        call = CALL.match(line)
        if call is None:
            continue
        name, arguments = call.groups()
        if name.startswith("exec"):
            found.append(line)
            continue
        if name.startswith("open") and not WRITES.search(arguments):
            continue
        paths = [os.path.realpath(cwd / path) for path in PATH.findall(arguments)]
        if not all(path.startswith(own) for path in paths):
            found.append(line)
    return found


def deeds(log: Path, cwd: Path) -> str:
    """What was executed, and in which folders files were opened for writing: a line each."""
    counted: Counter[str] = Counter()
    for line in log.read_text(errors="replace").splitlines():
        call = CALL.match(line)
        if call is None:
            continue
        name, arguments = call.groups()
        paths = PATH.findall(arguments)
        if name.startswith("exec"):
            counted[f"executed  {paths[0]}"] += 1
        elif name.startswith("open") and WRITES.search(arguments):
            counted[f"written   {Path(os.path.realpath(cwd / paths[0])).parent}"] += 1
    return "\n".join(f"{count:7,}  {deed}" for deed, count in sorted(counted.items()))


def leave(terminal: Terminal) -> None:
    """Go back to the list from wherever one may be."""
    for _press in range(3):
        terminal.send("\x1b")
        terminal.settle(SOON)


def press_everything(terminal: Terminal, openings: Sequence[str]) -> None:
    """Press every key that does not quit, in the parts of the browser that one is led to."""
    for opening in openings:
        for keys in (KEYS, CONTROLS, *NAMED):
            leave(terminal)
            if opening:
                terminal.send(opening)
                terminal.settle(SOON)
            for start in range(0, len(keys), 16):
                terminal.send(keys[start : start + 16] if len(keys) > 8 else keys)
                terminal.settle(SOON)


def choose_everything(terminal: Terminal, where: Where) -> None:
    """Take every command of the palette, in the list or in the reader."""
    for command in COMMANDS:
        if where not in command.where or command.id in QUITS or not command.in_palette:
            continue
        leave(terminal)
        terminal.send("g\r" if where is Where.READER else "g")
        terminal.settle(SOON)
        terminal.send(f":{command.description}\r")
        terminal.settle(SOON)


DOINGS: dict[str, Callable[[Terminal], None]] = {
    "keys, list and reader": lambda terminal: press_everything(terminal, ("", "\r", "/", "t")),
    "keys, beside the list": lambda terminal: press_everything(terminal, ("f", "T", "?", ":")),
    "keys, what is marked": lambda terminal: press_everything(terminal, ("+", "i", "I", "S")),
    "keys, what is shown": lambda terminal: press_everything(terminal, ("y", "L", "R", "V")),
    "commands, list": lambda terminal: choose_everything(terminal, Where.LIST),
    "commands, reader": lambda terminal: choose_everything(terminal, Where.READER),
}


@pytest.mark.parametrize("do", DOINGS.values(), ids=DOINGS.keys())
def test_no_key_and_no_command_starts_a_program_or_writes_elsewhere(
    traced: tuple[Terminal, Path],
    own: tuple[str, ...],
    environ: dict[str, str],
    do: Callable[[Terminal], None],
) -> None:
    terminal, log = traced
    do(terminal)
    leave(terminal)
    terminal.send("Q")
    assert terminal.exit_status() == 0, terminal.text
    home = Path(environ["HOME"])
    print(deeds(log, home))
    assert not (home / "owned").exists()
    assert not (home / "owned.log").exists()
    assert offences(log, own, home) == []


def test_the_check_itself_notices_what_it_is_for(tmp_path: Path) -> None:
    log = tmp_path / "log"
    allowed = (os.fspath(tmp_path / "state"),)
    log.write_text(
        '1 execve("/bin/python", ["python"]) = 0\n'
        '1 execve("/bin/sh", ["sh"]) = 0\n'
        f'1 openat(AT_FDCWD, "{tmp_path}/a", O_WRONLY|O_CREAT, 0666) = 3\n'
        f'1 openat(AT_FDCWD, "{tmp_path}/state/a", O_RDWR|O_CREAT, 0600) = 3\n'
        f'1 openat(AT_FDCWD, "{tmp_path}/b", O_RDONLY) = 3\n'
        '2 unlink("c") = 0\n'
    )
    assert len(offences(log, allowed, tmp_path)) == 3
    assert deeds(log, tmp_path).splitlines() == [
        "      1  executed  /bin/python",
        "      1  executed  /bin/sh",
        f"      1  written   {tmp_path}",
        f"      1  written   {tmp_path}/state",
    ]


@pytest.mark.parametrize(
    "words",
    [["list"], ["search", "harbour"], ["show", "world/harbour.md"], ["doctor"], ["settings"],
     ["keys"], ["index"], ["export", "--all", "-o", "x"], ["import", "x"], ["alerts", "--list"],
     ["settings", "--init"], ["--plain"], ["--help"]],
    ids=" ".join,
)  # fmt: skip
def test_no_command_starts_a_program_or_writes_elsewhere(
    archive: Path,
    environ: dict[str, str],
    own: tuple[str, ...],
    tmp_path: Path,
    words: list[str],
) -> None:
    home = Path(environ["HOME"])
    build_index(archive, tmp_path / "index")
    log = tmp_path / "log"
    variables = {name: value.format(home=home) for name, value in ATTACKS.items()}
    done = subprocess.run(
        ["strace", "-f", "-s", "4096", "-e", f"trace={WATCHED}", "-o", os.fspath(log),
         *tuinews("--restricted", "-a", os.fspath(archive), "-i", os.fspath(tmp_path / "index"),
                  *words)],
        env={**environ, **variables, "PYTHONPATH": os.fspath(PROJECT)},
        cwd=home,
        input=b"open('owned', 'w')\nimport os; os.system('touch owned')\n",
        capture_output=True,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    assert not (home / "owned").exists()
    assert offences(log, own, home) == []
