"""A news browser for the terminal: a folder of articles becomes a searchable archive."""

__version__ = "0.1.0"
