"""An export says what the article says, in a form that reads back as the same."""

from __future__ import annotations

import datetime as dt
import json
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.articles.article import Article, Dateline, Link, Paragraph, Section
from tuinews.articles.export import as_json_line, as_markdown, as_text
from tuinews.articles.export_file import write_export
from tuinews.articles.export_json import article_document, to_json
from tuinews.articles.folder import Entry, stat_entry
from tuinews.articles.reading import read_article
from tuinews.articles.sanitise import sanitise_line
from tuinews.errors import UsageError


def made(*sections: Section, **facts: Any) -> Article:
    """An article of some sections."""
    known: dict[str, Any] = {
        "id": "world/a.txt", "format": "text", "encoding": "utf-8", "headline": "Kabul talks",
        "headline_derived": False, "published": dt.date(2021, 11, 9), "published_from": "metadata",
    }  # fmt: skip
    return Article(**known | {"sections": sections} | facts)


KABUL = made(
    Section(None, (Paragraph("They talked * and `talked`."), Paragraph("# not a heading"))),
    Section(
        "TIES #",
        (
            Paragraph("first", "item"),
            Paragraph("second", "item"),
            Paragraph("a [link](x) that is none", "quote"),
            Paragraph("if a < b:\n    ```go```", "verbatim"),
        ),
    ),
    byline="By Jane Doe",
    dateline=Dateline("KABUL (XYZ)", "Kabul", None, "XYZ"),
    source="XYZ",
    embargo="until noon",
    notes=("Editing by -- John Roe",),
    links=(Link("https://example.org/a", "see *here*"),),
)


def test_plain_text_has_a_paragraph_a_line() -> None:
    assert as_text(KABUL).split("\n\n") == [
        "Kabul talks\nBy Jane Doe · KABUL (XYZ) · 9 November 2021",
        "EMBARGO: until noon",
        "They talked * and `talked`.",
        "# not a heading",
        "TIES #",
        "- first",
        "- second",
        "> a [link](x) that is none",
        "    if a < b:\n        ```go```",
        "Editing by -- John Roe",
        "https://example.org/a\n",
    ]


def read_back(folder: Path, text: str) -> Article:
    (folder / "back.md").write_text(text, encoding="utf-8")
    return read_article(folder, stat_entry(folder, "back.md"))


def test_markdown_reads_back_as_the_same_article(tmp_path: Path) -> None:
    back = read_back(tmp_path, as_markdown(KABUL))
    assert back.headline == KABUL.headline
    assert [section.crosshead for section in back.sections] == [None, "TIES #"]
    paragraphs = [each.text for section in back.sections for each in section.paragraphs]
    for section in KABUL.sections:
        for paragraph in section.paragraphs:
            assert paragraph.text in paragraphs
    assert Link("https://example.org/a", "see *here*") in back.links
    assert "Editing by -- John Roe" in " ".join(back.notes)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=40
).map(lambda text: " ".join(sanitise_line(text).split()))


@given(headline=WORDS, paragraphs=st.lists(WORDS, min_size=1, max_size=4))
def test_no_words_are_taken_for_markup(
    tmp_path_factory: pytest.TempPathFactory, headline: str, paragraphs: list[str]
) -> None:
    words = [paragraph for paragraph in paragraphs if paragraph]
    article = made(Section(None, tuple(map(Paragraph, words))), headline=f"Headline {headline} end")
    back = read_back(tmp_path_factory.mktemp("export"), as_markdown(article))
    said = squeezed(" ".join(words_of(back)))
    assert back.links == ()
    for each in (article.headline, *words):
        assert squeezed(each) in said


def words_of(article: Article) -> Iterator[str]:
    """All that is to be read; a line in capitals may well be a crosshead."""
    yield from (article.headline, article.byline or "")
    for section in article.sections:
        yield section.crosshead or ""
        yield from (each.text for each in section.paragraphs)
    yield from article.notes


def squeezed(text: str) -> str:
    """Without spaces, which reading makes single."""
    return "".join(unicodedata.normalize("NFC", text).split())


def test_a_line_of_json_is_the_document_of_show() -> None:
    line = as_json_line(KABUL)
    assert line.endswith("}\n")
    assert line.count("\n") == 1
    assert json.loads(line) == article_document(KABUL)
    assert json.loads(line)["sections"][1]["crosshead"] == "TIES #"


def test_json_of_a_name_that_is_not_text_is_utf_8_and_comes_back() -> None:
    name = os.fsdecode(b"caf\xe9\x1b\x9b.txt")
    text = to_json({"id": name, "bidi": "\u202e"})
    assert text.isascii()
    assert json.loads(text)["id"] == name


def test_the_sample_archive_exports_in_every_form(sample: Path, tmp_path: Path) -> None:
    for file in sorted(path for path in sample.rglob("*") if path.is_file()):
        article = read_article(sample, stat_entry(sample, file.relative_to(sample).as_posix()))
        assert article.headline in as_text(article)
        assert json.loads(as_json_line(article))["headline"] == article.headline
        back = read_back(tmp_path, as_markdown(article))
        assert squeezed(back.headline) == squeezed(article.headline)


def test_an_export_is_written_whole(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    file = tmp_path / "out.md"
    assert write_export(file, ["é", "b"], archive=tmp_path / "archive") == 3
    assert file.read_text(encoding="utf-8") == "éb"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "out.md"]


def test_an_export_replaces_a_file_only_if_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    file = tmp_path / "out.md"
    file.write_text("old")
    with pytest.raises(UsageError, match="--force"):
        write_export(file, ["new"], archive=tmp_path / "archive")
    assert file.read_text() == "old"
    write_export(file, ["new"], archive=tmp_path / "archive", force=True)
    assert file.read_text() == "new"


def test_an_export_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    file = tmp_path / "out.md"
    file.write_text("old")

    def chunks() -> Iterator[str]:
        yield "new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_export(file, chunks(), archive=tmp_path / "archive", force=True)
    assert file.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "out.md"]


def test_nothing_is_exported_into_the_archive_or_over_what_is_no_file(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (tmp_path / "link").symlink_to(archive)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    for name in ("archive/x.md", "link/x.md", "archive", "pipe", "no/folder/x.md"):
        with pytest.raises(UsageError):
            write_export(tmp_path / name, ["x"], archive=archive, force=True)
    with pytest.raises(UsageError):
        write_export(tmp_path / "dangling", ["x"], archive=archive)
    assert list(archive.iterdir()) == []
    assert (tmp_path / "pipe").is_fifo()


def test_an_article_that_is_only_an_entry_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "empty-ish.txt").write_text("Oslo\n")
    article = read_article(tmp_path, Entry("empty-ish.txt", 5, 0))
    assert "Oslo" in as_markdown(article)
    assert "Oslo" in as_text(article)
