"""What changes in the folder reaches the list without a key, and nothing else is sent."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest

from tests.pty.conftest import Launch
from tests.pty.terminal import PATIENCE
from tests.tui.browsing import write_archive, write_article
from tuinews.index.indexer import sync

pytestmark = pytest.mark.pty

NEWS = "---\ntitle: Heron walks into the newsroom\ndate: 2022-02-02\n---\nIt left again.\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of articles that a test may change."""
    return write_archive(tmp_path / "own", fillers=5)


def test_articles_come_change_and_go(own: Path, launch: Launch) -> None:
    terminal = launch(own)
    terminal.wait("9 of 9")
    terminal.settle(1.0)
    write_article(own / "fresh" / "heron.md", NEWS)
    terminal.wait("Heron walks into the newsroom")
    (own / "fresh" / "heron.md").write_text(NEWS.replace("Heron", "Stork"))
    terminal.wait("Stork walks into the newsroom")
    shutil.rmtree(own / "fresh")
    terminal.wait(lambda shown: "Stork" not in shown.text)
    terminal.wait("9 of 9")


def test_what_another_process_indexed_is_listed(own: Path, launch: Launch, tmp_path: Path) -> None:
    terminal = launch(own)
    terminal.wait("9 of 9")
    terminal.settle(1.0)
    aside = tmp_path / "aside"
    shutil.copytree(own, aside, symlinks=True)
    write_article(aside / "heron.md", NEWS)
    sync(aside, tmp_path / "index")
    terminal.wait("Heron walks into the newsroom")


def test_nothing_is_sent_while_nothing_changes(own: Path, launch: Launch) -> None:
    terminal = launch(own)
    terminal.wait("9 of 9")
    before = terminal.settle(2.0)
    assert terminal.settle(3.0) == before


def test_how_many_articles_are_new_is_said_to_every_session(
    own: Path, launch: Launch, tmp_path: Path
) -> None:
    sessions = [launch(own), launch(own, "--restricted")]
    for each in sessions:
        each.wait("9 of 9")
        each.settle(1.0)
        assert "new article" not in each.text
    for number in range(3):
        write_article(own / "fresh" / f"{number}.md", NEWS.replace("Heron", f"Heron {number}"))
    (own / "fresh" / "0.md").touch()
    for each in sessions:
        each.wait("12 of 12")
        each.wait("3 new articles")
        each.wait("Heron 2 walks into the newsroom")
    sessions[0].send("j")
    sessions[0].wait(lambda shown: "new article" not in shown.text)
    shutil.rmtree(own / "fresh")
    sessions[1].wait("9 of 9")
    write_article(own / "late.md", NEWS)
    sessions[0].wait("1 new article")


def test_while_many_articles_are_indexed_the_screen_changes_about_once_a_second(
    own: Path, launch: Launch
) -> None:
    terminal = launch(own)
    terminal.wait("9 of 9")
    terminal.settle(1.0)
    for number in range(6_000):
        write_article(own / "many" / f"{number}.md", f"{NEWS}\nAnd again, {number} times.\n")
    terminal.send("\x12")
    said, since = [""], time.monotonic()
    while "6,009 of 6,009" not in terminal.text or "indexing" in terminal.text:
        assert time.monotonic() - since < PATIENCE, terminal.text
        found = re.search("indexing.*(?= [?] help)", terminal.lines[0])
        if found and found[0] != said[-1]:
            said.append(found[0])
        time.sleep(0.002)
    assert len(said) <= time.monotonic() - since + 2
    before = terminal.settle(2.0)
    assert terminal.settle(3.0) == before
