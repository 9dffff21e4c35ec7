"""Owns how a command that asks gets an index that is in step, or says that it is not."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from tuinews import paths
from tuinews.cli import output
from tuinews.cli.index_command import draw_bar
from tuinews.cli.options import Place
from tuinews.cli.progress_line import ProgressLine
from tuinews.errors import IndexBusyError, IndexUnreadableError
from tuinews.index.catalogue import Catalogue
from tuinews.index.indexer import pending, sync
from tuinews.reader.marks import Marks

QUICK = 500
"""Changed articles that a question may wait for."""


def open_in_step(place: Place, *, patient: bool = False) -> Catalogue:
    """The catalogue of the archive, synced first when that is quick, or whatever it takes.

    Raises:
        IndexUnreadableError: There is no usable index and building one is not quick.
    """
    behind = pending(place.archive, place.index, trusted=place.trust_index)
    if behind > QUICK and not patient:
        output.complain(f"the index is {behind:,} articles behind; run: tuinews index")
    elif behind or not _is_usable(place):
        _sync(place)
    return open_as_it_is(place)


def open_as_it_is(place: Place) -> Catalogue:
    """The catalogue of the archive as it was last indexed."""
    return Catalogue.open(place.index, trusted=place.trust_index)


def marks_of(place: Place) -> Callable[[str], Collection[str]]:
    """What the reader marked in the archive; nothing is opened before a query asks."""

    def ids(mark: str) -> Collection[str]:
        marks = Marks.open(paths.state_dir(), place.archive)
        try:
            return marks.marked(mark)
        finally:
            marks.close()

    return ids


def _is_usable(place: Place) -> bool:
    try:
        open_as_it_is(place).close()
    except IndexUnreadableError:
        return False
    return True


def _sync(place: Place) -> None:
    """Sync; what cannot be written can often still be searched, so a refusal is only said."""
    line = ProgressLine()
    refusal: Exception | None = None
    try:
        sync(place.archive, place.index, trusted=place.trust_index, report=partial(draw_bar, line))
    except (IndexBusyError, IndexUnreadableError, OSError) as error:
        refusal = error
    line.clear()
    if refusal:
        output.complain(f"the index may be behind: {refusal}")
