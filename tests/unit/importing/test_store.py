"""Writing into the archive: only new files, whole or not at all, and nowhere else."""

from __future__ import annotations

import datetime as dt
import errno
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.importing.serving import rss, story
from tuinews.articles.importing.draft import Block, Draft, tidy
from tuinews.articles.importing.importer import Options, import_all
from tuinews.articles.importing.store import Store
from tuinews.errors import ArchiveError

DAY = dt.date(2021, 11, 9)
DAM = tidy(Draft("Dam holds", (Block(("It held.",)),), published=dt.date(2021, 11, 8)))


def write(archive: Path, draft: Draft = DAM, version: int = 1) -> str:
    with Store(archive) as store:
        return store.write(draft, version, today=DAY)


def test_an_article_goes_under_the_day_it_was_published(tmp_path: Path) -> None:
    assert write(tmp_path) == "2021/11/08-dam-holds.md"
    assert (tmp_path / "2021/11/08-dam-holds.md").read_text().endswith("\n\nIt held.\n")


def test_an_article_without_a_date_goes_under_today(tmp_path: Path) -> None:
    assert write(tmp_path, tidy(Draft("Dam holds"))) == "2021/11/09-dam-holds.md"


def test_the_day_is_that_of_the_zone_it_was_stated_in(tmp_path: Path) -> None:
    zone = dt.timezone(dt.timedelta(hours=9))
    late = tidy(Draft("Late", published=dt.datetime(2021, 11, 10, 1, tzinfo=zone)))
    assert write(tmp_path, late) == "2021/11/10-late.md"


def test_no_file_is_ever_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "2021" / "11"
    folder.mkdir(parents=True)
    (folder / "08-dam-holds.md").write_text("mine")
    (folder / "08-dam-holds-2.md").symlink_to("/nowhere")
    assert write(tmp_path) == "2021/11/08-dam-holds-3.md"
    assert (folder / "08-dam-holds.md").read_text() == "mine"
    assert not list(folder.glob(".*"))


def test_a_new_version_is_a_new_file(tmp_path: Path) -> None:
    write(tmp_path)
    assert write(tmp_path, DAM, 2) == "2021/11/08-dam-holds-v2.md"


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOTSUP])
def test_without_hard_links_no_file_is_replaced_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def link(*_arguments: object, **_names: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "link", link)
    assert write(tmp_path) == "2021/11/08-dam-holds.md"
    assert write(tmp_path) == "2021/11/08-dam-holds-2.md"
    folder = tmp_path / "2021" / "11"
    assert all(file.read_text().endswith("It held.\n") for file in folder.iterdir())
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("link", ["2021", "2021/11"])
def test_a_folder_that_is_a_link_is_not_written_through(tmp_path: Path, link: str) -> None:
    archive, outside = tmp_path / "archive", tmp_path / "outside"
    outside.mkdir()
    (archive / link).parent.mkdir(parents=True)
    (archive / link).symlink_to(outside)
    with pytest.raises(ArchiveError, match="a link or a file stands where a folder must be"):
        write(archive)
    assert not list(outside.iterdir())


def test_a_file_in_the_way_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "2021").write_text("")
    with pytest.raises(ArchiveError, match="a link or a file stands where a folder must be"):
        write(tmp_path)


def test_an_archive_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="none: cannot be written to: No such file"):
        write(tmp_path / "none")


def test_a_second_import_at_the_same_time_is_refused(tmp_path: Path) -> None:
    with Store(tmp_path), pytest.raises(ArchiveError, match="another import is writing there"):
        Store(tmp_path)
    write(tmp_path)


def test_a_full_disk_leaves_no_half_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_some(_descriptor: int, _data: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", write_some)
    with pytest.raises(ArchiveError, match="2021/11: cannot be written to: No space left"):
        write(tmp_path)
    assert not list((tmp_path / "2021" / "11").iterdir())


def test_an_import_that_is_killed_leaves_whole_articles_and_can_be_done_again(
    tmp_path: Path,
) -> None:
    archive, feed = tmp_path / "archive", tmp_path / "feed.xml"
    archive.mkdir()
    feed.write_text(rss(*(story(n, f"River {n} rose. " * 50) for n in range(300))))
    command = [sys.executable, "-m", "tuinews", "import", "-a", str(archive), str(feed)]
    chance = random.Random(7)
    for _ in range(4):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        seen = len(list(archive.rglob("*.md"))) + chance.randrange(5, 60)
        while process.poll() is None and len(list(archive.rglob("*.md"))) < seen:
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        for file in archive.rglob("*.md"):
            assert file.read_text().endswith("rose.\n")
    summary = import_all(archive, [str(feed)], Options())
    assert summary.imported + summary.unchanged == 300
    assert len(list(archive.rglob("*.md"))) == 300
