"""Keys of the reader's own: by action, as sequences, and an error for what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.browsing import browsing
from tuinews.errors import SettingsError
from tuinews.settings import Settings, load
from tuinews.tui.commands import BOXES, COMMANDS, Where
from tuinews.tui.keymap import Begun, Keymap, Stroke, keymap_of, label


def refusal(tmp_path: Path, text: str) -> str:
    """The error that settings with such keys give."""
    file = tmp_path / "tuinews.yaml"
    file.write_text(f"keymap:\n{text}", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        keymap_of(load(file))
    return str(caught.value)


def done_by(keymap: Keymap, where: Where, keys: str) -> str | None:
    """The command that keys do."""
    begun: tuple[str, ...] = ()
    for key in keys.split():
        found = keymap.find(where, begun, [key])
        if isinstance(found, Stroke):
            return found.command.id
        begun = found.keys if isinstance(found, Begun) else ()
    return None


def test_an_action_has_the_keys_that_settings_give_it_and_no_others() -> None:
    keymap = Keymap({"star": ("*", "g s")})
    assert done_by(keymap, Where.LIST, "*") == "star"
    assert done_by(keymap, Where.LIST, "g s") == "star"
    assert done_by(keymap, Where.LIST, "s") is None


def test_a_key_that_settings_give_away_is_lost_to_who_had_it() -> None:
    keymap = Keymap({"star": ("m",)})
    assert done_by(keymap, Where.LIST, "m") == "star"
    assert next(each for each in keymap.of(Where.LIST) if each.id == "read").keys == ()


def test_a_key_that_begins_a_sequence_does_nothing_of_its_own() -> None:
    keymap = Keymap({"bottom": ("g e",)})
    assert done_by(keymap, Where.READER, "g e") == "bottom"
    top = next(each for each in keymap.of(Where.READER) if each.id == "top")
    assert top.keys == ("home",)


def test_no_setting_takes_the_way_out_of_a_box(tmp_path: Path) -> None:
    assert done_by(Keymap({"interrupt": ()}), Where.SEARCH, "ctrl+c") == "interrupt"
    assert "always quits" in refusal(tmp_path, "  star: ctrl+c\n")


def test_an_error_names_file_line_and_the_action_that_may_be_meant(tmp_path: Path) -> None:
    said = refusal(tmp_path, "  top: g\n  stra: x\n")
    assert said.startswith(f"{tmp_path}/tuinews.yaml:3: keymap.stra ")
    assert "did you mean 'star'?" in said


@pytest.mark.parametrize(
    "keys", ["  star: x\n  read: x\n", "  star: g\n  read: g g\n", "  star: g g\n  read: g\n"]
)
def test_two_actions_cannot_ask_for_one_key_in_one_place(tmp_path: Path, keys: str) -> None:
    said = refusal(tmp_path, keys)
    assert "tuinews.yaml:3: keymap.read has 'g" in said or "keymap.read has 'x'" in said
    assert "star" in said


def test_one_key_may_do_two_things_in_two_places(tmp_path: Path) -> None:
    file = tmp_path / "tuinews.yaml"
    file.write_text("keymap:\n  sort: o\n  fold: o\n", encoding="utf-8")
    keymap = keymap_of(load(file))
    assert done_by(keymap, Where.LIST, "o") == "sort"
    assert done_by(keymap, Where.READER, "o") == "fold"


def test_a_letter_cannot_do_what_is_only_done_in_a_box(tmp_path: Path) -> None:
    assert "typed into the box" in refusal(tmp_path, "  accept_search: x\n")


@given(
    st.dictionaries(
        st.sampled_from([command.id for command in COMMANDS]),
        st.lists(st.sampled_from(["a", "b", "g g", "g x", "ctrl+x", "space", "f5"])).map(tuple),
    )
)
def test_whatever_the_keys_no_box_loses_a_letter_and_no_key_is_two_commands(
    own: dict[str, tuple[str, ...]],
) -> None:
    keymap = Keymap(own)
    for where in Where:
        for command in keymap.of(where):
            for key in command.keys:
                if where in BOXES:
                    assert len(key.split()[0]) > 1
                    assert key.split()[0] != "space"
                if command.id not in own:
                    assert done_by(keymap, where, key) == command.id


def test_a_sequence_is_labelled_as_it_is_typed() -> None:
    assert label("g g") == "gg"
    assert label("ctrl+x s") == "^Xs"


async def test_a_sequence_shows_while_it_is_typed_and_escape_gives_it_up(
    archive: Path, index: Path, state: Path
) -> None:
    settings = Settings(keymap={"top": ("g g",), "bottom": ("g e",)})
    async with browsing(archive, index, state, settings=settings) as browser:
        await browser.press("5", "j", "g")
        assert browser.lines[-1].strip().startswith("g ")
        assert browser.screen.articles.cursor == 5
        await browser.press("escape")
        assert browser.lines[-1].strip().startswith("6/44")
        await browser.press("g", "g")
        assert browser.screen.articles.cursor == 0
        await browser.press("g", "e")
        assert browser.screen.articles.cursor == 43


async def test_a_key_that_does_not_go_on_with_a_sequence_is_done_for_itself(
    archive: Path, index: Path, state: Path
) -> None:
    settings = Settings(keymap={"top": ("g g",)})
    async with browsing(archive, index, state, settings=settings) as browser:
        await browser.press("g", "j")
        assert browser.screen.articles.cursor == 1


async def test_help_palette_and_footer_show_the_keys_in_force(
    archive: Path, index: Path, state: Path
) -> None:
    settings = Settings(keymap={"help": ("f1",), "quit": ("Z Z",), "star": ("*",)})
    async with browsing(archive, index, state, settings=settings) as browser:
        assert "f1 help" in browser.lines[-1]
        await browser.press("f1")
        await browser.shows("*               Star the article")
        await browser.press("escape", "?")
        assert "Help" not in browser.lines[0]
        await browser.press(":", *"star")
        assert any("Star the article" in line and line.endswith("*") for line in browser.lines)
        await browser.press("escape", "Z", "Z")
        await browser.until(lambda: browser.app._exit)
