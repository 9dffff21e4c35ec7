"""Owns the documents that scripts depend on: what `--json`, `--jsonl` and `--tsv` contain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tuinews.articles.article import Article, Section
from tuinews.index.results import Hit, Passage, Results
from tuinews.index.rows import Rows

TSV_COLUMNS = ("id", "published", "desk", "source", "place", "headline")


def results_document(
    query: str, results: Results, hits: Sequence[dict[str, object]]
) -> dict[str, object]:
    """The answer to a query."""
    return {
        "query": query,
        "parsed": results.parsed,
        "total": results.total,
        "took_ms": round(results.took * 1000, 3),
        "partial": not results.exact,
        "spelling": list(results.spelling),
        "facets": {
            name: [{"value": value, "count": count} for value, count in counts]
            for name, counts in results.facets.items()
        },
        "timeline": [{"period": period, "count": count} for period, count in results.timeline],
        "hits": list(hits),
    }


def row_document(rows: Rows, hit: Hit) -> dict[str, object]:
    """One article of a list."""
    return {
        "id": hit.id,
        "headline": rows.headline(hit.row),
        "published": rows.published(hit.row).isoformat(),
        "desk": rows.desk(hit.row) or None,
        "source": rows.source(hit.row) or None,
        "place": rows.place(hit.row) or None,
        "score": round(hit.score, 6),
    }


def hit_document(rows: Rows, hit: Hit, passages: Sequence[Passage]) -> dict[str, object]:
    """One hit of a search, with the places where it matches."""
    return {
        **row_document(rows, hit),
        "passages": [
            {
                "section": passage.section,
                "crosshead": passage.crosshead,
                "paragraph": passage.paragraph,
                "text": passage.text,
                "spans": [list(span) for span in passage.spans],
            }
            for passage in passages
        ],
    }


def article_document(article: Article, sections: Sequence[Section]) -> dict[str, object]:
    """One article with the `sections` of it that were asked for; absent values are null."""
    dateline = article.dateline
    return {
        "id": article.id,
        "format": article.format,
        "encoding": article.encoding,
        "headline": article.headline,
        "headline_derived": article.headline_derived,
        "byline": article.byline,
        "dateline": dateline
        and {
            "text": dateline.text,
            "place": dateline.place,
            "date": _iso(dateline.date),
            "source": dateline.source,
        },
        "published": _iso(article.published),
        "published_from": article.published_from,
        "updated": _iso(article.updated),
        "desk": article.desk,
        "keywords": list(article.keywords),
        "source": article.source,
        "slugline": article.slugline,
        "located": article.located,
        "language": article.language,
        "url": article.url,
        "version": article.version,
        "embargo": article.embargo,
        "urgency": article.urgency,
        "summary": article.summary,
        "sections": [
            {
                "crosshead": section.crosshead,
                "paragraphs": [paragraph.text for paragraph in section.paragraphs],
            }
            for section in sections
        ],
        "notes": list(article.notes),
        "links": [{"url": link.url, "text": link.text} for link in article.links],
        "warnings": list(article.warnings),
    }


def _iso(moment: dt.date | None) -> str | None:
    return moment.isoformat() if moment else None
