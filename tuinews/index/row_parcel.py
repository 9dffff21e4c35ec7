"""Owns how rows go from a process that read articles to the one that commits them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final, get_args

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.row_buffer import RowBuffer
from tuinews.index.row_table import NUMBERS, Columns
from tuinews.index.row_texts import Texts, texts_of
from tuinews.index.rows import Facet

_NAMED: Final = frozenset(get_args(Facet))


@dataclass(frozen=True, slots=True)
class Parcel:
    """The rows of a segment in the order of its articles, and the names that they number."""

    columns: Columns
    names: Sequence[bytes]

    def __len__(self) -> int:
        return len(self.columns.keyword_counts)

    def renamed(self, numbers: Array, first: int) -> Columns:
        """The rows with other numbers.

        Args:
            numbers: int64, what each of the names is numbered as instead.
            first: The engine's number of the first article.
        """
        columns = self.columns
        return Columns(
            {
                name: numbers.take(values) if name in _NAMED else values
                for name, values in columns.values.items()
            }
            | {"doc": columns.values["doc"] + first},
            columns.ids,
            columns.headlines,
            columns.digests,
            columns.keyword_counts,
            numbers.take(columns.keywords),
        )


def send(connection: Connection, buffer: RowBuffer) -> None:
    """Send the rows of a buffer.

    Raises:
        OSError: Nobody listens any more.
    """
    columns, names = buffer.columns(), texts_of(list(buffer.names))
    connection.send_bytes(np.stack([columns.values[name] for name in NUMBERS]).tobytes())
    for texts in (columns.ids, columns.headlines, names):
        connection.send_bytes(texts.blob)
        connection.send_bytes(np.diff(texts.start).tobytes())
    for values in (columns.digests, columns.keyword_counts, columns.keywords):
        connection.send_bytes(values.tobytes())


def receive(connection: Connection) -> Parcel:
    """Take what `send` sends.

    Raises:
        EOFError: Whoever sent it is gone.
        OSError: The same.
    """
    numbers = _whole(connection).reshape(len(NUMBERS), -1)
    ids, headlines, names = (_texts(connection) for _ in range(3))
    digests = np.frombuffer(connection.recv_bytes(), np.uint8)
    columns = Columns(
        dict(zip(NUMBERS, numbers, strict=True)),
        ids, headlines, digests, _whole(connection), _whole(connection),
    )  # fmt: skip
    return Parcel(columns, names.all())


def _whole(connection: Connection) -> Array:
    return np.frombuffer(connection.recv_bytes(), np.int64)


def _texts(connection: Connection) -> Texts:
    blob = memoryview(connection.recv_bytes())
    return Texts(blob, ragged.offsets(_whole(connection)))
