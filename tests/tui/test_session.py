"""What is listed, whichever comes first: the index, or the folder for want of one."""

from __future__ import annotations

from pathlib import Path

from tests.tui.browsing import write_archive
from tuinews.index.indexer import sync
from tuinews.tui.listing import Request
from tuinews.tui.session import Session

EVERYTHING = Request(1, "", "newest")


def _first(session: Session) -> str:
    listing = session.answer(EVERYTHING)
    assert listing is not None
    return listing.rows.headline(listing.order[0])


def test_the_folder_is_listed_until_there_is_an_index(tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "gazette")
    session = Session(archive, tmp_path / "index")
    assert not session.open()
    session.list_folder()
    assert _first(session).endswith(".md")
    sync(archive, tmp_path / "index")
    assert session.open_newer()
    assert _first(session).startswith("Harbour board")


def test_a_folder_that_is_listed_late_does_not_replace_the_index(tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "gazette")
    sync(archive, tmp_path / "index")
    session = Session(archive, tmp_path / "index")
    assert session.open()
    session.list_folder()
    assert _first(session).startswith("Harbour board")
