"""Saved pages, and files of every format an archive may hold, are imported from a folder."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from tuinews.articles.folder import Entry, stat_entry, walk
from tuinews.articles.importing.importer import Options, import_all
from tuinews.articles.reading import read_article
from tuinews.errors import UsageError

WIRE = """Dam holds

KABUL, 9 November 2021 (XYZ) - The dam held, officials said on Monday.

They had feared for the river below it.

BACKGROUND

It was built in 1970 and has been repaired twice since.

-30-
"""
OPTIONS = Options(today=dt.date(2021, 11, 10))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    return folder


def test_an_article_reads_the_same_after_it_was_imported(archive: Path, pages: Path) -> None:
    (pages / "dam.txt").write_text(WIRE)
    before = read_article(pages, stat_entry(pages, "dam.txt"))
    summary = import_all(archive, [str(pages)], OPTIONS)
    assert summary.files == ["2021/11/09-dam-holds.md"]
    after = read_article(archive, stat_entry(archive, summary.files[0]))
    assert after.headline == before.headline
    assert after.sections == before.sections
    assert after.dateline == before.dateline
    assert after.published == before.published == dt.date(2021, 11, 9)
    assert after.notes == before.notes


@pytest.mark.corpus
def test_real_articles_read_the_same_after_they_were_imported(corpus: Path, archive: Path) -> None:
    folder = corpus / "wikinews-en-ccby"
    summary = import_all(archive, [str(folder)], OPTIONS)
    imported = [read_article(archive, stat_entry(archive, made)) for made in summary.files]
    by_link = {article.url: article for article in imported}
    before = [read_article(folder, entry) for entry in walk(folder) if isinstance(entry, Entry)]
    assert len(before) == len(imported) > 200
    for article in before:
        after = by_link[article.url]
        assert (after.headline, after.sections) == (article.headline, article.sections)
        assert after.dateline == article.dateline
        assert after.published == article.published or article.published_from == "mtime"
        assert sorted(after.notes) == sorted(article.notes)


def test_a_second_import_brings_nothing_new(archive: Path, pages: Path) -> None:
    (pages / "dam.txt").write_text(WIRE)
    (pages / "note.md").write_text("# A note\n\nWith [a link](https://a.example/x) in it.\n")
    assert import_all(archive, [str(pages)], OPTIONS).imported == 2
    again = import_all(archive, [str(pages), str(pages / "dam.txt")], OPTIONS)
    assert (again.imported, again.updated, again.unchanged) == (0, 0, 3)


def test_links_keep_their_place(archive: Path, pages: Path) -> None:
    (pages / "note.md").write_text("# A note\n\nWith [a link](https://a.example/x) in it.\n")
    summary = import_all(archive, [str(pages)], OPTIONS)
    text = (archive / summary.files[0]).read_text()
    assert "With [a link](https://a.example/x) in it." in text


def test_what_is_no_article_is_passed_over(archive: Path, pages: Path) -> None:
    (pages / "Dam holds.html").write_text("<title>Dam holds</title><p>It held.</p>")
    for name in ("Dam holds_files", "Dam holds-Dateien"):
        (pages / name).mkdir()
        (pages / name / "advert.html").write_text("<p>Buy!</p>")
        (pages / name / "notes.txt").write_text("Buy!")
    (pages / "script.js").write_text("alert(1)")
    (pages / "style.css").write_text("p {}")
    (pages / "Dam holds later").mkdir()
    (pages / "other_files").mkdir()
    (pages / "other_files" / "dam.txt").write_text(WIRE)
    summary = import_all(archive, [str(pages)], OPTIONS)
    sources = [file for file in summary.files if "buy" in file]
    assert not sources
    assert "2021/11/09-dam-holds.md" in summary.files


def test_a_hostile_folder_costs_a_line_for_each_thing(archive: Path, pages: Path) -> None:
    os.mkfifo(pages / "pipe.txt")
    (pages / "out.txt").symlink_to("/etc/passwd")
    (pages / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (pages / "dam.txt").write_text(WIRE)
    summary = import_all(archive, [str(pages)], OPTIONS)
    assert summary.imported == 1
    assert sorted(failure.source for failure in summary.failures) == [
        f"{pages}/binary.txt",
        f"{pages}/out.txt",
        f"{pages}/pipe.txt",
    ]


def test_the_time_of_a_file_is_not_the_date_of_its_article(archive: Path, pages: Path) -> None:
    (pages / "note.md").write_text("# A note\n\nNo date in it.\n")
    os.utime(pages / "note.md", (1e9, 1e9))
    summary = import_all(archive, [str(pages)], OPTIONS)
    assert summary.files == ["2021/11/10-a-note.md"]
    assert "published" not in (archive / summary.files[0]).read_text()


@pytest.mark.parametrize("where", ["archive", "archive/2021", ".", "archive/2021/x.md"])
def test_the_archive_is_not_imported_into_itself(tmp_path: Path, archive: Path, where: str) -> None:
    (archive / "2021").mkdir()
    (archive / "2021" / "x.md").write_text("# x")
    with pytest.raises(UsageError, match="overlaps with the archive"):
        import_all(archive, [str(tmp_path / where)], OPTIONS)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("none", "no such file or directory"), ("pipe", "neither a file nor a folder"),
     ("a\0b", "not a path"), ("x" * 300, "file name too long")],
)  # fmt: skip
def test_a_source_that_is_no_file_is_a_failure(
    tmp_path: Path, archive: Path, name: str, reason: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    summary = import_all(archive, [f"{tmp_path}/{name}"], OPTIONS)
    assert [failure.reason for failure in summary.failures] == [reason]
    assert summary.read == 0
