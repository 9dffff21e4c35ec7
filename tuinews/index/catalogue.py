"""Owns the index folder: which generation is live, who may write it, and how it is opened.

A generation is a set of files that never change, named by `manifest.json`, which is written
beside, made durable and renamed. Readers take no lock: they open every file that one manifest
names at once, by descriptor, and keep them however the folder changes. One writer at a time
holds `lock` (flock, so it dies with its process), removes what no manifest names, and leaves the
last generation whole until the next is complete.

Opening executes nothing: files hold arrays and JSON. Folders and files that somebody else owns,
or could have written, are refused all the same unless they are said to be trusted: they could be
changed under a reader's eyes.
"""

from __future__ import annotations

import json
import os
import threading
import weakref
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tuinews.errors import IndexUnreadableError
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.manifest import NAME, Manifest, Stored, read_manifest
from tuinews.index.ownership import open_regular, refuse_others
from tuinews.index.rows import Rows
from tuinews.index.schema import fingerprint

if TYPE_CHECKING:
    from tuinews.index.columnar.engine import Engine

_TRIES: Final = 20
"""How often a reader begins anew because a writer swept what it was about to open."""
_REMEDY: Final = "run: tuinews index --rebuild"
_verified: dict[tuple[int, int, int, int], int] = {}
"""Checksums of files seen by this process: device, inode, size, mtime_ns -> crc32."""


