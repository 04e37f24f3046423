"""The tables of the archive's index. `migrations/` holds the way here from every earlier version."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

metadata = MetaData()


class Role(StrEnum):
    """What a URL is fetched for."""

    PAGE = "page"
    SITEMAP = "sitemap"
    FEED = "feed"


class State(StrEnum):
    """Where a URL stands. `found = archived + failed + filtered`, and `queued` while a crawl is not done."""

    QUEUED = "queued"
    ARCHIVED = "archived"
    FAILED = "failed"
    FILTERED = "filtered"


runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("command", Text, nullable=False),
    Column("arguments", Text, nullable=False),  # JSON
    Column("started_at", Text, nullable=False),
    Column("ended_at", Text),  # NULL: running, or killed
    Column("outcome", Text),
    Column("counts", Text),  # JSON
)

pages = Table(
    "pages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("site", Text, nullable=False),  # host[:port] of the URL
    Column("origin", Text, nullable=False),  # the site whose crawl found it
    Column("role", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("detail", Text),
    Column("source", Text, nullable=False),  # seed, sitemap, feed, link, next, canonical, redirect, spider
    Column("found_on", Integer, ForeignKey("pages.id")),
    Column("found_at", Text, nullable=False),
    Column("depth", Integer, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("lastmod", Text),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Float),  # seconds since the epoch
    Column("alias_of", Integer, ForeignKey("pages.id")),
    Column("twin_of", Integer, ForeignKey("pages.id")),  # the page whose URL differs by the trailing slash alone
    Index("pages_queue", "state", "site", "priority", "depth", "id"),
    Index("pages_origin", "origin", "role", "state", "reason"),
    Index("pages_alias", "alias_of"),
)

captures = Table(
    "captures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page_id", Integer, ForeignKey("pages.id")),
    Column("run_id", Integer, ForeignKey("runs.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("fetched_at", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("content_type", Text),
    Column("size", Integer, nullable=False),  # bytes of the body as transferred
    Column("warc_file", Text, nullable=False),
    Column("warc_offset", Integer, nullable=False),
    Column("warc_length", Integer, nullable=False),
    Index("captures_page", "page_id"),
    Index("captures_url", "url"),
)

documents = Table(
    "documents",
    metadata,
    Column("page_id", Integer, ForeignKey("pages.id"), primary_key=True),
    Column("capture_id", Integer, ForeignKey("captures.id")),
    Column("site", Text, nullable=False),
    Column("title", Text),
    Column("page_type", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("language", Text),
    Column("published", Text),
    Column("words", Integer, nullable=False),  # of the editorial text
    Column("sha256", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("first_seen", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("json", LargeBinary, nullable=False),  # clean JSON without what only the archive knows, zlib
    Index("documents_content", "site", "content_hash"),
)

versions = Table(  # earlier versions of a document; the present one stands in `documents`
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page_id", Integer, ForeignKey("pages.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("capture_id", Integer, ForeignKey("captures.id")),
    Column("content_hash", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    UniqueConstraint("page_id", "version"),
)

warcs = Table(
    "warcs",
    metadata,
    Column("file", Text, primary_key=True),
    Column("length", Integer, nullable=False),  # bytes that committed pages rely on; what is beyond is cut off
)
