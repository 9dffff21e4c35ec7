"""Tests of NITF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tuinews.articles.article import Article, Dateline

Fixture = Callable[[str], Article]
Read = Callable[..., Article]


def nitf(body: str, head: str = "", top: str = "<hedline><hl1>A headline</hl1></hedline>") -> str:
    return (
        f"<nitf><head>{head}</head><body><body.head>{top}</body.head>"
        f"<body.content>{body}</body.content></body></nitf>"
    )


def test_metadata_is_in_the_terms_of_iptc(fixture: Fixture) -> None:
    article = fixture("apollo.nitf.xml")
    assert article.format == "nitf"
    assert article.headline == "Men land on the Moon"
    assert not article.headline_derived
    assert article.byline == "By the science desk"
    assert article.published == dt.datetime(1969, 7, 20, 20, 17, 40, tzinfo=dt.UTC)
    assert article.published_from == "metadata"
    assert article.desk == "Science and Technology"
    assert article.source == "Example Wire"
    assert article.slugline == "APOLLO-LANDING"
    assert article.located == "Houston, TX, USA"
    assert article.language == "en"
    assert article.version == "2"
    assert article.urgency == "1"
    assert article.embargo == "19690720T210000Z"
    assert article.summary == "The lunar module landed with less than a minute of fuel left."
    assert {"moon", "NASA", "Space programme"} <= set(article.keywords)
    assert article.dateline == Dateline("HOUSTON, July 20", "HOUSTON", dt.date(1969, 7, 20), None)


def test_hl2_are_crossheads_and_tables_keep_their_rows(fixture: Fixture) -> None:
    article = fixture("apollo.nitf.xml")
    assert [section.crosshead for section in article.sections] == [None, "THE FLIGHT"]
    kinds = [paragraph.kind for paragraph in article.sections[1].paragraphs]
    assert kinds == ["text", "text", "verbatim", "item", "item", "quote"]
    assert "Landing | 20 July" in article.sections[1].paragraphs[2].text


def test_what_is_about_the_story_is_noted(fixture: Fixture) -> None:
    notes = " / ".join(fixture("apollo.nitf.xml").notes)
    for said in (
        *("Eagle in lunar orbit, seen from Columbia.", "Compiled from NASA's mission transcript."),
        *("Eagle sets down in the Sea of Tranquility", "Pictures follow", "time of landing"),
        *("Corrects the time of the landing", "19690720-apollo-0001", "Sea of Tranquility"),
    ):
        assert said in notes


def test_a_named_dtd_and_entities_of_html_do_not_hide_the_article(fixture: Fixture) -> None:
    paragraph = fixture("apollo.nitf.xml").sections[0].paragraphs[1].text
    assert paragraph.endswith("Armstrong said. Café owners cheered.")


def test_a_body_without_content_element_is_read(read: Read) -> None:
    article = read("<nitf><body><p>One.</p><hl2>B</hl2><p>Two.</p></body></nitf>", "a.xml")
    said = [p.text for section in article.sections for p in section.paragraphs]
    assert said == ["One.", "Two."]


def test_a_day_with_a_zone_is_a_date(read: Read) -> None:
    head = '<docdata><date.issue norm="20080219+0100"/></docdata>'
    assert read(nitf("<p>x</p>", head), "a.xml").published == dt.date(2008, 2, 19)


def test_a_release_that_is_not_later_than_the_issue_is_no_embargo(read: Read) -> None:
    norm = "20080219T120000Z"
    head = f'<docdata><date.issue norm="{norm}"/><date.release norm="{norm}"/></docdata>'
    assert read(nitf("<p>x</p>", head), "a.xml").embargo is None


def test_encoded_media_are_no_words(read: Read) -> None:
    media = (
        "<media><media-object>QUJD</media-object><media-caption>A bridge.</media-caption></media>"
    )
    article = read(nitf(f"<p>x</p>{media}"), "a.xml")
    assert article.notes == ("A bridge.",)


@pytest.mark.parametrize("name", ["wire", "wire.txt", "a.nitf"])
def test_nitf_is_known_by_its_root_whatever_the_file_is_called(read: Read, name: str) -> None:
    assert read(nitf("<p>x</p>"), name).format == "nitf"
