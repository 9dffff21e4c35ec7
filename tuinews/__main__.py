"""Runs the command line as `python -m tuinews`."""

from tuinews.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
