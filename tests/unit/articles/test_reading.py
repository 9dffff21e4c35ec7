"""From a file of the archive to an Article: format, date, desk, digest, refusals."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path

import pytest

from tests.unit.articles.conftest import Read
from tuinews.articles.folder import Entry, stat_entry, walk
from tuinews.articles.reading import LIMIT, read_article, read_digest
from tuinews.errors import UnreadableArticleError

LEDE = "It rained in the capital on Tuesday, and the river rose to the foot of the old bridge."


@pytest.mark.parametrize(
    ("id", "format"),
    [
        ("a.txt", "text"),
        ("a.TEXT", "text"),
        ("README", "text"),
        ("a.unknown", "text"),
        ("a.md", "markdown"),
        ("a.MARKDOWN", "markdown"),
    ],
)
def test_the_suffix_picks_the_format(read: Read, id: str, format: str) -> None:  # noqa: A002
    assert read(f"A headline\n\n{LEDE}\n", id).format == format


def test_the_date_comes_in_order_of_trust(read: Read, archive: Path) -> None:
    stated = "---\ndate: 2020-01-01\n---\n"
    filed = "KABUL, 2 January 2021 (Reuters) - It rained.\n"
    by_trust = [
        (stated + filed, "2022-03-03.txt", dt.date(2020, 1, 1), "metadata"),
        (filed, "2022-03-03.txt", dt.date(2021, 1, 2), "dateline"),
        (LEDE, "2022-03-03.txt", dt.date(2022, 3, 3), "path"),
    ]
    for text, id, published, published_from in by_trust:  # noqa: A001 - an id
        article = read(text, id)
        assert (article.published, article.published_from) == (published, published_from)
    path = archive / "storm.txt"
    path.write_text(LEDE)
    os.utime(path, (0, 1_636_452_900))
    article = read_article(archive, stat_entry(archive, "storm.txt"))
    assert article.published == dt.datetime(2021, 11, 9, 10, 15, tzinfo=dt.UTC)
    assert article.published_from == "mtime"


def test_the_desk_is_the_first_folder_unless_metadata_states_one(read: Read) -> None:
    assert read(LEDE, "world/asia/a.txt").desk == "world"
    assert read(f"---\nsection: sport\n---\n{LEDE}", "world/a.txt").desk == "sport"
    assert read(LEDE, "2021/a.txt").desk is None
    assert read(LEDE, "a.txt").desk is None


def test_text_and_digest_come_from_one_read(read: Read, archive: Path) -> None:
    article = read(LEDE)
    again, digest = read_digest(archive, stat_entry(archive, "wire.txt"))
    assert again == article
    assert digest == hashlib.blake2b(LEDE.encode(), digest_size=16).digest()


def test_a_long_file_shows_its_first_part_and_says_so(read: Read) -> None:
    line = "A line of words that goes on for a while, as lines of logs and of books do.\n"
    article = read(line * (LIMIT // len(line) + 100))
    assert article.warnings == ("only the first 8 MiB of this file are shown",)
    length = sum(len(p.text) for s in article.sections for p in s.paragraphs)
    assert LIMIT - 200_000 < length <= LIMIT


def test_binary_files_are_refused_with_a_reason(read: Read) -> None:
    with pytest.raises(UnreadableArticleError, match="binary, not text"):
        read(bytes(range(256)) * 10, "a.txt")


def test_a_file_that_vanished_is_refused(archive: Path) -> None:
    with pytest.raises(UnreadableArticleError, match="no such file"):
        read_article(archive, Entry("gone.txt", 0, 0))


def test_a_sparse_file_of_a_terabyte_is_refused_soon(archive: Path) -> None:
    with (archive / "sparse.txt").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(UnreadableArticleError, match="binary"):
        read_article(archive, stat_entry(archive, "sparse.txt"))


@pytest.mark.parametrize(
    "payload", ["\x1b]52;c;eA==\x07", "\x9b31m", "\u202egnp", "a\u200bb", "\x00"]
)
@pytest.mark.parametrize("place", ["body", "title", "key", "heading", "link", "code", "yaml"])
def test_no_payload_survives_anywhere_in_an_article(read: Read, place: str, payload: str) -> None:
    text = {
        "body": f"# H\n\nbefore {payload} after\n",
        "title": f"---\ntitle: x {payload} y\n---\nText.\n",
        "key": f"---\nsome{payload}key: x\n---\nText.\n",
        "heading": f"# H {payload} h\n\nText.\n\n## C {payload} c\n\nText.\n",
        "link": f"# H\n\n[a {payload}](https://example.org/{payload}x)\n",
        "code": f"# H\n\n```\nx {payload} y\n```\n",
        "yaml": '---\ntitle: "a\\e[31m\\x9b\\u202E\\0b"\n---\nText &#27; &#x9b; &#x202e; &#0;\n',
    }[place]
    article = read(text, "a.md")
    shown = repr(article)
    assert not {"\\x1b", "\\x9b", "\\x07", "\\u202e", "\\u200b", "\\x00"} & {
        shown[at : at + length] for at in range(len(shown)) for length in (4, 6)
    }


@pytest.mark.corpus
def test_the_founding_example_reads_as_it_was_meant(corpus: Path) -> None:
    (entry,) = (e for e in walk(corpus / "founding-example") if isinstance(e, Entry))
    article = read_article(corpus / "founding-example", entry)
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.source) == ("Kabul", "TDI")
    assert article.dateline.date == article.published == dt.date(2021, 11, 9)
    assert article.headline_derived
    assert len(article.headline) <= 90
    assert [len(s.paragraphs) for s in article.sections] == [2, 2, 2, 3]
    assert article.sections[0].crosshead is None
    assert all(s.crosshead and s.crosshead.isupper() for s in article.sections[1:])


def test_the_date_of_an_update_is_better_than_the_file_s_own(read: Read) -> None:
    text = "---\nlastmod: 2021-11-09\n---\nIt rained.\n"
    article = read(text, "rain.md")
    assert (article.published, article.published_from) == (dt.date(2021, 11, 9), "metadata")
    article = read(text, "2020-01-02-rain.md")
    assert (article.published, article.published_from) == (dt.date(2020, 1, 2), "path")
