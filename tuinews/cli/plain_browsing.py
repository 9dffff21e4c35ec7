"""Owns `tuinews --plain`: plain browsing on the standard streams, its index in step before."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from typing import TextIO

from tuinews import paths
from tuinews.cli import output
from tuinews.cli.index_command import describe
from tuinews.cli.options import Place
from tuinews.errors import IndexBusyError, IndexUnreadableError
from tuinews.index.indexer import sync
from tuinews.index.progress import Progress
from tuinews.plain.conversation import Conversation
from tuinews.plain.ground import PlainDesk
from tuinews.plain.voice import Voice
from tuinews.settings import LoadedSettings
from tuinews.tui.keymap import keymap_of

LONGEST = 1 << 16
"""Characters of a line that are taken at a time."""
_SAID_EVERY = 5.0
"""Seconds between two reports of how far the index is."""


def browse_plainly(place: Place, loaded: LoadedSettings) -> int:
    """Browse until a line quits or the lines end; returns the exit status."""
    keymap = keymap_of(loaded)
    voice = Voice(sys.stdout, is_watched=sys.stdin.isatty() and output.is_terminal())
    for notice in loaded.notices:
        output.complain(notice)
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    desk = PlainDesk(
        place.archive,
        place.index,
        paths.state_dir(),
        lambda: _sync(place, voice.say),
        keymap,
        loaded.values,
        place.trust_index,
    )
    return Conversation(desk, voice).run(_lines(sys.stdin))


def _lines(stream: TextIO) -> Iterator[str]:
    """The lines of a stream as they come; a terminal that is gone is their end."""
    while True:
        try:
            line = stream.readline(LONGEST)
        except OSError:
            return
        if not line:
            return
        yield line


def _sync(place: Place, say: Callable[[str], None]) -> str:
    """Bring the index in step; what cannot be written can often still be read."""
    said = time.monotonic()

    def report(progress: Progress) -> None:
        nonlocal said
        if time.monotonic() - said > _SAID_EVERY:
            said = time.monotonic()
            say(f"Indexing: {progress.done:,} of {progress.total:,} articles")

    try:
        summary = sync(place.archive, place.index, trusted=place.trust_index, report=report)
    except (IndexBusyError, IndexUnreadableError, OSError) as error:
        return f"The index may be behind: {error}"
    changed = summary.added or summary.updated or summary.deleted
    return f"Indexed: {describe(summary)}" if changed else ""
