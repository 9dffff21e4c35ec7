"""Runs the command line as `python -m tuinews`, behind the page the browser began with last."""

from __future__ import annotations

import sys

from tuinews.tui.curtain import Curtain


def main() -> int:
    """Run the words of the command line; nothing else is imported before the curtain is down."""
    curtain = Curtain(sys.argv[1:])
    curtain.let_down()
    try:
        from tuinews.cli.main import main as run

        return run(curtain=curtain)
    finally:
        curtain.take_away()


if __name__ == "__main__":
    raise SystemExit(main())
