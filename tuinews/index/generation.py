"""Owns making the next generation: what a batch of changes adds to and takes from the last one."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Final

from tuinews.errors import IndexUnreadableError
from tuinews.index import manifest as manifests
from tuinews.index.arrays import file_checksum
from tuinews.index.catalogue import Catalogue, FailedFile, failures_document
from tuinews.index.durable import BESIDE, close_to_others, replace_file, sync_folder
from tuinews.index.manifest import Manifest, Stored, write_manifest
from tuinews.index.row_writer import write_rows
from tuinews.index.rows import Row
from tuinews.index.schema import TextField, fingerprint
from tuinews.index.stock import FILE, TEMPORARY, Batch

_OURS: Final = re.compile(r"(rows-\d+\.arrays|failures-\d+\.json|manifest\.json)")


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
            sweep(index_dir, keep=frozenset())
    except OSError as error:
        raise IndexUnreadableError(f"{index_dir}: cannot be used: {error.strerror}") from error


def sweep(index_dir: Path, keep: frozenset[str]) -> None:
    """Remove what an index made and no manifest names. Other files are none of its business."""
    for entry in os.scandir(index_dir):
        name = entry.name.removesuffix(BESIDE)
        if entry.name in keep:
            continue
        if entry.name == TEMPORARY and entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        elif _OURS.fullmatch(name) or FILE.fullmatch(name):
            Path(entry.path).unlink(missing_ok=True)


class Generation:
    """The generation after `last`, in the making."""

    def __init__(self, index_dir: Path, last: Catalogue | None) -> None:
        """Begin upon the last generation, or with nothing. The write lock must be held."""
        self.index_dir = index_dir
        self.last = last
        self.number = last.generation + 1 if last else 1
        self._batch: Batch | None = None
        self._rows: dict[str, tuple[Row, int] | None] = {}
        self._added = 0

    def _begin(self) -> Batch:
        if self._batch is None:
            contents = self.last.manifest.contents if self.last else None
            self._batch = Batch(self.index_dir, self.number, contents)
        return self._batch

    def add(self, row: Row, texts: dict[TextField, tuple[str, ...]]) -> None:
        """Add an article, or replace it when the last generation has it."""
        batch = self._begin()
        batch.add(texts)
        self._delete(row.id, batch)
        self._rows[row.id] = row, self._added
        self._added += 1

    def remove(self, id: str) -> None:  # noqa: A002 - an article's id is called id
        """Take an article out."""
        self._delete(id, self._begin())
        self._rows[id] = None

    def touch(self, row: Row) -> None:
        """Note a new size or time of change for an article whose words are the same."""
        self._begin()
        self._rows[row.id] = row, -1

    def _delete(self, id: str, batch: Batch) -> None:  # noqa: A002
        number = self.last.rows.find(id) if self.last else None
        if self.last is not None and number is not None:
            batch.delete(self.last.rows.columns.doc[number])

    def commit(self, failures: tuple[FailedFile, ...]) -> None:
        """Write everything, make it last, make it live, and remove what was before.

        Raises:
            OSError: Something could not be written; the last generation stays live.
        """
        committed = self._begin().commit()
        rows_name, failures_name = f"rows-{self.number}.arrays", f"failures-{self.number}.json"
        old = self.last.rows if self.last else None

        def numbered(id: str, row: Row, place: int) -> tuple[Row, int]:  # noqa: A002
            if place >= 0:
                return row, committed.first + place
            kept = old.find(id) if old else None
            if old is None or kept is None:
                raise AssertionError(f"{id} was touched but is in no generation")
            return row, committed.renumber(old.columns.doc[kept])

        changes = {name: change and numbered(name, *change) for name, change in self._rows.items()}
        write_rows(self.index_dir / rows_name, old, changes, committed.renumber, committed.docs)
        replace_file(self.index_dir / failures_name, [failures_document(failures)])
        known = self.last.manifest.files if self.last else {}
        files = {
            name: known.get(name) or self._store(self.index_dir / name)
            for name in (*committed.files, rows_name, failures_name)
        }
        sync_folder(self.index_dir)
        write_manifest(
            self.index_dir,
            Manifest(
                self.number, fingerprint(), committed.contents, rows_name, failures_name, files
            ),
        )
        sweep(self.index_dir, frozenset((*files, manifests.NAME)))

    def cancel(self) -> None:
        """Drop it; the next writer sweeps what it wrote."""
        if self._batch is not None:
            self._batch.cancel()
            self._batch = None

    @staticmethod
    def _store(path: Path) -> Stored:
        """Make a file last, and know it again."""
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            close_to_others(descriptor)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return Stored(*file_checksum(path))
