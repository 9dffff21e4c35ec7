"""Owns citing an article, or a paragraph of it: BibTeX, CSL-JSON, and a quotation in words.

What the article does not say is left out: a date that is only the file's own is no date of
publication. Fields and types are those of BibTeX (http://mirrors.ctan.org/biblio/bibtex/base/
btxdoc.pdf) and of the schema of CSL-JSON 1.0.2.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

from tuinews.articles.article import Article
from tuinews.articles.citation_names import Author, authors
from tuinews.articles.dates import as_date
from tuinews.articles.sanitise import show_name

Spot = tuple[int, int]
"""A paragraph of an article: section and paragraph, from 0."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What TeX would obey. A brace must be spelled, since BibTeX counts also those behind a backslash.
_TEX = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_IN_TEX = re.compile(f"[{re.escape(''.join(_TEX))}]")
_IN_ADDRESS = re.compile(r"[\s{}\\]")
_WORD = re.compile(r"[a-z0-9]+")
_COMMON = frozenset(("a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "the", "to"))


def bibtex(article: Article, spot: Spot | None = None, sha256: str | None = None) -> str:
    """An entry of BibTeX, in UTF-8, that ends in a newline.

    Args:
        article: What is cited.
        spot: The paragraph that is.
        sha256: Of the whole file, in hexadecimal digits.
    """
    lines = [f"  {name} = {value}," for name, value in _bibtex_fields(article, spot, sha256)]
    kind = "article" if article.source else "misc"
    return "\n".join([f"@{kind}{{{citation_key(article, spot)},", *lines, "}\n"])


def csl_json(
    article: Article, spot: Spot | None = None, sha256: str | None = None
) -> dict[str, object]:
    """An item of CSL-JSON; `custom.tuinews` has the article's id, section, paragraph and SHA-256.

    Arguments as for `bibtex`.
    """
    day = None if article.published_from == "mtime" else as_date(article.published)
    item: dict[str, object | None] = {
        "id": citation_key(article, spot),
        "type": "article-newspaper" if article.source else "article",
        "title": article.headline,
        "author": [_csl_name(author) for author in authors(article.byline)] or None,
        "container-title": article.source,
        "issued": day and {"date-parts": [[day.year, day.month, day.day]]},
        "section": article.desk,
        "version": article.version,
        "language": article.language,
        "keyword": ", ".join(article.keywords) or None,
        "abstract": article.summary,
        "URL": article.url,
        "archive": "tuinews",
        "archive_location": show_name(article.id),
        "note": _where(article, spot, sha256),
        "custom": {
            "tuinews": {
                "id": article.id,
                "section": spot and spot[0],
                "paragraph": spot and spot[1],
                "sha256": sha256,
            }
        },
    }
    return {name: value for name, value in item.items() if value is not None}


def quotation(article: Article, section: int, paragraph: int, sha256: str | None = None) -> str:
    """A paragraph in quotation marks, and under it where it is from.

    Section and paragraph count from 0. The text has no newline at its end.

    Raises:
        IndexError: There is no such paragraph.
    """
    text = article.sections[section].paragraphs[paragraph].text
    day = None if article.published_from == "mtime" else f"{article.published:%-d %B %Y}"
    names = " and ".join(_plain_name(author) for author in authors(article.byline))
    parts = (names, f"“{article.headline}”", article.source, day, article.url)
    said = ", ".join(part for part in parts if part)
    return f"“{text}”\n\n— {said}\n  {_where(article, (section, paragraph), sha256)}"


def citation_key(article: Article, spot: Spot | None = None) -> str:
    """A key for the article, or the paragraph, in ASCII: `doe2021kabul-0f3a5c9d21`.

    It is the same in every export, and ends in digits of the id's BLAKE2b, which make it its own.
    """
    named = authors(article.byline)
    name = next(_words(named[0].family if named else article.source or ""), "")
    year = "" if article.published_from == "mtime" else f"{article.published.year}"
    word = next((word for word in _words(article.headline) if word not in _COMMON), "")
    import hashlib

    digits = hashlib.blake2b(os.fsencode(article.id), digest_size=5).hexdigest()
    key = f"{name[:20]}{year}{word[:20]}-{digits}".lstrip("-")
    return key if spot is None else f"{key}-{spot[0]}-{spot[1]}"


def _bibtex_fields(
    article: Article, spot: Spot | None, sha256: str | None
) -> Iterator[tuple[str, str]]:
    named = authors(article.byline)
    if named:
        yield "author", f"{{{' and '.join(map(_bibtex_name, named))}}}"
    yield "title", f"{{{{{_tex(article.headline)}}}}}"  # doubled, so that no style lowers letters
    if article.source:
        yield "journal", f"{{{_tex(article.source)}}}"
    if article.published_from != "mtime":
        yield "year", f"{{{article.published.year}}}"
        yield "month", _MONTHS[article.published.month - 1]
        yield "day", f"{{{article.published.day}}}"
    if article.url:
        yield "url", f"{{{_IN_ADDRESS.sub(lambda found: quote(found[0]), article.url)}}}"
    if article.language:
        yield "language", f"{{{_tex(article.language)}}}"
    if article.keywords:
        yield "keywords", f"{{{_tex(', '.join(article.keywords))}}}"
    yield "note", f"{{{_tex(_where(article, spot, sha256))}}}"


def _where(article: Article, spot: Spot | None, sha256: str | None) -> str:
    """Where it stands, for people, who count from 1."""
    parts = [f"tuinews {show_name(article.id)}"]
    if spot is not None:
        section, paragraph = spot
        crosshead = article.sections[section].crosshead
        named = f" ({crosshead})" if crosshead else ""
        parts += [f"section {section + 1}{named}", f"paragraph {paragraph + 1}"]
    if sha256:
        parts.append(f"SHA-256 {sha256}")
    return ", ".join(parts)


def _bibtex_name(author: Author) -> str:
    family = _tex(author.family)
    return f"{{{family}}}" if author.given is None else f"{family}, {_tex(author.given)}"


def _csl_name(author: Author) -> dict[str, str]:
    if author.given is None:
        return {"literal": author.family}
    return {"family": author.family, "given": author.given}


def _plain_name(author: Author) -> str:
    return author.family if author.given is None else f"{author.given} {author.family}"


def _tex(text: str) -> str:
    return _IN_TEX.sub(lambda found: _TEX[found[0]], text)


def _words(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", ""))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for found in _WORD.finditer(bare.lower()):
        yield found[0]
