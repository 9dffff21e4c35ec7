"""Promise 2: text is never markup, and reading starts no program and calls no server.

That the browser shows it so is tested with the browser; here, that the core hands it on so.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fixtures.payloads import MARKUP
from tuinews.articles.folder import stat_entry
from tuinews.articles.reading import read_article
from tuinews.cli import main

WATCHED = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty",
           "pty.spawn", "socket.connect", "socket.getaddrinfo", "webbrowser.open", "urllib.Request",
           "ctypes.dlopen", "ftplib.connect", "http.client.connect")  # fmt: skip
_seen: list[tuple[str, object]] = []
_watching = False


def _note(event: str, arguments: object) -> None:
    if _watching and event in WATCHED:
        _seen.append((event, arguments))


@contextmanager
def watched() -> Iterator[list[tuple[str, object]]]:
    """Note what is started or called meanwhile; a hook of Python cannot be taken out again."""
    global _watching
    if not _hooked:
        sys.addaudithook(_note)
        _hooked.append(True)
    _seen.clear()
    _watching = True
    try:
        yield _seen
    finally:
        _watching = False


_hooked: list[bool] = []


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """For every payload articles in plain formats that hold it as headline and in the body."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for number, payload in enumerate(MARKUP.values()):
        text = f"{payload}\n\nOSLO, Nov. 9 (XYZ) -- Needle {payload} and more.\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        letter = f"Subject: {payload}\nFrom: {payload}\n\nNeedle {payload} and more.\n"
        (folder / f"{number}.eml").write_text(letter, encoding="utf-8")
        fields = {
            "headline": payload,
            "byline": payload,
            "body_text": f"Needle {payload} and more.",
        }
        (folder / f"{number}.json").write_text(json.dumps(fields), encoding="utf-8")
    return folder


def test_text_comes_out_letter_by_letter(archive: Path) -> None:
    for number, (kind, payload) in enumerate(MARKUP.items()):
        for suffix in ("txt", "eml", "json"):
            article = read_article(archive, stat_entry(archive, f"{number}.{suffix}"))
            body = " ".join(p.text for s in article.sections for p in s.paragraphs)
            assert article.headline == payload
            if (kind, suffix) != ("html", "json"):  # where tags stand in JSON, they are tags
                assert f"Needle {payload} and more." in body


def test_the_commands_print_it_letter_by_letter(
    archive: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = ["-a", str(archive), "-i", str(tmp_path / "index")]
    assert main([*place, "list", "--json"]) == 0
    listed = {hit["headline"] for hit in json.loads(capfd.readouterr().out)["hits"]}
    assert listed == set(MARKUP.values())
    for words in (["list"], ["list", "--tsv"], ["search", "needle"]):
        assert main([*place, *words]) == 0
        out = capfd.readouterr().out
        for payload in MARKUP.values():
            assert payload in out, words


def test_reading_and_asking_start_no_program_and_call_no_server(
    archive: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (archive / "page.html").write_text(
        '<html><head><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/">'
        '<link rel="stylesheet" href="http://127.0.0.1:9/a.css"></head><body>'
        '<img src="http://127.0.0.1:9/a.png"><iframe src="http://127.0.0.1:9/"></iframe>'
        "<p>A paragraph of text that is long enough to be one.</p></body></html>",
        encoding="utf-8",
    )
    (archive / "entity.xml").write_text(
        '<!DOCTYPE nitf SYSTEM "http://127.0.0.1:9/nitf.dtd" '
        '[<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]><nitf><body><p>&a;</p></body></nitf>',
        encoding="utf-8",
    )
    (archive / "links.md").write_text("[press](http://127.0.0.1:9/) ![see](http://127.0.0.1:9/)\n")
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\ntouch {tmp_path / 'called'}\n")
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    place = ["-a", str(archive), "-i", str(tmp_path / "index")]
    main([*place, "index"])
    with watched() as seen:
        for name in sorted(file.name for file in archive.iterdir()):
            main([*place, "show", name])
        for words in (["list"], ["search", "needle"], ["doctor", "--warnings"]):
            main([*place, *words])
    assert seen == []
    assert not (tmp_path / "called").exists()
