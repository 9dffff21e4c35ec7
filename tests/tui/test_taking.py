"""Taking articles along: copies, links, details, exports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fixtures.payloads import CONTROLS
from tests.tui.browsing import Browsing, browsing, build_index, write_article
from tuinews.tui.terminal_safety import FORBIDDEN


async def offered(browser: Browsing) -> dict[str, str]:
    """What can be copied now."""
    await browser.press("y")
    found = dict(left.split(None, 1) for left, _ in browser.app.screen.body.items)
    await browser.press("escape")
    return found


async def test_the_paragraph_to_copy_is_that_of_the_match_or_the_one_at_the_top(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state, size=(80, 12)) as browser:
        await browser.press("enter", "]", "]")
        assert (await offered(browser))["paragraph"].startswith("Nine million crowns")
        await browser.press("q", "/")
        await browser.type("silt")
        await browser.until(lambda: browser.screen.articles.glimpses)
        await browser.press("enter")
        assert (await offered(browser))["paragraph"].startswith("The channel was dug")
        await browser.press("enter")
        await browser.until(lambda: browser.screen.view.match is not None)
        said = await offered(browser)
        assert said["paragraph"].startswith("The channel was dug")
        assert "section 2 (Background and recognition), paragraph 1, SHA-256 " in said["quotation"]
        assert said["path"] == f"{archive}/world/harbour.md"
        assert said["address"] == "https://example.org/harbour"


async def test_a_known_terminal_is_trusted_with_the_copy(
    archive: Path, index: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-kitty")
    async with browsing(archive, index, state) as browser:
        await browser.press("y", "j", "j", "enter")
        await browser.shows("Copied the headline")


async def test_a_text_that_is_too_long_to_copy_is_shown_bare(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-kitty")
    archive = tmp_path / "gazette"
    write_article(archive / "long.txt", "A headline\n\n" + "sand and silt " * 8_000)
    async with browsing(archive, build_index(archive, tmp_path / "index"), state) as browser:
        await browser.press("y", "enter")
        await browser.shows("The paragraph is too long to be copied; select it here")
        assert browser.lines[2].startswith("sand and silt")


async def test_a_link_is_copied_never_followed(tmp_path: Path, state: Path) -> None:
    archive = tmp_path / "gazette"
    write_article(archive / "one.md", "# One\n\nSee [the board](https://example.org/board).\n")
    async with browsing(archive, build_index(archive, tmp_path / "index"), state) as browser:
        await browser.press("L")
        await browser.shows("https://example.org/board  the board")
        await browser.press("enter")
        await browser.shows("The link: select it here")
        assert browser.lines[2] == "https://example.org/board"


async def test_an_article_without_links_says_so(archive: Path, index: Path, state: Path) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("j", "L")
        await browser.shows("This article has no links")


async def test_details_tell_warnings_and_what_an_article_does_not_state_is_left_out(
    tmp_path: Path, state: Path
) -> None:
    archive = tmp_path / "gazette"
    (archive).mkdir()
    (archive / "one.txt").write_bytes(b"A headline\n\nCaf\xe9 and harbour \xff\xfe words.\n")
    async with browsing(archive, build_index(archive, tmp_path / "index"), state) as browser:
        await browser.press("I")
        await browser.shows("as the file was last changed")
        assert "byline" not in browser.text
        await browser.press("q", "enter")
        await browser.press("I")
        await browser.shows("one.txt")


async def write_to(browser: Browsing, downs: int, name: str) -> None:
    """Take a line of the export menu, and name the file."""
    await browser.press("e", *["j"] * downs, "enter", "ctrl+u", *name, "enter")


async def test_the_open_article_and_all_that_is_listed_are_written_to_new_files(
    archive: Path, index: Path, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with browsing(archive, index, state) as browser:
        await write_to(browser, 0, "one.md")
        await browser.shows("1 article written to one.md")
        await write_to(browser, 7, "all.jsonl")
        await browser.shows("44 articles written to all.jsonl")
        await browser.press("/")
        await browser.type("harbour")
        await browser.press("enter")
        await write_to(browser, 9, "cited.json")
        await browser.shows("3 articles written to cited.json")
    assert "Harbour board votes" in (tmp_path / "one.md").read_text()
    lines = (tmp_path / "all.jsonl").read_text().splitlines()
    assert {json.loads(line)["id"] for line in lines} >= {"world/harbour.md", "notes/000.md"}
    cited = json.loads((tmp_path / "cited.json").read_text())
    assert len(cited) == 3
    assert all(item["custom"]["tuinews"]["sha256"] for item in cited)


async def test_a_file_that_is_there_is_never_written_over_and_the_archive_never_written_to(
    archive: Path, index: Path, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.md").write_text("mine")
    async with browsing(archive, index, state) as browser:
        await write_to(browser, 0, "one.md")
        await browser.shows("one.md: is there already; name another file")
        await write_to(browser, 0, f"{archive}/new.md")
        await browser.until(lambda: "lies in the archive" in browser.screen.notice)
        await write_to(browser, 0, "~nobody-of-this-name/new.md")
        await browser.until(lambda: "cannot be written" in browser.screen.notice)
        await browser.press("e", "enter")
        assert browser.screen.ask_box.value == "harbour.md"
        await browser.press("escape")
    assert (tmp_path / "one.md").read_text() == "mine"
    assert not (archive / "new.md").exists()


async def test_restricted_no_file_is_written(archive: Path, index: Path, state: Path) -> None:
    async with browsing(archive, index, state, restricted=True) as browser:
        await browser.press("e")
        await browser.shows("With --restricted no file is written")
        assert browser.app.screen is browser.screen


@pytest.mark.parametrize("payload", CONTROLS.values(), ids=CONTROLS)
async def test_no_control_of_an_article_shows_in_what_is_laid_over_it(
    payload: str, tmp_path: Path, state: Path
) -> None:
    archive = tmp_path / "gazette"
    escaped = "".join(f"\\U{ord(each):08x}" for each in payload)
    write_article(
        archive / "one.md",
        f'---\ntitle: "h{escaped}"\nkeywords: ["k{escaped}"]\nurl: "https://example.org/{escaped}"\n'
        f"---\nA {payload} b [c{payload}](https://example.org/{payload})\n".encode(
            "utf-8", "replace"
        ).decode(),
    )
    async with browsing(archive, build_index(archive, tmp_path / "index"), state) as browser:
        for keys in (("I",), ("L",), ("y",), ("y", "enter"), ("i",), ("+",)):
            await browser.press(*keys)
            assert not FORBIDDEN & {ord(each) for each in browser.text if each != "\n"}
            await browser.start_over()
