"""Owns the engines that are compared: each builds an index of a file of articles and answers."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import Stemmer
from whoosh import fields, query
from whoosh.analysis import Composable, Token
from whoosh.analysis.filters import STOP_WORDS

if TYPE_CHECKING:
    from tuinews.index.columnar.layout import Reading

TOP = 50


class CannotAnswer(Exception):  # noqa: N818 - a gap in the table, no fault of the run
    """An engine has no way to do what was asked; the message says which."""


class Engine(Protocol):
    """Builds an index in a folder, opens it, and answers queries of a kind with a payload."""

    def build(self, corpus: Path, folder: Path) -> None: ...
    def open(self, folder: Path) -> None: ...
    def run(self, kind: str, payload: Any) -> int: ...
    def change(self, folder: Path, articles: list[dict[str, Any]]) -> None: ...


def articles(corpus: Path) -> Iterator[dict[str, Any]]:
    """Every article of a file."""
    with corpus.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def epoch(moment: str) -> int:
    """Seconds since 1970."""
    return int(dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC).timestamp())


_WORD = re.compile(r"\w++(?:\.\w++)*+")


class _Terms(dict[str, "str | None"]):
    def __init__(self) -> None:
        super().__init__()
        self._stem = Stemmer.Stemmer("english", 0).stemWord

    def __missing__(self, word: str) -> str | None:
        stopped = word in STOP_WORDS or len(word) < 2
        term = self[word] = None if stopped else self._stem(word)
        return term


class English(Composable):
    """English words and stems, in bulk for the columnar index and by tokens for stock Whoosh."""

    is_morph = True
    terms = _Terms()

    def forms(self, text: str) -> list[str]:
        return _WORD.findall(text.lower())

    def reading(self, form: str) -> Reading:
        from tuinews.index.columnar.layout import plain

        return plain(self.terms[form], form)

    def __call__(
        self, value: str, positions: bool = False, mode: str = "", **options: Any
    ) -> Iterator[Token]:
        token = Token(positions, False, removestops=True, mode=mode)
        token.boost, token.stopped, token.pos = 1.0, False, -1
        for term in map(self.terms.__getitem__, self.forms(value)):
            if term is not None:
                token.text = term
                token.pos += 1
                yield token


def schema() -> fields.Schema:
    def text(boost: float, stored: bool = False) -> fields.TEXT:
        return fields.TEXT(analyzer=English(), field_boost=boost, stored=stored)

    def words() -> fields.KEYWORD:
        return fields.KEYWORD(stored=True, lowercase=True, commas=True)

    return fields.Schema(
        id=fields.ID(stored=True, unique=True), headline=text(3.0, True), crosshead=text(1.5),
        body=text(1.0), date=fields.DATETIME(stored=True, sortable=True), places=words(),
        topics=words(), source=words(), section=words(),
    )  # fmt: skip


def values(article: Mapping[str, Any]) -> dict[str, Any]:
    """An article as a Whoosh writer takes it."""
    return {
        "id": article["id"],
        "headline": article["headline"],
        "crosshead": article["crosshead"] or None,
        "body": article["body"],
        "date": dt.datetime.fromisoformat(article["date"]),
        "places": ",".join(article["places"]).lower(),
        "topics": ",".join(article["topics"]),
        "source": article["source"].lower(),
        "section": article["section"].lower(),
    }


def whoosh_query(kind: str, payload: Any) -> query.Query:
    """A query of the set as Whoosh has it."""

    def term(field: str, word: str) -> query.Query:
        return query.Term(field, English.terms[word] or word)

    if kind in ("term", "newest", "facet"):
        return term("body", payload)
    if kind in ("and", "or"):
        parts = [term("body", word) for word in payload]
        return query.And(parts) if kind == "and" else query.Or(parts)
    if kind == "phrase":
        return query.Phrase("body", [English.terms[word] for word in payload.split()])
    if kind == "prefix":
        return query.Prefix("body", payload)
    if kind == "fuzzy":
        return query.FuzzyTerm("body", payload[0], maxdist=payload[1], prefixlength=payload[2])
    if kind == "field":
        return term(*payload)
    if kind == "word":
        return query.Term(*payload)
    if kind == "dates":
        start, end = map(dt.datetime.fromisoformat, payload[1:])
        return query.And([term("body", payload[0]), query.DateRange("date", start, end)])
    if kind == "multi":
        return query.And(
            [query.Or([term("headline", w), term("body", w)]) for w in payload.split()]
        )
    return query.Every()


class Columnar:
    """The engine below this project's search, alone and built in one process."""

    def build(self, corpus: Path, folder: Path) -> None:
        from tuinews.index.columnar.layout import Layout
        from tuinews.index.columnar.merge import merge
        from tuinews.index.columnar.segment import Segment
        from tuinews.index.columnar.writer import SegmentBuilder

        builder = SegmentBuilder(Layout.of(schema()), "id")
        paths: list[Path] = []
        for article in articles(corpus):
            builder.add(values(article))
            if builder.is_full():
                paths.append(folder / f"{len(paths)}.segment")
                builder.write(paths[-1])
                builder = builder.next()
        paths.append(folder / f"{len(paths)}.segment")
        builder.write(paths[-1])
        if len(paths) > 1:
            merge([Segment(path) for path in paths], folder / "built.segment")
            for path in paths:
                path.unlink()

    def open(self, folder: Path) -> None:
        import numpy as np

        from tuinews.index.columnar import collect
        from tuinews.index.columnar.segment import Segment
        from tuinews.index.columnar.snapshot import Snapshot

        segments = [Segment(path) for path in sorted(folder.glob("*.segment"))]
        self._collect, self._snapshot = collect.everything, Snapshot(schema(), segments)
        columns = [segment.numbers("date") for segment in segments]
        dates = [column.values(slice(None)) for column in columns if column is not None]
        self._newest = np.argsort(-np.concatenate(dates), kind="stable")
        self._rank = np.argsort(self._newest)

    def run(self, kind: str, payload: Any) -> int:
        if kind == "facet":
            raise CannotAnswer("the engine alone does not count")
        by_date = kind in ("newest", "all")
        matched = self._collect(self._snapshot, whoosh_query(kind, payload), ranked=not by_date)
        first = matched.first if by_date else matched.best
        first(TOP, self._newest, self._rank)
        return matched.total

    def change(self, folder: Path, articles: list[dict[str, Any]]) -> None:
        import numpy as np

        from tuinews.index.columnar.layout import Layout
        from tuinews.index.columnar.segment import Segment
        from tuinews.index.columnar.snapshot import Snapshot
        from tuinews.index.columnar.writer import SegmentBuilder

        builder = SegmentBuilder(Layout.of(self._snapshot.schema), "id")
        segments = []
        for segment in self._snapshot.segments:
            gone = (segment.find("id", article["id"]) for article in articles)
            dead = np.array(sorted({doc for doc in gone if doc is not None}), np.uint32)
            segments.append(segment.with_deleted(np.union1d(segment.deleted, dead)))
        for article in articles:
            builder.add(values(article))
        path = folder / f"changed-{len(segments)}.segment"
        builder.write(path)
        self._snapshot = Snapshot(self._snapshot.schema, [*segments, Segment(path)])


