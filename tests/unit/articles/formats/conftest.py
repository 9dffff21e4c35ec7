"""Owns what tests of formats share: the small articles written for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import PROJECT
from tuinews.articles.article import Article
from tuinews.articles.folder import stat_entry
from tuinews.articles.reading import read_article

FIXTURES = PROJECT / "tests" / "fixtures" / "formats"


@pytest.fixture
def fixture() -> Callable[[str], Article]:
    """Read one of the articles written for these tests."""

    def read(name: str) -> Article:
        return read_article(FIXTURES, stat_entry(FIXTURES, name))

    return read
