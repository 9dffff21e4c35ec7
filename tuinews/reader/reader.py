"""Owns everything that is kept of one reader in one archive, opened and closed together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tuinews.reader.commands import Commands
from tuinews.reader.database import Database
from tuinews.reader.departures import Departures
from tuinews.reader.history import History
from tuinews.reader.marks import Marks
from tuinews.reader.positions import Positions
from tuinews.reader.searches import Searches
from tuinews.reader.undo import Undo


@dataclass(frozen=True, slots=True)
class Reader:
    """What one reader did in one archive; one `undo` takes back whatever was changed last."""

    marks: Marks
    positions: Positions
    history: History
    searches: Searches
    commands: Commands
    departures: Departures
    undo: Undo

    @classmethod
    def open(cls, state_dir: Path, archive: Path) -> Reader:
        """Open what is kept of `archive`; never fails, see `notice`."""
        database = Database.open(state_dir)
        undo = Undo()
        return cls(
            Marks(database, archive, undo),
            Positions(database, archive),
            History(database, archive),
            Searches(database, archive, undo),
            Commands(database),
            Departures(database, archive),
            undo,
        )

    @property
    def notice(self) -> str | None:
        """What the reader should know about how things are kept just now, or None."""
        return self.marks.notice

    def close(self) -> None:
        """Write what is not written yet, and let go of the database."""
        self.marks.close()