UNSEEN: Final = -1
"""Size of a failed file that the system did not let us read."""


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that cannot be an article, why, and what it was like then."""

    id: str
    reason: str
    size: int = UNSEEN
    mtime_ns: int = 0


class Catalogue:
    """One generation of an index, open for reading. Not changed by what writers do."""

    def __init__(self, index_dir: Path, manifest: Manifest, opened: _Opened) -> None:
        """Take over the files of a generation; use `Catalogue.open`."""
        self.index_dir = index_dir
        self.manifest = manifest
        self._opened = opened
        self._engine: Engine | None = None
        self._lock = threading.Lock()
        # Descriptors are closed when a catalogue that nobody closed is forgotten.
        self._finalizer = weakref.finalize(self, opened.close)
        self.rows = Rows(opened.rows, opened.contents)
        self.recorded = opened.failures
        self.failures = tuple((each.id, each.reason) for each in opened.failures)

    @classmethod
    def open(cls, index_dir: Path, *, trusted: bool = False) -> Catalogue:
        """Open the live generation.

        Args:
            index_dir: The index folder.
            trusted: Open it also when it belongs to somebody else or others can write it.

        Raises:
            IndexUnreadableError: There is no index, or it is damaged, of another version, or
                not to be trusted; the message says what to do.
        """
        try:
            return cls._open(index_dir, trusted=trusted)
        except IndexUnreadableError as error:
            raise IndexUnreadableError(f"{index_dir}: {error}") from error

    @classmethod
    def _open(cls, index_dir: Path, *, trusted: bool) -> Catalogue:
        last: OSError | None = None
        for _ in range(_TRIES):
            if not trusted:
                refuse_others(index_dir)
            try:
                descriptor, status = open_regular(index_dir / NAME, trusted=trusted)
            except FileNotFoundError as error:
                raise IndexUnreadableError("no index here yet; run: tuinews index") from error
            with os.fdopen(descriptor, "rb") as file:
                manifest = read_manifest(file.read())
            if manifest.schema != fingerprint():
                raise IndexUnreadableError(f"built by another tuinews; {_REMEDY}")
            try:
                opened = _Opened.open(index_dir, manifest, _identity(status), trusted=trusted)
            except FileNotFoundError as error:
                last = error
                continue
            return cls(index_dir, manifest, opened)
        raise IndexUnreadableError(f"{last and last.filename} is missing; {_REMEDY}")

    @property
    def generation(self) -> int:
        """Counts up from 1 with every commit."""
        return self.manifest.generation

    @property
    def engine(self) -> Engine:
        """The segments, opened when they are first asked for.

        Raises:
            IndexUnreadableError: A file of the generation is not as it was written.
        """
        with self._lock:
            if self._engine is None:
                self._engine = self._open_engine()
            return self._engine

    def _open_engine(self) -> Engine:
        from tuinews.index.columnar.engine import Engine

        return Engine(self._opened.descriptors, self.manifest.contents)

    def rest(self) -> None:
        """Forget all that was worked out for searches; the next one takes some 15 ms more."""
        from tuinews.index import bydoc, facets, languages

        with self._lock:
            self._engine = None  # not closed: another thread may be at work with it
        bydoc.forget(self.rows)
        facets.forget(self.rows)
        languages.forget(self.rows)
        self.rows.forget_numbers()

    def verify(self) -> None:
        """Compare the checksum of every file. What this process has compared it believes.

        Raises:
            IndexUnreadableError: One is not as it was written.
        """
        for name, descriptor in self._opened.descriptors.items():
            if _checksum(descriptor) != self.manifest.files[name].checksum:
                raise IndexUnreadableError(f"{self.index_dir}: {name} is damaged; {_REMEDY}")

    def is_current(self) -> bool:
        """Whether no newer generation has been made live."""
        return identity(self.index_dir) == self._opened.identity

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            if self._engine is not None:
                self._engine.close()
                self._engine = None
        self._finalizer()


@dataclass(frozen=True, slots=True)
class _Opened:
    """The files of a generation: all by descriptor; rows, contents and failures read."""

    identity: tuple[int, int, int]
    descriptors: dict[str, int]
    rows: SegmentFile
    contents: SegmentFile
    failures: tuple[FailedFile, ...]

    @classmethod
    def open(
        cls, index_dir: Path, manifest: Manifest, identity: tuple[int, int, int], *, trusted: bool
    ) -> _Opened:
        descriptors: dict[str, int] = {}
        try:
            for name, stored in manifest.files.items():
                descriptors[name] = _open_file(index_dir / name, stored, trusted=trusted)
            rows = _verified_file(manifest.rows, descriptors)
            contents = _verified_file(manifest.contents, descriptors)
            failures = _read_failures(descriptors[manifest.failures], manifest)
        except BaseException:
            for descriptor in descriptors.values():
                os.close(descriptor)
            raise
        return cls(identity, descriptors, rows, contents, failures)

    def close(self) -> None:
        while self.descriptors:
            os.close(self.descriptors.popitem()[1])


def _verified_file(name: str, descriptors: Mapping[str, int]) -> SegmentFile:
    """A file that is shown from all the time: no page of it is a surprise later."""
    file = SegmentFile(Path(name), descriptors[name])
    file.verify()
    return file


def _open_file(path: Path, stored: Stored, *, trusted: bool) -> int:
    descriptor, status = open_regular(path, trusted=trusted)
    if status.st_size != stored.size:
        os.close(descriptor)
        raise IndexUnreadableError(f"{path.name} is damaged or cut short; {_REMEDY}")
    return descriptor


def _read_failures(descriptor: int, manifest: Manifest) -> tuple[FailedFile, ...]:
    data = os.pread(descriptor, manifest.files[manifest.failures].size, 0)
    if zlib.crc32(data) != manifest.files[manifest.failures].checksum:
        raise IndexUnreadableError(f"{manifest.failures} is damaged; {_REMEDY}")
    try:
        return tuple(
            FailedFile(str(name), str(reason), int(size), int(mtime_ns))
            for name, reason, size, mtime_ns in json.loads(data)
        )
    except (ValueError, TypeError) as error:
        raise IndexUnreadableError(f"{manifest.failures} is damaged") from error


def failures_document(failures: tuple[FailedFile, ...]) -> bytes:
    """What the file of failures holds."""
    return json.dumps(
        [[each.id, each.reason, each.size, each.mtime_ns] for each in failures]
    ).encode()


def identity(index_dir: Path) -> tuple[int, int, int] | None:
    """What tells the live generation from every other, without opening it; None without one."""
    try:
        return _identity((index_dir / NAME).stat())
    except OSError:
        return None


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_mtime_ns, status.st_size


def _checksum(descriptor: int) -> int:
    status = os.fstat(descriptor)
    key = status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
    known = _verified.get(key)
    if known is None:
        known = 0
        for chunk in _chunks(descriptor):
            known = zlib.crc32(chunk, known)
        if len(_verified) > 4096:
            _verified.clear()
        _verified[key] = known
    return known


def _chunks(descriptor: int) -> Iterator[bytes]:
    offset = 0
    while chunk := os.pread(descriptor, 1 << 20, offset):
        offset += len(chunk)
        yield chunk
