"""Settings are strict, and an error says where it is and what was meant."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews import settings
from tuinews.errors import SettingsError


def write(folder: Path, text: str) -> Path:
    file = folder / "tuinews.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    loaded = settings.load()
    assert loaded.values == settings.Settings()
    assert set(loaded.origins.values()) == {"default"}


def test_the_readers_own_file_is_found_in_the_config_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "tuinews").mkdir()
    file = write(tmp_path / "tuinews", "theme: light\nmouse: off\n")
    loaded = settings.load()
    assert (loaded.values.theme, loaded.values.mouse) == ("light", False)
    assert loaded.origins["mouse"] == f"{file}:2"


def test_folders_are_relative_to_the_file_that_names_them(tmp_path: Path) -> None:
    values = settings.load(write(tmp_path, "articles: wire\nindex: /srv/index\n")).values
    assert values.articles == tmp_path / "wire"
    assert values.index == Path("/srv/index")


def test_every_setting_has_a_reader_and_a_description() -> None:
    assert list(settings.KEYS) == [item.name for item in fields(settings.Settings)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mouse: off\ntheem: dark", "{file}:2: unknown setting 'theem'; did you mean 'theme'?"),
        ("zzz: 1", "{file}:1: unknown setting 'zzz'; known: articles, index"),
        ("theme: drak", "{file}:1: theme must be one of auto, dark"),
        ("theme: drak", "did you mean 'dark'?"),
        ("mouse: 3", "{file}:1: mouse must be on or off"),
        ("articles: [a, b]", "{file}:1: articles must be the path of a folder"),
        ("index: 2021-99-99", "{file}:1: index must be the path of a folder"),
        ("mouse: on\n\nmouse: off", "{file}:3: mouse is set twice"),
        ("- theme", "{file}:1: settings are `key: value` lines"),
        ("theme: [", "{file}:1: not YAML"),
        ("mouse: !!python/object:os.system {}", "{file}:1: mouse must be on or off"),
    ],
)
def test_a_wrong_setting_names_file_line_key_and_what_is_meant(
    tmp_path: Path, text: str, message: str
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        settings.load(file)
    assert message.format(file=file) in str(caught.value)


def test_a_settings_file_that_is_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such settings file"):
        settings.load(tmp_path / "none.yaml")


def test_a_file_that_is_not_utf_8_says_where(tmp_path: Path) -> None:
    file = tmp_path / "tuinews.yaml"
    file.write_bytes(b"theme: d\xe4rk")
    with pytest.raises(SettingsError, match="not UTF-8 at byte 8"):
        settings.load(file)


@given(st.text(max_size=200))
def test_whatever_a_file_holds_the_answer_is_settings_or_one_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.mktemp("settings") / "tuinews.yaml"
    file.write_text(text, encoding="utf-8")
    lines = 1
    try:
        settings.load(file)
    except SettingsError as error:
        lines = len(str(error).split("\n"))
    assert lines == 1
