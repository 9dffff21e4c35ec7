"""Owns piping from the browser: what to which command, and the terminal lent to it meanwhile."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual import on

from tuinews.settings import Pipe
from tuinews.settings.values import PIPE_FORMATS
from tuinews.tui.commands import Where
from tuinews.tui.lending import Lender, Lending, modes, wait_for_key
from tuinews.tui.messages import CommandsRead, Piped
from tuinews.tui.screens.asking import Question
from tuinews.tui.screens.ground import Desk
from tuinews.tui.screens.taking import TakingScreen
from tuinews.tui.themes import Palette

if TYPE_CHECKING:
    from tuinews.tui.piping import Given, Piping

_TITLES = {"text": "plain text", "markdown": "Markdown"}


class PipingScreen(TakingScreen):
    """The part of the browser that pipes articles to commands of the reader's."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._piping: Piping | None = None
        self._piped: list[str] = []

    def do_pipe(self) -> None:
        listing, article_id = self.listing, self.current_article_id
        if listing is None or article_id is None:
            return
        if self.desk.restricted:
            self.say("With --restricted no command is run")
            return
        from tuinews.tui.piping import Given

        session, archive = self.session, self.desk.archive
        sources = (
            ("this article", Given(archive, lambda: [article_id])),
            (f"all {listing.total:,} listed", Given(archive, lambda: session.ids_of(listing))),
        )
        named = self.desk.settings.pipes.items()
        choices: list[tuple[str, Given, Pipe]] = [
            (f"{what} to {name}: {pipe.command}", given, pipe)
            for what, given in sources
            for name, pipe in named
        ]
        choices += [
            (f"{what} as {_TITLES[form]} to a command …", given, Pipe("", form))
            for what, given in sources
            for form in PIPE_FORMATS
        ]

        def take(number: int) -> None:
            what, given, pipe = choices[number]
            if pipe.command:
                self._pipe(given, pipe)
            else:
                self._ask_for_command(what.removesuffix(" to a command …"), given, pipe)

        self._pick("Pipe to a command", Where.PIPE, [what for what, _, _ in choices], take)

    def _ask_for_command(self, what: str, given: Given, pipe: Pipe) -> None:
        reader = self.reader

        def ask(kept: tuple[str, ...]) -> None:
            earlier = tuple(dict.fromkeys((*self._piped, *kept)))

            def answer(typed: str) -> None:
                command = typed.strip()
                if command:
                    self._piped = [command, *(each for each in self._piped if each != command)]
                    if reader is not None:
                        self.send("marks", f"command {command}", lambda: _keep(command))
                    self._pipe(given, Pipe(command, pipe.format))

            def complete(typed: str) -> list[str]:
                return [each for each in earlier if each.startswith(typed)]

            self.put_question(Question(f"{what} to:", answer, complete=complete, earlier=earlier))

        def _keep(command: str) -> None:
            if reader is not None:
                reader.commands.add(command)

        def errand() -> CommandsRead:
            return CommandsRead(reader.commands.recent() if reader is not None else (), ask)

        self.begun("pipe")
        self.send("pipe", "commands", errand)

    @on(CommandsRead)
    def _commands_read(self, event: CommandsRead) -> None:
        self.done("pipe")
        event.then(event.earlier)

    def _pipe(self, given: Given, pipe: Pipe) -> None:
        from tuinews.tui.piping import Piping

        if self._lending is None or not self._lending.lend():
            self.say("This terminal cannot be lent to a command")
            return
        piping = self._piping = Piping(given, pipe, os.environ)

        def errand() -> Piped:
            before = modes()
            outcome = piping.run()
            if pipe.wait and not piping.is_stopped:
                wait_for_key(before)
            return Piped(outcome)

        self.send("pipe", "run", errand)

    @on(Piped)
    def _command_ended(self, event: Piped) -> None:
        self._piping = None
        if self._lending is not None:
            self._lending.take_back()
        self.redraw()
        self.say(event.outcome)

    @property
    def _lending(self) -> Lending | None:
        """Who has the terminal."""
        return self.app.terminal if isinstance(self.app, Lender) else None

    def finish(self) -> None:
        """Also end the command that has the terminal."""
        if self._piping is not None:
            self._piping.stop()
        super().finish()
