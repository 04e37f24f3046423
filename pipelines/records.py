"""The values that travel from a crawl to the archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct, field

from cleaners.document import Document, Page

from .tables import Role, State


class Finding(Struct, frozen=True, gc=False):
    """A URL that was found, and what is to become of it."""

    url: str
    site: str
    source: str
    role: Role = Role.PAGE
    state: State = State.QUEUED
    reason: str | None = None
    """Why it is not fetched, for the state `filtered`."""
    depth: int = 0
    priority: int = 0
    """Higher goes first."""
    lastmod: str | None = None
    alias_of: str | None = None
    """The URL that this one is another spelling of."""


class UnreadableListError(ValueError):
    """The bytes are no sitemap and no feed."""


class Reader(Protocol):
    """Decides which links of a fetched URL belong to the crawl. Pure and picklable: it works in another process."""

    def page_findings(self, document: Document, depth: int) -> tuple[Finding, ...]:
        """What an HTML page leads to."""
        ...

    def list_findings(self, page: Page, role: Role, depth: int) -> tuple[Finding, ...]:
        """What a sitemap or a feed lists; raises UnreadableListError for bytes that are neither."""
        ...

    def canonical(self, document: Document) -> str | None:
        """The normal form of the URL that the page names as its own, if it is one of the crawl."""
        ...


class Task(Struct, frozen=True, gc=False):
    """A fetched URL for a worker process."""

    page: Page
    role: Role = Role.PAGE
    depth: int = 0
    reader: Reader | None = None


class Understood(Struct, frozen=True, gc=False):
    """What a worker process made of it: small enough to travel, complete enough to archive."""

    sha256: str
    findings: tuple[Finding, ...] = ()
    content_hash: str = ""
    title: str | None = None
    page_type: str = "other"
    verdict: str = "not_article"
    language: str | None = None
    published: str | None = None
    words: int = 0
    canonical: str | None = None
    json: bytes = b""
    """Clean JSON without what only the archive knows, UTF-8, zlib."""
    labels: Mapping[str, int] = field(default_factory=dict)
    """Blocks by label."""
    error: str | None = None

    def __repr__(self) -> str:
        """Short enough for a log."""
        return f"<Understood {self.page_type} {self.verdict} {self.words} words>"

    @property
    def is_article(self) -> bool:
        """Whether there is an article on the page."""
        return self.verdict in ARTICLES


ARTICLES = ("complete", "partly_template")
"""Page verdicts of articles."""


class Queued(Struct, frozen=True, gc=False):
    """A URL of the frontier, handed out to be fetched."""

    id: int
    url: str
    site: str
    role: Role
    depth: int
    attempts: int
    twin_of: int | None


class Archived(Struct, frozen=True, gc=False):
    """What the archive says of a page that it has just taken."""

    page_id: int
    url: str
    version: int
    first_seen: str
    changed_at: str
    is_alias: bool
    opened: bool
    """Whether it led to URLs that were not known."""
    twin_agrees: bool
    """Whether the page turned out to be the one whose URL differs by the trailing slash alone."""
