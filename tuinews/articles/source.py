"""Owns what a format is given to read: one file's bytes and what is known around them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One file, taken from the archive.

    Attributes:
        id: The article's id.
        data: The file's bytes, at most the first 8 MiB.
        mtime_ns: When the file last changed, since 1970.
        truncated: Whether the file is longer than `data`.
    """

    id: str
    data: bytes
    mtime_ns: int
    truncated: bool = False
