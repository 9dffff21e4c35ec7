"""Owns asking for one line in place of the status: tags, the name of a file, yes or no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on

from tuinews.tui.screens.finding import FindingScreen
from tuinews.tui.screens.ground import Desk
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.boxes import AskBox


def _none(_typed: str) -> Sequence[str]:
    return ()


def _empty(_typed: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask for.

    Attributes:
        prompt: What is asked.
        answer: Called with what was typed, unless the question was left.
        text: An answer to begin with.
        complete: What may be meant by what is typed, the likeliest first.
        remark: What to say of what is typed.
        earlier: Answers that were given before, the last one first.
    """

    prompt: str
    answer: Callable[[str], None]
    text: str = ""
    complete: Callable[[str], Sequence[str]] = _none
    remark: Callable[[str], str] = _empty
    earlier: Sequence[str] = ()


class AskingScreen(FindingScreen):
    """The part of the browser that asks."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._question: Question | None = None
        self._offered: Sequence[str] = ()
        self._recalled = -1
        self._draft = ""

    def put_question(self, question: Question) -> None:
        """Ask; the keyboard goes to the box at the bottom."""
        self._question = question
        self._offered = ()
        self._recalled = -1
        self.ask_box.display = True
        self.ask_box.ask(f" {question.prompt} ", question.text)
        self.ask_box.set_status(question.remark(question.text))
        self.set_focus(self.ask_box)
        self.call_after_refresh(self.fit)

    @on(AskBox.Changed, "AskBox")
    def _answer_typed(self) -> None:
        typed = self.ask_box.value
        if typed not in self._offered:
            self._offered = ()
        if self._question is not None:
            self.ask_box.set_status(self._question.remark(typed))

    def do_complete_answer(self) -> None:
        if self._question is None:
            return
        typed = self.ask_box.value
        if typed in self._offered:
            at = self._offered.index(typed) + 1
        else:
            self._offered = self._question.complete(typed)
            at = 0
        if self._offered:
            self.ask_box.put(self._offered[at % len(self._offered)])

    def do_older_answer(self) -> None:
        self._recall(1)

    def do_newer_answer(self) -> None:
        self._recall(-1)

    def _recall(self, step: int) -> None:
        """Put an earlier answer into the box; before the last one stands what was being typed."""
        earlier = self._question.earlier if self._question is not None else ()
        if not -1 <= self._recalled + step < len(earlier):
            return
        if self._recalled < 0:
            self._draft = self.ask_box.value
        self._recalled += step
        self.ask_box.put(earlier[self._recalled] if self._recalled >= 0 else self._draft)

    def do_accept_answer(self) -> None:
        question, self._question = self._question, None
        self.leave_box()
        if question is not None:
            question.answer(self.ask_box.value)

    def do_leave_answer(self) -> None:
        self._question = None
        self.leave_box()
