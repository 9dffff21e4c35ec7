"""Owns making the next generation: what a batch of changes adds to and takes from the last one."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Collection, Sequence, Set
from pathlib import Path
from typing import Any, Final

from tuinews.errors import IndexUnreadableError
from tuinews.index import manifest as manifests
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.catalogue import Catalogue, FailedFile, failures_document
from tuinews.index.columnar.batch import FILE, Batch
from tuinews.index.durable import BESIDE, replace_file, sync_folder
from tuinews.index.manifest import Manifest, Stored, read_manifest, write_manifest
from tuinews.index.merger import Merger
from tuinews.index.row import Row
from tuinews.index.row_parcel import Parcel
from tuinews.index.row_writer import RowWriter
from tuinews.index.schema import Chunk, fingerprint

_OURS: Final = re.compile(r"rows-\d+\.arrays|failures-\d+\.json|manifest\.json")
_NUMBER: Final = re.compile(r"[-_](\d+)\.(?:arrays|json|contents)")


def prepare_folder(index_dir: Path, *, trusted: bool) -> None:
    """Make the index folder, for its owner alone, or see that an existing one may be used.

    Raises:
        IndexUnreadableError: It cannot be made, or belongs to somebody else.
    """
    try:
        index_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = index_dir.stat()
        if not trusted and status.st_uid != os.geteuid():
            raise IndexUnreadableError(
                f"{index_dir}: belongs to another account (uid {status.st_uid})"
            )
        if not trusted and status.st_mode & 0o022:
            # What others may have put there is not read: it goes, and the door is shut.
            index_dir.chmod(status.st_mode & 0o7755)
            sweep(index_dir, None)
    except OSError as error:
        raise IndexUnreadableError(f"{index_dir}: cannot be used: {error.strerror}") from error


def sweep(index_dir: Path, live: Manifest | None, spared: Collection[str] = ()) -> None:
    """Remove what an index made and the live manifest does not name, but for what is `spared`.

    Other files that lie in the folder are none of its business. Without a live generation the
    manifest stays too: whatever it is worth, only a new one may take its place.
    """
    keep = frozenset((*(live.files if live else ()), manifests.NAME, *spared))
    for entry in os.scandir(index_dir):
        if entry.name in keep:
            continue
        if _is_ours(entry.name.removesuffix(BESIDE)):
            Path(entry.path).unlink(missing_ok=True)


def _named(index_dir: Path) -> Set[str]:
    """The files of the live generation; none when it cannot be read, and is swept later."""
    path = index_dir / manifests.NAME
    try:
        return read_manifest(path.read_bytes()).files.keys() if path.is_file() else frozenset()
    except (OSError, IndexUnreadableError):
        return frozenset()


def _next_number(index_dir: Path) -> int:
    """A number that no file in the folder has."""
    taken = (_NUMBER.search(each.name) for each in index_dir.iterdir() if _is_ours(each.name))
    return 1 + max((int(found[1]) for found in taken if found), default=0)


def _is_ours(name: str) -> bool:
    return bool(_OURS.fullmatch(name) or FILE.fullmatch(name))


class Generation:
    """The generation after `last`, in the making."""

    def __init__(
        self, index_dir: Path, last: Catalogue | None, merger: Merger | None = None
    ) -> None:
        """Begin upon the last generation, or with nothing. The write lock must be held.

        What the merger has done by the time of the commit becomes part of it.
        """
        self.index_dir = index_dir
        self.last = last
        self.number = _next_number(index_dir)
        self._merger = merger
        self._batch: Batch | None = None
        self._rows: dict[str, tuple[Row, int] | None] = {}
        self._adopted: list[tuple[Parcel, int]] = []
        self._added = 0

    def _begin(self) -> Batch:
        if self._batch is None:
            contents = self.last.manifest.contents if self.last else None
            self._batch = Batch(self.index_dir, self.number, contents)
        return self._batch

    def add(self, row: Row, chunks: Sequence[Chunk]) -> None:
        """Add an article, or replace it when the last generation has it."""
        batch = self._begin()
        batch.add(chunks, row.language)
        self._delete(row.id, batch)
        self._rows[row.id] = row, self._added
        self._added += 1

    def adopt(self, segment: str, rows: Parcel) -> None:
        """Add new articles that another process wrote as a segment."""
        self._begin().adopt(segment)
        self._adopted.append((rows, self._added))
        self._added += len(rows)

    def remove(self, id: str) -> None:  # noqa: A002 - an article's id is called id
        """Take an article out."""
        self._delete(id, self._begin())
        self._rows[id] = None

    def touch(self, row: Row) -> None:
        """Note a new size or time of change for an article whose words are the same."""
        self._begin()
        self._rows[row.id] = row, -1

    def _delete(self, id: str, batch: Batch) -> None:  # noqa: A002
        doc = self.last.rows.doc_of(os.fsencode(id)) if self.last else None
        if doc is not None:
            batch.delete(doc)

    def commit(self, failures: tuple[FailedFile, ...]) -> Manifest:
        """Write everything, make it last, make it live, and remove what was before.

        Raises:
            OSError: Something could not be written; the last generation stays live.
        """
        rows_name = self.last.manifest.rows if self.last else ""
        failures_name = self.last.manifest.failures if self.last else ""

        def write_rows(file: SegmentWriter, renumbered: Array, first: int) -> dict[str, Any]:
            nonlocal rows_name
            old = self.last.rows if self.last else None
            changes = {
                name: change and (change[0], self._number(name, change[1], renumbered, first))
                for name, change in self._rows.items()
            }
            adopted = [(parcel, first + place) for parcel, place in self._adopted]
            rows = RowWriter(old, changes, renumbered, adopted)
            if rows.is_small:
                return rows.write_changes(file)
            rows_name = f"rows-{self.number}.arrays"
            rows.write(self.index_dir / rows_name)
            return {}

        batch = self._begin()
        merged = self._merger.take() if self._merger else None
        if merged is not None and not batch.replace(merged):
            (self.index_dir / merged.name).unlink(missing_ok=True)
        committed = batch.commit(write_rows)
        if self.last is None or self.last.recorded != failures:
            failures_name = f"failures-{self.number}.json"
            replace_file(self.index_dir / failures_name, [failures_document(failures)])
        known = self.last.manifest.files if self.last else {}
        files = {
            name: known.get(name) or _stored(self.index_dir / name)
            for name in (*committed.files, rows_name, failures_name)
        }
        sync_folder(self.index_dir)
        manifest = Manifest(
            self.number, fingerprint(), committed.contents, rows_name, failures_name, files
        )
        before = _named(self.index_dir)
        write_manifest(self.index_dir, manifest)
        # Nothing else: processes beside this one write what no manifest names yet.
        for name in before - files.keys():
            (self.index_dir / name).unlink(missing_ok=True)
        return manifest

    def _number(self, id: str, place: int, renumbered: Array, first: int) -> int:  # noqa: A002
        """The engine's number of a changed article: of a new one, or of the one that it was."""
        if place >= 0:
            return first + place
        doc = self.last.rows.doc_of(os.fsencode(id)) if self.last else None
        if doc is None:
            raise AssertionError(f"{id} was touched but is in no generation")
        return int(renumbered[doc])

    def cancel(self) -> None:
        """Drop it; the next writer sweeps what it wrote."""
        if self._batch is not None:
            self._batch.cancel()
            self._batch = None


def _stored(path: Path) -> Stored:
    """Size and checksum of a file."""
    size = checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            size += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
    return Stored(size, checksum)
