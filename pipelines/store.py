"""What one transaction writes: found URLs, an archived page, a failure. Each function works on an open connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Boolean, Connection, and_, bindparam, func, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from .records import ARTICLES, Archived, Finding, Queued, Understood
from .tables import Role, State, captures, documents, pages, versions

REOPENED = ("scope.offsite", "scope.pattern", "limit.depth")
"""Reasons of the scope of one crawl; a later crawl with another scope may fetch such a URL after all."""
CHAIN = 10
"""Aliases of aliases that are followed."""


def insert_ignoring(connection: Connection, table: Any) -> Any:
    """An INSERT that can say what happens on a conflict, in the database's dialect."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


class KnownUrls:
    """URLs that this run has seen to be in the index, so that the links of a menu are looked up once and not on each page."""

    def __init__(self) -> None:
        self.hashes: set[int] = set()

    def unknown(self, found: Iterable[Finding]) -> list[Finding]:
        """The findings that may be new; from now on they are known. One beyond the depth may come back with less of it."""
        fresh = [finding for finding in found if hash(finding.url) not in self.hashes]
        if len(self.hashes) > MOST_KNOWN:
            self.hashes.clear()
        self.hashes.update(hash(finding.url) for finding in fresh if finding.reason != "limit.depth")
        return fresh


MOST_KNOWN = 2_000_000
"""Hashes kept, about 130 MB; then the memory starts anew."""


def add_findings(
    connection: Connection, found: Sequence[Finding], origin: str, found_on: int | None, now: str, known_urls: KnownUrls | None = None
) -> int:
    """Write down URLs that are not known yet; how many were new.

    A known URL stays as it is, unless an earlier crawl left it out for its own scope and this one wants it.
    """
    wanted = {finding.url: finding for finding in (known_urls.unknown(found) if known_urls else found)}
    if not wanted:
        return 0
    known = {
        row.url: row for row in connection.execute(select(pages.c.url, pages.c.state, pages.c.reason).where(pages.c.url.in_(list(wanted))))
    }
    for row in known.values():
        if row.state == State.FILTERED and row.reason in REOPENED and wanted[row.url].state is State.QUEUED:
            values = _row(wanted[row.url], origin, found_on, now)
            connection.execute(update(pages).where(pages.c.url == row.url).values(**{name: values[name] for name in CHANGED}))
    new = [finding for url, finding in wanted.items() if url not in known]
    direct = [finding for finding in new if not finding.alias_of]
    twins = ids_of(connection, [twin_url(f.url) for f in direct if f.role is Role.PAGE and f.state is State.QUEUED])
    _insert(connection, [_with_twin(_row(f, origin, found_on, now), twins) for f in direct])
    aliases = [finding for finding in new if finding.alias_of]
    targets = ids_of(connection, [finding.alias_of for finding in aliases if finding.alias_of])
    _insert(connection, [_row(f, origin, found_on, now) | {"alias_of": targets.get(f.alias_of or "")} for f in aliases])
    return len(new)


CHANGED = ("state", "reason", "origin", "role", "depth", "priority", "source")
"""What a reopened entry takes over from the new finding."""


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(pages.insert(), rows)


def _with_twin(row: dict[str, Any], twins: dict[str, int]) -> dict[str, Any]:
    """The row, put behind all others if its URL differs from a known one by the slash at the end alone."""
    twin = twins.get(twin_url(row["url"]))
    return row if twin is None else row | {"twin_of": twin, "priority": TWIN_PRIORITY}


TWIN_PRIORITY = -10
"""Of a URL that is probably another one's spelling: when its turn comes, the site may have told."""


def _row(finding: Finding, origin: str, found_on: int | None, now: str) -> dict[str, Any]:
    return {
        "url": finding.url,
        "site": finding.site,
        "origin": origin,
        "role": finding.role.value,
        "state": finding.state.value,
        "reason": finding.reason,
        "source": finding.source,
        "found_on": found_on,
        "found_at": now,
        "depth": finding.depth,
        "priority": finding.priority,
        "lastmod": finding.lastmod,
        "attempts": 0,
        "alias_of": None,
        "twin_of": None,
    }


def reopen(connection: Connection, sites: Sequence[str], seeds: Sequence[str]) -> int:
    """Queue again what a new crawl of finished sites looks at: the given pages, sitemaps, feeds, listings, and failures."""
    again = or_(
        pages.c.url.in_(list(seeds)),
        pages.c.role != Role.PAGE,
        pages.c.source == "next",
        pages.c.state == State.FAILED,
    )
    done = pages.c.state.in_([State.ARCHIVED, State.FAILED])
    result = connection.execute(
        update(pages).where(pages.c.site.in_(list(sites)), done, again).values(state=State.QUEUED, reason=None, attempts=0, not_before=None)
    )
    return int(result.rowcount)


