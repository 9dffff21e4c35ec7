"""Owns getting a feed or a list over HTTP, bounded in time, bytes and redirects.

Needs httpx, of the extra `feeds`. Proxies are those of HTTP_PROXY, HTTPS_PROXY and NO_PROXY, as
with curl; certificates are checked.
"""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from tuinews import __version__
from tuinews.articles.importing.draft import SourceError
from tuinews.articles.importing.extras import need

if TYPE_CHECKING:
    import httpx

AT_ONCE = 8
"""How many addresses are fetched at the same time."""

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, text/x-opml;q=0.8, */*;q=0.1"
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:\-]{1,40})", re.IGNORECASE)
_SECRET = re.compile(
    r"((?:^|[&;])[^=&;]*(?:token|key|pass|pw|secret|auth|sig)[^=&;]*=)[^&;]+", re.IGNORECASE
)
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one address may cost: times in seconds, `size` in bytes after decompression."""

    connect: float = 10.0
    silence: float = 20.0
    total: float = 60.0
    size: int = 16 << 20
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server sent: `url` is where it came from at last, without credentials."""

    url: str
    data: bytes
    charset: str | None = None


def fetch_each(urls: Sequence[str], limits: Limits) -> Iterator[tuple[str, Reply | SourceError]]:
    """Fetch every address, a few at once; yields them in order, with a reply or a reason.

    Nothing is under way while the caller works on what it got, so no time-out counts its time.

    Raises:
        ExtraMissingError: httpx is not installed.
    """
    need("httpx")
    with asyncio.Runner() as runner:
        for start in range(0, len(urls), AT_ONCE):
            some = urls[start : start + AT_ONCE]
            yield from zip(some, runner.run(_fetch_some(some, limits)), strict=True)


def show_url(url: str) -> str:
    """An address as it may be printed: without credentials, in its host or in its query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return re.sub(r"//[^/]*@", "//", url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=host, query=_SECRET.sub(r"\1…", parts.query)))


def without_credentials(url: str) -> str:
    """The address without a name and password in it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


async def _fetch_some(urls: Sequence[str], limits: Limits) -> list[Reply | SourceError]:
    import httpx

    timeout = httpx.Timeout(limits.silence, connect=limits.connect, pool=None)
    headers = {
        "User-Agent": f"tuinews/{__version__}",
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip",
    }
    try:
        client = httpx.AsyncClient(timeout=timeout, headers=headers)
    except (ImportError, ValueError, OSError) as error:
        # A proxy of a kind that needs another package, or certificates that cannot be read.
        return [SourceError(f"no way to the network: {_first_line(error)}")] * len(urls)
    async with client:
        return await asyncio.gather(*(_fetch(client, url, limits) for url in urls))


async def _fetch(client: httpx.AsyncClient, url: str, limits: Limits) -> Reply | SourceError:
    import httpx

    try:
        async with asyncio.timeout(limits.total):
            return await _follow(client, url, limits)
    except SourceError as error:
        return error
    except TimeoutError:
        reason = f"took longer than {limits.total:g} s"
    except httpx.ConnectTimeout:
        reason = f"no connection within {limits.connect:g} s"
    except httpx.TimeoutException:
        reason = f"went silent for {limits.silence:g} s"
    except httpx.ConnectError as error:
        reason = f"no connection: {_first_line(error)}"
    except httpx.RemoteProtocolError as error:
        reason = f"the reply breaks off or is not HTTP: {_first_line(error)}"
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
        reason = "not an address that can be fetched"
    except (httpx.HTTPError, httpx.StreamError, OSError, ValueError) as error:
        reason = f"the connection broke: {_first_line(error)}"
    return SourceError(reason)


async def _follow(client: httpx.AsyncClient, url: str, limits: Limits) -> Reply:
    for _ in range(limits.redirects + 1):
        _check_scheme(url)
        async with client.stream("GET", url) as response:
            target = response.headers.get("location")
            if response.status_code in _REDIRECTS and target:
                url = urljoin(without_credentials(url), target)
                continue
            if response.status_code != HTTPStatus.OK:
                raise SourceError(f"the server says {_status(response.status_code)}")
            data = await _read(response, limits.size)
            found = _CHARSET.search(response.headers.get("content-type", ""))
            return Reply(without_credentials(url), data, found[1] if found else None)
    raise SourceError(f"redirects over {limits.redirects} times")


def _check_scheme(url: str) -> None:
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        raise SourceError("not an address that can be fetched") from None
    if scheme not in ("http", "https"):
        raise SourceError("leads to an address that is neither http nor https")


def _status(code: int) -> str:
    """A status in the words of the standard, never in the server's."""
    try:
        phrase = HTTPStatus(code).phrase
    except ValueError:
        return str(code)
    return f"{code} {phrase}" + ("; does it need a login?" if code in (401, 403) else "")


async def _read(response: httpx.Response, limit: int) -> bytes:
    """The body, decompressed by as much as the limit allows and no further."""
    too_large = SourceError(f"larger than {limit >> 20} MiB" if limit >> 20 else "too large")
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", ""):
        raise SourceError("compressed in a way that was not asked for")
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in encoding else None
    chunks = []
    size = received = 0
    async for chunk in response.aiter_raw():
        received += len(chunk)
        if inflate:
            try:
                chunk = inflate.decompress(chunk, limit + 1 - size)
            except zlib.error:
                raise SourceError("says it is gzip, and is not") from None
        size += len(chunk)
        if max(size, received) > limit:
            raise too_large
        chunks.append(chunk)
        if inflate and inflate.eof:
            break
    if inflate and not inflate.eof and received:
        raise SourceError("the compressed reply breaks off")
    return b"".join(chunks)


def _first_line(error: BaseException) -> str:
    """What an error says of itself, of bounded length; its text may come from a server."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
