"""Settings are strict, and an error says where it is and what was meant."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews import settings
from tuinews.errors import SettingsError
from tuinews.settings.keys import KEYS
from tuinews.settings.template import init_file


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
    assert list(KEYS) == [item.name for item in fields(settings.Settings)]


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
        ("mouse: !!python/name:os.system x", "{file}:1: mouse must be on or off"),
        ("a: &a x\ntheme: *a", "{file}:1: not YAML: settings have no aliases"),
        ("clipboard: 3", "{file}:1: clipboard must be on or off"),
        ("pipes: lp", "{file}:1: pipes must be names with a command each"),
        ("pipes:\n  a: ''", "{file}:2: pipes.a must be a command, as your shell takes it"),
        ("pipes:\n  a: [lp]", "{file}:2: pipes.a must be a command"),
        ("pipes:\n  a:\n    wait: on", "{file}:2: pipes.a names no command"),
        ("pipes:\n  a:\n    comand: lp", "has no 'comand'; did you mean 'command'?"),
        ("pipes:\n  a:\n    command: lp\n    format: mardown", "did you mean 'markdown'?"),
        ("pipes:\n  a:\n    command: lp\n    wait: 2", "{file}:4: pipes.a.wait must be on or off"),
        ("date_style: ISO", "{file}:1: date_style must be one of short, iso, relative"),
        ("date_style: shrt", "did you mean 'short'?"),
        ("list: read", "{file}:1: list must be one of all, unread; did you mean 'unread'?"),
        ("measure: 39", "{file}:1: measure must be a whole number from 40 to 120"),
        ("measure: on", "{file}:1: measure must be a whole number from 40 to 120"),
        ("measure: 80.0", "{file}:1: measure must be a whole number from 40 to 120"),
        ("measure: 80.5", "{file}:1: measure must be a whole number from 40 to 120"),
        ("columns: [date, desks]", "{file}:1: columns has no column 'desks'; did you mean 'desk'?"),
        ("columns: [date, date]", "{file}:1: columns names a column twice"),
        ("columns: {date: 1}", "{file}:1: columns must be a list of some of date, desk"),
        ("desks: [a]", "{file}:1: desks must be lines such as"),
        ("desks:\n  pol: ''", "{file}:2: desks.pol must be a name on one line"),
        ('desks:\n  pol: "\\e[31m"', "{file}:2: desks.pol must be a name on one line"),
        ("desks:\n  a: A\n  a: B", "{file}:3: desks.a is set twice; keep one"),
        ("keymap: star", "{file}:1: keymap must be lines such as"),
        ("keymap:\n  star: {a: b}", "{file}:2: keymap.star must be a key or a list of keys"),
        ("keymap:\n  top: gg", "{file}:2: keymap.top has no key 'gg'; keys of a sequence"),
        ("keymap:\n  top: pgdown", "{file}:2: keymap.top has no key 'pgdown'; did you mean 'page"),
        ("keymap:\n  top: ctrl+hom", "did you mean 'ctrl+home'?"),
        ("keymap:\n  top: [' ']", "{file}:2: keymap.top has an empty key"),
        ("keymap:\n  top: g g g g g", "{file}:2: keymap.top has a sequence of more than 4 keys"),
        ("themes:\n  dark:\n    ink: red", "{file}:2: themes.dark is a theme already"),
        (
            "themes:\n  x:\n    inc: red",
            "{file}:3: themes.x has no colour 'inc'; did you mean '",
        ),
        ("themes:\n  x:\n    ink: #fff", "{file}:3: themes.x.ink must be a colour"),
        ("themes:\n  x:\n    ink: 256", "{file}:3: themes.x.ink must be a colour"),
        ("themes:\n  x:\n    base: drak", "{file}:3: themes.x.base must be one of dark, light"),
        ("theme: evening", "{file}:1: theme must be one of auto, dark"),
        ("themes:\n  evening: {ink: red}\ntheme: evning", "did you mean 'evening'?"),
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


def test_each_setting_is_read(tmp_path: Path) -> None:
    values = settings.load(write(tmp_path, EVERYTHING)).values
    assert values.theme == "evening"
    assert values.themes["evening"] == settings.UserTheme(
        "light",
        {"ink": "color(235)", "accent": "#aabbcc", "error": "bright_red", "ground": "#112233"},
    )
    assert values.keymap == {
        "star": ("s", "g s"), "top": ("g g",), "quit_anywhere": (), "undo": ("5", "~", "n"),
    }  # fmt: skip
    assert values.columns == ("source", "date")
    assert values.desks == {"pol": "Politics", "1": "Front page"}
    assert (values.date_style, values.list, values.measure) == ("relative", "unread", 66)


EVERYTHING = """
theme: evening
themes:
  evening:
    base: light
    ink: 235
    accent: "#abc"
    ground: "#112233"
    error: Bright-Red
keymap:
  star: [s, "g   s"]
  top: g g
  quit_anywhere: []
  undo: [5, "~", n]
columns: [source, date]
date_style: relative
desks:
  pol: Politics
  1: Front page
