"""Owns what `tuinews doctor` finds: one thing looked at, and how it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: how it is, in a line, and more lines where there is more to say."""

    name: str
    state: State
    says: str
    details: tuple[str, ...] = ()
