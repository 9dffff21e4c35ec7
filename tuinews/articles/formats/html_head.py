"""Owns what a web page says about itself, in metadata of every fashion: keys for `read_metadata`.

The order of trust: JSON-LD, then the properties of Open Graph and its kin, then plain names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from tuinews.articles.formats.json_facts import as_list, names
from tuinews.articles.formats.json_values import parse_json
from tuinews.articles.markup.gather import resolve
from tuinews.articles.markup.page import Page
from tuinews.articles.plaintext import clean
from tuinews.errors import UnreadableArticleError

_NAMES: Mapping[str, tuple[str, ...]] = {
    "headline": ("og:title", "twitter:title", "headline", "dc.title", "parsely-title"),
    "byline": (
        *("article:author", "og:article:author", "author", "byl", "parsely-author", "dc.creator"),
        *("sailthru.author", "dcterms.creator", "creator", "twitter:data1"),
    ),
    "published": (
        *("article:published_time", "og:published_time", "datepublished", "article:published"),
        *("date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date"),
        *("parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued"),
        *("dcterms.created", "dcterms.date", "dc.date", "dc.date.created", "created", "time"),
    ),
    "updated": ("article:modified_time", "og:updated_time", "datemodified", "last-modified"),
    "source": ("og:site_name", "application-name", "dc.publisher", "publisher", "copyright"),
    "language": ("lang", "content-language", "dc.language", "inlanguage", "og:locale"),
    "url": ("canonical", "og:url", "saved-from", "twitter:url"),
    "summary": ("og:description", "description", "twitter:description", "dc.description"),
    "desk": ("article:section", "section", "parsely-section", "sailthru.section"),
}
_KEYWORDS = ("article:tag", "news_keywords", "keywords", "parsely-tags", "dc.subject")
_ARTICLE = re.compile(r"(?:\w*(?:Article|Report|Posting)|Review|Report)")
_SUFFIX = re.compile(r"\s+(?:\||»|::|·|•|—|–|-)\s+")
_DEEPEST = 4
_LONGEST_BYLINE = 200


def read_head(page: Page) -> dict[str, object]:
    """What the page says about itself; empty where it says nothing."""
    raw: dict[str, object] = {}
    story = _json_story(page.scripts)
    facts: dict[str, list[str]] = {}
    for name, value in page.facts:
        facts.setdefault(name, []).append(" ".join(value.split()))
    for field, keys in _NAMES.items():
        found = [value for key in keys for value in facts.get(key, ()) if value]
        raw[field] = _from_story(story, field) or (found[0] if found else "")
    if "://" in str(raw["byline"]):
        authors = (value for key in _NAMES["byline"] for value in facts.get(key, ()))
        raw["byline"] = next((value for value in authors if "://" not in value), "")
    raw["byline"] = raw["byline"] if len(str(raw["byline"])) <= _LONGEST_BYLINE else ""
    raw["keywords"] = _keywords(story, facts)
    raw["url"] = resolve(str(raw["url"])) or next(
        (url for value in facts.get("og:url", ()) if (url := resolve(value))), ""
    )
    raw["source"] = raw["source"] or _host(str(raw["url"]))
    raw["language"] = str(raw["language"]).replace("_", "-")
    return raw


def json_body(page: Page) -> str:
    """The article's text as JSON-LD repeats it; nothing if it does not."""
    body = _json_story(page.scripts).get("articleBody")
    return body if isinstance(body, str) else ""


def choose_headline(stated: str, title: str, shown: Sequence[str], source: str) -> str:
    """The headline of a page.

    Args:
        stated: What metadata calls it.
        title: The head's title, which often ends with the name of the site.
        shown: The first headings on the page, of the top level.
        source: The name of the site.

    Returns:
        The heading that readers see, if it shares its words with what the page calls itself, or
        with nothing as there is no name; else that name.
    """
    known = set(_words(f"{stated} {title}"))
    for heading in sorted(shown, key=lambda h: (h != stated, not title.startswith(h))):
        words = _words(heading)
        if words and heading != source and sum(word in known for word in words) * 2 >= len(words):
            return heading
    if stated or title:
        return stated or _without_site(title, source)
    return shown[0] if len(shown) == 1 else ""


def _without_site(title: str, source: str) -> str:
    parts = list(_SUFFIX.finditer(title))
    if not parts:
        return title
    last = parts[-1]
    ending = title[last.end() :]
    is_site = source and ("".join(_words(ending)) in "".join(_words(source)) or source in ending)
    return title[: last.start()] if is_site or last[0].strip() in ("|", "»", "::") else title


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _json_story(scripts: Sequence[str]) -> Mapping[str, object]:
    """The article among the things that JSON-LD describes; an empty one if there is none."""
    for script in scripts:
        try:
            value, _ = parse_json(script)
        except UnreadableArticleError:
            continue
        for thing in _things(value, 0):
            kinds = [kind for kind in as_list(thing.get("@type")) if isinstance(kind, str)]
            if any(_ARTICLE.fullmatch(kind) for kind in kinds):
                return thing
    return {}


def _things(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    if depth > _DEEPEST:
        return
    for item in as_list(value):
        if isinstance(item, Mapping):
            yield item
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart"):
                yield from _things(item.get(key), depth + 1)


def _from_story(story: Mapping[str, object], field: str) -> object:
    if field == "headline":
        return _line(story.get("headline") or story.get("name"))
    if field == "byline":
        return names(story.get("author")) or names(story.get("creator"))
    if field == "source":
        return ", ".join(names(story.get("publisher"))[:1])
    if field == "url":
        return _line(story.get("url"))
    keys = {
        "published": "datePublished",
        "updated": "dateModified",
        "language": "inLanguage",
        "summary": "description",
        "desk": "articleSection",
    }
    return _line(next(iter(as_list(story.get(keys[field]))), ""))


def _line(value: object) -> str:
    return clean(" ".join(value.split())) if isinstance(value, str) else ""


def _keywords(story: Mapping[str, object], facts: Mapping[str, list[str]]) -> list[str]:
    said = [name for item in as_list(story.get("keywords")) for name in names(item)]
    for key in _KEYWORDS:
        said = said or facts.get(key, [])
    return [word.strip() for item in said for word in re.split("[,;]", item) if word.strip()]


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
