"""Real articles: whatever an article says, it is found by, and marked where it says it."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.unit.index.conftest import Archive
from tuinews.articles.article import Article
from tuinews.index.analysis import tokens
from tuinews.index.querylang import parse
from tuinews.index.search import search
from tuinews.index.snippets import mark, passages


def check_archive(folder: Path, index: Path) -> None:
    """Take words out of every article and look for them."""
    archive = Archive(folder, index)
    summary = archive.sync()
    assert summary.articles > 20
    catalogue = archive.open()
    generator = random.Random(11)
    for row in range(len(catalogue.rows)):
        article_id = catalogue.rows.id(row)
        article = archive.read(article_id)
        for quoted in excerpts(article, generator):
            query = parse(f'"{quoted}"')
            found = search(catalogue, query, limit=len(catalogue.rows))
            assert article_id in {hit.id for hit in found.hits}, (article_id, quoted)
            assert passages(query, article, limit=1), (article_id, quoted)
        assert mark(parse(f'"{plain(article.headline)}"'), article.headline, "headline")


def excerpts(article: Article, generator: random.Random) -> list[str]:
    """A few words in a row out of each of three paragraphs."""
    texts = [each.text for section in article.sections for each in section.paragraphs]
    found = []
    for text in generator.sample(texts, min(3, len(texts))):
        surfaces = list(tokens(text))
        if surfaces:
            first = generator.randrange(len(surfaces))
            last = min(len(surfaces) - 1, first + generator.randrange(4))
            found.append(plain(text[surfaces[first].start : surfaces[last].end]))
    return found


def plain(text: str) -> str:
    """Text that may stand between quotes."""
    return "".join(" " if each in '"“”„‟«»＂' else each for each in text)


def test_every_article_of_the_sample_is_found_by_its_own_words(
    sample: Path, tmp_path: Path
) -> None:
    check_archive(sample, tmp_path / "index")


@pytest.mark.corpus
def test_real_articles_are_found_by_their_own_words(corpus: Path, tmp_path: Path) -> None:
    generator = random.Random(3)
    files = sorted(path for path in corpus.rglob("*") if path.is_file())
    for number, path in enumerate(generator.sample(files, min(150, len(files)))):
        target = tmp_path / "archive" / f"{number:03}" / path.name
        target.parent.mkdir(parents=True)
        shutil.copyfile(path, target)
    check_archive(tmp_path / "archive", tmp_path / "index")
