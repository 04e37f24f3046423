"""What one transaction writes: found URLs, an archived page, a failure. Each function works on an open connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, select, true, update

from .found import KnownUrls, add_findings, ids_of
from .identity import canonical_page, same_content
from .records import Archived, Finding, Queued, Understood
from .tables import Role, State, captures, documents, pages, versions


def close_page(
    connection: Connection, page_id: int, state: State, reason: str | None, *, detail: str | None = None, alias_of: int | None = None
) -> None:
    """Mark a page as done."""
    values = {"page": page_id, "new_state": state.value, "new_reason": reason, "new_detail": detail, "new_alias": alias_of}
    connection.execute(CLOSE_PAGE, values)
    if alias_of is not None:
        connection.execute(FOLLOW_PAGE, {"page": page_id, "new_alias": alias_of})


CLOSE_PAGE = (
    update(pages)
    .where(pages.c.id == bindparam("page"))
    .values(
        state=bindparam("new_state"),
        reason=bindparam("new_reason"),
        detail=bindparam("new_detail"),
        alias_of=bindparam("new_alias"),
        not_before=None,
        attempts=pages.c.attempts + 1,
    )
)

FOLLOW_PAGE = (
    update(pages)
    .where(pages.c.alias_of == bindparam("page"))
    .values(alias_of=case((pages.c.id == bindparam("new_alias"), None), else_=bindparam("new_alias")))
)
"""The aliases of a page that becomes an alias itself go on to where it leads; the page it leads to is no alias."""


def fail_page(connection: Connection, page_id: int, reason: str, detail: str | None) -> None:
    """Mark a page as failed. What is known of it from an earlier visit, its document and what it is an alias of, stays."""
    values = {"state": State.FAILED, "reason": reason, "detail": detail, "not_before": None}
    connection.execute(update(pages).where(pages.c.id == page_id).values(**values, attempts=pages.c.attempts + 1))


def retry_page(connection: Connection, page_id: int, reason: str, detail: str | None, not_before: float) -> None:
    """Leave a page in the queue, not to be fetched before this moment (seconds since the epoch)."""
    values = {"reason": reason, "detail": detail, "not_before": not_before}
    connection.execute(update(pages).where(pages.c.id == page_id).values(**values, attempts=pages.c.attempts + 1))


def forget_twin(connection: Connection, page_id: int) -> None:
    """Leave a page in the queue, to be fetched whatever its twin is."""
    connection.execute(update(pages).where(pages.c.id == page_id).values(twin_of=None))


def settle_redirect(connection: Connection, queued: Queued, target: Finding, now: str) -> int:
    """Make a URL an alias of the one that its redirect led to; the id of that one."""
    add_findings(connection, [target], queued.site, queued.id, now)
    target_id = ids_of(connection, [target.url])[target.url]
    close_page(connection, queued.id, State.FILTERED, "alias.redirect", alias_of=target_id)
    return target_id


def archive_page(
    connection: Connection, queued: Queued, page_id: int, capture_id: int | None, result: Understood, now: str, known: KnownUrls
) -> Archived:
    """Take a page's document: the page is done when this transaction has committed."""
    page = connection.execute(PAGE_WITH_DOCUMENT, {"page": page_id}).one()
    version, first_seen, changed_at = _save_document(connection, page, capture_id, result, now)
    new = add_findings(connection, result.findings, queued.site, page_id, now, known)
    alias_of = canonical_page(connection, page, queued, result, now) or same_content(connection, page, result)
    close_page(connection, page_id, State.ARCHIVED, None, alias_of=alias_of)
    return Archived(
        page_id,
        page.url,
        version,
        first_seen,
        changed_at,
        alias_of is not None,
        new > 0,
        alias_of is not None and alias_of == queued.twin_of,
    )


PAGE_WITH_DOCUMENT = (
    select(
        pages.c.id,
        pages.c.url,
        pages.c.site,
        documents.c.version,
        documents.c.first_seen,
        documents.c.changed_at,
        documents.c.content_hash,
        documents.c.capture_id,
    )
    .outerjoin(documents, documents.c.page_id == pages.c.id)
    .where(pages.c.id == bindparam("page"))
)


def archive_list(connection: Connection, queued: Queued, list_id: int, result: Understood, now: str, known: KnownUrls) -> int:
    """Take what a sitemap or a feed listed; how many URLs were new. `list_id` is where a redirect led, or the queued entry itself."""
    close_page(connection, list_id, State.ARCHIVED, None)
    return add_findings(connection, result.findings, queued.site, list_id, now, known)


def _save_document(connection: Connection, page: Any, capture_id: int | None, result: Understood, now: str) -> tuple[int, str, str]:
    """Write the document and, where the article changed, the version before it; (version, first seen, changed)."""
    is_new = page.version is None
    changed = is_new or page.content_hash != result.content_hash
    version = (page.version or 0) + changed
    first_seen, changed_at = (page.first_seen or now), (now if changed else page.changed_at)
    values = {
        "page_id": page.id,
        "capture_id": capture_id,
        "site": page.site,
        "title": result.title,
        "page_type": result.page_type,
        "verdict": result.verdict,
        "language": result.language,
        "published": result.published,
        "words": result.words,
        "sha256": result.sha256,
        "content_hash": result.content_hash,
        "version": version,
        "first_seen": first_seen,
        "changed_at": changed_at,
        "json": result.json,
    }
    if is_new:
        connection.execute(INSERT_DOCUMENT, values)
        return version, first_seen, changed_at
    if changed:
        old = {name: getattr(page, name) for name in ("version", "capture_id", "content_hash", "changed_at")}
        connection.execute(versions.insert(), {"page_id": page.id, **old})
    connection.execute(update(documents).where(documents.c.page_id == page.id).values(**values))
    return version, first_seen, changed_at


def record_capture(connection: Connection, page_id: int, values: dict[str, Any]) -> int:
    """Write down where the response of a page lies; its id."""
    result = connection.execute(INSERT_CAPTURE, {"page_id": page_id, **values})
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


INSERT_CAPTURE, INSERT_DOCUMENT = captures.insert(), documents.insert()
"""Made once: SQLAlchemy knows a statement that it has seen by its identity, and has to look into a new one."""


def state_counts(connection: Connection, sites: Sequence[str]) -> dict[tuple[str, str | None], int]:
    """Pages found by the crawls of these sites, by state and reason."""
    query = (
        select(pages.c.state, pages.c.reason, func.count())
        .where(pages.c.role == Role.PAGE, found_by(sites))
        .group_by(pages.c.state, pages.c.reason)
    )
    return {(state, reason): count for state, reason, count in connection.execute(query)}


def found_by(sites: Sequence[str]) -> Any:
    """The condition that a page was found by the crawl of one of these sites; of any site for none."""
    return pages.c.origin.in_(list(sites)) if sites else true()
