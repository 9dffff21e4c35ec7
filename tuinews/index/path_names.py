"""Owns which articles lie where: the folders and file names of a generation, and patterns of both.

There are few folders, so that what a pattern says of them is asked of each folder once; file names
lie one after another in one line of bytes, where those that begin or end with some letters are
found for all at once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np

from tuinews.index.arrays.arraytypes import Array, Bools
from tuinews.index.folding import fold

_STANDS_FOR: Final = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
_WILD: Final = re.compile(r"[*?]")
_OPEN: Final = re.compile(r"[^/](?:\*\*/)+$")
"""The end of what need not end with a folder."""
_PIECES: Final = re.compile(r"\*\*/?|\*|\?|[^*?]+")


def expression(pattern: str) -> re.Pattern[str]:
    """A pattern as an expression: `*` and `?` stay within a folder, `**` goes on below it."""
    parts = [_STANDS_FOR.get(piece) or re.escape(piece) for piece in _PIECES.findall(pattern)]
    return re.compile("".join(parts), re.DOTALL)


class PathNames:
    """The folded ids of a generation, cut into folders and names.

    Attributes:
        folders: The folders, each with a `/` behind it; "" for the archive itself.
        folder: uint32[rows], which of them each article lies in.
    """

    def __init__(self, ids: Iterable[bytes]) -> None:
        """Read all ids, row after row."""
        known: dict[bytes, int] = {}
        folder: list[int] = []
        names: list[bytes] = []
        for key in ids:
            path, slash, name = key.rpartition(b"/")
            folder.append(known.setdefault(path + slash, len(known)))
            names.append(name)
        self.folders = [fold(os.fsdecode(each)) for each in known]
        self.folder = np.array(folder, np.uint32)
        self._line = _folded(names)
        line = np.frombuffer(self._line, np.uint8)
        self._bytes = line
        ends = np.flatnonzero(line == 0)
        self._start = np.append(0, ends[:-1] + 1) if len(ends) else ends
        self._end = ends

    def like(self, pattern: str) -> Bools:
        """The rows that a folded pattern matches the whole id of."""
        above, slash, last = pattern.rpartition("/")
        if last == "**" and not _OPEN.search(above + slash):
            # What is left of it ends with a slash, and so within the folder.
            return self._in(expression(above + slash + "**").fullmatch)
        if "**" in last or _OPEN.search(above + slash):
            matches = expression(pattern).fullmatch
            return self._each(np.arange(len(self.folder)), lambda id: matches(id) is not None)  # noqa: A006
        inside = self._in(expression(above + slash).fullmatch)
        return inside if last == "*" else self._named(last, inside)

    def called(self, name: str) -> Bools:
        """The rows with a folder of a folded name, or a file, whatever it ends with.

        A name may be several, with slashes between them.
        """
        inside, stem = f"/{name}/", f"/{name}."
        found = self._in(lambda path: inside in f"/{path}" or stem in f"/{path}")
        above, slash, last = name.rpartition("/")
        begin = last.encode("utf-8", "surrogateescape")
        rows = self._beginning(begin)
        after = self._bytes.take(self._start.take(rows) + len(begin))
        rows = rows.compress((after == 0) | (after == ord(".")))
        ends = self._in(lambda path: f"/{path}".endswith(f"/{above}{slash}"))
        found[rows] |= ends[rows]
        return found

    def _in(self, test: Callable[[str], object]) -> Bools:
        """The rows in folders that pass."""
        passing = np.fromiter((bool(test(each)) for each in self.folders), np.bool_)
        return passing.take(self.folder)

    def _named(self, pattern: str, inside: Bools) -> Bools:
        """Those of some rows whose names are like a pattern without `**`."""
        literals = [each.encode("utf-8", "surrogateescape") for each in _WILD.split(pattern)]
        rows = self._beginning(literals[0])
        rows = rows.compress(inside.take(rows))
        if len(literals) == 1:
            length = self._end.take(rows) - self._start.take(rows)
            rows = rows.compress(length == len(literals[0]))
        else:
            rows = self._ending(literals[-1], rows)
        found = np.zeros(len(inside), np.bool_)
        found[rows] = True
        if len(literals) == 1 or (len(literals) == 2 and "?" not in pattern):
            # The letters before the star and those after it must not be the same ones.
            least = sum(map(len, literals))
            found[rows] = self._end.take(rows) - self._start.take(rows) >= least
            return found
        matches = expression(pattern).fullmatch
        return self._each(rows, lambda name: matches(name) is not None, names=True)

    def _beginning(self, letters: bytes) -> Array:
        """The rows whose names begin so."""
        rows = np.arange(len(self.folder))
        rows = rows.compress(self._end - self._start >= len(letters))
        for place, letter in enumerate(letters):
            rows = rows.compress(self._bytes.take(self._start.take(rows) + place) == letter)
        return rows

    def _ending(self, letters: bytes, rows: Array) -> Array:
        """Those of some rows whose names end so."""
        rows = rows.compress(self._end.take(rows) - self._start.take(rows) >= len(letters))
        for place, letter in enumerate(reversed(letters), 1):
            rows = rows.compress(self._bytes.take(self._end.take(rows) - place) == letter)
        return rows

    def _each(self, rows: Array, test: Callable[[str], bool], *, names: bool = False) -> Bools:
        """Those of some rows whose ids pass, or whose names do."""
        found = np.zeros(len(self.folder), np.bool_)
        starts, ends = self._start.take(rows).tolist(), self._end.take(rows).tolist()
        texts = (
            self._line[start:end].decode("utf-8", "surrogateescape")
            for start, end in zip(starts, ends, strict=True)
        )
        if not names:
            folders = (self.folders[place] for place in self.folder.take(rows).tolist())
            texts = (folder + name for folder, name in zip(folders, texts, strict=True))
        found[rows] = np.fromiter(map(test, texts), np.bool_, len(rows))
        return found


def _folded(names: list[bytes]) -> bytes:
    """Names folded, each with a zero byte after it."""
    line = b"\0".join([*names, b""])
    if line.isascii():
        return line.lower()
    folded = (
        name.lower()
        if name.isascii()
        else fold(os.fsdecode(name)).encode("utf-8", "surrogateescape")
        for name in names
    )
    return b"\0".join([*folded, b""])
