"""Promise 1 for the commands: no byte of a file, a name, a query or a setting is obeyed.

What the browser writes to its terminal is tested with the browser.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fixtures.payloads import CONTROLS, MARKUP, OBEYED
from tuinews.articles.article import Article
from tuinews.articles.folder import Entry, walk
from tuinews.articles.reading import read_article
from tuinews.articles.sanitise import sanitise, sanitise_line, show_name
from tuinews.cli import main
from tuinews.errors import UnreadableArticleError

TOWER = re.compile("[\u0300-\u036f]{9,}")
SUFFIXES = ["txt", "md", "html", "json", "xml", "yaml", "eml", "mbox", "iptc", "anpa", "bin"]
Run = Callable[..., str]


def name_of(payload: str) -> str:
    """The payload as a file may be called."""
    return payload.replace("/", "_").replace("\0", "")


def written(payload: str) -> dict[str, str]:
    """Articles that hold the payload wherever a format has a place for it: content by name."""
    quoted = json.dumps(payload)
    head, needle = json.dumps(f"Head {payload}"), json.dumps(f"Needle {payload}")
    line = payload.replace("\n", " ")
    fields = "".join(
        f"{field}: {quoted}\n"
        for field in ("author", "tags", "source", "section", "located", "slug", "lang", "version",
                      "embargo", "urgency", "summary", "date", f"key {quoted[1:-1]}")
    )  # fmt: skip
    body = (
        f"Needle {payload}\n\n## Cross {payload}\n\n- item {payload}\n\n> quote {payload}\n\n"
        f"    code {payload}\n\n[link {payload}](http://x.example/{payload})\n"
    )
    item = dict.fromkeys(("byline", "version", "urgency", "slugline", "language"), payload)
    more = "An ordinary sentence follows. " * 300  # so that few of the bytes are controls
    words = f"<p>Needle {payload} and enough words to be a paragraph of an article.</p>"
    page = f"<html><title>Head {payload}</title><h1>Head {payload}</h1>{words}<p>{more}</html>"
    letter = f"From: {line}\nSubject: Head {line}\nDate: {line}\n\nNeedle {payload}"
    return {
        "front.md": f"---\ntitle: {head}\n{fields}---\n{body}\n\n{more}\n",
        "wire.txt": f"Head {payload}\n\nOSLO -- Needle {payload}\n\nCROSS {payload}\n\n{more}\n",
        "page.html": page,
        "item.json": json.dumps(item | {"headline": payload, "body_html": words}),
        "letter.eml": f"{letter}\n\n{more}\n",
        "sent.iptc": f"\x01abc001 3 pl 10 {line}\nKey/{line}\n\x02Head {line}=\nNeedle\n\x03",
        "own.yaml": f"title: {head}\nbody: {needle}\nother: {more}\n",
    }


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For every payload a desk of its name with an article in every format."""
    folder = tmp_path_factory.mktemp("archive")
    for payload in (*CONTROLS.values(), *MARKUP.values()):
        desk = folder / f"desk {name_of(payload)}"
        desk.mkdir()
        for name, text in written(payload).items():
            file = desk / f"{name_of(payload)} {name}"
            file.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
        (desk / f"{name_of(payload)}.link").symlink_to(f"nowhere {name_of(payload)}")
    return folder


