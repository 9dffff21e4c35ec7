"""Reading the real files of IPTC: what is read, what is skipped, and that no word is lost."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tuinews.articles.article import Article
from tuinews.articles.folder import stat_entry
from tuinews.articles.markup.charset import decode_declared
from tuinews.articles.markup.tree import parse_xml
from tuinews.articles.reading import read_article
from tuinews.errors import UnreadableArticleError

pytestmark = pytest.mark.corpus

_WORD = re.compile(r"[^\W\d_]{2,}")
_TOLD = ("headline", "title", "body", "description", "byline", "slugline", "located", "ednote")


def read_all(folder: Path, pattern: str) -> tuple[dict[str, Article], dict[str, str]]:
    """The articles of a folder, and the reasons of what is skipped, by id."""
    articles: dict[str, Article] = {}
    skipped: dict[str, str] = {}
    for path in sorted(folder.rglob(pattern)):
        name = path.relative_to(folder).as_posix()
        try:
            articles[name] = read_article(folder, stat_entry(folder, name))
        except UnreadableArticleError as error:
            skipped[name] = str(error)
    return articles, skipped


def words(article: Article) -> set[str]:
    """Every word of an article."""
    texts = [article.headline, *article.notes, *article.keywords]
    fields = ("byline", "desk", "source", "slugline", "located", "embargo", "summary")
    texts += [getattr(article, field) or "" for field in fields]
    texts += [article.dateline.text] if article.dateline else []
    for section in article.sections:
        texts += [section.crosshead or "", *(p.text for p in section.paragraphs)]
    texts += [link.text for link in article.links]
    return set(_WORD.findall(" ".join(texts).casefold()))


def told(value: object, key: str = "") -> Iterator[str]:
    """The texts of a ninjs item that are there to be read."""
    if isinstance(value, dict):
        for name, inner in value.items():
            plain = name.lower().replace("_", "")
            if plain.startswith(_TOLD) or (key and plain == "value") or plain == "bodies":
                yield from told(inner, plain)
    elif isinstance(value, list):
        for inner in value:
            yield from told(inner, key)
    elif isinstance(value, str) and key:
        yield html.unescape(re.sub(r"<[^<>]*>", " ", value))


def test_newsml_g2_is_read_but_for_items_without_a_text(corpus: Path) -> None:
    articles, skipped = read_all(corpus / "iptc-newsml-g2", "*.xml")
    assert len(articles) >= 29
    assert all("without a headline or a text" in reason for reason in skipped.values())
    assert len(skipped) <= 6
    derived = [name for name, article in articles.items() if article.headline_derived]
    assert len(derived) <= 9
    dated = [name for name, article in articles.items() if article.published_from == "metadata"]
    assert len(dated) >= 25


def test_newsml_g2_loses_no_word_of_what_it_holds(corpus: Path) -> None:
    folder = corpus / "iptc-newsml-g2"
    articles, _ = read_all(folder, "*.xml")
    for name, article in articles.items():
        root = parse_xml(decode_declared((folder / name).read_bytes()).text).root
        parts = [*root.iter("contentSet"), *root.iter("groupSet"), *root.iter("conceptSet")]
        parts += [*root.iter("headline"), *root.iter("description"), *root.iter("newsCoverageSet")]
        held = " ".join(" ".join(part.itertext()) for part in parts)
        assert set(_WORD.findall(held.casefold())) <= words(article), name


def test_ninjs_is_read_but_for_fragments_schemas_and_what_is_no_json(corpus: Path) -> None:
    articles, skipped = read_all(corpus / "iptc-ninjs-mit", "*.json")
    assert len(articles) >= 170
    assert {article.format for article in articles.values()} == {"ninjs"}
    reasons = ("ninjs without a headline or a text", "neither ninjs nor an article", "not JSON")
    assert all(any(known in reason for known in reasons) for reason in skipped.values())
    examples = [name for name in articles if name.startswith("examples/")]
    assert len(examples) >= 39
    derived = [name for name in examples if articles[name].headline_derived]
    assert not derived


def test_ninjs_loses_no_word_that_is_there_to_be_read(corpus: Path) -> None:
    folder = corpus / "iptc-ninjs-mit"
    articles, _ = read_all(folder / "examples", "*.json")
    for name, article in articles.items():
        item = json.loads((folder / "examples" / name).read_bytes())
        missing = set(_WORD.findall(" ".join(told(item)).casefold())) - words(article)
        assert not missing, name
