"""A citation names the article, the paragraph and the file, in forms that other programs read."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.articles.test_export import KABUL, made
from tuinews.articles.article import Paragraph, Section
from tuinews.articles.citation import bibtex, citation_key, csl_json, quotation
from tuinews.articles.citation_file import read_cited
from tuinews.articles.citation_names import Author, authors
from tuinews.articles.sanitise import sanitise_line

SHA = "a" * 64
CSL_VARIABLES = {
    "id", "type", "title", "author", "container-title", "issued", "section", "version", "language",
    "keyword", "abstract", "URL", "archive", "archive_location", "note", "custom",
}  # fmt: skip


def test_an_entry_of_bibtex_has_what_the_article_says() -> None:
    article = made(
        *KABUL.sections, byline="By Jane Doe and José van der Berg", source="The Paper & Co",
        headline="Kabul: 50 % of {trade} costs $5_000 #1 ~^\\", url="https://example.org/{a} b",
        language="en", keywords=("trade", "Kabul"),
    )  # fmt: skip
    assert bibtex(article, (1, 2), SHA) == (
        "@article{" + citation_key(article, (1, 2)) + ",\n"
        "  author = {Doe, Jane and van der Berg, José},\n"
        r"  title = {{Kabul: 50 \% of {\textbraceleft}trade{\textbraceright} costs \$5\_000 \#1"
        r" {\textasciitilde}{\textasciicircum}{\textbackslash}}},"
        "\n  journal = {The Paper \\& Co},\n  year = {2021},\n  month = nov,\n  day = {9},\n"
        "  url = {https://example.org/%7Ba%7D%20b},\n  language = {en},\n"
        "  keywords = {trade, Kabul},\n"
        rf"  note = {{tuinews world/a.txt, section 2 (TIES \#), paragraph 3, SHA-256 {SHA}}},"
        "\n}\n"
    )


def test_an_item_of_csl_has_only_its_variables_and_the_right_type() -> None:
    item = csl_json(KABUL, (1, 2), SHA)
    assert item.keys() <= CSL_VARIABLES
    assert item["type"] == "article-newspaper"
    assert item["author"] == [{"family": "Doe", "given": "Jane"}]
    assert item["issued"] == {"date-parts": [[2021, 11, 9]]}
    assert item["custom"] == {
        "tuinews": {"id": "world/a.txt", "section": 1, "paragraph": 2, "sha256": SHA}
    }
    bare = csl_json(made(Section(None, ())))
    assert bare["type"] == "article"
    assert None not in bare.values()


def test_what_the_article_does_not_say_is_not_made_up() -> None:
    article = made(Section(None, ()), published_from="mtime")
    assert "issued" not in csl_json(article)
    entry = bibtex(article)
    assert entry.startswith("@misc{kabul-")
    assert not re.search("author|journal|year|SHA", entry)


def test_a_day_is_the_articles_own_whatever_the_zone() -> None:
    late = dt.datetime(2021, 11, 9, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    assert csl_json(made(published=late))["issued"] == {"date-parts": [[2021, 11, 9]]}


@given(st.text(max_size=60).map(sanitise_line))
def test_whatever_the_text_its_braces_balance_and_no_sign_is_loose(text: str) -> None:
    entry = bibtex(made(Section(text, (Paragraph(text),)), headline=text, source=text), (0, 0))
    depth = 0
    for sign in entry:  # as BibTeX counts: a backslash protects nothing
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"(?<!\\)[#$%&_~^]", entry.partition("\n")[2])
    assert entry.partition(",")[0].isascii()


def test_keys_are_stable_and_each_articles_own() -> None:
    names = [f"{desk}/{n}.txt" for desk in "abc" for n in range(500)]
    keys = [citation_key(made(id=name)) for name in names]
    assert len(set(keys)) == len(keys)
    assert keys[7] == citation_key(made(id="a/7.txt", sections=KABUL.sections))
    assert len({citation_key(KABUL), citation_key(KABUL, (0, 0)), citation_key(KABUL, (1, 0))}) == 3


@pytest.mark.parametrize(
    ("headline", "byline", "key"),
    [
        ("The Kabul talks", "By Jane O’Neill", "oneill2021kabul-"),
        ("Ärger in Köln", "Von Łukasz Müller", "muller2021arger-"),
        ("喀布尔会谈", None, "2021-"),
        ("Kabul", "By XYZ Staff", "xyz2021kabul-"),
    ],
)
def test_a_key_is_of_author_year_and_the_first_word_that_tells(
    headline: str, byline: str | None, key: str
) -> None:
    found = citation_key(made(headline=headline, byline=byline))
    assert re.fullmatch(re.escape(key) + "[0-9a-f]{10}", found)


@pytest.mark.parametrize(
    ("byline", "named"),
    [
        (None, []),
        ("", []),
        ("By Jane Doe", [("Doe", "Jane")]),
        ("BY JANE DOE", [("DOE", "JANE")]),
        (
            "Jane Doe, Richard Roe and Ann J. Poe",
            [("Doe", "Jane"), ("Roe", "Richard"), ("Poe", "Ann J.")],
        ),
        ("Ludwig van der Rohe", [("van der Rohe", "Ludwig")]),
        ("Jean-Luc d'Or", [("Jean-Luc d'Or", None)]),
        ("By Jane Doe, Associated Press Writer", [("Jane Doe, Associated Press Writer", None)]),
        ("By the desk", [("the desk", None)]),
        ("Agence France-Presse", [("Agence France-Presse", None)]),
        ("王小明", [("王小明", None)]),
        ("Jane", [("Jane", None)]),
        ("Martin King Jr.", [("Martin King Jr.", None)]),
        ("jane@example.org", [("jane@example.org", None)]),
    ],
)
def test_authors_are_persons_only_where_the_byline_clearly_has_such(
    byline: str | None, named: list[tuple[str, str | None]]
) -> None:
    assert authors(byline) == tuple(Author(*name) for name in named)


def test_a_quotation_says_where_it_is_from() -> None:
    said = quotation(KABUL, 1, 2, SHA)
    assert said == (
        "“a [link](x) that is none”\n\n— Jane Doe, “Kabul talks”, XYZ, 9 November 2021\n"
        f"  tuinews world/a.txt, section 2 (TIES #), paragraph 3, SHA-256 {SHA}"
    )
    with pytest.raises(IndexError):
        quotation(KABUL, 1, 9)


def test_the_digest_is_that_of_the_whole_file(tmp_path: Path) -> None:
    for size in (10, 9 << 20):
        data = b"Oslo wins\n\nOslo won.\n" + b"word " * (size // 5)
        (tmp_path / "a.txt").write_bytes(data)
        article, sha256 = read_cited(tmp_path, "a.txt")
        assert article.headline == "Oslo wins"
        assert sha256 == hashlib.sha256(data).hexdigest()


def test_of_a_file_without_end_no_digest_is_made(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.write(b"Oslo wins\n\nOslo won.\n" + b"word " * (9 << 20))
        file.truncate(1 << 40)
    assert read_cited(tmp_path, "a.txt")[1] is None
