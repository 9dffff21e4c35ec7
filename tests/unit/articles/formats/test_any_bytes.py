"""Any bytes given to any of these formats are read as an Article, or refused with a reason."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuinews.articles.article import Article
from tuinews.articles.formats import FORMATS
from tuinews.articles.sanitise import sanitise, sanitise_line
from tuinews.articles.source import Source
from tuinews.errors import UnreadableArticleError

READERS = {each.name: each.read for each in FORMATS}
CONTROLS = "\x00\x1b[2J\x07\x9b\u202e\u2066\ud800\u0301"
TEXTS = st.text(max_size=40) | st.sampled_from(["A headline", "Text.", "2021-11-09", CONTROLS])
SCRAPS = """<nitf>|</nitf>|<body>|<body.content>|<p>|</p>|<hl2>|<NewsML>|<NewsItem>|<NewsComponent>
<ContentItem>|<DataContent>|<newsItem>|<a href='|<contentSet>|<inlineXML>|<contentMeta>|<headline>
<inlineData contenttype='text/html'>|</headline>|<html>|<article>|<table>|<td>|<meta charset=x>
<!DOCTYPE nitf SYSTEM 'x'>|<?xml version='1.0' encoding='x'?>|&nbsp;|&x;|&#0;|&#27;|<![CDATA[|]]>
<!--|-->|{"uri":|"headline":|[|]|}|,|"x"|title: T|body: x|sections:|- a|&a *a|!!python/x |---
word|é|漢字""".replace("\n", "|\n|").split("|")
KEYS = TEXTS | st.sampled_from(
    [
        *("uri", "headline", "headlines", "body_text", "body_html", "bodies", "value", "role"),
        *("contenttype", "title", "text", "byline", "by", "versioncreated", "pubstatus", "subject"),
        *("subjects", "name", "associations", "description_text", "descriptions", "eventDetails"),
        *("plannedCoverage", "standard", "place", "infosource", "type", "sections", "paragraphs"),
        *("articles", "data", "content", "rendered", "fields", "crosshead", "keywords", "urgency"),
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=20,
)


def check(name: str, data: bytes) -> None:
    """Read the bytes, and see that nothing comes out that a terminal would obey."""
    try:
        article = READERS[name](Source("desk/a", data, 0))
    except UnreadableArticleError as error:
        lines = [str(error)]
    else:
        lines = shown_on_one_line(article)
        for section in article.sections:
            for text in (section.crosshead or "", *(p.text for p in section.paragraphs)):
                assert sanitise(text) == text
    assert lines[0].strip()
    for text in lines:
        assert sanitise_line(text) == text


def shown_on_one_line(article: Article) -> list[str]:
    """Everything of an article but its body; its headline first."""
    lines = [article.headline, *article.notes, *article.warnings, *article.keywords]
    lines += [getattr(article, field) or "" for field in ("byline", "desk", "source", "located")]
    lines += [getattr(article, field) or "" for field in ("summary", "embargo", "slugline", "url")]
    return lines + [part for link in article.links for part in (link.url, link.text)]


@pytest.mark.parametrize("name", ["html", "json", "xml", "yaml"])
@given(data=st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes(name: str, data: bytes) -> None:
    check(name, data)


@pytest.mark.parametrize("name", ["html", "json", "xml", "yaml"])
@given(scraps=st.lists(st.sampled_from([*SCRAPS, *"\x1b\ufeff\x00\u202e "]), max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_scraps_of_the_formats(name: str, scraps: list[str]) -> None:
    check(name, "".join(scraps).encode("utf-8", "replace"))


@given(value=VALUES)
@settings(max_examples=200, deadline=None)
def test_any_json(value: object) -> None:
    check("json", json.dumps(value).encode())


@given(keys=st.dictionaries(KEYS, VALUES, max_size=12))
@settings(max_examples=200, deadline=None)
def test_any_object_that_says_it_is_ninjs(keys: dict[str, object]) -> None:
    check("json", json.dumps({"uri": "urn:1", "headline": "H", **keys}).encode())


@given(keys=st.dictionaries(KEYS, VALUES, max_size=12))
@settings(max_examples=150, deadline=None)
def test_any_mapping_in_yaml(keys: dict[str, object]) -> None:
    check("yaml", json.dumps({"title": "T", "body": "B", **keys}).encode())
