"""Feeds of every kind, as they are found in the wild, become articles."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.unit.importing.serving import rss, story
from tuinews.articles.importing.draft import Draft, SourceError, tidy
from tuinews.articles.importing.feeds import decode_xml, read_feed, root_name
from tuinews.articles.importing.importer import Options, import_all

HOME = "https://wire.example/feeds/all.xml"

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB" xml:base="https://wire.example/news/">
<title type="html">The &lt;b&gt;Example&lt;/b&gt; Wire</title><id>urn:x</id>
<updated>2021-11-10T00:00:00Z</updated>
<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Dam <em>holds</em></div>
</title><link rel="alternate" href="dam"/><id>urn:1</id>
<published>2021-11-09T08:00:00+04:30</published><updated>2021-11-09T10:00:00+04:30</updated>
<author><name>Jane Doe</name></author><author><name>John Roe</name></author>
<category term="water" label="Water"/><category term="dams"/>
<summary>What happened at the dam.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It <a href="report">held</a>.</p>
<h2>Background</h2><ul><li>One</li><li>Two</li></ul><blockquote><p>So they said.</p></blockquote>
<pre>a
  b</pre><script>alert(1)</script></div></content></entry>
<entry><title>No content</title><id>urn:2</id><link href="/other"/>
<updated>2021-11-08</updated></entry>
</feed>"""

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://wire.example/"><title>The Example Wire</title>
<link>https://wire.example/</link><dc:language>fr</dc:language></channel>
<item rdf:about="https://wire.example/1"><title>Le barrage tient</title>
<link>https://wire.example/1</link><description>Il tient.</description>
<dc:date>2021-11-09T08:00:00+01:00</dc:date><dc:creator>Jeanne Doe</dc:creator>
<dc:subject>Eau</dc:subject></item></rdf:RDF>"""


def texts(draft: Draft) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in draft.blocks]


def read(feed: str, address: str = HOME) -> list[Draft]:
    return [tidy(draft) for draft in read_feed(feed, address)]


def test_an_atom_feed_with_xhtml() -> None:
    dam, other = read(ATOM)
    assert dam.headline == "Dam holds"
    assert dam.byline == "Jane Doe, John Roe"
    zone = dt.timezone(dt.timedelta(hours=4, minutes=30))
    assert dam.published == dt.datetime(2021, 11, 9, 8, tzinfo=zone)
    assert dam.updated == dt.datetime(2021, 11, 9, 10, tzinfo=zone)
    assert dam.source == "The Example Wire"
    assert dam.keywords == ("Water", "dams")
    assert dam.url == "https://wire.example/news/dam"
    assert dam.language == "en-GB"
    assert dam.summary == "What happened at the dam."
    assert texts(dam) == [
        ("text", "It held."),
        ("crosshead", "Background"),
        ("item", "One"),
        ("item", "Two"),
        ("quote", "So they said."),
        ("verbatim", "a\n  b"),
    ]
    link = dam.blocks[0].runs[1]
    assert not isinstance(link, str)
    assert link.url == "https://wire.example/news/report"
    assert other.published == dt.date(2021, 11, 8)
    assert other.updated is None
    assert other.url == "https://wire.example/other"


def test_an_rdf_feed() -> None:
    (dam,) = read(RDF)
    assert (dam.headline, dam.byline, dam.source) == (
        "Le barrage tient", "Jeanne Doe", "The Example Wire"
    )  # fmt: skip
    assert (dam.language, dam.keywords, dam.url) == ("fr", ("Eau",), "https://wire.example/1")
    assert dam.published == dt.datetime(2021, 11, 9, 7, tzinfo=dt.UTC)
    assert texts(dam) == [("text", "Il tient.")]


def test_rss_with_the_whole_text_and_a_teaser() -> None:
    (draft,) = read(
        rss(
            "<title>Dam &amp;amp; river</title><link>/dam</link><dc:creator>Jane Doe</dc:creator>"
            "<description>A teaser.</description>"
            "<content:encoded><![CDATA[<p>It held &amp; held.<br/><br/>So far.</p>]]>"
            "</content:encoded>"
        )
    )
    assert draft.headline == "Dam & river"
    assert draft.url == "https://wire.example/dam"
    assert draft.summary == "A teaser."
    assert texts(draft) == [("text", "It held & held."), ("text", "So far.")]


def test_a_teaser_that_only_repeats_the_text_is_no_summary() -> None:
    (draft,) = read(
        rss("<title>x</title><description>It held, officials</description>"
            "<content:encoded>&lt;p&gt;It held, officials said.&lt;/p&gt;</content:encoded>")
    )  # fmt: skip
    assert draft.summary is None


def test_a_description_in_plain_text_keeps_its_paragraphs() -> None:
    (draft,) = read(rss("<title>x</title><description>One.\n\nTwo &lt; three.</description>"))
    assert texts(draft) == [("text", "One."), ("text", "Two < three.")]


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ("Tue, 09 Nov 2021 08:00:00 GMT", dt.datetime(2021, 11, 9, 8, tzinfo=dt.UTC)),
        ("Tue, 09 Nov 2021 08:00:00 EST", dt.datetime(2021, 11, 9, 13, tzinfo=dt.UTC)),
        ("Tue, 9 Nov 21 08:00 +0200", dt.datetime(2021, 11, 9, 6, tzinfo=dt.UTC)),
        ("2021-11-09T08:00:00.123Z", dt.datetime(2021, 11, 9, 8, 0, 0, 123000, tzinfo=dt.UTC)),
        ("2021-11-09", dt.date(2021, 11, 9)),
        ("20211109", dt.date(2021, 11, 9)),
        ("9 November 2021", dt.date(2021, 11, 9)),
        ("Tuesday, November 9, 2021", dt.date(2021, 11, 9)),
        ("yesterday", None),
        ("", None),
        ("Mon, 99 Foo 2021 99:99:99 GMT", None),
        ("0001-01-01T00:00:00Z", None),
        ("9" * 500, None),
    ],
)
def test_dates_in_odd_forms(stated: str, published: dt.date | None) -> None:
    (draft,) = read(rss(f"<title>x</title><pubDate>{stated}</pubDate>"))
    assert draft.published == published


def test_what_has_neither_date_nor_link_nor_title_is_still_an_article(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss("<description>Only words here.</description>"))
    archive = tmp_path / "archive"
    archive.mkdir()
    options = Options(today=dt.date(2021, 11, 9))
    summary = import_all(archive, [str(tmp_path / "feed.xml")], options)
    assert summary.files == ["2021/11/09-only-words-here.md"]


def test_an_item_with_nothing_in_it_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss("<guid>1</guid>", story(1)))
    archive = tmp_path / "archive"
    archive.mkdir()
    summary = import_all(archive, [str(tmp_path / "feed.xml")], Options())
    assert (summary.imported, summary.failed) == (1, 1)


def test_items_that_share_a_guid_by_mistake_are_different_articles(tmp_path: Path) -> None:
    guid = '<guid isPermaLink="false">same</guid>'
    (tmp_path / "feed.xml").write_text(rss(guid + story(1), guid + story(2, "Another.")))
    archive = tmp_path / "archive"
    archive.mkdir()
    assert import_all(archive, [str(tmp_path / "feed.xml")], Options()).imported == 2


def test_two_thousand_entries(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss(*(story(n, f"River {n} rose.") for n in range(2000))))
    archive = tmp_path / "archive"
    archive.mkdir()
    summary = import_all(archive, [str(tmp_path / "feed.xml")], Options())
    assert summary.imported == len(set(summary.files)) == 2000


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>',
        f'<!DOCTYPE x [<!ENTITY a "{"b" * 1000}">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/">%a;]>',
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be"])
def test_a_feed_that_declares_entities_is_refused(declaration: str, codec: str) -> None:
    feed = rss(story(1)).replace("?>", f"?>{declaration}", 1).replace("UTF-8", codec)
    with pytest.raises(SourceError, match="declares XML entities"):
        read_feed(decode_xml(feed.encode(codec)))


def test_a_document_type_without_entities_is_harmless() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">'
    assert len(read(rss(story(1)).replace("?>", f"?>{doctype}", 1))) == 1


@pytest.mark.parametrize(
    "feed",
    [
        rss(story(1), story(2))[:-40],
        rss(story(1), "<title>AT&T & B</title>", story(2)),
        rss(story(1), "<title>a &nbsp; b</title>"),
        "\n\n" + rss(story(1)),
        rss(story(1)).replace("<title>Story", "<title>\x08\x1bStory"),
    ],
)
def test_a_damaged_feed_is_read_as_far_as_it_goes(feed: str) -> None:
    first = read(feed)[0]
    assert first.headline
    assert first.headline.endswith("Story 1")
    assert first.headline.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "<a>" * 100_000,
        "<rss><channel>" + "<item>" * 50_000,
        "<rss>" + "\n" * 30_000,
        "<rss><channel><item><title>" + "&#" + "9" * 100_000 + ";",
        "<feed><entry>" + "<content type='xhtml'><div>" * 5_000,
        "<rss>" + "<![CDATA[" * 50_000,
        "<rss " + " a='b'" * 30_000,
        "<" * 200_000,
        "&" * 200_000,
        "<?xml " * 50_000,
        "<!--" * 50_000,
        "\x00" * 1000,
        "",
    ],
    ids=lambda text: repr(text[:30]),
)
def test_nonsense_ends_in_one_line_or_in_articles(text: str) -> None:
    reason = ""
    try:
        read(text)
    except SourceError as error:
        reason = str(error)
    assert "\n" not in reason


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<rss/>", "rss"),
        ("\ufeff\n<?xml version='1.0'?><!-- <opml> --><rdf:RDF>", "rdf"),
        ("<!DOCTYPE html [ <!ELEMENT a> ]><HTML>", "html"),
        ("<?a?><!--b--><atom:feed xmlns:atom='x'>", "feed"),
        ("words <rss>", ""),
        ("<!-- never ends <rss>", ""),
        ("", ""),
    ],
)
def test_the_outermost_element_says_what_a_file_is(text: str, name: str) -> None:
    assert root_name(text.removeprefix("\ufeff")) == name
