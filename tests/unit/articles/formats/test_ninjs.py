"""Tests of ninjs, and of articles that other programs export to JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest

from tuinews.articles.article import Article
from tuinews.errors import UnreadableArticleError

Read = Callable[..., Article]

ONE = {
    "uri": "http://example.com/1",
    "headline": "A headline",
    "byline": "the desk",
    "located": "Oslo",
    "language": "no",
    "urgency": 4,
    "version": "2",
    "firstcreated": "2019-08-09T09:30:04Z",
    "versioncreated": "2019-08-09T09:46:53Z",
    "infosource": [{"name": "Acme"}],
    "subject": [{"name": "labour", "code": "20000523"}, {"name": "economy", "code": "04000000"}],
    "body_text": "One story. It goes on.",
    "body_html": "<p>One <b>story</b>.</p><h2>More</h2><p>It goes on.</p>",
}
TWO = {
    "uri": "urn:1",
    "headlines": [{"role": "web", "value": "On the web"}, {"role": "main", "value": "A headline"}],
    "by": "the desk",
    "located": "Oslo",
    "language": "no",
    "urgency": 4,
    "version": "2",
    "firstcreated": "2019-08-09T09:30:04Z",
    "versioncreated": "2019-08-09T09:46:53Z",
    "infosources": [{"name": "Acme"}],
    "subjects": [
        {"name": "labour", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000523"},
        {"name": "economy", "uri": "http://cv.iptc.org/newscodes/mediatopic/04000000"},
    ],
    "bodies": [
        {"contenttype": "text/plain", "value": "One story. It goes on."},
        {"contenttype": "text/html", "value": ONE["body_html"]},
    ],
}
THREE = {
    **{key: value for key, value in TWO.items() if "created" not in key and key != "bodies"},
    "firstCreated": TWO["firstcreated"],
    "versionCreated": TWO["versioncreated"],
    "bodies": [{"contentType": "text/html", "value": ONE["body_html"]}],
}


def said(article: Article) -> list[str]:
    return [p.text for section in article.sections for p in section.paragraphs]


def ninjs(**keys: object) -> str:
    return json.dumps({"uri": "urn:1", "headline": "A headline", "body_text": "Text.", **keys})


@pytest.mark.parametrize("item", [ONE, TWO, THREE], ids=["1", "2", "3"])
def test_the_three_generations_say_the_same(read: Read, item: object) -> None:
    article = read(json.dumps(item), "a.json")
    assert article.format == "ninjs"
    assert (article.headline, article.byline, article.located) == ("A headline", "the desk", "Oslo")
    assert (article.language, article.urgency, article.version) == ("no", "4", "2")
    assert article.published == dt.datetime(2019, 8, 9, 9, 30, 4, tzinfo=dt.UTC)
    assert article.updated == dt.datetime(2019, 8, 9, 9, 46, 53, tzinfo=dt.UTC)
    assert (article.source, article.desk) == ("Acme", "economy")
    assert article.keywords == ("labour", "economy")
    assert [section.crosshead for section in article.sections] == [None, "More"]
    assert said(article) == ["One story.", "It goes on."]


def test_a_second_headline_is_noted(read: Read) -> None:
    assert "another headline: On the web" in read(json.dumps(TWO), "a.json").notes


def test_what_only_another_form_of_the_body_says_is_noted(read: Read) -> None:
    marked = "<p>Some <b>text</b>, to which there is more.</p>"
    plain = "Some text, to which there is more.\n\nA word more."
    article = read(ninjs(body_html=marked, body_text=plain), "a.json")
    assert said(article) == ["Some text, to which there is more."]
    assert article.notes == ("A word more.",)


def test_captions_of_what_is_associated_are_notes(read: Read) -> None:
    picture = {"type": "picture", "headline": "A bridge", "description_text": "Fog.", "by": "x"}
    for associations in ({"main": picture}, [{"name": "main", **picture}]):
        article = read(ninjs(associations=associations), "a.json")
        assert article.notes == ("picture: A bridge | Fog. | x",)


def test_terms_notes_and_names_are_notes(read: Read) -> None:
    keys = {"usageterms": "Not for sale", "ednote": "More later", "place": [{"name": "Oslo"}]}
    notes = read(ninjs(**keys), "a.json").notes
    assert set(notes) == {
        "usage terms: Not for sale",
        "editor's note: More later",
        "places: Oslo",
    }


@pytest.mark.parametrize("key", ["embargoed", "embargoedUntil"])
def test_an_embargo_is_kept_as_stated(read: Read, key: str) -> None:
    article = read(ninjs(**{key: "2030-01-01T00:00:00Z"}), "a.json")
    assert article.embargo == "2030-01-01T00:00:00Z"


def test_an_item_that_was_canceled_says_so_twice(read: Read) -> None:
    article = read(ninjs(pubstatus="canceled"), "a.json")
    assert "canceled" in (article.embargo or "")
    assert any("canceled" in warning for warning in article.warnings)


def test_of_a_picture_the_caption_is_the_body(read: Read) -> None:
    item = {"uri": "urn:1", "type": "picture", "description_text": "A bridge.",
            "description_html": "<p>A bridge.</p>"}  # fmt: skip
    assert said(read(json.dumps(item), "a.json")) == ["A bridge."]


def test_an_event_is_read_as_what_it_states(read: Read) -> None:
    item = {
        "uri": "urn:1",
        "title": "A meeting",
        "eventDetails": {"dates": {"startDate": "2023-10-04"}, "organiser": {"name": "IPTC"}},
    }
    article = read(json.dumps(item), "a.json")
    assert article.headline == "A meeting"
    assert said(article) == ["start date: 2023-10-04", "organiser: IPTC"]


def test_a_body_in_nitf_gives_its_metadata_where_the_item_has_none(read: Read) -> None:
    body = (
        '<nitf><head><docdata><urgency ed-urg="3"/></docdata></head>'
        "<body><body.content><p>One.</p><hl2>More</hl2><p>Two.</p></body.content></body></nitf>"
    )
    article = read(json.dumps({"uri": "urn:1", "headline": "H", "body_nitf": body}), "a.json")
    assert article.urgency == "3"
    assert [section.crosshead for section in article.sections] == [None, "More"]


@pytest.mark.parametrize(
    "item",
    [
        {"title": "A headline", "text": "Text.", "author": "the desk", "date": "2021-11-09"},
        {"headline": "A headline", "articleBody": "Text.", "author": {"name": "the desk"},
         "datePublished": "2021-11-09", "@type": "NewsArticle"},
        {"title": {"rendered": "A headline"}, "content": {"rendered": "<p>Text.</p>"},
         "author": "the desk", "date": "2021-11-09"},
        {"webTitle": "A headline", "webPublicationDate": "2021-11-09",
         "fields": {"body": "<p>Text.</p>", "byline": "the desk"}},
        {"title": "A headline", "maintext": "Text.", "authors": ["the desk"],
         "date_publish": "2021-11-09"},
        {"data": {"article": {"title": "A headline", "paragraphs": ["Text."], "by": "the desk",
         "published_at": "2021-11-09"}}},
        [{"title": "A headline", "body": "Text.", "byline": "the desk", "pubdate": "2021-11-09"}],
    ],
)  # fmt: skip
def test_names_that_other_programs_use_are_understood(read: Read, item: object) -> None:
    article = read(json.dumps(item), "a.json")
    assert article.format == "json"
    assert (article.headline, article.byline) == ("A headline", "the desk")
    assert article.published == dt.date(2021, 11, 9)
    assert said(article) == ["Text."]


def test_of_several_articles_each_is_a_section(read: Read) -> None:
    items = [{"title": "One", "text": "First text."}, {"title": "Two", "text": "Second text."}]
    article = read(json.dumps({"articles": items}), "a.json")
    assert article.headline == "One; Two"
    assert [section.crosshead for section in article.sections] == ["One", "Two"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            '{"name": "tuinews", "version": "1.0", "dependencies": {}}',
            "nor an article",
        ),
        ('{"$schema": "x", "title": "A schema", "properties": {"uri": {}}}', "neither ninjs"),
        ('{"uri": "urn:1", "type": "text"}', "ninjs without a headline or a text"),
        ("[1, 2, 3]", "a list without articles"),
        ('"text"', "one value alone"),
        ("{}", "an empty object"),
        ('{"a": 1}\n{"a": 2}\n', "tuinews import"),
        ('{"a": }', "line 1, column 7"),
        ("[" * 5000, "too deep"),
        ("[" * 150 + "]" * 150, "deep"),
        ("[" + "1," * 200_000 + "1]", "100,000 values"),
    ],
)
def test_json_that_is_no_article_is_skipped_with_its_reason(
    read: Read, text: str, reason: str
) -> None:
    with pytest.raises(UnreadableArticleError, match=reason):
        read(text, "a.json")


def test_odd_json_is_read_all_the_same(read: Read) -> None:
    text = '\ufeff{"uri": "urn:1", "headline": "A \\ud800", "headline": "C", '
    text += f'"body_text": "one\ntwo", "version": {"1" * 5000}, "urgency": NaN}}'
    article = read(text, "a.json")
    assert article.headline == "C"
    assert " ".join(said(article)).split() == ["one", "two"]
    assert "“headline” is stated twice" in article.warnings


@pytest.mark.parametrize("name", ["export.jsonl", "export.ndjson", "export.json"])
def test_an_export_of_many_articles_says_how_to_bring_them_in(read: Read, name: str) -> None:
    lines = "\n".join(json.dumps({"title": f"Story {n}", "body": "Text."}) for n in range(3))
    with pytest.raises(UnreadableArticleError, match="tuinews import"):
        read(lines, name)


def test_json_lines_of_one_article_are_an_article(read: Read) -> None:
    assert read(json.dumps({"title": "A story", "body": "Text."}), "a.jsonl").headline == "A story"