list: unread
measure: 66
"""


def test_actions_of_the_keymap_are_checked_against_those_there_are(tmp_path: Path) -> None:
    file = write(tmp_path, "keymap:\n  star: s\n  topp: g\n")
    loaded = settings.load(file)
    settings.check_keymap(loaded, ["star", "topp"])
    with pytest.raises(SettingsError) as caught:
        settings.check_keymap(loaded, ["star", "top"])
    assert str(caught.value) == f"{file}:3: keymap.topp is no action; did you mean 'top'?"


def test_beside_the_archive_only_what_is_shown_can_be_set(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    mine = write(own, "desks:\n  pol: Mine\nmouse: off\n")
    theirs = write(
        tmp_path,
        "desks:\n  pol: Theirs\n  spo: Sport\ncolumns: [source]\nmouse: on\narticles: /etc\n"
        "keymap:\n  quit: []\nbogus: 1\n",
    )
    loaded = settings.load(mine, archive=tmp_path)
    assert loaded.values.desks == {"pol": "Mine", "spo": "Sport"}
    assert loaded.values.columns == ("source",)
    assert loaded.values.articles is None
    assert loaded.values.keymap == {}
    assert loaded.values.mouse is False
    assert loaded.origins["columns"] == f"{theirs}:4"
    assert loaded.origins["desks"] == f"{mine}:1, {theirs}:1"
    assert loaded.lines["desks.pol"] == f"{mine}:2"
    assert loaded.lines["desks.spo"] == f"{theirs}:3"
    assert [notice.split(" is ")[0] for notice in loaded.notices] == [
        f"{theirs}:{line}: '{key}'"
        for line, key in ((5, "mouse"), (6, "articles"), (7, "keymap"), (9, "bogus"))
    ]


@pytest.mark.parametrize("key", KEYS)
def test_beside_the_archive_a_setting_counts_only_where_it_is_about_what_is_shown(
    tmp_path: Path, key: str
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("")
    example = KEYS[key].example
    stated = settings.load(write(tmp_path, example))
    beside = settings.load(own, archive=tmp_path)
    if key in settings.SHOWN:
        assert getattr(beside.values, key) == getattr(stated.values, key)
        assert beside.notices == ()
    else:
        assert beside.values == settings.Settings()
        assert f"tuinews.yaml:1: '{key}' is ignored" in beside.notices[0]
        assert len(beside.notices) == 1


def test_a_pipe_is_a_command_with_what_it_is_given(tmp_path: Path) -> None:
    text = "pipes:\n  print: lp -o x\n  page:\n    command: pandoc\n    format: markdown\n"
    assert settings.load(write(tmp_path, text)).values.pipes == {
        "print": settings.Pipe("lp -o x"),
        "page": settings.Pipe("pandoc", "markdown"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "desks: [",
        "- desks",
        "desks: x",
        "columns: [date, nothing]",
        "desks:\n  a: &a A\n  b: *a",
        "desks: {a: A}\ndesks: {a: B}",
        "desks:\n" + "  a: b\n" * 9999,
        "[" * 9999,
        "\udcff",
    ],
)
def test_what_is_wrong_beside_the_archive_is_a_notice(tmp_path: Path, text: str) -> None:
    own = write(tmp_path, "mouse: off\n").rename(tmp_path / "own.yaml")
    (tmp_path / "tuinews.yaml").write_text(text, encoding="utf-8", errors="surrogateescape")
    loaded = settings.load(own, archive=tmp_path)
    assert loaded.values.mouse is False
    assert len(loaded.notices) == 1
    assert "\n" not in loaded.notices[0]


def test_no_link_and_no_pipe_beside_the_archive_is_read(tmp_path: Path) -> None:
    own = write(tmp_path, "columns: [place]\n").rename(tmp_path / "own.yaml")
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "tuinews.yaml").symlink_to(own)
    assert settings.load(archive / "tuinews.yaml").values.columns == ("place",)
    linked = settings.load(write(tmp_path, ""), archive=archive)
    assert linked.values.columns == settings.Settings().columns
    assert len(linked.notices) == 1
    (archive / "tuinews.yaml").unlink()
    os.mkfifo(archive / "tuinews.yaml")
    assert len(settings.load(tmp_path / "tuinews.yaml", archive=archive).notices) == 1


def test_the_readers_own_file_is_not_read_twice(tmp_path: Path) -> None:
    file = write(tmp_path, "mouse: off\n")
    assert settings.load(file, archive=tmp_path) == settings.load(file)


def test_the_template_changes_nothing_and_every_line_of_it_works(tmp_path: Path) -> None:
    file = init_file(tmp_path / "new" / "tuinews.yaml")
    assert settings.load(file).values == settings.Settings()
    lines = file.read_text(encoding="utf-8").split("\n")
    stated = [line.removeprefix("# ") for line in lines if not line.startswith("##")]
    loaded = settings.load(write(tmp_path, "\n".join(stated[3:])))
    assert "default" not in loaded.origins.values()


def test_the_template_is_never_written_over_a_file(tmp_path: Path) -> None:
    file = write(tmp_path, "mouse: off\n")
    with pytest.raises(SettingsError, match="is there already"):
        init_file(file)
    assert file.read_text() == "mouse: off\n"
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    with pytest.raises(SettingsError):
        init_file(tmp_path / "link")
    with pytest.raises(SettingsError, match="cannot be written"):
        init_file(file / "below")


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
