"""A whole session in a real terminal: search, open at the passage, walk the matches, quit."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.pty.conftest import Launch
from tests.pty.terminal import PROJECT, tuinews
from tests.tui.browsing import write_archive, write_article

pytestmark = pytest.mark.pty


def test_a_reader_searches_opens_at_the_passage_walks_the_matches_and_quits(
    archive: Path, launch: Launch
) -> None:
    terminal = launch(archive)
    modes = terminal.local_flags()
    terminal.wait("44 of 44")
    assert terminal.local_flags() != modes
    terminal.send("/harbour")
    terminal.wait("3 of 44")
    terminal.send("\r")
    terminal.wait("hit 1/3")
    terminal.send("\r")
    terminal.wait("match ")
    terminal.wait(lambda screen: screen.lines[0].startswith(" Harbour board"))
    for _press in range(20):
        before = terminal.text
        terminal.send("n")
        terminal.wait(lambda screen, before=before: screen.text != before)
        if terminal.lines[0].startswith(" Ferry line"):
            break
    terminal.wait("match 1/")
    terminal.send("q")
    terminal.wait("hit 2/3")
    terminal.send("q")
    assert terminal.exit_status() == 0
    assert terminal.local_flags() == modes
    assert terminal.raw.index(b"\x1b[?1049h") < terminal.raw.rindex(b"\x1b[?1049l")
    assert terminal.raw.rindex(b"\x1b[?25l") < terminal.raw.rindex(b"\x1b[?25h")


def test_what_is_typed_ahead_in_one_burst_goes_where_it_belongs(
    archive: Path, launch: Launch
) -> None:
    terminal = launch(archive)
    terminal.wait("44 of 44")
    terminal.settle()
    terminal.send("/ferry line\r")
    terminal.wait("hit 1/1")
    terminal.send("\r/quay")
    terminal.wait("find: quay")
    terminal.wait("2 matches")


def test_a_file_that_comes_changes_or_goes_shows_while_the_browser_is_open(
    tmp_path: Path, launch: Launch
) -> None:
    archive = write_archive(tmp_path / "gazette", fillers=3)
    terminal = launch(archive)
    terminal.wait("7 of 7")
    terminal.wait("Harbour board")
    terminal.send("j")
    terminal.wait("2/7")
    write_article(archive / "new.md", "---\ntitle: A pond opens\ndate: 2022-01-01\n---\nText.\n")
    terminal.send("\x12")
    terminal.wait("A pond opens")
    terminal.wait("1 new article")
    assert next(line for line in terminal.lines if line.startswith("▶")).count("Ferry line")
    (archive / "new.md").write_text("---\ntitle: A pond closes\ndate: 2022-01-01\n---\nText.\n")
    terminal.send("\x12")
    terminal.wait("A pond closes")
    shutil.rmtree(archive / "notes")
    terminal.send("\x12")
    terminal.wait("5 of 5")


def test_what_another_process_indexed_shows_as_well(
    tmp_path: Path, environ: dict[str, str], launch: Launch
) -> None:
    archive = write_archive(tmp_path / "gazette", fillers=3)
    terminal = launch(archive)
    terminal.wait("7 of 7")
    terminal.settle()
    write_article(archive / "new.md", "---\ntitle: A pond opens\ndate: 2022-01-01\n---\nText.\n")
    place = ("-a", str(archive), "-i", str(tmp_path / "index"))
    subprocess.run(tuinews(*place, "index"), env=environ, check=True, cwd=PROJECT)
    terminal.send("\x12")
    terminal.wait("A pond opens")


def test_a_folder_without_articles_says_where_it_looked_and_what_to_do(
    tmp_path: Path, launch: Launch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    terminal = launch(empty)
    terminal.wait("No articles here yet")
    assert str(empty) in "".join(line.strip() for line in terminal.lines)
    assert "tuinews --sample" in terminal.text
    terminal.send("q")
    assert terminal.exit_status() == 0


def test_an_index_that_another_process_writes_is_browsed_read_only(
    archive: Path, tmp_path: Path, launch: Launch
) -> None:
    from tuinews.index.write_lock import writing

    first = launch(archive)
    first.wait("Harbour board")
    first.settle()
    with writing(tmp_path / "index"):
        terminal = launch(archive)
        terminal.wait("44 of 44")
        terminal.wait(lambda screen: "index" in screen.lines[-1] or "writ" in screen.lines[-1])
        terminal.send("/harbour")
        terminal.wait("3 of 44")


def test_without_colour_no_colour_is_sent(archive: Path, launch: Launch) -> None:
    terminal = launch(archive, variables={"NO_COLOR": "1"})
    terminal.wait("44 of 44")
    terminal.send("/harbour\r")
    terminal.wait("hit 1/3")
    terminal.send("\rt")
    terminal.wait("What it costs")
    for sequence in re.findall(rb"\x1b\[([0-9;]*)m", bytes(terminal.raw)):
        for code in sequence.split(b";"):
            assert int(code or 0) in {0, 1, 2, 3, 4, 7, 22, 23, 24, 27, 39, 49}


@pytest.mark.parametrize(("columns", "rows"), [(40, 12), (80, 24), (200, 50), (20, 5)])
def test_any_size_can_be_started_in_and_changed_to(
    archive: Path, launch: Launch, columns: int, rows: int
) -> None:
    terminal = launch(archive, columns=columns, rows=rows)
    terminal.wait("Harbour")
    terminal.resize(80, 24)
    terminal.wait("XYZ")
    terminal.resize(columns, rows)
    terminal.send("\r")
    terminal.wait(lambda screen: "▶" not in screen.text or columns >= 120)
    terminal.wait("Harbour")
    terminal.send("Q")
    assert terminal.exit_status() == 0