class StockWhoosh:
    """Whoosh as it comes."""

    def build(self, corpus: Path, folder: Path) -> None:
        from whoosh import index

        writer = index.create_in(folder, schema()).writer(limitmb=256)
        for article in articles(corpus):
            writer.add_document(**values(article))
        writer.commit(optimize=True)

    def open(self, folder: Path) -> None:
        from whoosh import index

        self._searcher = index.open_dir(folder).searcher()

    def run(self, kind: str, payload: Any) -> int:
        options: dict[str, Any] = {}
        if kind in ("newest", "all"):
            options = {"sortedby": "date", "reverse": True}
        return len(self._searcher.search(whoosh_query(kind, payload), limit=TOP, **options))

    def change(self, folder: Path, articles: list[dict[str, Any]]) -> None:
        from whoosh import index

        writer = index.open_dir(folder).writer()
        for article in articles:
            writer.update_document(**values(article))
        writer.commit(merge=False)


class Fts5:
    """SQLite's full-text search, with an index of prefixes."""

    def build(self, corpus: Path, folder: Path) -> None:
        database = sqlite3.connect(folder / "x.db")
        database.executescript(
            "pragma journal_mode=wal; pragma synchronous=normal;"
            "create table m(rowid integer primary key, id text unique, date int, source text,"
            " section text, places text, topics text, headline text, crosshead text, body text);"
            "create virtual table d using fts5(headline, crosshead, body, places, topics,"
            " content=m, tokenize='porter unicode61', prefix='1 2 3');"
        )
        with database:
            for number, article in enumerate(articles(corpus), 1):
                self._insert(database, number, article)
            database.execute("create index md on m(date)")
        database.execute("insert into d(d) values('optimize')")
        database.commit()
        database.execute("pragma wal_checkpoint(truncate)")
        database.close()

    @staticmethod
    def _insert(database: sqlite3.Connection, number: int, article: dict[str, Any]) -> None:
        places, topics = " ".join(article["places"]), " ".join(article["topics"])
        text = article["headline"], article["crosshead"], article["body"]
        database.execute(
            "insert into m values(?,?,?,?,?,?,?,?,?,?)",
            (number, article["id"], epoch(article["date"]), article["source"],
             article["section"], places, topics, *text),
        )  # fmt: skip
        database.execute(
            "insert into d(rowid,headline,crosshead,body,places,topics) values(?,?,?,?,?,?)",
            (number, *text, places, topics),
        )

    def open(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "x.db")
        self._database.execute("pragma mmap_size=2000000000")
        self._database.execute("pragma cache_size=-100000")
        self._database.execute("pragma synchronous=normal")

    def run(self, kind: str, payload: Any) -> int:
        ranked = "select rowid, bm25(d,3.0,1.5,1.0,1.0,1.0) r from d where d match ?"
        ranked += f" order by r limit {TOP}"
        joined = "from d join m on m.rowid=d.rowid where d match ?"
        every = payload if isinstance(payload, list) else [str(payload)]
        words = [str(word) for word in every]
        asked = {
            "term": f"body:{payload}", "facet": f"body:{payload}", "newest": f"body:{payload}",
            "and": f"body:({' AND '.join(words)})",
            "or": f"body:({' OR '.join(words)})",
            "phrase": f'body:"{payload}"', "prefix": f"body:{payload}*",
            "multi": f"{{headline body}}:({' AND '.join(str(payload).split())})",
        }  # fmt: skip
        if kind in ("field", "word"):
            return len(self._all(ranked, f"{payload[0]}:{payload[1]}"))
        if kind == "dates":
            sql = f"select d.rowid, bm25(d,3.0,1.5,1.0,1.0,1.0) r {joined}"
            sql += f" and m.date between ? and ? order by r limit {TOP}"
            return len(self._all(sql, f"body:{payload[0]}", epoch(payload[1]), epoch(payload[2])))
        if kind == "all":
            return len(self._all(f"select rowid, date from m order by date desc limit {TOP}"))
        if kind == "newest":
            sql = f"select d.rowid, m.date {joined} order by m.date desc limit {TOP}"
            return len(self._all(sql, asked[kind]))
        if kind == "facet":
            for column in ("section", "source"):
                self._all(f"select m.{column}, count(*) {joined} group by 1", asked[kind])
        if kind == "fuzzy":
            raise CannotAnswer("FTS5 has no fuzzy terms")
        return len(self._all(ranked, asked[kind]))

    def _all(self, sql: str, *arguments: object) -> list[Any]:
        return self._database.execute(sql, arguments).fetchall()

    def change(self, folder: Path, articles: list[dict[str, Any]]) -> None:
        with self._database as database:
            for article in articles:
                row = database.execute(
                    "select rowid, headline, crosshead, body, places, topics from m where id=?",
                    (article["id"],),
                ).fetchone()
                database.execute(
                    "insert into d(d,rowid,headline,crosshead,body,places,topics)"
                    " values('delete',?,?,?,?,?,?)", row,
                )  # fmt: skip
                database.execute("delete from m where rowid=?", (row[0],))
                self._insert(database, row[0], article)


