"""The command line: one module per command; nothing but parsing, calling and printing."""

from tuinews.cli.main import main

__all__ = ["main"]
