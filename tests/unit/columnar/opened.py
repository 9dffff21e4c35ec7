"""Owns opening what a batch committed, as the catalogue does: by descriptors."""

from __future__ import annotations

import os
from pathlib import Path

from tuinews.index.columnar.batch import Committed
from tuinews.index.columnar.engine import Engine


def engine_of(folder: Path, committed: Committed) -> Engine:
    """The engine of a generation; its maps outlive the descriptors."""
    descriptors = {name: os.open(folder / name, os.O_RDONLY) for name in committed.files}
    try:
        return Engine(descriptors, committed.contents)
    finally:
        for descriptor in descriptors.values():
            os.close(descriptor)
