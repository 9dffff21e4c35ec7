"""Owns merging large segments in a process beside the writer, so that no commit waits for it.

What is merged takes its place with the next commit, or with one of its own. Articles that were
deleted meanwhile are deleted in it too. A merge that fails, for want of room or because another
writer was first, changes nothing.
"""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tuinews.index import child
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.columnar.batch import Merged, open_segments, segment_name
from tuinews.index.columnar.merge import merge
from tuinews.index.columnar.segment import Segment
from tuinews.index.columnar.tiers import to_merge, to_merge_at_last
from tuinews.index.durable import BESIDE

_LOOK: Final = 0.05
"""Seconds between two looks whether a merge is done."""


class Merger:
    """At most one merge under way in an index folder."""

    def __init__(self, index_dir: Path) -> None:
        self._index_dir = index_dir
        self._process = 0
        self._merged: Merged | None = None
        self._failed: set[frozenset[str]] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def is_busy(self) -> bool:
        """Whether there is something under way, or done and not taken."""
        return self._merged is not None

    @property
    def files(self) -> frozenset[str]:
        """What must not be swept: no manifest names it yet."""
        name = self._merged.name if self._merged else ""
        return frozenset((name, name + BESIDE) if name else ())

    def begin(self, contents: str, *, built: int = 0) -> None:
        """Start on what should be merged of the segments that a live file of contents names.

        Nothing happens when a merge is under way, unless a build ended: then more is merged, and
        that one is given up. The write lock must be held, so that nobody sweeps the segments
        before they are open.

        Args:
            contents: That file.
            built: With how many articles a build ended; 0 in its midst and for few changes.
        """
        if self._merged is not None and not built:
            return
        self.stop()
        listed = SegmentFile(self._index_dir / contents)
        segments = list(open_segments(listed, self._index_dir))
        sizes = [(segment.articles, len(segment.deleted)) for segment in segments]
        places = to_merge_at_last(sizes, built) if built else to_merge(sizes)
        chosen = [segments[place] for place in places]
        names = [segment.file.path.name for segment in chosen]
        if not names or frozenset(names) in self._failed:
            return
        deleted = [segment.deleted for segment in chosen]
        merged = Merged(segment_name(), dict(zip(names, deleted, strict=True)))
        self._process = child.fork(lambda: self._merge(chosen, merged.name))
        self._merged = merged

    def _merge(self, segments: list[Segment], name: str) -> None:
        gc.disable()  # what the parent holds is shared as long as nobody looks for garbage in it
        merge(segments, self._index_dir / name)

    def is_done(self) -> bool:
        """Whether what was under way can be taken; it is forgotten when it failed."""
        if self._merged is not None and self._process:
            ended, status = os.waitpid(self._process, os.WNOHANG)
            if ended:
                self._process = 0
                if status:
                    self._failed.add(frozenset(self._merged.sources))
                    self._merged = None
        return self._merged is not None and not self._process

    def wait(self) -> bool:
        """Wait for what is under way; whether there is something to take."""
        while self.is_busy and not self.is_done():
            time.sleep(_LOOK)
        return self.is_busy

    def take(self) -> Merged | None:
        """What is done, if something is; another merge may begin then."""
        if not self.is_done():
            return None
        merged, self._merged = self._merged, None
        return merged

    def stop(self) -> None:
        """End what is under way, and leave nothing of it."""
        if self._process:
            child.end(self._process)
        for name in self.files:
            (self._index_dir / name).unlink(missing_ok=True)
        self._process, self._merged = 0, None
