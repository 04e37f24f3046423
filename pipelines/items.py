"""What spiders hand to the item pipelines, and the pipelines: clean, then archive. What leaves them is clean JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import DropItem
from sqlalchemy import Connection

from cleaners.document import Page
from cleaners.render import site_of

from .archive import now, stored_json
from .errors import CleaningError, StorageError
from .found import add_findings, ids_of
from .identity import root_of
from .records import Archived, Finding, Queued, Reader, Task, Understood
from .session import Session
from .store import archive_list, archive_page, close_page, fail_page, forget_twin, record_capture, retry_page, settle_redirect
from .tables import Role, State

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response for the archive."""

    page: Page
    request: Request
    queued: Queued | None = None
    """The entry of the frontier that it answers; None for a spider of its own."""
    final: Finding | None = None
    """Where a redirect led, if it led to another URL."""
    reader: Reader | None = None
    result: Understood | None = None
    error: CleaningError | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A URL of the frontier that gave no page."""

    queued: Queued
    state: State
    reason: str
    detail: str | None = None
    request: Request | None = None
    """The request whose response, if there was one, belongs to this URL."""
    alias_of: int | None = None
    """The page that the URL is another spelling of."""
    retry_at: float | None = None
    """When to try again (seconds since the epoch); None to give up."""


def fetched(response: Response, **known: Any) -> Fetched:
    """The item for a response; a spider of any project may yield it to have the page cleaned and archived."""
    headers = {name.decode("latin-1").lower(): b", ".join(values).decode("latin-1") for name, values in response.headers.items() if values}
    page = Page(response.url, response.body, response.status, headers, now())
    assert response.request is not None
    return Fetched(page, response.request, **known)


class CleanPipeline:
    """Has a worker process clean each fetched page."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(Session.of(crawler))

    async def process_item(self, item: Any) -> Any:
        """The item with what was understood of its page, or with the reason why nothing was."""
        if not isinstance(item, Fetched):
            return item
        queued = item.queued
        task = Task(item.page, queued.role if queued else Role.PAGE, queued.depth if queued else 0, item.reader)
        try:
            return replace(item, result=await self.session.understand(task))
        except CleaningError as error:
            return replace(item, error=error)


class ArchivePipeline:
    """Commits each page with its outlinks; the item leaves when that is acknowledged."""

    def __init__(self, session: Session, wanted: str) -> None:
        self.session = session
        self.wanted = wanted

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy. `MARROW_ITEMS`: which pages leave as items: `articles` (default), `all` or `none`."""
        return cls(Session.of(crawler), crawler.settings.get("MARROW_ITEMS", "articles"))

    async def process_item(self, item: Any) -> Any:
        """Clean JSON for a page that is wanted; other items of the project pass untouched."""
        if isinstance(item, Missed):
            await self._commit(item.queued, partial(_give_up, item, self.session))
            self._count_missed(item)
            if item.alias_of is not None and self.session.frontier is not None:
                self.session.frontier.refill()
        elif isinstance(item, Fetched):
            return await self._archive(item)
        else:
            return item
        raise DropItem(f"{item.reason}: {item.queued.url}", log_level="DEBUG")

    async def _archive(self, item: Fetched) -> dict[str, Any]:
        archived: Archived | None = await self._commit(item.queued, partial(_take, item, self.session))
        if item.error is not None or item.result is None:
            self.session.count(f"pages/failed/{item.error.reason if item.error else 'clean.error'}")
            raise DropItem(f"{item.error}: {item.page.url}", log_level="INFO")
        if archived is None:
            if self.session.frontier is not None:
                self.session.frontier.refill()
            raise DropItem(f"list or empty: {item.page.url}", log_level="DEBUG")
        self._count_archived(item.result, archived)
        if self.session.frontier is not None and item.queued:
            self.session.frontier.learn(item.queued, archived)
        wanted = self.wanted == "all" or (self.wanted == "articles" and item.result.is_article and not archived.is_alias)
        if not wanted:
            raise DropItem(f"no item wanted: {item.page.url}", log_level="DEBUG")
        return _clean_item(item, archived)

    async def _commit(self, queued: Queued | None, action: Callable[[Connection], Any]) -> Any:
        """Run an action in the next transaction; on a full disk end the crawl."""
        try:
            return await asyncio.wrap_future(self.session.run.writer.write(action))
        except StorageError as error:
            self.session.stop("storage.full")
            raise DropItem(str(error), log_level="DEBUG") from error
        except Exception:
            self.session.stop("internal.error")  # the writer has ended: going on would only fetch in vain
            raise
        finally:
            if queued is not None and self.session.frontier is not None:
                self.session.frontier.acknowledged(queued)

    def _count_archived(self, result: Understood, archived: Archived) -> None:
        self.session.count("pages/archived")
        self.session.count("pages/aliases" if archived.is_alias else f"pages/{'articles' if result.is_article else 'no_article'}")
        for label, blocks in result.labels.items():
            self.session.count(f"labels/{label}", blocks)

    def _count_missed(self, item: Missed) -> None:
        if item.retry_at is None:
            self.session.count(f"pages/{item.state.value}/{item.reason}")
        else:
            self.session.count(f"retries/{item.reason}")


def _take(item: Fetched, session: Session, connection: Connection) -> Archived | None:
    """Everything that one transaction writes for a fetched URL; None where it leaves no document."""
    moment = item.page.fetched_at or now()
    queued = item.queued or _register(connection, item.page.url, moment)
    page_id = settle_redirect(connection, queued, item.final, moment) if item.final else queued.id
    captured = session.captures.get(item.request)
    capture_id = record_capture(connection, page_id, captured.row(session.run)) if captured else None
    if item.error is not None or item.result is None:
        fail_page(connection, page_id, item.error.reason if item.error else "clean.error", str(item.error))
        return None
    if queued.role is not Role.PAGE:
        archive_list(connection, queued, page_id, item.result, moment, session.known)
        return None
    return archive_page(connection, queued, page_id, capture_id, item.result, moment, session.known)


def _register(connection: Connection, url: str, moment: str) -> Queued:
    """The entry of a page that a spider fetched on its own."""
    site = site_of(url) or ""
    add_findings(connection, [Finding(url, site, "spider")], site, None, moment)
    page_id = ids_of(connection, [url])[url]
    return Queued(page_id, url, site, Role.PAGE, 0, 0, None)


def _give_up(item: Missed, session: Session, connection: Connection) -> None:
    """What one transaction writes for a URL that gave no page."""
    captured = session.captures.get(item.request) if item.request else None
    if captured is not None:
        record_capture(connection, item.queued.id, captured.row(session.run))
    if item.alias_of is not None and root_of(connection, item.alias_of, item.queued.id) is None:
        forget_twin(connection, item.queued.id)  # the other spelling names this one as its canonical form
    elif item.retry_at is not None:
        retry_page(connection, item.queued.id, item.reason, item.detail, item.retry_at)
    elif item.state is State.FAILED:
        fail_page(connection, item.queued.id, item.reason, item.detail)
    else:
        close_page(connection, item.queued.id, item.state, item.reason, detail=item.detail, alias_of=item.alias_of)


def _clean_item(item: Fetched, archived: Archived) -> dict[str, Any]:
    """Clean JSON of a page that was just archived."""
    assert item.result is not None
    page = stored_json(item.result.json)
    page.update(
        url=archived.url,
        fetched_at=item.page.fetched_at,
        first_seen=archived.first_seen,
        changed_at=archived.changed_at,
        version=archived.version,
        status=item.page.status,
        sha256=item.result.sha256,
        content_hash=item.result.content_hash,
    )
    return page