def twin_url(url: str) -> str:
    """The URL that differs by the slash at the end of its path."""
    path, mark, query = url.partition("?")
    return (path.removesuffix("/") if path.endswith("/") else path + "/") + mark + query


def ids_of(connection: Connection, urls: Iterable[str]) -> dict[str, int]:
    """The ids of those URLs that the index knows."""
    wanted = list(dict.fromkeys(urls))
    if not wanted:
        return {}
    rows = connection.execute(select(pages.c.url, pages.c.id).where(pages.c.url.in_(wanted)))
    return {row.url: row.id for row in rows}


def close_page(
    connection: Connection, page_id: int, state: State, reason: str | None, *, detail: str | None = None, alias_of: int | None = None
) -> None:
    """Mark a page as done."""
    values = {"page": page_id, "new_state": state.value, "new_reason": reason, "new_detail": detail, "new_alias": alias_of}
    connection.execute(CLOSE_PAGE, values)


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


def retry_page(connection: Connection, page_id: int, reason: str, detail: str | None, not_before: float) -> None:
    """Leave a page in the queue, not to be fetched before this moment (seconds since the epoch)."""
    values = {"reason": reason, "detail": detail, "not_before": not_before}
    connection.execute(update(pages).where(pages.c.id == page_id).values(**values, attempts=pages.c.attempts + 1))


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
    alias_of = _canonical_page(connection, page, queued, result, now) or _same_content(connection, page, result)
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


def archive_list(connection: Connection, queued: Queued, result: Understood, now: str, known: KnownUrls) -> int:
    """Take what a sitemap or a feed listed; how many URLs were new."""
    close_page(connection, queued.id, State.ARCHIVED, None)
    return add_findings(connection, result.findings, queued.site, queued.id, now, known)


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
        connection.execute(documents.insert(), values)
        return version, first_seen, changed_at
    if changed:
        old = {name: getattr(page, name) for name in ("version", "capture_id", "content_hash", "changed_at")}
        connection.execute(versions.insert(), {"page_id": page.id, **old})
    connection.execute(update(documents).where(documents.c.page_id == page.id).values(**values))
    return version, first_seen, changed_at


def _canonical_page(connection: Connection, page: Any, queued: Queued, result: Understood, now: str) -> int | None:
    """The page that this one names as its canonical form, unless that leads back here."""
    if not result.canonical or result.canonical == page.url:
        return None
    finding = Finding(result.canonical, page.site, "canonical", depth=queued.depth, priority=CANONICAL_PRIORITY)
    add_findings(connection, [finding], queued.site, page.id, now)
    return _root(connection, ids_of(connection, [result.canonical])[result.canonical], page.id)


CANONICAL_PRIORITY = 5


def _root(connection: Connection, target: int, page_id: int) -> int | None:
    """The page at the end of a chain of aliases; None when the chain comes back to `page_id`."""
    for _ in range(CHAIN):
        if target == page_id:
            return None
        further = connection.execute(select(pages.c.alias_of).where(pages.c.id == target)).scalar_one()
        if further is None:
            return target
        target = further
    return None


def _same_content(connection: Connection, page: Any, result: Understood) -> int | None:
    """An earlier page of the site with the very same article, or the very same bytes."""
    binds = {"site": page.site, "hash": result.content_hash, "sha": result.sha256, "article": result.is_article, "page": page.id}
    earlier = connection.execute(SAME_CONTENT, binds).scalar_one_or_none()
    return _root(connection, earlier, page.id) if earlier is not None else None


SAME_CONTENT = (
    select(documents.c.page_id)
    .where(
        documents.c.site == bindparam("site"),
        documents.c.content_hash == bindparam("hash"),
        documents.c.page_id != bindparam("page"),
        or_(documents.c.sha256 == bindparam("sha"), and_(bindparam("article", type_=Boolean), documents.c.verdict.in_(ARTICLES))),
    )
    .order_by(documents.c.page_id)
    .limit(1)
)


def record_capture(connection: Connection, page_id: int, values: dict[str, Any]) -> int:
    """Write down where the response of a page lies; its id."""
    result = connection.execute(captures.insert(), {"page_id": page_id, **values})
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


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
