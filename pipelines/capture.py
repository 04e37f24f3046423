"""Scrapy downloader middleware that captures every response, robots.txt and redirects too, exactly as it came in."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy.utils.httpobj import urlparse_cached
from twisted.web.http import RESPONSES

from .archive import Run, now
from .session import Session
from .warc import Exchange, Location

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response


@dataclass(frozen=True, slots=True)
class Captured:
    """A response on its way into the WARC file, or there."""

    exchange: Exchange
    location: Future[Location] | None = None
    """None for a page of the frontier: its record is appended in the very transaction that acknowledges the page,
    so that a killed crawl leaves no capture of a page that it will fetch again."""

    def row(self, run: Run) -> dict[str, object]:
        """What the index notes of it. Only the writer's thread may call this: it appends what is not yet in the file."""
        place = self.location.result() if self.location else run.writer.sink.append(self.exchange)
        types = (value for name, value in self.exchange.headers if name.lower() == "content-type")
        return {
            "run_id": run.id,
            "url": self.exchange.url,
            "fetched_at": self.exchange.fetched_at,
            "status": self.exchange.status,
            "content_type": next(types, None),
            "size": len(self.exchange.body),
            "warc_file": place.file,
            "warc_offset": place.offset,
            "warc_length": place.length,
        }


HOP_BY_HOP = frozenset({"transfer-encoding", "connection", "keep-alive"})
"""Header fields about a connection that a capture no longer has (RFC 9110, section 7.6.1)."""


class Capture:
    """Stands next to the downloader, before content codings are undone."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(Session.of(crawler))

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the exchange for the page's transaction, or append it at once where no page of the frontier waits for it."""
        if "cached" not in response.flags:
            exchange = _exchange(request, response)
            waits = "queued" in request.meta and not 300 <= response.status < 400  # noqa: PLR2004 - HTTP's redirects
            location = None if waits else self.session.run.writer.append(exchange)
            self.session.captures[request] = Captured(exchange, location)
            self.session.count("captured")
            self.session.count("captured_bytes", len(response.body))
        return response


def _exchange(request: Request, response: Response) -> Exchange:
    parts = urlparse_cached(request)
    sent = {"Host": parts.netloc.rpartition("@")[2], **dict(_fields(request.headers))}
    phrase = RESPONSES.get(response.status, b"")
    return Exchange(
        url=request.url,
        method=request.method,
        request_headers=tuple((name, value) for name, value in sent.items() if name.lower() not in SECRET),
        request_body=request.body,
        status=response.status,
        phrase=phrase.decode("ascii") if isinstance(phrase, bytes) else str(phrase),
        headers=tuple((name, value) for name, value in _fields(response.headers) if name.lower() not in HOP_BY_HOP),
        body=response.body,
        fetched_at=now(),
        protocol=response.protocol or "HTTP/1.1",
        ip=str(response.ip_address) if response.ip_address else None,
    )


SECRET = frozenset({"authorization", "proxy-authorization"})
"""Request header fields that have no place in an archive that is passed on."""


def _fields(headers: Headers) -> list[tuple[str, str]]:
    """Header fields, each value of a repeated one for itself."""
    return [
        (name.decode("latin-1"), value.decode("latin-1").replace("\r", " ").replace("\n", " "))
        for name, values in headers.items()
        for value in values or ()
    ]
