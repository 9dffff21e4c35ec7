"""No byte of a file reaches the terminal as a control: what the program sends, byte by byte."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.fixtures.payloads import CONTROLS, MARKUP
from tests.pty.conftest import Launch
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty

OURS = re.compile(
    rb"\x1b\[(?:"
    rb"(?:(?:\d+(?:;\d+)?)?H|\d*[CDG])"  # where to write
    rb"|(?:K|\d+X)"  # what to erase
    rb"|\d*[LM]"  # which rows to insert and delete
    rb"|;?(?:(?:0|1|2|3|4|7|22|23|24|27|39|49|[34]8;5;\d+)(?:;|(?=m)))*m"  # in which look
    rb"|\?(?:1049|25|1004|2004|7|1000|1003|1015|1006|1016|2026|2048)[hl]"  # modes of the screen
    rb"|\?(?:2026|2048)\$p|>\d+u|<u"  # what the terminal can do
    rb")"
    rb"|\x1b\]22;(?:default|text)\x07"  # the shape of the mouse pointer
)
"""Every sequence that the program itself has reason to send."""
UNDETECTED = (
    "zero width", "invisible operators", "tags", "annotations", "noncharacter", "stacked marks",
    "alternate screen", "mouse on", "kitty keyboard",
)  # fmt: skip
"""What is no control, and what the program itself sends too: other tests look for those."""
CONTROL = re.compile(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")
HIDDEN = re.compile("[\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def offences(raw: bytes) -> list[bytes]:
    """What was sent that is neither text nor ours."""
    left = OURS.sub(b"", raw)
    found = [left[max(0, m.start() - 20) : m.end() + 20] for m in CONTROL.finditer(left)]
    text = left.decode("utf-8")
    return found + [m[0].encode("utf-8", "surrogatepass") for m in HIDDEN.finditer(text)]


def write_hostile_articles(folder: Path) -> int:
    """Write one article a payload, with the payload everywhere an article has room for it."""
    payloads = {**CONTROLS, **MARKUP}
    for number, payload in enumerate(payloads.values()):
        quoted = "".join(f"\\U{ord(c):08x}" if not c.isalnum() else c for c in payload)
        name = f"{number:03}-{payload}".replace("/", "").replace("\0", "")
        desk = folder / f"desk{payload}".replace("/", "").replace("\0", "")[:60]
        text = (
            f'---\ntitle: "head {quoted}"\nauthor: "by {quoted}"\npublisher: "{quoted}"\n'
            f'keywords: ["{quoted}"]\nembargo: "{quoted}"\n---\n'
            f"lede {payload} lede\n\n## cross {payload} head\n\nbody needle {payload} body\n"
        )
        file = os.fsencode(folder) + b"/" + os.fsencode(name.encode("utf-8", "replace")[:200])
        with open(file + b".md", "wb") as article:  # noqa: PTH123 - a name that need not be text
            article.write(text.encode("utf-8", "surrogatepass"))
        if number % 8 == 0:
            desk.mkdir()
            (desk / "plain.txt").write_bytes(f"{payload}\n\n{payload}\n".encode(errors="replace"))
    return len(payloads)


def walk_through(terminal: Terminal, count: int) -> None:
    """Show everything there is to show of an archive, with every article opened once."""
    terminal.wait(lambda screen: re.search(r"\d+ of \d+", screen.lines[0]) is not None)
    terminal.send("G")
    terminal.settle()
    terminal.send("g\r")
    terminal.settle()
    for _article in range(count):
        terminal.send("tq")
        terminal.settle(0.1)
        terminal.send("J")
        terminal.settle(0.1)
    terminal.send("q/needle\r")
    terminal.wait("hit ")
    terminal.settle()
    terminal.send("\r")
    terminal.wait("match ")
    terminal.send("nnnnq")
    terminal.settle()


def test_no_byte_of_a_hostile_archive_reaches_the_terminal_as_a_control(
    tmp_path: Path, launch: Launch
) -> None:
    folder = tmp_path / "arch\x1b[31mive\u202e"
    folder.mkdir()
    count = write_hostile_articles(folder)
    terminal = launch(folder)
    walk_through(terminal, count + 10)
    assert not offences(bytes(terminal.raw))
    terminal.send("Q")
    assert terminal.exit_status() == 0


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["blns-mit", "encodings"])
def test_no_byte_of_a_real_archive_of_odd_texts_reaches_the_terminal_as_a_control(
    corpus: Path, launch: Launch, name: str
) -> None:
    terminal = launch(corpus / name)
    terminal.wait(lambda screen: re.search(r"[1-9]\d* of \d+", screen.lines[0]) is not None)
    terminal.settle(1.0)
    terminal.send("g\r")
    terminal.wait(" min")
    for _article in range(12):
        terminal.send("GJ")
        terminal.settle(0.1)
    assert not offences(bytes(terminal.raw))


def test_no_query_reaches_the_terminal_as_a_control(archive: Path, launch: Launch) -> None:
    terminal = launch(archive)
    terminal.wait("44 of 44")
    for payload in CONTROLS.values():
        pasted = payload.replace("\x1b[201~", "")
        terminal.send(f"/\x1b[200~{pasted}\x1b[201~")
        terminal.settle(0.15)
        terminal.send("\r")
        terminal.settle(0.15)
        terminal.send("\x1b")
        terminal.settle(0.15)
    assert not offences(bytes(terminal.raw))


def test_the_check_itself_notices_what_it_is_for() -> None:
    for name, payload in CONTROLS.items():
        if name not in UNDETECTED:
            assert offences(f"text {payload} text".encode()) or "\r" in payload, name