class Tantivy:
    """Tantivy through its Python binding; bodies are not stored."""

    def _schema(self) -> Any:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("headline", stored=True, tokenizer_name="en_stem")
        for name in ("crosshead", "body"):
            builder.add_text_field(name, stored=False, tokenizer_name="en_stem")
        for name in ("places", "topics"):
            builder.add_text_field(name, stored=True, tokenizer_name="raw")
        for name in ("source", "section"):
            builder.add_text_field(name, stored=True, tokenizer_name="raw", fast=True)
        builder.add_integer_field("date", stored=True, indexed=True, fast=True)
        return builder.build()

    @staticmethod
    def _document(article: dict[str, Any]) -> Any:
        import tantivy

        return tantivy.Document(**{**article, "date": epoch(article["date"])})

    def build(self, corpus: Path, folder: Path) -> None:
        import tantivy

        # One thread that indexes beside the one that reads: two cores.
        writer = tantivy.Index(self._schema(), path=str(folder)).writer(200_000_000, 1)
        for article in articles(corpus):
            writer.add_document(self._document(article))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        import tantivy

        self._tantivy = tantivy
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def run(self, kind: str, payload: Any) -> int:
        def parsed(text: str) -> Any:
            return self._index.parse_query(text, ["body"])

        made = self._tantivy.Query
        if kind == "and":
            q = parsed(" AND ".join(payload))
        elif kind == "or":
            q = parsed(" OR ".join(payload))
        elif kind == "phrase":
            q = parsed(f'"{payload}"')
        elif kind == "prefix":
            q = made.regex_query(self._index.schema, "body", payload + ".*")
        elif kind == "fuzzy":
            q = made.fuzzy_term_query(self._index.schema, "body", payload[0], distance=payload[1])
        elif kind in ("field", "word"):
            q = parsed(f"{payload[0]}:{payload[1]}")
        elif kind == "dates":
            start, end = epoch(payload[1]), epoch(payload[2])
            q = parsed(f"body:{payload[0]} AND date:[{start} TO {end}]")
        elif kind == "multi":
            words = payload.split()
            q = parsed(" AND ".join(f"(headline:{w}^3 OR body:{w})" for w in words))
        elif kind == "all":
            q = made.all_query()
        else:
            q = parsed(payload)
        if kind in ("all", "newest"):
            return len(self._searcher.search(q, TOP, order_by_field="date").hits)
        found = len(self._searcher.search(q, TOP).hits)
        if kind == "facet":
            self._searcher.aggregate(
                q, {name: {"terms": {"field": name}} for name in ("section", "source")}
            )
        return found

    def change(self, folder: Path, articles: list[dict[str, Any]]) -> None:
        writer = self._index.writer(50_000_000, 1)
        for article in articles:
            writer.delete_documents("id", article["id"])
            writer.add_document(self._document(article))
        writer.commit()
        self._index.reload()


class Ripgrep:
    """ripgrep over one file an article: no index at all."""

    def build(self, corpus: Path, folder: Path) -> None:
        for number, article in enumerate(articles(corpus)):
            path = folder / f"{number % 1000:03d}" / f"{number}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{article['headline']}\n\n{article['body']}\n", encoding="utf-8")

    def open(self, folder: Path) -> None:
        self._folder = folder
        if shutil.which("rg") is None:
            raise CannotAnswer("ripgrep is not installed")

    def run(self, kind: str, payload: Any) -> int:
        if kind not in ("term", "phrase"):
            raise CannotAnswer("ripgrep knows words and phrases")
        command = ["rg", "-liw", payload, str(self._folder)]
        return subprocess.run(command, capture_output=True, check=False).stdout.count(b"\n")

    def change(self, folder: Path, articles: list[dict[str, Any]]) -> None:
        raise CannotAnswer("ripgrep has no index")


ENGINES: dict[str, type[Engine]] = {
    "tuinews": Columnar,
    "tantivy": Tantivy,
    "fts5": Fts5,
    "whoosh": StockWhoosh,
    "ripgrep": Ripgrep,
}
