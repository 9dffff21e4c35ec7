"""Owns many entries of a folder in little room: a third of what the values themselves take."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator
from itertools import accumulate, pairwise

from tuinews.articles.folder import Entry


class Entries:
    """Entries in the order they were added, or of their ids; each made anew when asked for."""

    def __init__(self) -> None:
        self._ids = bytearray()
        self._ends = array("Q", [0])
        self._sizes = array("q")
        self._times = array("q")

    def __len__(self) -> int:
        return len(self._sizes)

    def __iter__(self) -> Iterator[Entry]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, place: int) -> Entry:
        name = os.fsdecode(bytes(self._ids[self._ends[place] : self._ends[place + 1]]))
        return Entry(name, self._sizes[place], self._times[place])

    def order_by_id(self) -> None:
        """Put them in the order of the bytes of their ids."""
        ids, ends = bytes(self._ids), self._ends
        names = [ids[start:end] for start, end in pairwise(ends)]
        order = array("L", sorted(range(len(names)), key=names.__getitem__))
        self._ids = bytearray().join(map(names.__getitem__, order))
        self._ends = array("Q", accumulate((len(names[place]) for place in order), initial=0))
        self._sizes = array("q", map(self._sizes.__getitem__, order))
        self._times = array("q", map(self._times.__getitem__, order))

    def add(self, entry: Entry) -> None:
        """Add one at the end."""
        self._ids += os.fsencode(entry.id)
        self._ends.append(len(self._ids))
        self._sizes.append(entry.size)
        self._times.append(entry.mtime_ns)
