"""Owns a web server on loopback that misbehaves as told, and the feeds that it serves."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

Handler = Callable[[socket.socket, threading.Event], None]


def rss(*items: str, title: str = "The Example Wire") -> str:
    """An RSS 2.0 feed of items, each the XML within `<item>`."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{title}</title><link>https://wire.example/</link>{inside}</channel></rss>"
    )


def story(number: int, text: str = "The dam held, officials said.") -> str:
    """An item of an RSS feed."""
    return (
        f"<title>Story {number}</title><link>https://wire.example/{number}</link>"
        f"<pubDate>Tue, 09 Nov 2021 08:0{number % 10}:00 GMT</pubDate>"
        f"<description>{text}</description>"
    )


def http(
    body: bytes | str, status: str = "200 OK", *headers: str, length: int | None = None
) -> bytes:
    """A whole reply; `length` is a Content-Length that may be a lie."""
    data = body.encode() if isinstance(body, str) else body
    size = len(data) if length is None else length
    lines = (f"HTTP/1.1 {status}", *headers, f"Content-Length: {size}", "Connection: close")
    return "\r\n".join((*lines, "", "")).encode() + data


@dataclass(slots=True)
class Server:
    """A web server on 127.0.0.1 that does to each path what a test says.

    Attributes:
        routes: By path, the bytes to reply with or what to do with the socket.
        requests: The request heads that came, in order.
    """

    routes: dict[str, bytes | Handler] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    listener: socket.socket = field(
        default_factory=lambda: socket.create_server(("127.0.0.1", 0), backlog=64)
    )

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self.listener.getsockname()[1]
        return port

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def serve(self) -> None:
        """Answer until stopped, each connection in a thread of its own."""
        while not self.stopping.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(10)
            head = b""
            while b"\r\n\r\n" not in head and (received := connection.recv(4096)):
                head += received
            self.requests.append(head.decode("latin-1"))
            path = head.split(b" ", 2)[1].decode("latin-1")
            route = self.routes.get(path, http("gone", "404 Not Found"))
            if isinstance(route, bytes):
                connection.sendall(route)
            else:
                route(connection, self.stopping)
