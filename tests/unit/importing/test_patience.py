"""A parser that does not come to an end is given up, whatever it does about it."""

from __future__ import annotations

import contextlib
import itertools
import threading

import pytest

from tuinews.articles.importing.draft import SourceError
from tuinews.articles.importing.patience import patience


def spin() -> None:
    for _ in itertools.count():
        pass


def test_what_takes_too_long_is_given_up() -> None:
    with pytest.raises(SourceError, match=r"takes longer than 0\.1 s"), patience(0.1):
        spin()


def test_a_parser_that_catches_everything_is_asked_again() -> None:
    swallowed = []

    def parse_stubbornly() -> None:
        try:
            spin()
        except BaseException as error:  # noqa: BLE001 - as careless parsers do
            swallowed.append(error)
        spin()

    with pytest.raises(SourceError), patience(0.1):
        parse_stubbornly()
    assert len(swallowed) == 1


def test_what_is_quick_goes_on() -> None:
    with patience(60):
        done = True
    assert done


def test_in_another_thread_there_is_no_limit() -> None:
    def work() -> None:
        with contextlib.suppress(SourceError), patience(60):
            results.append("done")

    results: list[str] = []
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert results == ["done"]
