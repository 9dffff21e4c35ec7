"""Owns `manifest.json`: the only file of an index that ever changes, and what it names."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tuinews.errors import IndexUnreadableError
from tuinews.index.durable import replace_file

NAME: Final = "manifest.json"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it was written: bytes and crc32."""

    size: int
    checksum: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation: everything that belongs to it, by name.

    Attributes:
        generation: Counts up from 1.
        schema: What the index was built with; see `schema.fingerprint`.
        contents: The engine's file that says which segments there are.
        rows: The file of list rows.
        failures: The file of what could not be read.
        files: Every file, these three included.
    """

    generation: int
    schema: str
    contents: str
    rows: str
    failures: str
    files: Mapping[str, Stored]


def write_manifest(index_dir: Path, manifest: Manifest) -> None:
    """Make `manifest` the generation that readers see from now on.

    Raises:
        OSError: It could not be written; the last generation stays.
    """
    body = json.dumps(asdict(manifest), sort_keys=True)
    document = {"version": VERSION, "checksum": zlib.crc32(body.encode()), "generation": body}
    replace_file(index_dir / NAME, [json.dumps(document).encode()])


def read_manifest(data: bytes) -> Manifest:
    """The generation that the bytes of a manifest name.

    Raises:
        IndexUnreadableError: They are damaged, cut short or of another version.
    """
    try:
        document = json.loads(data)
        version, checksum, body = (document[k] for k in ("version", "checksum", "generation"))
        if version != VERSION:
            raise IndexUnreadableError(
                f"the index is of version {version}, this tuinews reads {VERSION}"
            )
        if zlib.crc32(body.encode()) != checksum:
            raise IndexUnreadableError(f"{NAME} is damaged")
        found = json.loads(body)
        files = {
            _plain(name): Stored(int(file["size"]), int(file["checksum"]))
            for name, file in found.pop("files").items()
        }
        manifest = Manifest(**found, files=files)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexUnreadableError(f"{NAME} is damaged") from error
    if not {manifest.contents, manifest.rows, manifest.failures} <= files.keys():
        raise IndexUnreadableError(f"{NAME} does not name all it needs")
    return manifest


def _plain(name: str) -> str:
    """A name that leads nowhere else."""
    if "/" in name or name in ("", ".", ".."):
        raise ValueError(name)
    return name
