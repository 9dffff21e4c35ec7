"""Owns when freed memory goes back to the system: not between two searches, but when they rest."""

from __future__ import annotations

import ctypes
from typing import Final

_KEPT: Final = (32 << 20) - (64 << 10)
_ARENA_MAX: Final = -8
"""glibc's M_ARENA_MAX, of mallopt(3)."""


def share_among_threads() -> None:
    """Have all threads take memory from one place; to be called before there is a second thread.

    Each would otherwise have one of its own, up to eight a processor. What was freed in one
    serves no other thread, and its end is not given back (malloc_trim(3) does so for the first
    alone), while the interpreter lets one thread run at a time anyway.
    """
    choose = getattr(ctypes.CDLL(None), "mallopt", None)
    if choose is not None:
        choose(_ARENA_MAX, 1)


def keep_freed_memory() -> None:
    """Have the C library keep what searches free, up to twice this size, for the next search.

    Arrays of a megabyte are otherwise given back to the kernel and faulted in again, page by
    page, query after query, which costs more than the arithmetic on them. glibc takes the size of
    a large block that is freed as a hint (mallopt(3), M_MMAP_THRESHOLD); elsewhere it is nothing.
    """
    bytearray(_KEPT)


def give_back() -> None:
    """Give back what is free, also between what is not: malloc_trim(3), where there is one.

    Takes a few milliseconds, and the next search as many, in which its pages are faulted in.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
