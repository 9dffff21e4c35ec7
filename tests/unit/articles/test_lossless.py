"""Reading loses nothing: every word of a file is somewhere in its Article."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuinews.articles.article import Article
from tuinews.articles.folder import Entry, read_bytes, walk
from tuinews.articles.formats import pick_format
from tuinews.articles.frontmatter import split_front_matter
from tuinews.articles.metadata import ALIASES
from tuinews.articles.plaintext import to_text
from tuinews.articles.reading import LIMIT
from tuinews.articles.source import Source
from tuinews.errors import UnreadableArticleError

_WORD = re.compile(r"[^\W_]+")
_NOTHING = re.compile(r"[\W_]+")
_DATES = {*ALIASES["published"], *ALIASES["updated"]}
TEXT_FOLDERS = (
    *("18f-cc0", "wikinews-en-ccby", "wikinews-ja-ccby", "kubernetes-zh-ccby4", "encodings"),
    *("python-frontmatter-mit", "blns-mit", "founding-example"),
)


def everything(article: Article) -> str:
    """All text that an article holds."""
    stated = (
        *(article.headline, article.byline, article.desk, article.source, article.slugline),
        *(article.located, article.language, article.url, article.version, article.embargo),
        *(article.urgency, article.summary, *article.keywords, *article.notes),
    )
    parts = [part for part in stated if part]
    if article.dateline:
        parts.append(article.dateline.text)
    for section in article.sections:
        parts.append(section.crosshead or "")
        parts += [paragraph.text for paragraph in section.paragraphs]
    for link in article.links:
        parts += [link.url, link.text]
    return " ".join(parts)


def words_in(source: Source, article: Article) -> Iterator[str]:
    """The words of a file: of its body, and of all its metadata but dates that were read."""
    front = split_front_matter(to_text(source).text)
    markdown = article.format == "markdown"
    yield from _WORD.findall(html.unescape(front.body) if markdown else front.body)
    for key, value in front.values.items():
        if key.lower() not in _DATES:
            yield from _WORD.findall(html.unescape(" ".join(_texts(value))))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif value is not None:
        yield str(value)


def lost(source: Source) -> set[str]:
    """Words that are not in the article, be it as part of a longer one (`**un**done`)."""
    article = pick_format(source).read(source)
    held = everything(article)
    whole = set(_WORD.findall(held))
    run_on = _NOTHING.sub("", held)
    return {w for w in words_in(source, article) if w not in whole and w not in run_on}


PIECES = st.sampled_from(
    [
        *("KABUL (Reuters) - ", "BACKGROUND", "By Jane Doe", "-30-", "###", "URGENT", "(Adds x1)"),
        *("**b1**", "*i1*", "_u1_", "`c1`", "``", "```", "~~~", "# h1", "## h2 ##", "===", "---"),
        *(
            "[t1](u1)",
            "![a1](i1 'ti1')",
            "[t2][r1]",
            "[r1]: url1 'ti2'",
            "<b>w1</b>",
            "<br>",
            "](",
            "[",
        ),
        *(
            "<!-- k1 -->",
            "<!--",
            "-->",
            "| a1 | b1 |",
            "|---|---|",
            "- l1",
            "1. l2",
            "> q1",
            "    ind1",
        ),
        *(
            "{% x1 %}",
            "{{ y1 }}",
            "{: .k2}",
            "[^1]",
            "[^1]: f1",
            "\\*",
            "http://e1.org/x",
            "<http://e2.org>",
        ),
        *(
            "<table>",
            "<tr><td>d1</td></tr>",
            "</table>",
            "<pre>",
            "<script>",
            "</script>",
            "<li>",
            "\t",
        ),
        *(
            "a1   b1   c1",
            "EMBARGOED UNTIL 9 NOV",
            "9 November 2021",
            "Reporting by J",
            "x1-",
            "...",
            "end.",
        ),
        *(
            "--- ",
            "title: v1",
            "date: v2",
            "tags: [a2, b2]",
            "key: v3",
            "  - v4",
            "# com1",
            "+++",
            "t1 = 'v5' # com2",
            'a = [0xF1, "v6"]',
            '{"title": "v7", "x": 1.20,',
            '"k3": ["v8", null]}',
            "}",
            "漢字",
            "語。",
        ),
        *("\u0301", "A" * 150, "word " * 30, "\x0c", "\r\n", "\r", "&amp;", "&#27;"),
    ]
)
JOINTS = st.sampled_from(["\n", "\n", "\n\n", " ", "", "\n    ", "\n\n\n"])
TEXTS = st.lists(st.tuples(PIECES, JOINTS), max_size=25).map(
    lambda pairs: "".join(piece + joint for piece, joint in pairs)
)


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@settings(max_examples=300)
@given(text=TEXTS | st.text(max_size=200))
def test_no_word_of_any_text_is_lost(suffix: str, text: str) -> None:
    source = Source(f"a{suffix}", text.encode("utf-8", "replace"), 0)
    try:
        assert lost(source) == set()
    except UnreadableArticleError:
        assert any(ord(c) < 32 or ord(c) == 127 for c in text)


@pytest.mark.corpus
@pytest.mark.parametrize("folder", TEXT_FOLDERS)
def test_no_word_of_real_articles_is_lost(corpus: Path, folder: str) -> None:
    archive = corpus / folder
    faults = {}
    for entry in walk(archive):
        if isinstance(entry, Entry) and entry.id.endswith((".txt", ".md", ".text")):
            source = Source(entry.id, read_bytes(archive, entry.id, LIMIT), entry.mtime_ns)
            if words := lost(source):
                faults[entry.id] = words
    assert faults == {}
