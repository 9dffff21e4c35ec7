"""Owns the columnar index: segments of memory-mapped arrays that Whoosh queries run against.

Nothing is imported here, so that importing the package costs nothing; see `snapshot` for opening
an index, `collect` for searching it, `writer` and `merge` for making one, and `codec` for the
interfaces through which stock Whoosh reads it.
"""
