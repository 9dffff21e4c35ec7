"""Owns the index: articles become words to search, and searches become hits."""
