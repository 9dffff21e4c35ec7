"""Tests of NewsML 1 and NewsML-G2, and of XML that is neither."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tuinews.articles.article import Article
from tuinews.errors import UnreadableArticleError

Fixture = Callable[[str], Article]
Read = Callable[..., Article]

META = """<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:AcmeNews"/>
<versionCreated>2018-10-21T16:25:32-05:00</versionCreated>
<firstCreated>2016-10-18T13:12:21-05:00</firstCreated>{}</itemMeta>"""
CONTENT = """<contentMeta><headline>A headline</headline><urgency>4</urgency>
<slugline>A-SLUG</slugline><located><name>Berlin</name><broader><name>Germany</name></broader></located>
<subject qcode="medtop:20000523"><name>labour market</name></subject>
<subject qcode="medtop:04000000"><name>economy</name></subject><keyword>work</keyword>
<dateline>BERLIN, Oct 18 (Reuters)</dateline></contentMeta>"""


def item(inner: str, about: str = "", name: str = "newsItem") -> str:
    return f'<{name} xml:lang="en-GB" version="3">{META.format(about)}{inner}</{name}>'


def story(html: str, about: str = "") -> str:
    content = f"<contentSet><inlineXML>{html}</inlineXML></contentSet>"
    return item(CONTENT + content, about)


def said(article: Article) -> list[str]:
    return [p.text for section in article.sections for p in section.paragraphs]


def test_an_items_metadata_is_in_the_terms_of_iptc(read: Read) -> None:
    article = read(story("<html><body><p>Text.</p></body></html>"), "a.xml")
    assert article.format == "newsml-g2"
    assert article.headline == "A headline"
    assert article.published == dt.datetime.fromisoformat("2016-10-18T13:12:21-05:00")
    assert article.updated == dt.datetime.fromisoformat("2018-10-21T16:25:32-05:00")
    assert (article.source, article.slugline, article.urgency) == ("AcmeNews", "A-SLUG", "4")
    assert (article.located, article.language, article.version) == ("Berlin, Germany", "en-GB", "3")
    assert article.desk == "economy"
    assert set(article.keywords) == {"work", "labour market", "economy"}
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.source) == ("BERLIN", "Reuters")
    assert said(article) == ["Text."]


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_an_item_that_is_held_back_says_so_twice(read: Read, status: str) -> None:
    article = read(story("<p>Text.</p>", f'<pubStatus qcode="stat:{status}"/>'), "a.xml")
    assert status in (article.embargo or "")
    assert any(status in warning for warning in article.warnings)


def test_an_embargo_is_kept_as_stated(read: Read) -> None:
    about = "<embargoed>2018-10-23T12:00:00Z</embargoed>"
    assert read(story("<p>Text.</p>", about), "a.xml").embargo == "2018-10-23T12:00:00Z"


def test_several_forms_of_a_story_are_one_body(read: Read) -> None:
    content = """<contentSet>
        <inlineData contenttype="text/plain">One story. It goes on.</inlineData>
        <inlineXML><html><body><p>One <b>story</b>.</p><p>It goes on.</p></body></html></inlineXML>
        <inlineData contenttype="text/plain">A word more.</inlineData></contentSet>"""
    article = read(item(CONTENT + content), "a.xml")
    assert said(article) == ["One story.", "It goes on."]
    assert article.notes == ("A word more.",)


def test_of_a_picture_the_caption_is_the_body(read: Read) -> None:
    described = "<headline>A headline</headline><description>A bridge.</description>"
    text = item(f"<contentMeta>{described}</contentMeta>")
    assert said(read(text.replace("ninat:text", "ninat:picture"), "a.xml")) == ["A bridge."]


def test_a_package_lists_what_it_refers_to_in_the_order_of_its_groups(read: Read) -> None:
    groups = """<groupSet root="G1">
        <group id="G2"><itemRef><title>Second</title></itemRef></group>
        <group id="G1"><itemRef><title>First</title><description>More.</description></itemRef>
        <groupRef idref="G2"/><groupRef idref="G1"/></group></groupSet>"""
    article = read(item(CONTENT + groups, name="packageItem"), "a.xml")
    assert said(article) == ["First", "More.", "Second"]
    assert [p.kind for p in article.sections[0].paragraphs] == ["item", "text", "item"]


def test_each_further_item_of_a_message_is_a_section(read: Read) -> None:
    second = story("<p>Other text.</p>").replace("A headline", "Another headline")
    items = f"<itemSet>{story('<p>Text.</p>')}{second}</itemSet>"
    message = f"<newsMessage><header><sender>acme</sender></header>{items}</newsMessage>"
    article = read(message, "a.xml")
    assert article.headline == "A headline"
    assert [section.crosshead for section in article.sections] == [None, "Another headline"]
    assert "sender: acme" in article.notes


def test_concepts_events_and_plans_are_read_as_what_they_state(read: Read) -> None:
    concept = """<concept><conceptId qcode="a:b"/><name>A concept</name>
        <definition>What it is.</definition>
        <personDetails><born>1947-09-03</born></personDetails></concept>"""
    article = read(item(concept, name="conceptItem"), "a.xml")
    assert article.headline == "A concept"
    assert said(article) == ["What it is.", "born: 1947-09-03"]
    plan = """<newsCoverageSet><newsCoverage><planning><headline>A plan</headline>
        <edNote>Text 250 words</edNote></planning></newsCoverage></newsCoverageSet>"""
    article = read(item(plan, name="planningItem"), "b.xml")
    assert article.headline == "A plan"
    assert "editor's note: Text 250 words" in said(article)


def test_what_asserts_call_a_code_is_a_keyword(read: Read) -> None:
    inner = """<contentMeta><headline>H</headline><subject qcode="a:b"/></contentMeta>
        <assert qcode="a:b"><name>A place</name></assert>"""
    assert read(item(inner), "a.xml").keywords == ("A place",)


def test_newsml_1_keeps_story_captions_and_supporting_texts_apart(fixture: Fixture) -> None:
    article = fixture("ozone.newsml.xml")
    assert article.format == "newsml"
    assert article.headline == "Nations agree to protect the ozone layer"
    assert article.published == dt.datetime(1987, 9, 16, 15, tzinfo=dt.UTC)
    assert article.updated == dt.datetime(1987, 9, 16, 17, 30, tzinfo=dt.UTC)
    assert (article.version, article.urgency, article.language) == ("2", "3", "en")
    assert (article.located, article.desk) == ("Montreal, Canada", "environmental issue")
    assert article.keywords[:2] == ("ozone", "CFC")
    heads = [section.crosshead for section in article.sections]
    assert heads == [None, "WHAT IT SAYS", "How CFCs destroy ozone"]
    assert "The hole over Antarctica, seen by Nimbus 7." in article.notes
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.source) == ("MONTREAL", "Example")


@pytest.mark.parametrize("name", ["a.xml", "a.rss", "a.atom", "a.txt", "a"])
@pytest.mark.parametrize("root", ["rss", "feed", "rdf:RDF", "opml"])
def test_feeds_are_sent_to_import(read: Read, root: str, name: str) -> None:
    with pytest.raises(UnreadableArticleError, match="tuinews import"):
        read(f"<?xml version='1.0'?><{root}><item/></{root}>", name)


def test_xml_of_another_kind_is_skipped_with_the_name_of_its_root(read: Read) -> None:
    with pytest.raises(UnreadableArticleError, match="its root is project"):
        read("<?xml version='1.0'?><project/>", "pom.xml")


@pytest.mark.parametrize("text", ["<newsItem/>", "<nitf/>", "<NewsML/>", "<newsMessage/>"])
def test_an_item_without_headline_and_text_is_skipped(read: Read, text: str) -> None:
    with pytest.raises(UnreadableArticleError, match="without a headline or a text"):
        read(text, "a.xml")


def test_broken_xml_is_read_with_a_warning_that_names_the_line(read: Read) -> None:
    article = read(story("<p>One <b>two</p><p>three & four</p>"), "a.xml")
    assert said(article) == ["One two", "three & four"]
    assert "line" in article.warnings[0]
