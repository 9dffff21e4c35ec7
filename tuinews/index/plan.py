"""Owns what differs between a folder of articles and its index, without reading an article."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from tuinews.articles.folder import Entry, Skipped
from tuinews.index.catalogue import UNSEEN, Catalogue, FailedFile
from tuinews.index.entries import Entries
from tuinews.index.rows import Rows


@dataclass(slots=True)
class Plan:
    """What differs between folder and index.

    Attributes:
        new: Files that the index does not have.
        changed: Files that it has, as they were.
        deleted: Ids of those that are gone.
        failures: What is known to be no article, by id.
        refused: How many of the new ones the system kept back before.
        unchanged: How many files are as they were.
    """

    new: Entries = field(default_factory=Entries)
    changed: Entries = field(default_factory=Entries)
    deleted: list[str] = field(default_factory=list)
    failures: dict[str, FailedFile] = field(default_factory=dict)
    refused: int = 0
    unchanged: int = 0

    @property
    def to_read(self) -> int:
        """How many files are to be read."""
        return len(self.new) + len(self.changed)


def compare(entries: Iterable[Entry | Skipped], last: Catalogue | None, *, verify: bool) -> Plan:
    """Walk folder and rows side by side."""
    plan = Plan()
    rows = last.rows if last else None
    places = {key: number for number, key in enumerate(rows.keys())} if rows else {}
    known = {each.id: each for each in last.recorded} if last else {}
    seen = bytearray(len(rows) if rows else 0)
    sizes = rows.column("size").tolist() if rows else []
    times = rows.column("mtime_ns").tolist() if rows else []
    for entry in entries:
        if isinstance(entry, Skipped):
            plan.failures[entry.id] = FailedFile(entry.id, entry.reason)
            continue
        number = places.get(os.fsencode(entry.id))
        if rows is not None and number is not None:
            seen[number] = 1
            if not verify and (sizes[number], times[number]) == (entry.size, entry.mtime_ns):
                plan.unchanged += 1
                continue
        failed = known.get(entry.id)
        if failed and not verify and (failed.size, failed.mtime_ns) == (entry.size, entry.mtime_ns):
            plan.failures[entry.id] = failed
            continue
        if failed and failed.size == UNSEEN:
            plan.refused += 1
        (plan.new if number is None else plan.changed).add(entry)
    if rows is not None:
        plan.deleted = [rows.id(number) for number, here in enumerate(seen) if not here]
    return plan


def is_same(rows: Rows, number: int, entry: Entry) -> bool:
    return rows.mtime_ns(number) == entry.mtime_ns and rows.size(number) == entry.size
