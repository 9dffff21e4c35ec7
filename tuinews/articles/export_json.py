"""Owns the JSON that scripts and other programs get: an article's document, and safe JSON text."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence

from tuinews.articles.article import Article, Section

# What JSON leaves as it is and a terminal would obey, or UTF-8 cannot hold.
_ESCAPE = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)


def to_json(document: object, *, indent: int | None = None) -> str:
    """The document as JSON that no terminal obeys and that is UTF-8, whatever it holds."""
    text = json.dumps(document, ensure_ascii=False, indent=indent)
    return _ESCAPE.sub(lambda found: json.dumps(found[0])[1:-1], text)


def article_document(
    article: Article, sections: Sequence[Section] | None = None
) -> dict[str, object]:
    """One article, all of it or the `sections` that were asked for; absent values are null."""
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
            for section in (article.sections if sections is None else sections)
        ],
        "notes": list(article.notes),
        "links": [{"url": link.url, "text": link.text} for link in article.links],
        "warnings": list(article.warnings),
    }


def _iso(moment: dt.date | None) -> str | None:
    return moment.isoformat() if moment else None
