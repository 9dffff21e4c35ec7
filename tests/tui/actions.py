"""Owns the table of what the keys do, each with the test that presses it.

Print it with `python -m tests.tui.actions`.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from tests.tui.test_commands import EFFECTS
from tuinews.tui.commands import COMMANDS, Where
from tuinews.tui.keymap import labels

ALSO = {
    "count": ("a count before a key (5j)", "tests/tui/test_commands.py",
              "test_every_key_does_what_its_command_says"),
    "sequences": ("keys typed one after the other (g g)", "tests/pty/test_taking.py",
                  "test_a_sequence_of_keys_works_typed_ahead"),
    "remapped": ("keys of the reader's own", "tests/tui/test_keymap.py",
                 "test_an_action_has_the_keys_that_settings_give_it_and_no_others"),
}  # fmt: skip
"""What the keys do beside the commands of the registry."""

KEYS: dict[str, tuple[tuple[str, Where], ...]] = {
    "j down": (("down", Where.LIST), ("down", Where.READER)),
    "k up": (("up", Where.LIST), ("up", Where.READER)),
    "space pagedown ctrl+f": (("page_down", Where.LIST), ("page_down", Where.READER)),
    "b pageup ctrl+b": (("page_up", Where.LIST), ("page_up", Where.READER)),
    "ctrl+d": (("half_down", Where.LIST), ("half_down", Where.READER)),
    "ctrl+u": (("half_up", Where.LIST), ("half_up", Where.READER)),
    "g home": (("top", Where.LIST), ("top", Where.READER)),
    "G end": (("bottom", Where.LIST), ("bottom", Where.READER)),
    "enter l right": (("open", Where.LIST),),
    "q h left escape": (("back", Where.READER),),
    "q": (("quit", Where.LIST),),
    "Q": (("quit_anywhere", Where.LIST), ("quit_anywhere", Where.READER)),
    "tab": (("next_unread", Where.LIST), ("next_unread", Where.READER)),
    "s": (("star", Where.LIST), ("star", Where.READER)),
    "m": (("read", Where.LIST), ("read", Where.READER)),
    "M": (("read_all", Where.LIST),),
    "u": (("undo", Where.LIST), ("undo", Where.READER), ("undo", Where.SEARCHES)),
    "+": (("tags", Where.LIST), ("tags", Where.READER)),
    "i": (("note", Where.LIST), ("note", Where.READER)),
    "y": (("copy", Where.LIST), ("copy", Where.READER)),
    "|": (("pipe", Where.LIST), ("pipe", Where.READER)),
    ": ctrl+p": (("palette", Where.LIST), ("palette", Where.READER)),
    "/": (("search", Where.LIST), ("find", Where.READER)),
    "n": (("next_match", Where.READER),),
    "N": (("previous_match", Where.READER),),
    "J": (("next_article", Where.READER),),
    "K": (("previous_article", Where.READER),),
    "]": (("next_section", Where.READER),),
    "[": (("previous_section", Where.READER),),
    "t": (("contents", Where.READER),),
    "z": (("fold", Where.READER),),
    "Z": (("fold_all", Where.READER),),
    "f": (("facets", Where.LIST), ("facets", Where.READER)),
    "T": (("timeline", Where.LIST), ("timeline", Where.READER)),
    ",": (("sort", Where.LIST),),
    "S": (("saved", Where.LIST),),
    "ctrl+s": (("save_search", Where.LIST), ("save_search", Where.SEARCH)),
    "R": (("related", Where.LIST), ("related", Where.READER)),
    "V": (("versions", Where.LIST), ("versions", Where.READER)),
    "L": (("links", Where.LIST), ("links", Where.READER)),
    "e": (("export", Where.LIST), ("export", Where.READER)),
    "ctrl+l": (("redraw", Where.LIST), ("redraw", Where.READER), ("redraw", Where.SEARCH)),
    "?": (("help", Where.LIST), ("help", Where.READER)),
    "escape": (("leave_search", Where.SEARCH), ("clear_search", Where.LIST)),
    "up": (("older_search", Where.SEARCH), ("older_answer", Where.ASK)),
    "down": (("newer_search", Where.SEARCH), ("newer_answer", Where.ASK)),
    "tab in a box": (("take_suggestion", Where.SEARCH), ("complete_answer", Where.ASK)),
}
"""The default keys that were promised, and the command that each does in a part of the screen."""


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Id, keys, description and the test that presses each of them."""
    for command in COMMANDS:
        check = EFFECTS[command.id]
        line = inspect.getsourcelines(check)[1]
        test = f"tests/tui/test_commands.py:{line}"
        yield command.id, labels(command), command.description, test


def main() -> None:
    """Print the table as Markdown."""
    print("| action | keys | does | pressed by |\n|---|---|---|---|")
    for name, keys, description, test in rows():
        print(f"| {name} | {keys.replace('|', chr(92) + '|')} | {description} | {test} |")
    for name, (what, file, test) in ALSO.items():
        print(f"| {name} | | {what} | {file}::{test} |")


if __name__ == "__main__":
    main()
