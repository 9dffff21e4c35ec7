"""Owns the documents of lists and hits: what `--json`, `--jsonl` and `--tsv` contain."""

from __future__ import annotations

from collections.abc import Sequence

from tuinews.index.hits import Hit
from tuinews.index.results import Passage, Results
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
