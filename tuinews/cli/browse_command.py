"""Owns `tuinews [DIR]`: opens the browser, or prints the plain list where none can be shown."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path

from tuinews import paths
from tuinews.cli import output
from tuinews.cli.options import Place, load_settings, locate
from tuinews.errors import UsageError
from tuinews.tui.keymap import keymap_of
from tuinews.tui.left_out import import_textual


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("dir", nargs="?", type=Path, metavar="DIR", help="folder of articles")
    parser.add_argument(
        "--plain",
        action="store_true",
        help="line by line, for screen readers, dumb terminals and scripts: commands are read "
        "from standard input, and nothing is drawn",
    )


def run(options: argparse.Namespace) -> int:
    """Open the browser."""
    place = locate(options, options.dir)
    if options.plain:
        from tuinews.cli.plain_browsing import browse_plainly

        return browse_plainly(place, load_settings(options, place.archive))
    obstacle = _obstacle()
    if obstacle and options.restricted and not _is_at_terminal():
        # Whoever comes by a forced command asked for the browser, and not for a long list.
        raise UsageError(f"{obstacle} (ssh -t asks for one)")
    if obstacle:
        output.complain(f"{obstacle}; this is the plain list (tuinews --plain browses)")
        return _list(options, place.archive)
    loaded = load_settings(options, place.archive)
    keymap_of(loaded)
    worker = None
    if not _is_kept_by_others(place):
        from tuinews.index.worker import Worker

        worker = Worker.start(place.archive, place.index, trusted=place.trust_index)
    # What is imported now stays; looking for garbage in it is a tenth of the start.
    gc.disable()
    import_textual()
    from tuinews.tui.app import run_browser

    return run_browser(
        archive=place.archive,
        index_dir=place.index,
        settings=loaded.values,
        state_dir=paths.state_dir(),
        worker=worker,
        # A restricted session writes nothing but what it is for.
        curtain=None if options.restricted else options.curtain,
        restricted=options.restricted,
        notices=loaded.notices,
    )


def _obstacle() -> str | None:
    """Why no browser can be shown here, or None."""
    if not _is_at_terminal():
        return "the browser needs a terminal"
    if os.environ.get("TERM", "") in ("", "dumb"):
        return "the browser needs a terminal that can move its cursor, and TERM says there is none"
    if not sys.stderr.isatty():
        return "the browser draws on standard error, which is not the terminal"
    return None


def _is_kept_by_others(place: Place) -> bool:
    """Whether the index is one that this account may read, and another one brings in step."""
    return place.trust_index and place.index.is_dir() and not os.access(place.index, os.W_OK)


def _is_at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _list(options: argparse.Namespace, archive: Path) -> int:
    """Print the plain list, with what that takes imported only now."""
    from tuinews.cli import list_command

    parser = argparse.ArgumentParser()
    list_command.configure(parser)
    listed = parser.parse_args([])
    return list_command.run(
        argparse.Namespace(**{**vars(options), **vars(listed), "articles": archive})
    )
