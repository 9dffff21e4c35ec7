"""Browsing line by line: every command that needs no screen, typed; nothing is drawn."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fixtures.payloads import CONTROLS, MARKUP, OBEYED
from tests.pty.test_safety import write_hostile_articles
from tests.tui.browsing import build_index, write_archive, write_article
from tuinews.plain.conversation import Conversation, done_here
from tuinews.plain.ground import PlainDesk
from tuinews.plain.voice import Voice
from tuinews.reader.reader import Reader
from tuinews.settings import Settings
from tuinews.tui.commands import COMMANDS
from tuinews.tui.keymap import Keymap

Talk = Callable[..., str]


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of articles that no test changes."""
    return write_archive(tmp_path_factory.mktemp("archive") / "gazette")


@pytest.fixture(scope="session")
def index(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of that folder."""
    return build_index(archive, tmp_path_factory.mktemp("index") / "gazette")


def talk_about(archive: Path, index: Path, state: Path, *lines: str, keymap: Keymap) -> str:
    """Say lines; all that is answered."""
    said = io.StringIO()
    desk = PlainDesk(archive, index, state, lambda: "", keymap, Settings())
    conversation = Conversation(desk, Voice(said, is_watched=False))
    assert conversation.run(f"{line}\n" for line in lines) == 0
    return said.getvalue()


@pytest.fixture
def talk(archive: Path, index: Path, tmp_path: Path) -> Talk:
    """Say lines about the archive; what is answered from after the greeting on."""

    def say(*lines: str, **own: tuple[str, ...]) -> str:
        answer = talk_about(archive, index, tmp_path / "state", *lines, keymap=Keymap(own))
        return answer.partition("Enter goes on\n")[2]

    return say


# By command: what is typed, by name and by key, and what is answered in the end.
SCRIPTS: dict[str, list[tuple[list[str], str]]] = {
    "open": [
        (["open"], "The harbour board voted on Tuesday"),
        (["l"], "1. Harbour board|§|The harbour board voted on Tuesday"),
        (["open 2"], "Ferry line asks"),
        (["2"], "Ferry line asks"),
        (["99"], "Type a number from 1 to 44"),
    ],
    "back": [(["1", "q"], r"1\. Harbour board votes .*; read$"), (["1", "back"], "; read$")],
    "search": [
        (["search ferry quay"], r"1\. «Ferry» line asks the harbour for a longer «quay»;"),
        (["/silt"], r"§ Background and recognition: .*«silt»"),
        (["/ date:2021-99"], r"Not understood at column 6"),
        (["/harbuor"], r"Did you mean: harbour"),
        (["/harbour", "search"], "44 of 44 articles, newest first"),
    ],
    "clear_search": [(["/harbour", "f 1", "clear_search"], "44 of 44 articles, newest first")],
    "find": [
        (["1", "/crowns"], "Match 1 of 1\\n.*What it costs\\nNine million «crowns»"),
        (["1", "find nothing-of-it"], "Not in this article: nothing-of-it"),
    ],
    "next_match": [
        (["/harbour", "1", "n"], r"Match \d of \d\n"),
        (["/harbour", "1", *["n"] * 9], "Ferry line asks"),
        (["1", "n"], "No further match in this article"),
    ],
    "previous_match": [(["/harbour", "1", "2n", "N"], r"Match \d of \d\n")],
    "next_section": [(["1", "]"], "§ 2 of 4: Background and recognition\\nThe channel was dug")],
    "previous_section": [(["1", "2]", "["], "§ 2 of 4"), (["1", "["], "This is the top")],
    "contents": [
        (["/harbour", "1", "t"], r"3\. What it costs, 2 matches"),
        (["1", "contents 3"], "§ 3 of 4: What it costs\\nNine million crowns"),
        (["1", "3"], "Nine million crowns"),
    ],
    "next_article": [(["1", "J"], "Ferry line asks"), (["44", "J"], "This is the last article")],
    "previous_article": [(["2", "K"], "Harbour board votes"), (["1", "K"], "the first article")],
    "next_unread": [(["2", "q", "k", "next_unread"], "Note 039 of the archive")],
    "star": [(["s"], "^Starred$"), (["s", "star"], "^Star taken away$")],
    "read": [(["m"], "Marked as read"), (["1", "m"], "Marked as unread")],
    "read_all": [
        (["M"], "read_all yes marks all 44"),
        (["M yes", "u"], "44 marked as read.*\\nUndone: 44 articles marked as read"),
    ],
    "undo": [(["s", "u"], "Undone: starred"), (["undo"], "Nothing to undo")],
    "tags": [
        (['+ tide "Port dues"', "1"], 'Tags: "port dues" tide\\n'),
        (["tags tide", "tags -tide"], "^No tags$"),
        (['+"port dues"', 'search tag:"port dues"'], "1 of 44 articles"),
    ],
    "note": [
        (["i Ask the board.", "1"], "Your note: Ask the board."),
        (["note x", "note -"], "No note"),
    ],
    "sort": [([","], "oldest first"), (["sort head"], "by headline")],
    "facets": [
        (["f"], r"^1\. desk: notes, 40$"),
        (["f1"], "40 of 44 articles, narrowed to desk:=notes"),
        (["f desk:world"], "1 of 44 articles, narrowed to desk:=world"),
        (["f 1", "f 1"], "44 of 44 articles, newest"),
        (["f 9999"], "Type a number from 1 to"),
    ],
    "timeline": [
        (["T"], "^2020: 2020, 40$"),
        (["T 2021"], "2 of 44 articles, narrowed to date:2021"),
    ],
    "widen": [(["f 1", "widen"], "44 of 44"), (["widen"], "The list is not narrowed")],
    "saved": [
        (["S"], "No search is saved"),
        (["/harbour", "save_search port", "search", "S", "S 1"], "3 of 44 articles, for harbour"),
        (["/harbour", "save_search port", "search", "S port"], "3 of 44 articles, for harbour"),
    ],
    "save_search": [
        (["/harbour", "save_search port"], "Saved as port"),
        (["save_search port"], "Search first"),
    ],
    "remove_search": [
        (["/harbour", "save_search port", "remove_search port", "S"], "No search is saved"),
    ],
    "details": [(["I"], "^id: world/harbour.md$")],
    "links": [(["L"], "https://example.org/harbour this article"), (["j", "L"], "has no links")],
    "versions": [(["V"], "No other version of this story is known")],
    "related": [(["R"], r"^\d\. Ferry line"), (["R 1"], "paragraphs, 1 min")],
    "down": [
        (["j"], r"^2\. Ferry"),
        (["5j"], r"^6\. Note"),
        (["1", ""], "Ships have waited outside for days"),
        (["1", "2j"], "§ 2 of 4: Background and recognition\\nThe channel was dug"),
    ],
    "up": [(["3j", "k"], r"^3\. Note"), (["1", "j", "k"], "The harbour board voted")],
    "page_down": [
        ([""], r"^11\. Note(.*\n)+20\. Note"),
        ([" "], r"^11\. Note"),
        (["1", "", " "], "§ 2 of 4(.*\\n)+Engineers warned"),
    ],
    "page_up": [(["", "b"], r"^1\. Harbour"), (["1", "2]", "b"], "§ 2 of 4")],
    "top": [(["G", "g"], r"^1\. Harbour"), (["1", "G", "g"], "The harbour board voted")],
    "bottom": [(["G"], r"^44\. Four minutes"), (["1", "G"], "- The harbour stays open throughout")],
    "redraw": [(["redraw"], r"^1\. Harbour"), (["1", "]", "redraw"], "§ 2 of 4")],
    "help": [
        (["?"], "^star or s: Star the article, or take its star away$"),
        (["1", "help"], "^next_section or ]: Go to the next crosshead$"),
    ],
    "refresh": [(["refresh"], "Looked for new, changed and deleted articles")],
    "quit": [(["q", "s"], r"\A\Z"), (["quit", "s"], r"\A\Z")],
    "quit_anywhere": [(["1", "Q", "s"], "Tuesday to dredge.*\\n\\Z")],
}


def test_every_command_that_is_done_here_has_a_script() -> None:
    assert SCRIPTS.keys() == done_here()
    assert done_here() <= {command.id for command in COMMANDS}


@pytest.mark.parametrize(
    ("lines", "answer"),
    [each for scripts in SCRIPTS.values() for each in scripts],
    ids=[name for name, scripts in SCRIPTS.items() for _ in scripts],
)
def test_what_is_typed_is_answered(talk: Talk, lines: list[str], answer: str) -> None:
    assert re.search(answer, talk(*lines), re.MULTILINE)


def test_what_is_no_command_is_said_with_the_nearest(talk: Talk) -> None:
    assert talk("stra") == "There is no command stra; did you mean star? help lists them\n"
    assert talk("1]2") == "There is no command 1]2; help lists them\n"
    assert talk("next_match") == "Open an article first\n"


@pytest.mark.parametrize("line", ["{}", "open {}", "facets {}", "{}j"])
def test_a_number_however_long_is_answered(talk: Talk, line: str) -> None:
    assert talk(line.format("9" * 5000)).strip()


def test_keys_of_ones_own_work_and_sequences_are_typed_together(talk: Talk) -> None:
    assert talk("x", star=("x",)) == "Starred\n"
    assert "44. Four minutes" in talk("ge", bottom=("g e",))


def test_a_command_of_the_list_leaves_the_article(talk: Talk) -> None:
    assert "1 of 44 articles, for moon" in talk("1", "search moon")


def test_where_reading_stopped_is_kept_with_the_marks(
    talk: Talk, archive: Path, tmp_path: Path
) -> None:
    talk("1", "]", "s")
    assert "Where you stopped reading" in talk("1")
    reader = Reader.open(tmp_path / "state", archive)
    assert reader.marks.is_starred("world/harbour.md")


def test_an_article_of_a_headline_alone_says_that_it_has_no_text(tmp_path: Path) -> None:
    write_article(tmp_path / "gazette" / "a.md", "---\ntitle: Flash\ndate: 2021-11-09\n---\n")
    index = build_index(tmp_path / "gazette", tmp_path / "index")
    answer = talk_about(tmp_path / "gazette", index, tmp_path / "state", "1", "]", keymap=Keymap())
    assert "This article has no text" in answer


def test_without_an_index_the_names_of_files_are_listed_and_read(
    archive: Path, tmp_path: Path
) -> None:
    answer = talk_about(archive, tmp_path / "none", tmp_path / "state", "f", "T", "/moon", "1",
                        keymap=Keymap())  # fmt: skip
    assert "There is no index yet" in answer
    assert "ferry.md" in answer
    assert "there is nothing to search yet" in answer
    assert "The ferry line wants" in answer


def test_an_index_that_is_cut_short_meanwhile_is_said_and_the_conversation_goes_on(
    archive: Path, tmp_path: Path
) -> None:
    index = build_index(archive, tmp_path / "index")

    def lines() -> Iterator[str]:
        yield "search line\n"
        for segment in index.glob("*.segment"):
            os.truncate(segment, 100)
        yield "related\n"
        yield "sort headline\n"

    said = io.StringIO()
    desk = PlainDesk(archive, index, tmp_path / "state", lambda: "", Keymap({}), Settings())
    assert Conversation(desk, Voice(said, is_watched=False)).run(lines()) == 0
    assert said.getvalue().count("it has been cut short") == 2
    assert "refresh looks again" in said.getvalue()


def test_lines_are_wrapped_by_words_where_somebody_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    said = io.StringIO()
    voice = Voice(said, is_watched=True)
    voice.say("The harbour board voted on Tuesday to dredge the northern channel")
    voice.ask()
    lines = said.getvalue().split("\n")
    assert lines[:-1] == ["The harbour board voted", "on Tuesday to dredge", "the northern channel"]
    assert lines[-1] == "> "


def test_matches_are_marked_in_ascii_where_nothing_else_can_be_said() -> None:
    ascii_only = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert Voice(ascii_only, is_watched=False).marked("a b", [(0, 1)]) == "<<a>> b"


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, int]:
    """An archive of payloads, its index, and how many articles it has."""
    around = tmp_path_factory.mktemp("hostile")
    folder = around / "arch\x1b[31mive\u202e"
    folder.mkdir()
    count = write_hostile_articles(folder)
    return folder, build_index(folder, around / "index"), count


def test_no_payload_of_an_archive_is_obeyed_wherever_it_is_said(
    hostile: tuple[Path, Path, int], tmp_path: Path
) -> None:
    folder, index, count = hostile
    lines = ["?", *[""] * (count // 10 + 2), "f", "f keyword", "T", "/needle", "S", "G", "g"]
    for number in range(1, count + 1):
        lines += [str(number), "t", "", " ", "n", "I", "L", "R", "V", "q"]
    answer = talk_about(folder, index, tmp_path / "state", *lines, keymap=Keymap())
    assert len(answer) > 10_000
    assert not OBEYED.search(answer)


@pytest.mark.parametrize("payload", {**CONTROLS, **MARKUP}.values(), ids={**CONTROLS, **MARKUP})
def test_no_payload_that_is_typed_is_obeyed(talk: Talk, payload: str) -> None:
    line = payload.replace("\n", " ")
    answer = talk(
        *(f"{command}{line}" for command in ("", "/", "+", "f ", "f desk:", "T ", "S ", "note ")),
        "/harbour", f"save_search {line}", "S", f"remove_search {line}",
        "1", f"/{line}", f"{line}", "I", "q", f"/{line}", "/harbour",
    )  # fmt: skip
    assert not OBEYED.search(answer)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lines=st.lists(st.one_of(st.text(max_size=12), st.sampled_from("jkl][nNtfTSRV?q+")),
                      max_size=12))  # fmt: skip
def test_whatever_is_typed_is_answered_in_safe_lines(talk: Talk, lines: list[str]) -> None:
    answer = talk(*(line.replace("\n", " ").replace("\r", " ") for line in lines))
    assert not OBEYED.search(answer)
