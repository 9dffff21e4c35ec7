"""Tests of articles in YAML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tuinews.articles.article import Article
from tuinews.errors import UnreadableArticleError

Fixture = Callable[[str], Article]
Read = Callable[..., Article]


def said(article: Article) -> list[str]:
    return [p.text for section in article.sections for p in section.paragraphs]


def test_keys_are_those_of_front_matter(fixture: Fixture) -> None:
    article = fixture("gutenberg.yaml")
    assert article.format == "yaml"
    assert article.headline.startswith("Library prints")
    assert article.byline == "the culture desk"
    assert article.published == dt.datetime.fromisoformat("2005-06-18T09:00:00+02:00")
    assert (article.desk, article.located, article.language) == ("culture", "Mainz", "en")
    assert article.keywords == ("printing", "books")


def test_sections_come_from_a_list(fixture: Fixture) -> None:
    article = fixture("gutenberg.yaml")
    assert [section.crosshead for section in article.sections] == [None, "Where they are"]
    assert said(article) == [
        "The Gutenberg Bible was added to the Memory of the World register.",
        "About 180 copies were printed.",
        "Forty-nine copies are known.",
        "One is in Mainz: it has two volumes.",
    ]


def test_sections_come_from_a_mapping(read: Read) -> None:
    text = "title: T\nsections:\n  One: First text.\n  Two: [Second text., Third.]\n"
    article = read(text, "a.yml")
    assert [section.crosshead for section in article.sections] == ["One", "Two"]
    assert said(article) == ["First text.", "Second text.", "Third."]


def test_a_body_is_read_as_plain_text(read: Read) -> None:
    text = "title: T\nbody: |\n  OSLO, Nov 9 (NTB) - One.\n\n  BACKGROUND\n\n  Two and more.\n"
    article = read(text, "a.yaml")
    assert article.dateline is not None
    assert article.dateline.place == "OSLO"
    assert [section.crosshead for section in article.sections] == [None, "BACKGROUND"]


def test_a_text_with_front_matter_may_be_called_yaml(read: Read) -> None:
    article = read("---\ntitle: T\n---\n\nText below.\n", "a.yaml")
    assert (article.headline, said(article)) == ("T", ["Text below."])


def test_broken_yaml_with_a_body_is_shown_as_plain_text(read: Read) -> None:
    article = read("title: [T\nbody: |\n  Some text.\n", "a.yaml")
    assert any("line" in warning for warning in article.warnings)
    assert "Some text." in " ".join(said(article))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title: T\ndescription: D\n", "no body or sections among title, description"),
        ("- a\n- b\n", "it has no keys"),
        ("", "it has no keys"),
        ("key: [\n", "cannot be read: line 2"),
        ("a: &a [x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(2000)), "aliases"),
    ],
)
def test_yaml_that_is_no_article_is_skipped_with_its_reason(
    read: Read, text: str, reason: str
) -> None:
    with pytest.raises(UnreadableArticleError, match=reason):
        read(text, "a.yaml")
