"""Owns what becomes of keys: text for a box, or a command of the screen, each done in its turn."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import App

from tuinews.tui.commands import WHOLE_PROGRAM
from tuinews.tui.keymap import Begun, Keyed, Keymap, Stroke, label
from tuinews.tui.screens.commanded import CommandedScreen
from tuinews.tui.widgets.typed_into import TypedInto


class KeyedApp(App[int], Keyed, inherit_bindings=False):
    """A program whose keys do the commands of the registry."""

    def __init__(self, keys: Keymap) -> None:
        super().__init__()
        self.keys = keys
        self._begun: tuple[str, ...] = ()

    async def on_event(self, event: events.Event) -> None:
        """Do what a key or a paste asks for before the next one is looked at.

        Textual forwards keys to the widget that has the keyboard when they arrive, and looks for
        bindings later. What is typed in one burst, as over a slow line, then goes astray: of
        `/kabul` the list would get every letter.
        """
        if isinstance(event, events.Key) and await self._do_key(event):
            return
        if isinstance(event, events.Paste) and isinstance(self.focused, TypedInto):
            self.focused.take_paste(event.text)
            return
        await super().on_event(event)

    async def _do_key(self, event: events.Key) -> bool:
        """Whether the key was text for a box, or does something."""
        focused = self.focused
        if isinstance(focused, TypedInto):
            if focused.take_key(event.key, event.character):
                return True
        elif isinstance(self.screen, CommandedScreen) and not await self.screen.settle(
            self._done_by(self.screen, event)
        ):
            return True
        if isinstance(self.screen, CommandedScreen) and self._do_command(self.screen, event):
            return True
        active = self.screen.active_bindings
        bound = next((active[key] for key in event.aliases if key in active), None)
        if bound is None:
            return False
        await self.run_action(bound.binding.action, bound.node)
        return True

    def _done_by(self, screen: CommandedScreen[Any], event: events.Key) -> str:
        """The command that a key does as things are now, "" when it does none."""
        names = [*event.aliases, *filter(None, [event.character])]
        found = self.keys.find(screen.where, self._begun, names)
        return found.command.id if isinstance(found, Stroke) else ""

    def _do_command(self, screen: CommandedScreen[Any], event: events.Key) -> bool:
        """Whether the key does a command, or is one of the keys that do."""
        names = [*event.aliases, *filter(None, [event.character])]
        before, self._begun = self._begun, ()
        found = self.keys.find(screen.where, before, names)
        if before and found is None:
            screen.show_begun("")
            if event.key == "escape":
                return True
            found = self.keys.find(screen.where, (), names)
        if isinstance(found, Begun):
            self._begun = found.keys
            screen.show_begun(label(" ".join(found.keys)))
        elif isinstance(found, Stroke):
            self._do_stroke(screen, found)
        return found is not None

    def _do_stroke(self, screen: CommandedScreen[Any], stroke: Stroke) -> None:
        command = stroke.command.id
        if command in WHOLE_PROGRAM:
            getattr(self, f"action_{command}")()
        elif command == "count":
            screen.action_count(int(stroke.key))
        else:
            screen.action_command(command)
