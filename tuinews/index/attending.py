"""Owns waiting until an index has to be brought in step, in as little memory as waiting takes.

There is one who waits beside every browser. What it takes to sync (numpy, the search engine, the
formats) is imported by a process that is forked for it, and that ends when nothing is to be done.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from tuinews.articles.watching import NotWatchableError, Watch
from tuinews.index import child
from tuinews.index.progress import Failure, Progress, Summary
from tuinews.index.wishes import Wishes

LOOK_ANYWAY: Final = 900.0
"""Seconds between two looks at a folder that is watched, lest the system failed to tell."""


class Attendant:
    """Who waits for changes of one archive."""

    def __init__(
        self,
        archive: Path,
        index_dir: Path,
        *,
        trusted: bool,
        wishes: Wishes,
        tell: Callable[[Progress | Summary | Failure], None],
    ) -> None:
        """Prepare.

        Args:
            archive: The folder of articles.
            index_dir: The index folder.
            trusted: Use the index folder even if it is somebody else's or others can write it.
            wishes: For a sync; changes of the folder are put there too.
            tell: Told of progress and of what came of every sync, in a process of its own.
        """
        self._archive, self._index_dir, self._trusted = archive, index_dir, trusted
        self._wishes, self._tell = wishes, tell
        self._is_watched = False

    def run(self, *, verify: bool) -> None:
        """Have a sync done, reading every file or what seems to have changed, and then others.

        Returns when the process that syncs could not go on.
        """
        while True:
            if not self._is_watched:
                self._watch()
            process = child.fork(partial(self._keep, verify=verify))
            _, status = os.waitpid(process, 0)
            if status:
                return
            verify = bool(self._wishes.take(LOOK_ANYWAY if self._is_watched else 0.0))

    def _keep(self, *, verify: bool) -> None:
        from tuinews.index.keeping import Keeper

        keeper = Keeper(
            self._archive,
            self._index_dir,
            trusted=self._trusted,
            watched=self._is_watched,
            wishes=self._wishes,
            tell=self._tell,
        )
        keeper.run(verify=verify)

    def _watch(self) -> None:
        """Have the system tell of changes, if it can."""
        try:
            watch = Watch(self._archive, [self._index_dir])
        except NotWatchableError:
            return
        self._is_watched = True
        threading.Thread(target=self._listen, args=(watch,), daemon=True).start()

    def _listen(self, watch: Watch) -> None:
        try:
            for _ in watch.changes():
                self._wishes.put(verify=False)
        except NotWatchableError:
            pass
        self._is_watched = False
        self._wishes.put(verify=False)
