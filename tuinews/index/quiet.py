"""Owns the one import of Whoosh, which its age makes noisy: it warns of its own escapes.

Whoosh imports its modules from inside functions as well; all that are ever needed are loaded
here, so that no warning comes later from the middle of a search.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh import fields, formats, index, matching, query, reading, scoring, searching, writing
    from whoosh.analysis import Composable
    from whoosh.codec import whoosh3
    from whoosh.filedb import compound, filestore, structfile
    from whoosh.query import qcore, spans

__all__ = [
    "Composable",
    "compound",
    "fields",
    "filestore",
    "formats",
    "index",
    "matching",
    "qcore",
    "query",
    "reading",
    "scoring",
    "searching",
    "spans",
    "structfile",
    "whoosh3",
    "writing",
]
