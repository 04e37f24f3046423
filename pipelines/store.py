"""What one transaction writes: found URLs, an archived page, a failure. Each function works on an open connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, literal, or_, select, update
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


def add_findings(connection: Connection, found: Sequence[Finding], origin: str, found_on: int | None, now: str) -> int:
    """Write down URLs that are not known yet; how many were new.

    A known URL stays as it is, unless an earlier crawl left it out for its own scope and this one wants it.
    """
    wanted = {finding.url: finding for finding in found}
    known = {row.url: row for row in connection.execute(select(pages.c.url, pages.c.state, pages.c.reason).where(pages.c.url.in_(list(wanted))))}
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
        "url": finding.url, "site": finding.site, "origin": origin, "role": finding.role.value, "state": finding.state.value,
        "reason": finding.reason, "source": finding.source, "found_on": found_on, "found_at": now, "depth": finding.depth,
        "priority": finding.priority, "lastmod": finding.lastmod, "attempts": 0, "alias_of": None, "twin_of": None,
    }


def reopen(connection: Connection, sites: Sequence[str], seeds: Sequence[str]) -> int:
    """Queue again what a new crawl of finished sites looks at: the given pages, sitemaps, feeds, listings, and failures."""
    again = or_(
        pages.c.url.in_(list(seeds)), pages.c.role != Role.PAGE, pages.c.source == "next", pages.c.state == State.FAILED,
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
    values = {"state": state.value, "reason": reason, "detail": detail, "alias_of": alias_of, "not_before": None}
    connection.execute(update(pages).where(pages.c.id == page_id).values(**values, attempts=pages.c.attempts + 1))


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


def archive_page(connection: Connection, queued: Queued, page_id: int, capture_id: int, result: Understood, now: str) -> Archived:
    """Take a page's document: the page is done when this transaction has committed."""
    page = connection.execute(select(pages).where(pages.c.id == page_id)).one()
    version, first_seen, changed_at = _save_document(connection, page_id, page.site, capture_id, result, now)
    add_findings(connection, result.findings, queued.site, page_id, now)
    alias_of = _canonical_page(connection, page_id, page.site, queued, result, now) or _same_content(connection, page_id, page.site, result)
    close_page(connection, page_id, State.ARCHIVED, None, alias_of=alias_of)
    return Archived(page_id, page.url, version, first_seen, changed_at, alias_of is not None,
                    alias_of is not None and alias_of == queued.twin_of)


def archive_list(connection: Connection, queued: Queued, result: Understood, now: str) -> int:
    """Take what a sitemap or a feed listed; how many URLs were new."""
    close_page(connection, queued.id, State.ARCHIVED, None)
    return add_findings(connection, result.findings, queued.site, queued.id, now)


def _save_document(
    connection: Connection, page_id: int, site: str, capture_id: int, result: Understood, now: str
) -> tuple[int, str, str]:
    """Write the document and, where the article changed, a version; (version, first seen, changed)."""
    old = connection.execute(
        select(documents.c.version, documents.c.first_seen, documents.c.changed_at, documents.c.content_hash).where(documents.c.page_id == page_id)
    ).one_or_none()
    changed = old is None or old.content_hash != result.content_hash
    version = (old.version if old else 0) + changed
    first_seen, changed_at = (old.first_seen if old else now), (now if changed else old.changed_at)
    values = {
        "page_id": page_id, "capture_id": capture_id, "site": site, "title": result.title, "page_type": result.page_type,
        "verdict": result.verdict, "language": result.language, "published": result.published, "words": result.words,
        "sha256": result.sha256, "content_hash": result.content_hash, "version": version, "first_seen": first_seen,
        "changed_at": changed_at, "json": result.json,
    }
    statement = insert_ignoring(connection, documents).values(values)
    connection.execute(statement.on_conflict_do_update(index_elements=["page_id"], set_=values))
    if changed:
        connection.execute(versions.insert().values(page_id=page_id, version=version, capture_id=capture_id,
                                                    content_hash=result.content_hash, changed_at=now))
    return version, first_seen, changed_at


def _canonical_page(connection: Connection, page_id: int, site: str, queued: Queued, result: Understood, now: str) -> int | None:
    """The page that this one names as its canonical form, unless that leads back here."""
    if not result.canonical:
        return None
    own = connection.execute(select(pages.c.url).where(pages.c.id == page_id)).scalar_one()
    if result.canonical == own:
        return None
    finding = Finding(result.canonical, site, "canonical", depth=queued.depth, priority=CANONICAL_PRIORITY)
    add_findings(connection, [finding], queued.site, page_id, now)
    return _root(connection, ids_of(connection, [result.canonical])[result.canonical], page_id)


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


def _same_content(connection: Connection, page_id: int, site: str, result: Understood) -> int | None:
    """An earlier page of the site with the very same article, or the very same bytes."""
    same = documents.c.sha256 == result.sha256
    if result.is_article:
        same = or_(same, and_(documents.c.content_hash == result.content_hash, documents.c.verdict.in_(ARTICLES)))
    earlier = connection.execute(
        select(documents.c.page_id).where(documents.c.site == site, documents.c.content_hash == result.content_hash, same,
                                          documents.c.page_id != page_id).order_by(documents.c.page_id).limit(1)
    ).scalar_one_or_none()
    return _root(connection, earlier, page_id) if earlier is not None else None


def record_capture(connection: Connection, run_id: int, values: dict[str, Any]) -> int:
    """Write down where a response lies; its id."""
    result = connection.execute(captures.insert().values(run_id=run_id, **values))
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def attach_capture(connection: Connection, capture_id: int, page_id: int) -> None:
    """Say which page a capture belongs to."""
    connection.execute(update(captures).where(captures.c.id == capture_id).values(page_id=page_id))


def state_counts(connection: Connection, sites: Sequence[str]) -> dict[tuple[str, str | None], int]:
    """Pages found by the crawls of these sites, by state and reason."""
    query = select(pages.c.state, pages.c.reason, func.count()).where(pages.c.role == Role.PAGE, found_by(sites)).group_by(pages.c.state, pages.c.reason)
    return {(state, reason): count for state, reason, count in connection.execute(query)}


def found_by(sites: Sequence[str]) -> Any:
    """The condition that a page was found by the crawl of one of these sites; of any site for none."""
    return pages.c.origin.in_(list(sites)) if sites else literal(True)
