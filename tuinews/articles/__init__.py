"""Owns the archive: a folder of files becomes Article values. Knows no search engine, no screen."""
