"""Owns tables while they are read: rows of cells, and whether they hold facts or lay out a page."""

from __future__ import annotations

from dataclasses import dataclass, field

from tuinews.articles.markup.blocks import FlowBlock
from tuinews.articles.tables import lay_out

_LONGEST_CELL = 120
_MOST_BLOCKS = 3


@dataclass(slots=True)
class Grid:
    """A table; `nested` says that another one stands in it.

    What stands between cells, such as a caption, comes before the rows.
    """

    nested: bool = False
    _outside: list[FlowBlock] = field(default_factory=list)
    _rows: list[list[list[FlowBlock]]] = field(default_factory=list)
    _in_cell: bool = False

    def start_row(self) -> None:
        """A row begins."""
        self._rows.append([])
        self._in_cell = False

    def start_cell(self) -> None:
        """A cell begins."""
        if not self._rows:
            self._rows.append([])
        self._rows[-1].append([])
        self._in_cell = True

    def end_cell(self) -> None:
        """The cell is over."""
        self._in_cell = False

    def add(self, block: FlowBlock) -> None:
        """Put a block where it stands."""
        if self._in_cell:
            self._rows[-1][-1].append(block)
        else:
            self._outside.append(block)

    def blocks(self) -> list[FlowBlock]:
        """One block that keeps the rows; or what stands in the cells, if they only lay out."""
        inside = [block for row in self._rows for cell in row for block in cell]
        if not self._holds_facts():
            return [*self._outside, *inside]
        rows = [
            [" ".join(block.text for block in cell) for cell in row] for row in self._rows if row
        ]
        table = FlowBlock(
            lay_out(rows),
            "verbatim",
            part=inside[0].part,
            first=inside[0].first,
            last=inside[-1].last,
            linked=sum(block.linked for block in inside),
            links=tuple(link for block in inside for link in block.links),
        )
        return [*self._outside, table]

    def _holds_facts(self) -> bool:
        """Two rows or more with two cells or more, and nothing but short texts in them."""
        full = sum(1 for row in self._rows if sum(map(bool, row)) > 1)
        return (
            full > 1
            and not self.nested
            and all(
                len(cell) <= _MOST_BLOCKS
                and sum(len(block.text) for block in cell) <= _LONGEST_CELL
                and all(block.kind != "verbatim" for block in cell)
                for row in self._rows
                for cell in row
            )
        )
