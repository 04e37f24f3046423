"""Scrapy downloader middleware that captures every response, robots.txt and redirects too, exactly as it came in."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy.utils.httpobj import urlparse_cached
from twisted.web.http import RESPONSES

from .archive import now
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

    location: Future[Location]
    url: str
    fetched_at: str
    status: int
    content_type: bytes | None
    size: int
    """Bytes of the body as transferred."""

    def row(self, run_id: int) -> dict[str, object]:
        """What the index notes of it. To be called by the writer, after the response was appended."""
        place = self.location.result()
        kind = self.content_type.decode("latin-1") if self.content_type else None
        return {
            "run_id": run_id,
            "url": self.url,
            "fetched_at": self.fetched_at,
            "status": self.status,
            "content_type": kind,
            "size": self.size,
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
        """Append the exchange to the WARC file; the page's transaction waits for it."""
        if "cached" not in response.flags:
            exchange = _exchange(request, response)
            self.session.captures[request] = Captured(
                self.session.run.writer.append(exchange),
                exchange.url,
                exchange.fetched_at,
                exchange.status,
                response.headers.get("Content-Type"),
                len(response.body),
            )
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
