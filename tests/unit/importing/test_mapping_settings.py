"""A mapping in the settings is strict: an error names file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuinews import settings
from tuinews.errors import SettingsError
from tuinews.settings import ExportMapping


def write(folder: Path, text: str) -> Path:
    file = folder / "tuinews.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_mappings_are_read(tmp_path: Path) -> None:
    text = """\
mappings:
  telex:
    headline: Titel
    body: Text
    byline: author.name
    date_format: "%d.%m.%Y"
  other: {headline: Kop}
"""
    loaded = settings.load(write(tmp_path, text))
    assert loaded.values.mappings == {
        "telex": ExportMapping(
            {"headline": "Titel", "body": "Text", "byline": "author.name"}, "%d.%m.%Y"
        ),
        "other": ExportMapping({"headline": "Kop"}),
    }
    assert loaded.origins["mappings"] == f"{tmp_path}/tuinews.yaml:1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mappings: telex", "{file}:1: mappings must be names with a mapping"),
        ("mappings: [a]", "{file}:1: mappings must be names with a mapping"),
        ("mappings:\n  telex: Titel", "{file}:2: mappings.telex must be lines such as"),
        ("mappings:\n  telex: {}", "{file}:2: mappings.telex must be lines such as"),
        (
            "mappings:\n  telex:\n    headline: a\n    headlne: Titel",
            "{file}:4: mappings.telex: unknown field 'headlne'; did you mean 'headline'?",
        ),
        ("mappings:\n  t:\n    zz: a", "{file}:3: mappings.t: unknown field 'zz'; known: headline"),
        (
            "mappings:\n  t:\n    headline: [a]",
            "{file}:3: mappings.t.headline must be the name of a column",
        ),
        (
            "mappings:\n  t:\n    headline: {a: b}",
            "{file}:3: mappings.t.headline must be the name of a column",
        ),
        (
            "mappings:\n  t:\n    headline: a\n    date_format: 3",
            "{file}:4: mappings.t.date_format must be a form of dates",
        ),
        (
            "mappings:\n  t:\n    url: a",
            "{file}:2: mappings.t names no column for headline or body",
        ),
        (
            "mappings:\n  t:\n    headline: a\n    headline: b",
            "{file}:4: mappings.t.headline is set twice",
        ),
        (
            "mappings:\n  t: {headline: a}\n  t: {headline: b}",
            "{file}:3: mappings.t is set twice",
        ),
        ("theme:\n  a: b", "{file}:1: theme must be one of"),
    ],
)
def test_a_wrong_mapping_names_file_line_and_key(tmp_path: Path, text: str, message: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        settings.load(file)
    assert message.format(file=file) in str(caught.value)
