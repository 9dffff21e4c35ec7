"""A server may be slow, broken or hostile: it costs one line, and the others are imported."""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
from pathlib import Path

import pytest

from tests.unit.importing.serving import Handler, Server, http, rss, story
from tuinews.articles.importing.fetch import Limits, show_url
from tuinews.articles.importing.importer import Options, Summary, import_all
from tuinews.errors import UsageError

HASTY = Options(limits=Limits(connect=2, silence=1, total=3, size=1 << 20, redirects=3))
PROMPT_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"


def drip_head(connection: socket.socket, stopping: threading.Event) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 10_000:
        connection.sendall(bytes([byte]))
        if stopping.wait(0.1):
            return


def drip_body(connection: socket.socket, stopping: threading.Event) -> None:
    connection.sendall(PROMPT_HEAD + b"Content-Length: 100000\r\n\r\n")
    while not stopping.wait(0.1):
        connection.sendall(b"<")


def say_nothing(_connection: socket.socket, stopping: threading.Event) -> None:
    stopping.wait(30)


def never_end(connection: socket.socket, stopping: threading.Event) -> None:
    connection.sendall(PROMPT_HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while not stopping.is_set():
        connection.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")


def never_end_head(connection: socket.socket, stopping: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not stopping.is_set():
        connection.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")


def reset(connection: socket.socket, _stopping: threading.Event) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def reset_midway(connection: socket.socket, stopping: threading.Event) -> None:
    connection.sendall(PROMPT_HEAD + b"Content-Length: 100000\r\n\r\n" + rss(story(1)).encode())
    time.sleep(0.2)
    reset(connection, stopping)


def to(target: str) -> bytes:
    return http("", "302 Found", f"Location: {target}")


GOOD = rss(story(7))
BOMB = gzip.compress(b" " * (64 << 20))
FAULTS: dict[str, tuple[bytes | Handler, str]] = {
    "drips its head": (drip_head, "took longer than 3 s"),
    "drips its body": (drip_body, "took longer than 3 s"),
    "never answers": (say_nothing, "went silent for 1 s"),
    "never ends": (never_end, "larger than 1 MiB"),
    "never ends its head": (never_end_head, "the reply breaks off or is not HTTP"),
    "fails": (http("<rss/>", "500 Oops"), "the server says 500 Internal Server Error"),
    "has nothing there": (http("", "404 Nope"), "the server says 404 Not Found"),
    "wants a login": (http("", "401 No"), "the server says 401 Unauthorized; does it need a"),
    "invents a status": (http("", "299 \x1b[2J"), "the server says 299"),
    "has nothing to say": (http("", "204 No Content"), "the server says 204 No Content"),
    "resets": (reset, "the connection broke"),
    "resets midway": (reset_midway, "the connection broke"),
    "promises more than it sends": (http(GOOD, length=99_999), "the reply breaks off"),
    "promises less than it sends": (http(GOOD, length=40), "not a feed"),
    "promises nonsense": (PROMPT_HEAD + b"Content-Length: lots\r\n\r\n", "the reply breaks off"),
    "speaks no HTTP": (b"\x1b]0;owned\x07 220 mail\r\n", "the reply breaks off or is not HTTP"),
    "sends a gzip bomb": (http(BOMB, "200 OK", "Content-Encoding: gzip"), "larger than 1 MiB"),
    "sends too much": (http(b" " * (2 << 20)), "larger than 1 MiB"),
    "says gzip and is not": (http(GOOD, "200 OK", "Content-Encoding: gzip"), "says it is gzip"),
    "cuts its gzip": (
        http(gzip.compress(GOOD.encode())[:-20], "200 OK", "Content-Encoding: gzip"),
        "the compressed reply breaks off",
    ),
    "compresses unasked": (http(GOOD, "200 OK", "Content-Encoding: br"), "compressed in a way"),
    "leads in circles": (to("/fault"), "redirects over 3 times"),
    "leads to a file": (to("file:///etc/passwd"), "neither http nor https"),
    "leads to a script": (to("javascript:alert(1)"), "not an address that can be"),
    "leads to ftp": (to("ftp://127.0.0.1/"), "neither http nor https"),
    "leads nowhere": (to("http://[::1/"), "the reply breaks off or is not HTTP: Invalid URL"),
    "sends a page": (
        http('<!doctype html><html><head><link rel="alternate" type="application/rss+xml" '
             'href="/feed"></head><body>Hello</body></html>'),
        "a web page, not a feed; its feed is http://127.0.0.1",
    ),
    "sends a picture": (http(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"), "not text"),
    "sends nothing": (http(""), "not a feed"),
    "sends words": (http("hello \x1b[31m"), "not a feed"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_costs_one_line_and_the_others_are_imported(
    tmp_path: Path, server: Server, fault: str
) -> None:
    route, reason = FAULTS[fault]
    server.routes = {"/fault": route, "/good": http(GOOD)}
    summary = import_all(tmp_path, [server.url("/fault"), server.url("/good")], HASTY)
    assert [failure.source for failure in summary.failures] == [server.url("/fault")]
    assert reason in summary.failures[0].reason
    assert "\n" not in summary.failures[0].reason
    assert summary.files == ["2021/11/09-story-7.md"]


def test_a_connection_that_is_refused_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    summary = import_all(tmp_path, [f"http://127.0.0.1:{port}/feed"], HASTY)
    assert "no connection" in summary.failures[0].reason


def test_a_redirect_is_followed(tmp_path: Path, server: Server) -> None:
    server.routes = {"/old": to("/new/feed"), "/new/feed": http(rss(story(1)))}
    assert import_all(tmp_path, [server.url("/old")], HASTY).imported == 1


@pytest.mark.parametrize(
    ("codec", "declared", "said"),
    [
        ("utf-8", "UTF-8", "iso-8859-1"),
        ("utf-8", "iso-8859-1", "us-ascii"),
        ("cp1252", "windows-1252", "utf-8"),
        ("iso-8859-1", "iso-8859-1", "utf-8"),
        ("koi8-r", "koi8-r", "utf-8"),
        ("utf-16", "utf-16", "utf-8"),
        ("utf-8-sig", "utf-8", "utf-16"),
        ("utf-8", "no-such-codec", "neither-such"),
        ("utf-8", "unicode_escape", "idna"),
    ],
)
def test_a_server_that_lies_about_its_encoding_is_seen_through(
    tmp_path: Path, server: Server, codec: str, declared: str, said: str
) -> None:
    words = "Вода поднялась" if codec == "koi8-r" else "Déjà vu – naïve café"
    words = words.replace("–", "-") if codec == "iso-8859-1" else words
    feed = rss(story(1, f"{words}, said the river.")).replace("UTF-8", declared)
    reply = http(feed.encode(codec), "200 OK", f"Content-Type: text/xml; charset={said}")
    server.routes = {"/feed": reply}
    summary = import_all(tmp_path, [server.url("/feed")], HASTY)
    assert words in (tmp_path / summary.files[0]).read_text(encoding="utf-8")


def test_the_servers_word_on_encoding_counts_where_the_feed_says_nothing(
    tmp_path: Path, server: Server
) -> None:
    feed = rss(story(1, "Žluťoučký kůň pěl.")).replace(' encoding="UTF-8"', "")
    reply = http(feed.encode("iso-8859-2"), "200 OK", "Content-Type: text/xml; charset=iso-8859-2")
    server.routes = {"/feed": reply}
    summary = import_all(tmp_path, [server.url("/feed")], HASTY)
    assert "Žluťoučký kůň" in (tmp_path / summary.files[0]).read_text(encoding="utf-8")


def test_compressed_replies_are_read(tmp_path: Path, server: Server) -> None:
    body = gzip.compress(rss(story(1)).encode())
    server.routes = {"/feed": http(body, "200 OK", "Content-Encoding: gzip")}
    assert import_all(tmp_path, [server.url("/feed")], HASTY).imported == 1


def test_credentials_are_used_and_never_shown(tmp_path: Path, server: Server) -> None:
    server.routes = {
        "/feed?token=hush": http(rss("<title>Story</title><link>/s</link>")),
        "/bad?token=hush": http("", "403 No"),
    }
    address = f"http://jane:secret@127.0.0.1:{server.port}"
    summary = import_all(
        tmp_path, [f"{address}/feed?token=hush", f"{address}/bad?token=hush"], HASTY
    )
    assert "Authorization: Basic" in server.requests[0]
    written = (tmp_path / summary.files[0]).read_text(encoding="utf-8")
    for shown in (written, repr(summary)):
        assert not any(secret in shown for secret in ("jane", "secret", "hush"))
    assert f"http://127.0.0.1:{server.port}/s" in written


def test_credentials_do_not_follow_a_redirect_elsewhere(tmp_path: Path, server: Server) -> None:
    server.routes = {
        "/feed": to(f"http://localhost:{server.port}/there"),
        "/there": http(rss(story(1))),
    }
    import_all(tmp_path, [f"http://jane:secret@127.0.0.1:{server.port}/feed"], HASTY)
    assert "authorization" not in server.requests[-1].lower()


@pytest.mark.parametrize(
    "source", ["file:///etc/passwd", "ftp://a.example/x", "gopher://a/", "C://x"]
)
def test_other_schemes_are_wrong_use_and_nothing_is_done(tmp_path: Path, source: str) -> None:
    with pytest.raises(UsageError, match="only http and https"):
        import_all(tmp_path, [source], HASTY)
    assert not list(tmp_path.iterdir())


def test_a_list_of_feeds_is_imported_whole(tmp_path: Path, server: Server) -> None:
    feeds = [server.url(f"/{number}") for number in range(20)]
    outlines = "".join(f'<outline text="x"><outline xmlUrl="{url}"/></outline>' for url in feeds)
    local = '<outline xmlUrl="file:///etc/passwd"/><outline xmlUrl="/etc/passwd"/>'
    again = f'<outline XMLURL="{feeds[0]}"/><outline xmlUrl="{server.url("/list")}"/>'
    opml = f"<opml version='2.0'><head/><body>{outlines}{local}{again}</body></opml>"
    server.routes = {f"/{n}": http(rss(story(n, f"River {n} rose."))) for n in range(19)}
    server.routes["/list"] = http(opml)
    progress: list[tuple[int, int]] = []

    def report(summary: Summary) -> None:
        progress.append((summary.done, summary.sources))

    summary = import_all(tmp_path / ".", [server.url("/list")], HASTY, report=report)
    assert summary.imported == 19
    assert sorted((failure.source, failure.reason) for failure in summary.failures) == sorted(
        [
            ("file:///etc/passwd", "only http and https addresses are fetched"),
            ("/etc/passwd", "only http and https addresses are fetched"),
            (server.url("/19"), "the server says 404 Not Found"),
            (server.url("/list"), "a list within a list is not followed"),
        ]
    )
    assert progress[-1] == (22, 22)


def test_an_opml_file_names_feeds_to_fetch(tmp_path: Path, server: Server) -> None:
    server.routes = {"/feed": http(rss(story(1)))}
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<?xml version="1.0"?><opml><body><outline xmlUrl="{server.url("/feed")}"/>'
                    "</body></opml>")  # fmt: skip
    (tmp_path / "archive").mkdir()
    assert import_all(tmp_path / "archive", [str(opml)], HASTY).imported == 1


def test_an_opml_bomb_is_refused(tmp_path: Path, server: Server) -> None:
    server.routes = {"/list": http('<!DOCTYPE x [<!ENTITY a "b">]><opml><body>&a;</body></opml>')}
    summary = import_all(tmp_path, [server.url("/list")], HASTY)
    assert summary.failures[0].reason == "has a document type, which is refused"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://jane:pw@a.example/f", "https://a.example/f"),
        ("https://a.example/f?api_key=x&b=c&Token=y", "https://a.example/f?api_key=…&b=c&Token=…"),
        ("https://a.example/f?q=monkeys", "https://a.example/f?q=monkeys"),
        ("http://jane:pw@[::1/f", "http://[::1/f"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url: str, shown: str) -> None:
    assert show_url(url) == shown
