"""Runs the command line as `python -m tuinews`, behind the page the browser began with last."""

from __future__ import annotations

import sys

from tuinews import restriction
from tuinews.tui.curtain import Curtain


def main() -> int:
    """Run the words of the command line; nothing else is imported before the curtain is down."""
    if not restriction.is_asked_for(sys.argv[1:]):
        return _run()
    restriction.restrict()
    status = 1
    try:
        status = _run()
    except SystemExit as end:  # of argparse, after --help
        status = end.code if isinstance(end.code, int) else 0
    except BaseException:  # noqa: BLE001 - shown as Python would, and ended as it would not
        sys.excepthook(*sys.exc_info())
    return restriction.leave(status)


def _run() -> int:
    curtain = Curtain(sys.argv[1:])
    curtain.let_down()
    try:
        from tuinews.cli.main import main as run

        return run(curtain=curtain)
    finally:
        curtain.take_away()


if __name__ == "__main__":
    raise SystemExit(main())
