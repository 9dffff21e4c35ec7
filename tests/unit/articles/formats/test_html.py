"""Tests of saved web pages."""

from __future__ import annotations

import datetime as dt
import logging
import socket
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuinews.articles.article import Article
from tuinews.articles.formats import html
from tuinews.articles.source import Source
from tuinews.errors import UnreadableArticleError

Fixture = Callable[[str], Article]
Read = Callable[..., Article]

LEDE = "The bridge was opened to traffic on Tuesday after eleven years of work on both banks."
TEXT = f"<p>{LEDE}</p><p>It is the longest of its kind, and the toll is to be paid at the gate.</p>"


STORY = '{"@type": "NewsArticle", "datePublished": "2021-11-09T10:00:00+01:00"}'


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"


def said(article: Article) -> list[str]:
    return [p.text for section in article.sections for p in section.paragraphs]


def words(article: Article) -> str:
    heads = [section.crosshead or "" for section in article.sections]
    return " ".join([article.headline, *heads, *said(article), *article.notes])


def test_metadata_is_in_the_terms_of_iptc(fixture: Fixture) -> None:
    article = fixture("eclipse.html")
    assert article.format == "html"
    assert article.headline == "Light bends near the Sun, expeditions find"
    assert article.byline == "Science desk"
    assert article.published == dt.datetime(1919, 11, 7, 8, tzinfo=dt.UTC)
    assert article.updated == dt.datetime(1919, 11, 8, 9, 30, tzinfo=dt.UTC)
    assert (article.source, article.desk, article.language) == ("Example Times", "Science", "en-GB")
    assert article.url == "https://times.example/1919/eclipse"
    assert article.keywords == ("eclipse", "relativity")
    assert article.summary == "Two expeditions measured the stars around the Sun."
    assert article.dateline is not None
    assert article.dateline.place == "LONDON"


def test_the_article_keeps_its_outline(fixture: Fixture) -> None:
    article = fixture("eclipse.html")
    heads = [section.crosshead for section in article.sections]
    assert heads == [None, "What was measured", "Why it matters"]
    assert "Sobral   | 1.98" in article.sections[1].paragraphs[1].text
    assert [p.kind for p in article.sections[2].paragraphs] == ["item", "item", "quote", "text"]
    assert article.notes == ("One of the plates taken at Sobral.",)
    assert [link.text for link in article.links] == ["Sobral"]


def test_what_stands_around_the_article_is_left_out(fixture: Fixture) -> None:
    text = words(fixture("eclipse.html"))
    for around in ("World", "Peace treaty", "More stories", "All rights reserved", "color: red"):
        assert around not in text


def test_without_the_extra_one_line_says_how_to_install_it(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(UnreadableArticleError, match=r"pip install 'tuinews\[html\]'"):
        read(page(TEXT), "a.html")


def test_short_paragraphs_within_the_article_are_not_lost(read: Read) -> None:
    parts = ["Yes.", LEDE, "No.", LEDE, "Perhaps.", LEDE]
    body = "".join(f"<p>{part}</p>" for part in parts)
    article = read(page(f"<article><h1>A headline</h1>{body}</article>"), "a.html")
    assert said(article) == parts


def test_the_headline_is_what_readers_see(read: Read) -> None:
    head = "<title>Bridge opens after eleven years - The Paper</title>"
    article = read(page(f"<h1>Bridge opens after eleven years</h1>{TEXT}", head), "a.html")
    assert article.headline == "Bridge opens after eleven years"
    assert not article.headline_derived
    assert said(article)[0] == LEDE


def test_the_name_of_the_site_is_no_part_of_the_headline(read: Read) -> None:
    head = "<title>Bridge opens - The Paper</title><meta name=publisher content='The Paper'>"
    assert read(page(TEXT, head), "a.html").headline == "Bridge opens"


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:published_time' content='2021-11-09T10:00:00+01:00'>",
        "<meta itemprop=datePublished content='2021-11-09T10:00:00+01:00'>",
        "<meta name=DC.date.issued content='2021-11-09T10:00:00+01:00'>",
        f'<script type="application/ld+json">{{"@graph": [{STORY}]}}</script>',
        "</head><body><time datetime='2021-11-09T10:00:00+01:00' pubdate>then</time>",
    ],
)
def test_dates_are_found_in_metadata_of_every_fashion(read: Read, head: str) -> None:
    article = read(page(TEXT, head), "a.html")
    assert article.published == dt.datetime.fromisoformat("2021-11-09T10:00:00+01:00")
    assert article.published_from == "metadata"


def test_where_a_browser_saved_it_from_is_its_address(read: Read) -> None:
    text = "<!-- saved from url=(0031)https://times.example/2021/bridge -->" + page(TEXT)
    article = read(text, "a.html")
    assert (article.url, article.source) == ("https://times.example/2021/bridge", "times.example")


def test_a_page_that_a_script_fills_is_read_from_its_data(read: Read) -> None:
    script = f'{{"@type": "NewsArticle", "headline": "H", "articleBody": "{LEDE}"}}'
    head = f'<script type="application/ld+json">{script}</script>'
    assert said(read(page("<div id=app></div>", head), "a.html")) == [LEDE]


def test_a_page_too_large_to_analyse_shows_all_its_text_and_says_so(read: Read) -> None:
    article = read(page("<p>one word</p>" * 9_000), "a.html")
    assert len(said(article)) == 9_000
    assert "too large" in article.warnings[0]


def test_a_page_nested_beyond_sense_is_read(read: Read) -> None:
    article = read(page("<div>" * 20_000 + LEDE + "</div>" * 20_000), "a.html")
    assert said(article) == [LEDE]


def test_a_page_without_text_is_skipped(read: Read) -> None:
    with pytest.raises(UnreadableArticleError, match="without a text"):
        read(page("<script>1</script>"), "a.html")


@pytest.mark.parametrize("name", ["page", "page.txt", "page.xhtml", "page.xml"])
def test_html_is_known_whatever_the_file_is_called(read: Read, name: str) -> None:
    assert read(page(TEXT), name).format == "html"


def test_nothing_is_fetched_and_nothing_is_printed(
    read: Read, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        head = f"<base href='{url}'><link rel=stylesheet href='{url}'><script src='{url}'></script>"
        with caplog.at_level(logging.WARNING):
            read(page(f"{TEXT}<img src='{url}'><iframe src='{url}'></iframe>", head), "a.html")
            with pytest.raises(UnreadableArticleError):
                read(page(""), "b.html")
        with pytest.raises(TimeoutError):
            server.accept()
    assert capfd.readouterr() == ("", "")


PARAGRAPH = st.lists(st.text("abcdefghij", min_size=1, max_size=9), min_size=1, max_size=30)
BLOCK = st.tuples(st.sampled_from(["p", "li", "h2", "blockquote", "pre", "td"]), PARAGRAPH)


@given(st.lists(BLOCK, min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_no_word_of_an_article_element_is_lost(blocks: list[tuple[str, list[str]]]) -> None:
    body = "".join(f"<{name}>{' '.join(text)}</{name}>" for name, text in blocks)
    text = page(f"<article><h1>The headline of it all</h1><p>{LEDE}</p>{body}</article>")
    article = html.read(Source("a.html", text.encode(), 0))
    kept = " ".join((article.byline or "", words(article))).split()
    for word in (word for _, text in blocks for word in text):
        assert word in kept
