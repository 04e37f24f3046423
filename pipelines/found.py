"""The URLs that were found: which of them are new, and which may be fetched again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, or_, select, update

from .records import Finding
from .tables import Role, State, pages

REOPENED = ("scope.offsite", "scope.pattern", "limit.depth")
"""Reasons of the scope of one crawl; a later crawl with another scope may fetch such a URL after all."""


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
    query = select(pages.c.url, pages.c.state, pages.c.reason)
    known = {row.url: row for part in _parts(list(wanted)) for row in connection.execute(query.where(pages.c.url.in_(part)))}
    for row in known.values():
        if row.state == State.FILTERED and row.reason in REOPENED and wanted[row.url].state is State.QUEUED:
            values = _row(wanted[row.url], origin, found_on, now)
            connection.execute(update(pages).where(pages.c.url == row.url).values(**{name: values[name] for name in CHANGED}))
    new = [finding for url, finding in wanted.items() if url not in known]
    direct = [finding for finding in new if not finding.alias_of]
    for group in _twins_apart(direct):
        twins = ids_of(connection, [twin_url(f.url) for f in group if f.role is Role.PAGE and f.state is State.QUEUED])
        _insert(connection, [_with_twin(_row(f, origin, found_on, now), twins) for f in group])
    aliases = [finding for finding in new if finding.alias_of]
    targets = ids_of(connection, [finding.alias_of for finding in aliases if finding.alias_of])
    _insert(connection, [_row(f, origin, found_on, now) | {"alias_of": targets.get(f.alias_of or "")} for f in aliases])
    return len(new)


CHANGED = ("state", "reason", "origin", "role", "depth", "priority", "source")
"""What a reopened entry takes over from the new finding."""


def _twins_apart(found: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings, and those that are the twin of one before them: what is inserted later can point to it."""
    first: dict[str, Finding] = {}
    second = []
    for finding in found:
        if twin_url(finding.url) in first:
            second.append(finding)
        else:
            first[finding.url] = finding
    return list(first.values()), second


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


def rejudge(connection: Connection, sites: Sequence[str], objection: Callable[[str, int, str], str | None]) -> int:
    """Queue what earlier crawls of these sites left out for their own scope and this crawl's has nothing against; how many."""
    query = select(pages.c.id, pages.c.url, pages.c.depth, pages.c.source).where(
        pages.c.state == State.FILTERED, pages.c.reason.in_(REOPENED), pages.c.origin.in_(list(sites))
    )
    wanted = [row.id for row in connection.execute(query) if objection(row.url, row.depth, row.source) is None]
    for page_id in wanted:
        connection.execute(update(pages).where(pages.c.id == page_id).values(state=State.QUEUED, reason=None))
    return len(wanted)


def twin_url(url: str) -> str:
    """The URL that differs by the slash at the end of its path."""
    path, mark, query = url.partition("?")
    return (path.removesuffix("/") if path.endswith("/") else path + "/") + mark + query


def ids_of(connection: Connection, urls: Iterable[str]) -> dict[str, int]:
    """The ids of those URLs that the index knows."""
    query = select(pages.c.url, pages.c.id)
    parts = _parts(list(dict.fromkeys(urls)))
    return {row.url: row.id for part in parts for row in connection.execute(query.where(pages.c.url.in_(part)))}


def _parts(urls: Sequence[str]) -> Iterator[Sequence[str]]:
    """The URLs in parts that a statement can take: a sitemap may hold 50,000."""
    return (urls[start : start + MOST_VALUES] for start in range(0, len(urls), MOST_VALUES))


MOST_VALUES = 900
"""Values of one statement; SQLite before 3.32 takes 999."""
