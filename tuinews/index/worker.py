"""Owns the process that keeps the index in step beside a browser, and the pipe between the two.

Indexing in a thread would hold the interpreter while the reader types. The process is forked
before the browser starts threads or takes over the terminal; it never writes to the terminal,
leaves Ctrl-C to the browser, and ends when the browser is gone, however that came about.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import asdict
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tuinews.index.wishes import Wishes

if TYPE_CHECKING:
    from tuinews.index.progress import Failure, Progress, Summary

_POLITE: Final = 5
"""By how much the process steps back behind those who wait for an answer."""
_PATIENCE: Final = 2.0
"""Seconds a process gets to end by itself."""
_SYNC: Final = b"sync"
_VERIFY: Final = b"verify"


class Worker:
    """A process that syncs when it is asked to, and from then on whenever the folder changes."""

    def __init__(self, process: BaseProcess, connection: Connection) -> None:
        """Take over a process that was started; use `Worker.start`."""
        self._process = process
        self._connection = connection

    @classmethod
    def start(cls, archive: Path, index_dir: Path, *, trusted: bool = False) -> Worker:
        """Fork the process. Must come before threads and before the terminal is taken over."""
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_serve, args=(archive, index_dir, trusted, theirs, ours), daemon=True
        )
        process.start()
        theirs.close()
        return cls(process, ours)

    def sync(self, *, verify: bool = False) -> None:
        """Ask for a sync. Nothing happens when the process is gone; `events` ended then."""
        with contextlib.suppress(OSError):
            self._connection.send_bytes(_VERIFY if verify else _SYNC)

    def events(self) -> Iterator[Progress | Summary | Failure]:
        """What the process reports, in order; blocks, and ends when the process has ended."""
        while True:
            try:
                data = self._connection.recv_bytes()
            except (EOFError, OSError):
                return
            yield _decode(data)

    def stop(self) -> None:
        """End the process. What it had not committed is done again by the next sync."""
        if self._process.is_alive():
            self._process.terminate()
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(_PATIENCE)
        self._connection.close()


def _serve(
    archive: Path, index_dir: Path, trusted: bool, connection: Connection, other: Connection
) -> None:
    """The process: keeps in step from the first request on, until nobody is left to tell."""
    other.close()
    for number in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _leave_terminal()
    os.nice(_POLITE)
    wishes = Wishes()
    threading.Thread(target=_listen, args=(connection, wishes), daemon=True).start()

    def tell(event: Progress | Summary | Failure) -> None:
        connection.send_bytes(_encode(event))

    first = wishes.take()
    # Not before the first request: it would take the processor from the browser's first paint.
    from tuinews.index.attending import Attendant

    attendant = Attendant(archive, index_dir, trusted=trusted, wishes=wishes, tell=tell)
    attendant.run(verify=bool(first))


def _listen(connection: Connection, wishes: Wishes) -> None:
    """Take requests; when the browser is gone, end at once, which an index survives."""
    while True:
        try:
            wishes.put(verify=connection.recv_bytes() == _VERIFY)
        except (EOFError, OSError):
            os._exit(0)


def _leave_terminal() -> None:
    """Read and write nothing where the browser does."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    if nowhere > 2:
        os.close(nowhere)


def _encode(event: Progress | Summary | Failure) -> bytes:
    return json.dumps([type(event).__name__, asdict(event)]).encode()


def _decode(data: bytes) -> Progress | Summary | Failure:
    from tuinews.index.progress import Failure, Progress, Summary

    name, values = json.loads(data)
    kinds: dict[str, type[Progress | Summary | Failure]] = {
        each.__name__: each for each in (Progress, Summary, Failure)
    }
    return kinds[name](**values)
