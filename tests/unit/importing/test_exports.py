"""Exports in JSON Lines and CSV, with a mapping of the settings or by their columns' names."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tuinews.articles.importing.draft import Draft, Failure, SourceError, tidy
from tuinews.articles.importing.exports import read_export
from tuinews.settings import ExportMapping

FRENCH = (
    "Le barrage a tenu, ont déclaré les autorités à la presse ; la rivière était très calme hier, "
    "et l’eau n’est montée que d’un mètre. « Nous étions prêts », a précisé le maire."
)
TELEX = ExportMapping(
    {"headline": "Titel", "body": "Text", "published": "Datum", "byline": "Autor.Name"},
    "%d.%m.%Y %H:%M",
)


def read(
    file: Path, mappings: dict[str, ExportMapping] | None = None, chosen: str | None = None
) -> list[Draft | Failure]:
    found = read_export(file, file.name, mappings or {}, chosen)
    return [one if isinstance(one, Failure) else tidy(one) for one in found]


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def only(found: list[Draft | Failure]) -> Draft:
    (draft,) = found
    assert isinstance(draft, Draft)
    return draft


def test_columns_are_found_by_the_names_of_front_matter(tmp_path: Path) -> None:
    row = {
        "Title": "Dam &amp; river",
        "authors": [{"name": "Jane Doe"}, "John Roe"],
        "pubDate": "2021-11-09T08:00:00Z",
        "tags": ["water", "dams"],
        "publisher": "The Example Wire",
        "link": "https://wire.example/1",
        "lang": "en",
        "category": "World",
        "content_html": "<p>It <a href='/x'>held</a>.</p><p>So far.</p>",
        "description": "In short.",
        "word_count": 4,
    }
    draft = only(read(write(tmp_path, "a.jsonl", json.dumps(row) + "\n\n")))
    assert draft.headline == "Dam & river"
    assert draft.byline == "Jane Doe, John Roe"
    assert draft.published == dt.datetime(2021, 11, 9, 8, tzinfo=dt.UTC)
    assert draft.keywords == ("water", "dams")
    assert (draft.source, draft.language, draft.desk) == ("The Example Wire", "en", "World")
    assert (draft.url, draft.summary) == ("https://wire.example/1", "In short.")
    assert [block.text for block in draft.blocks] == ["It held.", "So far."]


def test_a_mapping_says_which_column_is_what(tmp_path: Path) -> None:
    row = {"Titel": "Damm hält", "Text": "Er hält.\n\nNoch.", "Datum": "09.11.2021 08:00",
           "Autor": {"Name": "Jane Doe"}, "title": "not this"}  # fmt: skip
    draft = only(read(write(tmp_path, "a.ndjson", json.dumps(row)), {"telex": TELEX}))
    assert (draft.headline, draft.byline) == ("Damm hält", "Jane Doe")
    assert draft.published == dt.datetime(2021, 11, 9, 8, tzinfo=dt.UTC)
    assert [block.text for block in draft.blocks] == ["Er hält.", "Noch."]


def test_of_several_mappings_the_one_that_fits_is_taken(tmp_path: Path) -> None:
    mappings = {
        "other": ExportMapping({"headline": "Kop", "body": "Tekst"}),
        "less": ExportMapping({"headline": "Text"}),
        "telex": ExportMapping({"headline": "Titel", "body": "Text"}),
    }
    file = write(tmp_path, "a.csv", "Titel,Text\nDamm hält,Er hält.\n")
    assert only(read(file, mappings)).headline == "Damm hält"
    assert only(read(file, mappings, "less")).headline == "Er hält."


def test_a_mapping_that_is_chosen_must_fit(tmp_path: Path) -> None:
    file = write(tmp_path, "a.csv", "a,b\n1,2\n")
    with pytest.raises(SourceError, match="none of the columns of mapping 'telex': Titel, Text"):
        read(file, {"telex": TELEX}, "telex")


def test_columns_that_mean_nothing_are_listed(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"under `mappings` in the settings \(columns: foo, bar"):
        read(write(tmp_path, "a.csv", "foo,bar\n1,2\n"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_tables_as_spreadsheets_write_them(tmp_path: Path, encoding: str, sign: str) -> None:
    rows = (
        ("Headline", "Body", "Date"),
        ("Café society", '"Two lines,\r\n\r\none; cell | ""quoted""\tso"', "2021-11-09"),
        ("Naïve déjà vu", f'"“Smart” – quotes. {FRENCH}"', ""),
        ("", "", ""),
    )
    text = "\r\n".join(sign.join(row) for row in rows) + "\r\n"
    first, second = read(write(tmp_path, "a.csv", text, encoding))
    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert first.headline == "Café society"
    assert first.published == dt.date(2021, 11, 9)
    assert [block.text for block in first.blocks] == ["Two lines,", 'one; cell | "quoted" so']
    assert second.headline == "Naïve déjà vu"
    assert second.blocks[0].text == f"“Smart” – quotes. {FRENCH}"


def test_a_byte_that_is_not_utf_8_far_down_is_still_seen(tmp_path: Path) -> None:
    rows = "".join(f"Story {n},Nothing but plain words in this row.\n" for n in range(40_000))
    found = read(write(tmp_path, "a.csv", f"title,text\n{rows}Café,Olé\n", "cp1252"))
    assert isinstance(found[-1], Draft)
    assert found[-1].headline == "Café"


def test_a_bad_row_names_its_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    deep = "[" * 100_000
    lines = ('{"title": "One"}', "{broken", "[1]", '{"title": ""}', deep, '{"title": "Two"}')
    found = read(write(tmp_path, "a.jsonl", "\n".join(lines)))
    assert [one.headline for one in found if isinstance(one, Draft)] == ["One", "Two"]
    failures = [(one.source, one.reason) for one in found if isinstance(one, Failure)]
    assert [source for source, _ in failures] == [f"a.jsonl:{line}" for line in (2, 3, 4, 5)]
    assert failures[0][1].startswith("not JSON: ")
    assert [reason for _, reason in failures[1:]] == [
        "not a JSON object",
        "no headline and no text",
        "nested too deep",
    ]


def test_a_summary_alone_is_the_text(tmp_path: Path) -> None:
    draft = only(read(write(tmp_path, "a.csv", "title,summary\nDam,It held.\n")))
    assert draft.summary is None
    assert draft.blocks[0].text == "It held."


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.tsv"])
@pytest.mark.parametrize("text", ["", "\n", "title\n"])
def test_an_export_with_no_rows_has_no_articles(tmp_path: Path, name: str, text: str) -> None:
    assert not [one for one in read(write(tmp_path, name, text)) if isinstance(one, Draft)]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_line_without_end_is_given_up(tmp_path: Path, name: str) -> None:
    file = write(tmp_path, name, "title,text\n" + "x" * (9 << 20))
    with pytest.raises(SourceError, match="longer than 8 million characters"):
        read(file)


def test_a_quote_that_never_ends_is_given_up(tmp_path: Path) -> None:
    file = write(tmp_path, "a.csv", 'title,text\nx,"' + "words and\n" * 900_000)
    with pytest.raises(SourceError, match=r"line \d+: not CSV"):
        read(file)


def test_what_is_no_text_is_said(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    with pytest.raises(SourceError):
        read(file)
