"""Owns keeping an index in step for as long as there is something to do: when to sync, and merging.

A sync follows every change that the system tells of; where it cannot tell, the folder is looked
through now and then. What is large is merged between two syncs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tuinews.errors import IndexBusyError, TuinewsError
from tuinews.index.indexer import settle, sync
from tuinews.index.merger import Merger
from tuinews.index.progress import Failure, Progress, Summary
from tuinews.index.wishes import Wishes

LOOK_AGAIN: Final = 10.0
"""Seconds between two looks at a folder that is not watched, or after a sync that failed; more
for a folder that takes long to look through."""
_LOOK_SHARE: Final = 20.0
"""A look is not repeated before this many times what the last one took, within a minute."""
_LONGEST_PAUSE: Final = 60.0
_WATCH_AGAIN: Final = 900.0
"""Seconds after which it is tried again to have a folder watched that could not be."""
_LINGER: Final = 10.0
"""Seconds to wait for another change of a folder that is watched, before all that is needed for
syncing is let go."""
_BUSY: Final = 1.0
"""Seconds after which an index is tried again that another process is writing."""
_BUSY_TRIES: Final = 3
"""So often that is none of a reader's business."""
_MERGING: Final = 0.2
"""Seconds between two looks at a merge."""


class Keeper:
    """What keeps one index in step."""

    def __init__(
        self,
        archive: Path,
        index_dir: Path,
        *,
        trusted: bool,
        watched: bool,
        wishes: Wishes,
        tell: Callable[[Progress | Summary | Failure], None],
    ) -> None:
        """Prepare.

        Args:
            archive: The folder of articles.
            index_dir: The index folder.
            trusted: Use the index folder even if it is somebody else's or others can write it.
            watched: Whether the system tells of changes of the folder.
            wishes: For a sync; changes of the folder are put there too.
            tell: Told of progress and of what came of every sync.
        """
        self._archive, self._index_dir, self._trusted = archive, index_dir, trusted
        self._is_watched, self._wishes, self._tell = watched, wishes, tell
        self._merger = Merger(index_dir)
        self._is_in_step = False
        self._busy = 0

    def run(self, *, verify: bool) -> None:
        """Sync, reading every file or what seems to have changed, and go on while there is need.

        That ends when a folder that is watched is in step, and no change came for a while.

        Raises:
            BrokenPipeError: Of `tell`, when nobody listens any more.
        """
        until = time.monotonic() + _WATCH_AGAIN
        while True:
            wish = self._wait(self._sync(verify=verify))
            while wish is None and self._is_merging():
                wish = self._wait(_MERGING)
            may_end = self._is_in_step if self._is_watched else time.monotonic() > until
            if wish is None and may_end:
                return
            verify = bool(wish)

    def _sync(self, *, verify: bool) -> float:
        """Sync once; returns after how many seconds to do so without being asked."""
        pause, self._is_in_step = LOOK_AGAIN, False
        try:
            summary = sync(
                self._archive,
                self._index_dir,
                verify=verify,
                trusted=self._trusted,
                report=self._tell,
                merger=self._merger,
            )
        except BrokenPipeError:
            raise
        except IndexBusyError as error:
            self._busy += 1
            if self._busy <= _BUSY_TRIES:
                return _BUSY
            self._tell(Failure(str(error)))
        except TuinewsError as error:
            self._tell(Failure(str(error)))
        except OSError as error:
            self._tell(Failure(f"{self._index_dir}: cannot be written: {error.strerror}"))
        except Exception as error:  # noqa: BLE001 - the browser must hear of it, or it waits
            self._tell(
                Failure(f"{self._index_dir}: indexing failed: {type(error).__name__}: {error}")
            )
        else:
            self._busy = 0
            self._tell(summary)
            self._is_in_step = True
            pause = min(max(LOOK_AGAIN, _LOOK_SHARE * summary.seconds), _LONGEST_PAUSE)
            if self._is_watched:
                pause = _LINGER
        return pause

    def _wait(self, pause: float) -> bool | None:
        """Wait for a wish; whether every file is to be read, None when there is none.

        Meanwhile what is merged becomes part of the index.
        """
        end = time.monotonic() + pause
        while (left := end - time.monotonic()) > 0:
            wish = self._wishes.take(min(left, _MERGING) if self._is_merging() else left)
            if wish is not None:
                return wish
        return None

    def _is_merging(self) -> bool:
        """Whether a merge is under way; one that is done is made live."""
        if self._merger.is_done():
            try:
                settle(self._index_dir, self._merger, trusted=self._trusted)
            except TuinewsError:
                return True  # another writer is at work, or there is no room; nothing is lost
        return self._merger.is_busy
