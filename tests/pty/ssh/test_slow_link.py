"""A reader on a link with 200 ms round trips: what a key costs there, in bytes and in time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

import pytest

from tests.pty.ssh.conftest import Connect
from tests.pty.ssh.delay import Link, link_to
from tests.pty.ssh.server import Server
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty

ROUND_TRIP = 0.2
"""Seconds."""
START = 5_000
"""Bytes that the terminal is sent until the list can be used."""
TYPED = {"plain": 300, "compressed": 180}
"""Bytes on the wire for a character typed in the search box, the protocol's own among them."""
PAGE = {"plain": 1_100, "compressed": 420}
"""The same, of a character by which other articles are listed: a page."""
WORD = "harbour"
CALM = 0.6
"""Seconds without a byte after which an answer is complete."""


@pytest.fixture
def link(server: Server) -> Iterator[Link]:
    """A slow link to the server."""
    with link_to(server.port, round_trip=ROUND_TRIP) as slow:
        yield slow


def answered_after(client: Terminal, key: str) -> float:
    """Seconds from a key to the last byte of its answer."""
    seen = client.settle(CALM)
    begun = last = time.monotonic()
    client.send(key)
    while time.monotonic() - max(last, begun + ROUND_TRIP) < CALM:
        if len(client.raw) != seen:
            seen, last = len(client.raw), time.monotonic()
        time.sleep(0.001)
    return last - begun


@pytest.mark.parametrize(("kind", "options"), [("plain", ("-tt",)), ("compressed", ("-tt", "-C"))])
def test_a_typed_character_costs_few_bytes(
    connect: Connect, link: Link, kind: str, options: tuple[str, ...]
) -> None:
    client = connect(port=link.port, options=options)
    client.wait("44 of 44")
    client.settle(CALM)
    started = len(client.raw)
    client.send("/")
    client.settle(CALM)
    spent, same = [], []
    for character in WORD:
        before, listed = link.received, client.lines[2:-1]
        client.send(character)
        client.settle(CALM)
        spent.append(link.received - before)
        if client.lines[2:-1] == listed:
            same.append(spent[-1])
    client.wait("3 of 44")
    print(f"start {started:,} bytes; {WORD}: {spent} bytes on the wire")
    assert started <= START
    assert max(same) <= TYPED[kind]
    assert max(spent) <= PAGE[kind]
    assert statistics.median(spent) <= TYPED[kind]


def test_every_key_is_answered_and_how_soon_is_told(connect: Connect, link: Link) -> None:
    client = connect(port=link.port)
    client.wait("44 of 44")
    client.wait("Harbour board")
    times = {key: [answered_after(client, key) for _press in range(5)] for key in "jk b"}
    client.send("/")
    times["a character typed"] = [answered_after(client, character) for character in WORD]
    for key, taken in times.items():
        print(f"{key!r:22} {statistics.median(taken) * 1000:4.0f} ms, at most {max(taken):.3f} s")
    assert all(max(taken) > 0 for taken in times.values())
