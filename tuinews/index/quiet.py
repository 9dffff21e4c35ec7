"""Owns the one import of Whoosh, which its age makes noisy: it warns of its own escapes.

Whoosh imports its modules from inside functions as well; all that are ever needed are loaded
here, so that no warning comes later from the middle of a search. It names a function to download
with, and never calls it: that would bring HTTP, mail and OpenSSL into every search.
"""

from __future__ import annotations

import warnings

from tuinews.imports import HOLLOW, instead

with warnings.catch_warnings(), instead("urllib.request", HOLLOW):
    warnings.simplefilter("ignore")
    from whoosh import fields, query
    from whoosh.query import qcore

__all__ = ["fields", "qcore", "query"]
