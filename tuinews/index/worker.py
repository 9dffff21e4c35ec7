"""Owns the process that keeps the index in step beside a browser, and the pipe between the two.

Indexing in a thread would hold the interpreter while the reader types. The process is forked
before the browser starts threads or takes over the terminal; it never writes to the terminal,
leaves Ctrl-C to the browser, and ends when the browser is gone, however that came about.

The standard library's multiprocessing would do, but the browser's start would wait for it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tuinews.index.wishes import Wishes

if TYPE_CHECKING:
    from tuinews.index.progress import Failure, Progress, Summary

_POLITE: Final = 5
"""By how much the process steps back behind those who wait for an answer."""
_PATIENCE: Final = 2.0
"""Seconds a process gets to end by itself."""
_PAUSE: Final = 0.002
_CLOSED: Final = -1
_SYNC: Final = b"sync\n"
_VERIFY: Final = b"verify\n"


class Worker:
    """A process that syncs when it is asked to, and from then on whenever the folder changes."""

    def __init__(self, process: int, requests: int, reports: int) -> None:
        """Take over a process that was started, with our ends of its pipes; use `Worker.start`."""
        self._process = process
        self._requests = requests
        self._reports = reports
        self._heard = b""
        self._has_ended = False

    @classmethod
    def start(cls, archive: Path, index_dir: Path, *, trusted: bool = False) -> Worker:
        """Fork the process. Must come before threads and before the terminal is taken over."""
        asked, ours = os.pipe()
        told, theirs = os.pipe()
        process = os.fork()
        if process:
            os.close(asked)
            os.close(theirs)
            return cls(process, ours, told)
        status = 1
        try:
            os.close(ours)
            os.close(told)
            _serve(archive, index_dir, trusted, asked, theirs)
            status = 0
        finally:
            os._exit(status)

    def sync(self, *, verify: bool = False) -> None:
        """Ask for a sync. Nothing happens when the process is gone; `events` ended then."""
        with contextlib.suppress(OSError):
            _send(self._requests, _VERIFY if verify else _SYNC)

    def events(self) -> Iterator[Progress | Summary | Failure]:
        """What the process reports, in order; blocks, and ends when the process has ended."""
        while True:
            line, ended, rest = self._heard.partition(b"\n")
            if ended:
                self._heard = rest
                yield _decode(line)
                continue
            try:
                heard = os.read(self._reports, 1 << 16)
            except OSError:
                return
            if not heard:
                return
            self._heard += heard

    def stop(self) -> None:
        """End the process. What it had not committed is done again by the next sync."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if not self._ends_within(0.0):
                os.kill(self._process, number)
                self._ends_within(_PATIENCE)
        os.close(self._requests)
        os.close(self._reports)
        self._requests = self._reports = _CLOSED

    def _ends_within(self, seconds: float) -> bool:
        """Whether the process has ended, after a wait for it; until that is seen its number is."""
        end = time.monotonic() + seconds
        while not self._has_ended:
            self._has_ended = os.waitpid(self._process, os.WNOHANG)[0] != 0
            if self._has_ended or time.monotonic() >= end:
                break
            time.sleep(_PAUSE)
        return self._has_ended


def _serve(archive: Path, index_dir: Path, trusted: bool, requests: int, reports: int) -> None:
    """The process: keeps in step from the first request on, until nobody is left to tell."""
    for number in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _leave_terminal()
    os.nice(_POLITE)
    wishes = Wishes()
    threading.Thread(target=_listen, args=(requests, wishes), daemon=True).start()

    def tell(event: Progress | Summary | Failure) -> None:
        _send(reports, _encode(event))

    first = wishes.take()
    # Not before the first request: it would take the processor from the browser's first paint.
    from tuinews.index.attending import Attendant

    attendant = Attendant(archive, index_dir, trusted=trusted, wishes=wishes, tell=tell)
    attendant.run(verify=bool(first))


def _listen(requests: int, wishes: Wishes) -> None:
    """Take requests; when the browser is gone, end at once, which an index survives."""
    with os.fdopen(requests, "rb") as asked:
        for request in asked:
            wishes.put(verify=request == _VERIFY)
    os._exit(0)


def _leave_terminal() -> None:
    """Read and write nothing where the browser does."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    if nowhere > 2:
        os.close(nowhere)


def _send(pipe: int, line: bytes) -> None:
    while line:
        line = line[os.write(pipe, line) :]


def _encode(event: Progress | Summary | Failure) -> bytes:
    """One line of JSON."""
    import json

    return json.dumps([type(event).__name__, asdict(event)]).encode() + b"\n"


def _decode(data: bytes) -> Progress | Summary | Failure:
    import json

    from tuinews.index.progress import Failure, Progress, Summary

    name, values = json.loads(data)
    kinds: dict[str, type[Progress | Summary | Failure]] = {
        each.__name__: each for each in (Progress, Summary, Failure)
    }
    return kinds[name](**values)