@pytest.fixture(scope="module")
def index(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive's index."""
    folder = tmp_path_factory.mktemp("index") / "index"
    assert main(["-a", str(archive), "-i", str(folder), "index"]) == 0
    return folder


@pytest.fixture
def run(archive: Path, index: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Call a command; what it wrote to standard output and error, which is looked through."""

    def call(*words: str) -> str:
        capfd.readouterr()
        main(["-a", str(archive), "-i", str(index), *words])
        out, err = capfd.readouterr()
        for stream in (out, err):
            assert not (found := OBEYED.search(stream)), (words, stream[found.start() - 40 :][:80])
            # Ids in JSON are data, and come back whole; so many marks are no control.
            assert "--json" in words or "--jsonl" in words or not TOWER.search(stream), words
            stream.encode("utf-8")
        return out

    return call


@pytest.mark.parametrize(
    "words",
    [
        ["index"],
        ["index", "--rebuild"],
        ["index", "--rebuild", "--json"],
        ["list"],
        ["list", "--sort", "headline"],
        ["list", "--json"],
        ["list", "--jsonl"],
        ["list", "--tsv"],
        ["search", "needle", "--limit", "1000"],
        ["search", "needle", "--limit", "1000", "--json"],
        ["search", "needle", "--limit", "1000", "--jsonl"],
        ["search", "needle", "--limit", "1000", "--tsv"],
        ["doctor"],
        ["doctor", "--warnings"],
        ["doctor", "--warnings", "--json"],
        ["settings"],
        ["keys"],
    ],
    ids=" ".join,
)
def test_no_payload_reaches_the_output_of_a_command(run: Run, words: list[str]) -> None:
    run(*words)


def test_no_payload_reaches_the_output_of_an_article(run: Run, archive: Path) -> None:
    shown = 0
    for entry in walk(archive):
        if isinstance(entry, Entry):
            shown += bool(run("show", entry.id))
            run("show", entry.id, "--json")
    assert shown > len(CONTROLS)


@pytest.mark.parametrize("payload", CONTROLS.values(), ids=CONTROLS)
def test_no_payload_comes_back_from_the_command_line(
    run: Run, tmp_path: Path, payload: str
) -> None:
    said = payload.replace("\0", "")
    for words in (
        ["search", "--no-sync", said],
        ["search", "--no-sync", f"{said}:x"],
        ["search", "--no-sync", f'"{said}'],
        ["search", "--no-sync", f"date:{said}"],
        ["search", "--no-sync", "--sort", said, "x"],
        ["search", "--no-sync", f"--{said}"],
        ["show", said],
        ["show", f"no{said}.txt"],
        ["show", "x", "--section", said],
        ["--settings", said, "list"],
        [said],
    ):
        run(*words)
    own = tmp_path / f"{name_of(payload)[:60]}.yaml"
    for text in (f"theme: {json.dumps(said)}", f"{json.dumps(said)}: 1", f"a: [{said}", said):
        own.write_text(text, encoding="utf-8", errors="surrogatepass")
        run("--settings", os.fspath(own), "settings")
        run("--settings", os.fspath(own), "doctor")


def test_no_payload_survives_in_an_article(archive: Path) -> None:
    formats = set()
    for entry in walk(archive):
        if isinstance(entry, Entry):
            article = read_article(archive, entry)
            formats.add(article.format)
            for text in texts(article):
                assert not OBEYED.search(text), (entry.id, text)
                assert not TOWER.search(text)
    assert formats >= {"markdown", "text", "html", "yaml", "mail", "iptc7901"}
    assert len(formats) >= 7  # and JSON, whichever of its kinds


def texts(article: Article) -> Iterator[str]:
    """Every text of an article that somebody may be shown; its id is not, as it is."""
    for name in ("headline", "byline", "desk", "source", "slugline", "located", "language", "url",
                 "version", "embargo", "urgency", "summary", "encoding", "place"):  # fmt: skip
        yield getattr(article, name) or ""
    yield from (*article.keywords, *article.notes, *article.warnings)
    for link in article.links:
        yield link.url
        yield link.text
    for section in article.sections:
        yield section.crosshead or ""
        yield from (paragraph.text for paragraph in section.paragraphs)
    if article.dateline:
        yield from (
            article.dateline.text,
            article.dateline.place or "",
            article.dateline.source or "",
        )


@given(st.text())
def test_whatever_the_text_nothing_of_it_is_obeyed(text: str) -> None:
    for shown in (sanitise(text), sanitise_line(text), show_name(text)):
        assert not OBEYED.search(shown)
        shown.encode("utf-8")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=300), suffix=st.sampled_from(SUFFIXES))
def test_whatever_the_bytes_nothing_of_them_is_obeyed(
    tmp_path: Path, content: bytes, suffix: str
) -> None:
    file = tmp_path / f"a.{suffix}"
    file.write_bytes(content)
    try:
        said = list(texts(read_article(tmp_path, Entry(file.name, len(content), 0))))
    except UnreadableArticleError as error:
        said = [str(error)]
    for text in said:
        assert not OBEYED.search(text)
