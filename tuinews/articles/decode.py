"""Owns the step from bytes to text: which encoding, and what to do with what does not fit it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the codec that read it, and one line for each thing that went wrong."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Decode a file's bytes."""
    try:
        return Decoded(data.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError as error:
        return Decoded(data.decode("cp1252", "replace"), "cp1252", (str(error),))
