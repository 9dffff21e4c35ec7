"""Every key that was promised does what was promised, and a test presses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.actions import ALSO, KEYS, rows
from tests.tui.test_commands import EFFECTS
from tuinews.tui.commands import COMMANDS, of

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("keys", KEYS)
def test_each_promised_key_does_its_command_and_is_pressed(keys: str) -> None:
    for command_id, where in KEYS[keys]:
        command = next(each for each in of(where) if each.id == command_id)
        assert set(keys.removesuffix(" in a box").split()) <= set(command.keys)
        assert command_id in EFFECTS


def test_the_table_has_every_command_with_its_test() -> None:
    assert [row[0] for row in rows()] == [command.id for command in COMMANDS]


def test_the_tests_of_what_else_keys_do_are_there() -> None:
    for _, file, test in ALSO.values():
        assert test in (PROJECT / file).read_text()
