"""Owns a link that takes its time: passes on what two ends of a connection send, late, and counts.

Half a round trip is added each way; nothing is lost, and nothing waits for what is on its way.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Iterator


class Link:
    """A port that leads to another one, `delay` seconds away each way.

    Attributes:
        port: Where to connect to.
        received: Bytes that came back from the other end so far, as they are on the wire.
    """

    def __init__(self, target: int, delay: float) -> None:
        self.received = 0
        self._target = target
        self._delay = delay
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Lead nowhere any more."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
                for end in (near, far):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._pass_on(near, far, counted=False)
                self._pass_on(far, near, counted=True)

    def _pass_on(self, source: socket.socket, sink: socket.socket, *, counted: bool) -> None:
        on_its_way: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()

        def take() -> None:
            data = b"-"
            while data:
                try:
                    data = source.recv(65536)
                except OSError:
                    data = b""
                self.received += len(data) if counted else 0
                on_its_way.put((time.monotonic() + self._delay, data))

        def give() -> None:
            with contextlib.suppress(OSError):
                while True:
                    due, data = on_its_way.get()
                    time.sleep(max(0.0, due - time.monotonic()))
                    if not data:
                        sink.shutdown(socket.SHUT_WR)
                        return
                    sink.sendall(data)

        for work in (take, give):
            threading.Thread(target=work, daemon=True).start()


@contextlib.contextmanager
def link_to(port: int, *, round_trip: float) -> Iterator[Link]:
    """A link to `port` on which an answer comes `round_trip` seconds after what was asked."""
    link = Link(port, round_trip / 2)
    try:
        yield link
    finally:
        link.close()
