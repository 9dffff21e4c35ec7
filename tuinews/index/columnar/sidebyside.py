"""Owns building many articles into segments in several processes side by side."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from whoosh import fields

from tuinews.index.columnar.layout import Layout
from tuinews.index.columnar.merge import merge
from tuinews.index.columnar.segment import Segment
from tuinews.index.columnar.writer import SegmentBuilder

_MOST_SEGMENTS = 4
Feed = Callable[[int, int], Iterable[Mapping[str, Any]]]


def build(
    schema: fields.Schema,
    feed: Feed,
    folder: Path,
    *,
    unique: str | None,
    processes: int = 2,
) -> list[Path]:
    """Build segments in `folder` from articles that `processes` processes read and invert.

    Args:
        feed: Called in process `n` of `processes` as `feed(n, processes)`; yields the articles
            that are its share, as field values. Shares are disjoint.

    Returns:
        The segment files, those of the first process first; or the one they were merged into,
        where they were more than every search should have to look through.

    Raises:
        RuntimeError: A process failed; the message is its error.
    """
    context = multiprocessing.get_context("fork")
    running = []
    for number in range(processes):
        mine, theirs = context.Pipe(duplex=False)
        process = context.Process(
            target=_work,
            args=(theirs, schema, feed, folder, unique, number, processes),
        )
        process.start()
        theirs.close()
        running.append((process, mine))
    paths: list[Path] = []
    failures: list[str] = []
    for process, results in running:
        try:
            failure, names = results.recv_bytes().decode().split("\0", 1)
        except EOFError:
            failure, names = "a process that builds a segment died", ""
        process.join()
        if failure:
            failures.append(failure)
        paths += [folder / name for name in names.split("/") if name]
    if failures:
        for path in paths:
            path.unlink(missing_ok=True)
        raise RuntimeError(failures[0])
    if len(paths) <= _MOST_SEGMENTS:
        return paths
    merged = folder / "built.segment"
    merge([Segment(path) for path in paths], merged)
    for path in paths:
        path.unlink()
    return [merged]


def _work(
    results: Connection,
    schema: fields.Schema,
    feed: Feed,
    folder: Path,
    unique: str | None,
    number: int,
    processes: int,
) -> None:
    names: list[str] = []
    failure = ""
    # Building makes millions of objects and no cycles: looking for some costs a tenth of the time.
    gc.disable()
    layout = Layout.of(schema)

    def write(builder: SegmentBuilder) -> None:
        name = f"built-{number}-{len(names)}.segment"
        builder.write(folder / name)
        names.append(name)

    try:
        builder = SegmentBuilder(layout, unique)
        for article in feed(number, processes):
            builder.add(article)
            if builder.is_full():
                write(builder)
                builder = SegmentBuilder(layout, unique)
        if len(builder):
            write(builder)
    except Exception as error:  # noqa: BLE001 - crosses to the other process as text
        failure = f"{type(error).__name__}: {error}"
    results.send_bytes(f"{failure}\0{'/'.join(names)}".encode())
    results.close()
