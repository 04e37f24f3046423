"""Made-up values for the tests beside this module."""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from cleaners.document import Document, Metadata
from cleaners.render import clean_json
from pipelines.found import KnownUrls, add_findings, ids_of
from pipelines.records import Archived, Finding, Queued, Understood
from pipelines.store import archive_page
from pipelines.tables import Role, pages
from pipelines.warc import Exchange

SITE = "a.example"
NOW = "2026-01-01T00:00:00Z"
LATER = "2026-01-02T00:00:00Z"


def at(path: str, site: str = SITE) -> str:
    """A URL."""
    return path if "://" in path else f"https://{site}{path}"


def finding(path: str, **values: Any) -> Finding:
    """A link."""
    site = values.pop("site", SITE)
    return Finding(at(path, site), site, values.pop("source", "link"), **values)


def exchange(body: bytes = b"<p>x</p>", path: str = "/", **values: Any) -> Exchange:
    """A response."""
    standard: dict[str, Any] = {
        "url": at(path),
        "method": "GET",
        "request_headers": (("Host", SITE),),
        "request_body": b"",
        "status": 200,
        "phrase": "OK",
        "headers": (("Content-Type", "text/html"),),
        "body": body,
        "fetched_at": NOW,
    }
    return Exchange(**standard | values)


def understood(words: str = "words", **values: Any) -> Understood:
    """An article of these words."""
    document = Document(at("/"), Metadata(title=words))
    data = zlib.compress(msgspec.json.encode(clean_json(document)))
    digest = hashlib.sha256(words.encode()).hexdigest()
    standard = {"sha256": f"bytes-{digest}", "content_hash": f"text-{digest}", "verdict": "complete", "page_type": "article", "json": data}
    return Understood(**standard | values)


def put(connection: Connection, *found: Finding, origin: str = SITE) -> list[int]:
    """Write findings down; their ids."""
    add_findings(connection, found, origin, None, NOW)
    ids = ids_of(connection, [one.url for one in found])
    return [ids[one.url] for one in found]


def queued(connection: Connection, url: str) -> Queued:
    """The entry of the frontier with this URL."""
    row = connection.execute(select(pages).where(pages.c.url == url)).one()
    return Queued(row.id, row.url, row.site, Role(row.role), row.depth, row.attempts, row.twin_of)


def archive(
    connection: Connection, path: str, result: Understood | None = None, *, moment: str = NOW, site: str = SITE, capture: int | None = None
) -> Archived:
    """Find and archive a page."""
    put(connection, finding(path, site=site))
    entry = queued(connection, at(path, site))
    return archive_page(connection, entry, entry.id, capture, result or understood(path), moment, KnownUrls())


def row_of(connection: Connection, path: str) -> Any:
    """What the index says of a URL."""
    return connection.execute(select(pages).where(pages.c.url == at(path))).one()
