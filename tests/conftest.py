"""Owns what every test may ask for: the real articles beside the project, the sample archive."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real articles, which is not part of the project."""
    folder = PROJECT.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip("no folder ../shared/corpus of real articles beside the project")
    return folder


@pytest.fixture(autouse=True)
def _nothing_frozen() -> Iterator[None]:
    """Let what a browser froze be collected, with its open files, once its test is over."""
    yield
    gc.unfreeze()


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample archive that the project ships."""
    return PROJECT / "articles"
