"""Owns keeping an index in step with the folder of articles, a little at a time."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from tuinews.articles.folder import Entry, Skipped, walk
from tuinews.articles.sanitise import sanitise_line
from tuinews.errors import IndexUnreadableError
from tuinews.index.catalogue import UNSEEN, Catalogue, FailedFile
from tuinews.index.entries import Entries
from tuinews.index.gathering import WORTH_IT, Gathering, Read, Refusal, Written, read_one
from tuinews.index.generation import Generation, prepare_folder, sweep
from tuinews.index.heap import give_back
from tuinews.index.merger import Merger
from tuinews.index.plan import Plan, compare, is_same
from tuinews.index.progress import Pace, Report, Summary
from tuinews.index.row import Row
from tuinews.index.rows import Rows
from tuinews.index.write_lock import writing

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def pending(archive: Path, index_dir: Path, *, trusted: bool = False) -> int:
    """How many articles a sync would add, update or delete, by size and time of change alone.

    All of them, when there is no usable index.

    Raises:
        ArchiveError: The folder is missing or cannot be listed.
    """
    last = _last(index_dir, trusted=trusted)
    try:
        plan = compare(walk(archive, leave_out=[index_dir]), last, verify=False)
        return plan.to_read - plan.refused + len(plan.deleted)
    finally:
        if last:
            last.close()


def sync(
    archive: Path,
    index_dir: Path,
    *,
    rebuild: bool = False,
    verify: bool = False,
    trusted: bool = False,
    report: Report = lambda _: None,
    merger: Merger | None = None,
) -> Summary:
    """Bring the index in step with the folder.

    It commits as it goes, so an interrupted sync is taken up where it was.

    Args:
        archive: The folder of articles.
        index_dir: The index folder, made if need be.
        rebuild: Forget the index and read everything anew.
        verify: Read every file and compare digests, also where size and time are equal.
        trusted: Use the index folder even if it is somebody else's or others can write it.
        report: Told of progress, some ten times a second at most, and at every commit.
        merger: Merges large segments meanwhile, and may still do so afterwards: see `settle`.
            Without one they stay as they are.

    Raises:
        ArchiveError: The folder is missing or cannot be listed.
        IndexBusyError: Another process is writing this index.
        IndexUnreadableError: The index folder cannot be used at all.
    """
    started = time.monotonic()
    entries = _begun(walk(archive, leave_out=[index_dir]))
    try:
        prepare_folder(index_dir, trusted=trusted)
        with writing(index_dir):
            live = _last(index_dir, trusted=trusted, verify=True)
            spared = merger.files if merger else ()
            sweep(index_dir, live.manifest if live else None, spared)
            last = None if rebuild else live
            plan = compare(entries, last, verify=verify)
            pace = Pace(plan.to_read, started, report)
            # What can be searched already is replaced by a whole new index, not by its beginning.
            commits_early = not (rebuild and live)
            work = _Sync(archive, index_dir, trusted, last, plan, pace, commits_early, merger)
            try:
                return work.run()
            except BaseException:
                # What was begun takes room, perhaps the room for want of which it failed.
                if merger:
                    merger.stop()
                live = _last(index_dir, trusted=trusted)
                sweep(index_dir, live.manifest if live else None)
                raise
    except BrokenPipeError:
        raise  # of `report`, not of the index
    except OSError as error:
        raise IndexUnreadableError(f"{index_dir}: cannot be written: {error.strerror}") from error


def settle(index_dir: Path, merger: Merger, *, trusted: bool = False) -> None:
    """Make live what the merger has done, as a generation of its own, and have it go on.

    Where there is no room for that, the live generation stays, which holds the same.

    Raises:
        IndexBusyError: Another process is writing this index.
        IndexUnreadableError: The index folder cannot be used or written.
    """
    try:
        with writing(index_dir):
            last = _last(index_dir, trusted=trusted)
            if last is None:
                merger.stop()
                return
            try:
                live = Generation(index_dir, last, merger).commit(last.recorded)
            except BaseException as error:
                sweep(index_dir, last.manifest, merger.files)
                if not isinstance(error, OSError) or error.errno not in _NO_ROOM:
                    raise
                merger.stop()
                return
            finally:
                last.close()
            merger.begin(live.contents)
    except OSError as error:
        raise IndexUnreadableError(f"{index_dir}: cannot be written: {error.strerror}") from error


def _begun(entries: Iterator[Entry | Skipped]) -> Iterator[Entry | Skipped]:
    """The same entries, the first of them found: whatever is wrong with the folder is said now."""
    first = next(entries, None)
    return chain(() if first is None else (first,), entries)


def _last(index_dir: Path, *, trusted: bool, verify: bool = False) -> Catalogue | None:
    """The live generation; None when there is none that can be built upon."""
    try:
        last = Catalogue.open(index_dir, trusted=trusted)
    except IndexUnreadableError:
        return None
    try:
        if verify:
            last.verify()
    except IndexUnreadableError:
        last.close()
        return None
    return last


class _Sync:
    """One sync at work."""

    def __init__(
        self,
        archive: Path,
        index_dir: Path,
        trusted: bool,
        last: Catalogue | None,
        plan: Plan,
        pace: Pace,
        commits_early: bool,
        merger: Merger | None,
    ) -> None:
        self.archive = archive
        self.index_dir = index_dir
        self.trusted = trusted
        self.last = last
        self.plan = plan
        self.pace = pace
        self.commits_early = commits_early
        self.merger = merger
        self.failures = plan.failures
        self.generation = Generation(index_dir, last, merger)
        self.dirty = False
        self.gathered = False
        pace.unchanged = plan.unchanged

    def run(self) -> Summary:
        try:
            for name in self.plan.deleted:
                self.generation.remove(name)
                self.pace.deleted += 1
                self.dirty = True
            new, changed = self.plan.new, self.plan.changed
            built = len(new) if len(new) >= WORTH_IT else 0
            if built:
                self._gather(new)
            for entry in changed if built else chain(new, changed):
                self._take(entry)
                self.pace.note(entry.size)
                if self.dirty and self._is_due():
                    self._commit()
            if self.dirty or built or self.last is None or self._failures_changed():
                self._commit(built=built)
            elif self.merger:
                self.merger.begin(self.last.manifest.contents)
        except BaseException:
            self.generation.cancel()
            raise
        finally:
            articles = len(self.last.rows) if self.last else 0
            if self.last:
                self.last.close()
        return self.pace.summary(articles, len(self.failures))

    def _gather(self, entries: Entries) -> None:
        """Read new files in processes of their own."""
        # By id, the engine's numbers and the rows run side by side, which takes less room.
        entries.order_by_id()
        self.gathered = True
        gathering = Gathering(self.archive, self.index_dir, entries)
        try:
            for event in gathering.events(self._is_due):
                if isinstance(event, Written):
                    self.generation.adopt(event.name, event.rows)
                    if self.failures:
                        for key in event.rows.columns.ids.all():
                            self.failures.pop(os.fsdecode(key), None)
                    self.pace.added += len(event.rows)
                    self.dirty = self.dirty or bool(len(event.rows))
                elif isinstance(event, Read):
                    for refusal in event.refusals:
                        self._fail(refusal, known=False)
                    for entry in event.entries:
                        self.pace.note(entry.size)
                elif self.commits_early and self.dirty:
                    self._commit()
        finally:
            gathering.close()

    def _is_due(self) -> bool:
        return self.commits_early and self.pace.is_late

    def _take(self, entry: Entry) -> None:
        """Read one file into the index, unless it is being changed right now."""
        old = self.last.rows if self.last else None
        number = old.find(entry.id) if old else None
        found = read_one(self.archive, entry)
        if found is None:
            return
        if isinstance(found, Refusal):
            self._fail(found, known=number is not None)
            return
        made, texts = found
        self.failures.pop(entry.id, None)
        if old is None or number is None:
            self.generation.add(made, texts)
            self.pace.added += 1
        elif not _reads_as(old, number, made):
            self.generation.add(made, texts)
            self.pace.updated += 1
        elif not is_same(old, number, entry):
            self.generation.touch(made)
            self.pace.unchanged += 1
        else:
            self.pace.unchanged += 1
            return
        self.dirty = True

    def _fail(self, refusal: Refusal, *, known: bool) -> None:
        """Record why a file is no article.

        One that may be read again is tried at every sync, and what is indexed of it stays.
        """
        entry, again = refusal.entry, refusal.again
        size, mtime_ns = (UNSEEN, 0) if again else (entry.size, entry.mtime_ns)
        reason = sanitise_line(refusal.reason)
        self.failures[entry.id] = FailedFile(entry.id, reason, size, mtime_ns)
        if known and again:
            self.pace.unchanged += 1
        elif known:
            self.generation.remove(entry.id)
            self.pace.deleted += 1
            self.dirty = True

    def _failures_changed(self) -> bool:
        return self.last is None or set(self.last.recorded) != set(self.failures.values())

    def _commit(self, built: int = 0) -> None:
        begun = time.monotonic()
        failures = tuple(sorted(self.failures.values(), key=lambda each: each.id))
        self.generation.commit(failures)
        if self.last:
            self.last.close()
        self.last = Catalogue.open(self.index_dir, trusted=self.trusted)
        self.generation = Generation(self.index_dir, self.last, self.merger)
        self.dirty = False
        if self.gathered:
            give_back()  # before a process is forked that would share what nobody needs
        if self.merger:
            self.merger.begin(self.last.manifest.contents, built=built)
        self.pace.committed(begun)


def _reads_as(rows: Rows, number: int, made: Row) -> bool:
    """Whether an article reads as it did: the same bytes, and the same date and headline.

    Date and headline may come from the time of change or the path, which are not in the bytes.
    """
    return (
        rows.digest(number) == made.digest
        and rows.published(number) == made.published
        and rows.headline(number) == made.headline
    )
