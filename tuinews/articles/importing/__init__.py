"""Owns the ways in: feeds, exports and saved pages become Markdown files of the archive."""
