"""Owns the step from a table of articles to drafts: JSON Lines, CSV, and tab-separated values.

Which column is which field says a mapping of the settings; without one, the names that front
matter goes by (`title`, `author`, `date` ...) are looked for.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import chain, repeat
from pathlib import Path
from typing import TextIO

from tuinews.articles.decode import decode
from tuinews.articles.importing.draft import Draft, Failure, SourceError
from tuinews.articles.importing.fragments import read_any, read_title
from tuinews.articles.metadata import ALIASES, Metadata, read_metadata
from tuinews.errors import UnreadableArticleError
from tuinews.settings import ExportMapping

SUFFIXES = {".jsonl": "json", ".ndjson": "json", ".csv": "csv", ".tsv": "csv", ".tab": "csv"}
"""File name endings of exports, and whether a line is JSON or a row of cells."""

_LONGEST = 8 << 20
_CHUNK = 1 << 20
_BODIES = (
    *("body", "content", "text", "fulltext", "articlebody", "bodytext", "maintext", "story"),
    *("contenthtml", "bodyhtml", "html", "contenttext", "article", "paragraphs"),
)
_IGNORED = str.maketrans("", "", "-_ ")
_DELIMITERS = ",;\t|"
_FIELDS = frozenset(field.name for field in fields(Metadata)) & {
    field.name for field in fields(Draft)
}

_Row = dict[str, object]


def read_export(
    file: Path, shown: str, mappings: Mapping[str, ExportMapping], chosen: str | None = None
) -> Iterator[Draft | Failure]:
    """Read an export row by row; a row that cannot be read is a failure and the rest goes on.

    Args:
        shown: What the file is called in failures.
        mappings: Those of the settings, by name.
        chosen: The name of the mapping to use; without, the one that names most of the columns,
            and none that is not there.

    Raises:
        SourceError: The file cannot be read, or has no column for a headline or a text.
    """
    try:
        stream = file.open(encoding=_encoding(file), errors="replace", newline="")
    except OSError as error:
        raise SourceError((error.strerror or "cannot be read").lower()) from error
    with stream:
        rows = _json_rows(stream) if SUFFIXES[file.suffix.lower()] == "json" else _cells(stream)
        columns: _Columns | None = None
        for line, row in rows:
            if isinstance(row, str):
                yield Failure(f"{shown}:{line}", row)
                continue
            columns = columns or _pick(mappings, chosen, row)
            draft = _draft(row, columns)
            yield Failure(f"{shown}:{line}", "no headline and no text") if draft.is_empty else draft


def _encoding(file: Path) -> str:
    """The codec of a file: UTF-8 if all of it is, else what its first odd part looks like."""
    utf8 = codecs.getincrementaldecoder("utf-8")()
    with file.open("rb") as stream:
        start = chunk = stream.read(_CHUNK)
        try:
            while chunk and b"\0" not in chunk:
                utf8.decode(chunk)
                chunk = stream.read(_CHUNK)
            if not chunk:
                return "utf-8-sig"
        except UnicodeDecodeError:
            pass
    try:
        return decode(
            start if b"\0" in chunk or start.startswith(b"\xef\xbb\xbf") else chunk
        ).encoding
    except UnreadableArticleError as error:
        raise SourceError(str(error)) from error


def _lines(stream: TextIO) -> Iterator[str]:
    first = True
    while line := stream.readline(_LONGEST):
        if len(line) == _LONGEST:
            raise SourceError(f"a line is longer than {_LONGEST >> 20} million characters")
        yield line.removeprefix("\ufeff") if first else line
        first = False


def _json_rows(stream: TextIO) -> Iterator[tuple[int, _Row | str]]:
    """The line, and the object on it or what is wrong with it."""
    for number, line in enumerate(_lines(stream), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except RecursionError:
            yield number, "nested too deep"
        except ValueError as error:
            yield number, f"not JSON: {error}"
        else:
            yield number, value if isinstance(value, dict) else "not a JSON object"


def _cells(stream: TextIO) -> Iterator[tuple[int, _Row | str]]:
    """The line, and the row by the names that the first line gives its columns."""
    lines = _lines(stream)
    top = next(lines, "")
    delimiter = max(_DELIMITERS, key=lambda sign: len(next(csv.reader([top], delimiter=sign), [])))
    before = csv.field_size_limit(_LONGEST)
    try:
        table = csv.reader(chain((top,), lines), delimiter=delimiter)
        names = [name.strip() for name in next(table, [])]
        for row in table:
            if any(cell.strip() for cell in row):
                yield table.line_num, dict(zip(names, chain(row, repeat("")), strict=False))
    except csv.Error as error:
        raise SourceError(f"line {table.line_num}: not CSV: {error}") from None
    finally:
        csv.field_size_limit(before)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a row holds what: `body` is a column; `named` gives fields their columns, None all."""

    body: str | None
    named: Mapping[str, str] | None = None
    date_format: str | None = None


def _pick(mappings: Mapping[str, ExportMapping], chosen: str | None, row: _Row) -> _Columns:
    """The columns to read, by the first row."""
    fitting = [
        mapping
        for name, mapping in mappings.items()
        if name == chosen
        or (not chosen and all(_found(row, path) is not None for path in mapping.columns.values()))
    ]
    if fitting:
        mapping = max(fitting, key=lambda mapping: len(mapping.columns))
        named = {field: path for field, path in mapping.columns.items() if field != "body"}
        lacking = [path for path in mapping.columns.values() if _found(row, path) is None]
        if lacking and len(lacking) == len(mapping.columns):
            raise SourceError(
                f"has none of the columns of mapping '{chosen}': {', '.join(lacking)[:200]}"
            )
        return _Columns(mapping.columns.get("body"), named, mapping.date_format)
    plain = {key.translate(_IGNORED).lower(): key for key in reversed(row)}
    body = next((plain[name] for name in _BODIES if name in plain), None)
    if body is None and not any(name in plain for name in ALIASES["headline"]):
        columns = ", ".join(row)[:200] or "none"
        raise SourceError(
            "no column for a headline or a text; say which is which under `mappings` in the"
            f" settings (columns: {columns})"
        )
    return _Columns(body)


def _found(row: _Row, path: str) -> object:
    """The value of a column; `author.name` looks into an object where there is no such column."""
    if path in row:
        value = row[path]
        return "" if value is None else value
    value = row
    for name in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def _draft(row: _Row, columns: _Columns) -> Draft:
    if columns.named is None:
        raw = {key: value for key, value in row.items() if key != columns.body}
    else:
        raw = {field: _found(row, path) for field, path in columns.named.items()}
    if columns.date_format:
        raw |= {
            key: _dated(raw[key], columns.date_format)
            for key in ("published", "updated")
            if key in raw
        }
    metadata = read_metadata(raw)
    values = {name: getattr(metadata, name) for name in _FIELDS}
    for name in ("headline", "summary", "byline"):
        values[name] = read_title(values[name]) or None if values[name] else None
    body = _found(row, columns.body) if columns.body else None
    text = "\n\n".join(map(str, body)) if isinstance(body, list) else str(body or "")
    if not text.strip() and values["summary"]:
        text, values["summary"] = values["summary"], None
    return Draft(**values, blocks=read_any(text, values["url"] or ""))


def _dated(value: object, date_format: str) -> object:
    """The date of a text in the mapping's own form; the text itself where it has another."""
    try:
        moment = dt.datetime.strptime(str(value).strip(), date_format)
    except ValueError:
        return value
    timed = any(code in date_format for code in ("%H", "%I", "%c", "%X", "%T"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)) if timed else moment.date()
