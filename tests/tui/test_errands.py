"""Threads behind the screen: order, newer errands in place of older ones, failures."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass

from textual.message import Message

from tuinews.tui.errands import ErrandFailed, Lane

PATIENCE = 60.0


@dataclass
class Answer(Message):
    """What an errand of these tests answers."""

    number: int


def test_an_errand_that_still_waits_is_replaced_by_a_newer_one_of_its_kind() -> None:
    answers: queue.Queue[Message] = queue.Queue()
    lane = Lane("test", answers.put)
    go = threading.Event()

    def first() -> Message:
        go.wait(PATIENCE)
        return Answer(0)

    lane.send("search", first)
    while lane._waiting:
        pass
    for number in range(1, 4):
        lane.send("search", lambda number=number: Answer(number))
    lane.send("other", lambda: Answer(9))
    go.set()
    assert [answers.get(timeout=PATIENCE).number for _ in range(3)] == [0, 3, 9]


def test_what_an_errand_raises_is_answered_and_the_next_one_runs() -> None:
    answers: queue.Queue[Message] = queue.Queue()
    lane = Lane("test", answers.put)
    lane.send("bad", lambda: Answer(1 // 0))
    lane.send("good", lambda: Answer(1))
    failed = answers.get(timeout=PATIENCE)
    assert isinstance(failed, ErrandFailed)
    assert isinstance(failed.error, ZeroDivisionError)
    assert answers.get(timeout=PATIENCE).number == 1


def test_closing_waits_for_what_was_sent() -> None:
    answers: queue.Queue[Message] = queue.Queue()
    lane = Lane("test", answers.put)
    for number in range(20):
        lane.send(f"mark {number}", lambda number=number: Answer(number))
    lane.close(PATIENCE)
    assert answers.qsize() == 20
