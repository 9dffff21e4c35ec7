"""What is imported reads back as it was: the file says the same as the draft it was made of."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tuinews.articles.article import Article, Link
from tuinews.articles.capitals import has_case, is_capitals
from tuinews.articles.datelines import find_dateline
from tuinews.articles.folder import stat_entry
from tuinews.articles.importing.draft import Block, Draft, tidy
from tuinews.articles.importing.render import render
from tuinews.articles.importing.store import Store
from tuinews.articles.reading import read_article
from tuinews.articles.wirelines import is_about_the_story

DAY = dt.date(2021, 11, 9)
# Marks of Markdown, YAML, HTML and the wire, so that hypothesis meets them more often than never.
HOSTILE = [
    *("---", "+++", "```", "~~~", "===", "# head", "## head ##", "C#", "#", "- item", "* item"),
    *("1. item", "1) item", "> quote", "| a | b |", "|---|---|", "[a](b)", "[a]: http://b.example"),
    *("![alt](x)", "wow!", "<b>bold</b>", "<!-- gone -->", "-->", "<script>", "&amp;"),
    *("&copy", "&#33;"),
    *("*emphasis*", "__strong__", "_a_", "a_b_c", "`code`", "\\", "\\*", "{: .class}", "{.class}"),
    *("{% tag %}", "{{< x >}}", "[^1]", "[^1]: note", "~~gone~~", "$x$", "---\nkey: value\n---"),
    *("headline: x", "key: value", "'", '"', ": ", "a # b", "null", "~", "!!python/x", "@", "%"),
    *("-30-", "(END)", "###", "ENDS", "BACKGROUND", "By Jane Doe", "(Adds details)", "URGENT"),
    *("KABUL (Reuters) - ", "Reporting by Jane Doe", "EMBARGOED UNTIL NOON", "\u202egnp"),
    *("\x1b[2J", "e\u0301", "\u00a0", "http://a.example/_x_(y)", "é", "東京", "عاجل"),
]  # fmt: skip
pieces = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12))
texts = st.lists(pieces, min_size=1, max_size=6).map(" ".join)
glued = st.lists(pieces, min_size=1, max_size=4).map("".join)
any_text = st.one_of(texts, glued)
links = st.builds(
    Link,
    st.sampled_from(
        ("http://a.example/x", "https://b.example/a(b)?c=d&copy=e_f*g", "mailto:a@b.c")
    ),
    any_text,
)
kinds = st.sampled_from(("text", "text", "item", "quote", "verbatim", "crosshead"))
blocks = st.builds(
    Block, st.lists(st.one_of(any_text, any_text, links), min_size=1, max_size=4).map(tuple), kinds
)
moments = st.one_of(
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    st.datetimes(
        dt.datetime(1900, 1, 1),
        dt.datetime(2100, 1, 1),
        timezones=st.integers(-14 * 60, 14 * 60).map(
            lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))
        ),
    ),
)
drafts = st.builds(
    Draft,
    headline=any_text,
    blocks=st.lists(blocks, max_size=6).map(tuple),
    byline=st.none() | any_text,
    published=st.none() | moments,
    updated=st.none() | moments,
    desk=st.none() | any_text,
    source=st.none() | any_text,
    keywords=st.lists(any_text, max_size=4).map(tuple),
    url=st.sampled_from((None, "https://a.example/?a=1&copy=2", "http://é.example/x_y#z")),
    language=st.sampled_from((None, "en", "no")),
    summary=st.none() | any_text,
    notes=st.lists(any_text, max_size=3).map(tuple),
)


def import_and_read(archive: Path, draft: Draft, version: int = 1) -> Article:
    with Store(archive) as store:
        made = store.write(draft, version, today=DAY)
    return read_article(archive, stat_entry(archive, made))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))


def is_plain(block: Block) -> bool:
    """Whether reading takes a paragraph for nothing but a paragraph, wherever it comes from."""
    text = block.text
    if block.kind in ("verbatim", "crosshead"):
        return not is_about_the_story(text)
    return not (
        is_about_the_story(text) or is_capitals(text) or not has_case(text) or find_dateline(text)
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archive")


@settings(max_examples=100, deadline=None)
@given(drafts)
def test_metadata_reads_back_as_it_was(archive: Path, draft: Draft) -> None:
    draft = tidy(draft)
    assume(draft.headline)
    article = import_and_read(archive, draft)
    assert (article.headline, article.headline_derived) == (draft.headline, False)
    assert article.updated == draft.updated
    assert article.keywords == draft.keywords
    for name in ("url", "language", "summary"):
        assert getattr(article, name) == getattr(draft, name)
    for name in ("published", "byline", "desk", "source"):
        if getattr(draft, name):
            assert getattr(article, name) == getattr(draft, name)
    assert not article.warnings


@settings(max_examples=200, deadline=None)
@given(st.lists(blocks, min_size=1, max_size=6))
def test_the_body_reads_back_as_it_was(archive: Path, made: list[Block]) -> None:
    draft = tidy(Draft("An unlikely headline", tuple(made), published=DAY))
    assume(all(map(is_plain, draft.blocks)))
    article = import_and_read(archive, draft)
    read = []
    for section in article.sections:
        if section.crosshead is not None:
            read.append((section.crosshead, "crosshead"))
        read += [(paragraph.text, paragraph.kind) for paragraph in section.paragraphs]
    assert read == [(block.text, block.kind) for block in draft.blocks]
    assert not article.notes


@settings(max_examples=100, deadline=None)
@given(drafts)
def test_no_word_is_lost_whatever_reading_takes_it_for(archive: Path, draft: Draft) -> None:
    draft = tidy(draft)
    assume(not draft.is_empty)
    article = import_and_read(archive, draft)
    dateline = article.dateline
    read = words(
        "\n".join(
            filter(
                None,
                (
                    *(article.headline, article.byline, article.embargo, article.urgency),
                    *(dateline.text if dateline else None, *article.notes),
                    *(section.crosshead for section in article.sections),
                    *(p.text for section in article.sections for p in section.paragraphs),
                ),
            )
        )
    )
    imported = words("\n".join((*(block.text for block in draft.blocks), *draft.notes)))
    # A first paragraph that repeats the headline or the byline is not shown twice.
    repeated = words(f"{draft.headline} {draft.byline}")
    assert not imported - read - repeated


def test_a_version_is_stated_from_the_second_on(archive: Path) -> None:
    draft = tidy(Draft("Dam overflows", (Block(("Water rose.",)),)))
    assert "version" not in render(draft, 1)
    assert import_and_read(archive, draft, 2).version == "2"


def test_notes_stay_notes(archive: Path) -> None:
    notes = ("Reporting by Jane Doe", "license: CC BY 4.0", "a --> b <!-- c -- *d*", "- item # x")
    draft = tidy(Draft("Dam holds", (Block(("Water rose.",)),), notes=notes))
    article = import_and_read(archive, draft)
    assert article.notes == notes
    assert [paragraph.text for paragraph in article.sections[0].paragraphs] == ["Water rose."]


def test_links_stand_where_they_stood(archive: Path) -> None:
    runs = ("Read ", Link("https://a.example/b_(c)", "the [full] report"), " today!")
    article = import_and_read(archive, tidy(Draft("Report", (Block(runs),))))
    assert article.sections[0].paragraphs[0].text == "Read the [full] report today!"
    assert article.links == (Link("https://a.example/b_%28c%29", "the [full] report"),)


def test_a_link_to_anything_but_a_web_or_mail_address_is_text(archive: Path) -> None:
    bad = [Link(url, "here") for url in ("javascript:x", "data:,x", "file:///etc/passwd", "x y")]
    article = import_and_read(archive, tidy(Draft("Links", tuple(Block((b, ".")) for b in bad))))
    assert not article.links
    assert [p.text for p in article.sections[0].paragraphs] == ["here."] * 4


def test_front_matter_stays_within_what_is_read_however_long_its_texts_are(archive: Path) -> None:
    long = "漢" * 100_000
    keywords = tuple(f"{number}{long}" for number in range(200))
    draft = tidy(Draft(long, (), long, source=long, summary=long, keywords=keywords, desk=long))
    article = import_and_read(archive, draft)
    assert not article.warnings
    assert article.summary == draft.summary
    assert article.keywords == draft.keywords


def test_nothing_that_a_terminal_obeys_is_written(archive: Path) -> None:
    evil = "a\x1b]52;c;x\x07\x9b2J\u202eb\x00"
    draft = tidy(Draft(evil, (Block((evil,)), Block((evil,), "verbatim")), evil, summary=evil))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", render(draft))
