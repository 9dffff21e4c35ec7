"""Owns the product as it is used, among the engines: a folder of files, indexed and searched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.engines import TOP, Tantivy, articles


def files_of(corpus: Path) -> Path:
    """The articles of a corpus as a folder of Markdown files with front matter, made once."""
    folder = corpus.with_suffix(".files")
    if not folder.exists():
        making = folder.with_suffix(".making")
        for number, article in enumerate(articles(corpus)):
            path = making / f"{number // 1000:04}" / f"{number}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_as_markdown(article), encoding="utf-8")
        making.rename(folder)
    return folder


def _as_markdown(article: dict[str, Any]) -> str:
    front = {
        "title": article["headline"], "date": article["date"], "source": article["source"],
        "section": article["section"], "keywords": article["topics"],
        "located": ", ".join(article["places"]),
    }  # fmt: skip
    head = "\n".join(f"{name}: {json.dumps(value)}" for name, value in front.items() if value)
    crosshead = f"\n\n## {article['crosshead']}\n" if article["crosshead"] else ""
    return f"---\n{head}\n---\n\n{article['body']}{crosshead}\n"


class Product:
    """`tuinews index` and `tuinews search`, on files; a query for facets counts them, too."""

    def build(self, corpus: Path, folder: Path) -> None:
        from tuinews.index.indexer import settle, sync
        from tuinews.index.merger import Merger

        with Merger(folder) as merger:
            sync(files_of(corpus), folder, merger=merger)
            while merger.wait():
                settle(folder, merger)

    def open(self, folder: Path) -> None:
        from tuinews.index.catalogue import Catalogue

        self._catalogue = Catalogue.open(folder)

    def run(self, kind: str, payload: Any) -> int:
        from tuinews.index.querylang import parse
        from tuinews.index.search import search

        results = search(self._catalogue, parse(_query(kind, payload)), limit=TOP)
        if kind == "facet":
            results.facets, results.timeline  # noqa: B018 - asking is what counts them
        return results.total

    def change(self, folder: Path, articles: list[dict[str, Any]]) -> None:
        from tuinews.index.catalogue import Catalogue
        from tuinews.index.generation import Generation
        from tuinews.index.row import Row
        from tuinews.index.schema import Chunk

        last = Catalogue.open(folder)
        generation = Generation(folder, last)
        for number, article in enumerate(articles):
            rows = last.rows
            row = Row(
                id=rows.id(number),
                headline=article["headline"],
                published=rows.published(number),
                size=rows.size(number),
                mtime_ns=rows.mtime_ns(number),
                digest=bytes(16),
                words=rows.words(number),
            )
            texts = [article["headline"], *article["body"].split("\n")]
            chunks = [
                Chunk("body" if place else "headline", text) for place, text in enumerate(texts)
            ]
            generation.add(row, chunks)
        generation.commit(last.recorded)
        last.close()
        self.open(folder)


def _query(kind: str, payload: Any) -> str:
    if kind == "and":
        return " ".join(payload)
    if kind == "or":
        return " OR ".join(payload)
    if kind == "phrase":
        return f'"{payload}"'
    if kind == "prefix":
        return f"{payload}*"
    if kind == "fuzzy":
        return f"{payload[0]}~{payload[1]}"
    if kind == "field":
        return f"{payload[0]}:{payload[1]}"
    if kind == "word":
        return f"keyword:{payload[1]}"
    if kind == "dates":
        return f"{payload[0]} date:{payload[1]}..{payload[2]}"
    if kind == "newest":
        return f"{payload} sort:newest"
    return "" if kind == "all" else str(payload)


class TantivyOnFiles(Tantivy):
    """Tantivy on the same files, which this project's reader parses for it."""

    def build(self, corpus: Path, folder: Path) -> None:
        import tantivy

        writer = tantivy.Index(self._schema(), path=str(folder)).writer(200_000_000, 1)
        for article in _read(files_of(corpus)):
            writer.add_document(self._document(article))
        writer.commit()
        writer.wait_merging_threads()


def _read(folder: Path) -> Iterator[dict[str, Any]]:
    from tuinews.articles.folder import Entry, walk
    from tuinews.articles.reading import read_article
    from tuinews.errors import UnreadableArticleError

    for entry in walk(folder):
        if not isinstance(entry, Entry):
            continue
        try:
            article = read_article(folder, entry)
        except UnreadableArticleError:
            continue
        sections = article.sections
        yield {
            "id": article.id,
            "headline": article.headline,
            "crosshead": " / ".join(each.crosshead for each in sections if each.crosshead),
            "body": "\n".join(text.text for each in sections for text in each.paragraphs),
            "date": article.published.isoformat(),
            "places": [article.place] if article.place else [],
            "topics": list(article.keywords),
            "source": article.source or "",
            "section": article.desk or "",
        }
