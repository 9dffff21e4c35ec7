"""Owns other programs that list much in a terminal: newsboat on a local feed, fzf on the list."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.pty.terminal import tuinews

ITEMS = 5_000
"""Items of newsboat's feed, which it sorts and draws anew by itself."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A program to compare with; no command where it is not installed.

    Attributes:
        ready: What it shows when it has begun.
        before: Keys that bring it to a list.
        move: The key that moves its cursor.
    """

    name: str
    command: list[str] | None = None
    ready: str = ""
    before: tuple[str, ...] = ()
    move: str = "j"


def rivals(words: Sequence[str], work: Path) -> list[Rival]:
    """The programs, with what they list; `words` name the archive to the browser."""
    return [_newsboat(work / "newsboat"), _fzf(words, work / "list.tsv")]


def _newsboat(folder: Path) -> Rival:
    if shutil.which("newsboat") is None:
        return Rival("newsboat")
    folder.mkdir()
    items = "".join(
        f"<item><title>Item {number} of the feed</title><guid>{number}</guid>"
        f"<description>Text of item {number}.</description></item>"
        for number in range(ITEMS)
    )
    feed = folder / "feed.xml"
    feed.write_text(f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>')
    (folder / "urls").write_text(f"file://{feed}\n")
    (folder / "config").write_text("max-items 0\n")
    command = [
        "newsboat", "-u", f"{folder}/urls", "-c", f"{folder}/cache.db", "-C", f"{folder}/config",
    ]  # fmt: skip
    subprocess.run([*command, "-x", "reload"], check=True, capture_output=True)
    return Rival("newsboat", command, "Feed", ("\r",))


def _fzf(words: Sequence[str], listed: Path) -> Rival:
    if shutil.which("fzf") is None:
        return Rival("fzf")
    with listed.open("wb") as file:
        subprocess.run(tuinews(*words, "list", "--tsv"), check=True, stdout=file)
    return Rival("fzf", ["sh", "-c", f"exec fzf --layout=reverse < '{listed}'"], "> ", (), "\x1b[B")
