"""Clean JSON as it leaves the archive: the document, and what only the archive knows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, false, func, or_, select

from .archive import Archive, stored_json
from .identity import stands_for
from .records import ARTICLES
from .tables import State, captures, documents, pages

BATCH = 200
"""Documents read at a time."""


def articles(archive: Archive, *, sites: Sequence[str] = (), since: str | None = None) -> Iterator[dict[str, Any]]:
    """The clean JSON of each article, once, in the order in which the pages were found.

    An alias is no article of its own, unless the page that it stands for was never archived or holds something else.
    """
    target = documents.alias("target")
    query = _select().outerjoin(target, target.c.page_id == pages.c.alias_of)
    own = func.coalesce(stands_for(documents, target), false()).is_(false())
    return _documents(archive, query.where(documents.c.verdict.in_(ARTICLES), own), sites, since)


def all_pages(archive: Archive, *, sites: Sequence[str] = (), since: str | None = None) -> Iterator[dict[str, Any]]:
    """The clean JSON of each archived page, also of those that are no article; a copy with the same bytes is left out."""
    target_document = documents.alias("target_document")
    query = _select().outerjoin(target_document, target_document.c.page_id == pages.c.alias_of)
    same = and_(target_document.c.sha256.is_not(None), target_document.c.sha256 == documents.c.sha256)
    return _documents(archive, query.where(or_(target_document.c.sha256.is_(None), ~same)), sites, since)


def _select() -> Any:
    return (
        select(
            documents, pages.c.url, pages.c.alias_of, captures.c.fetched_at, captures.c.status, captures.c.warc_file, captures.c.warc_offset
        )
        .join_from(documents, pages, documents.c.page_id == pages.c.id)
        .outerjoin(captures, captures.c.id == documents.c.capture_id)
    )


def _documents(archive: Archive, query: Select[Any], sites: Sequence[str], since: str | None) -> Iterator[dict[str, Any]]:
    query = query.where(pages.c.state != State.FILTERED)  # a page that waits for another visit, or failed at it, keeps its document
    if sites:
        query = query.where(documents.c.site.in_(list(sites)))
    if since:
        query = query.where(documents.c.changed_at >= since)
    last = 0
    with archive.engine.connect() as connection:
        while rows := connection.execute(query.where(documents.c.page_id > last).order_by(documents.c.page_id).limit(BATCH)).all():
            aliases = aliases_of(connection, [row.page_id for row in rows])
            for row in rows:
                yield compose(row, aliases.get(row.page_id, []))
            last = rows[-1].page_id


def compose(row: Row[Any], aliases: list[str]) -> dict[str, Any]:
    """The clean JSON of a document row."""
    page = stored_json(row.json)
    warc = {"file": row.warc_file, "offset": row.warc_offset} if row.warc_file else None
    page["provenance"]["warc"] = warc
    page.update(
        url=row.url,
        aliases=aliases,
        fetched_at=row.fetched_at,
        first_seen=row.first_seen,
        changed_at=row.changed_at,
        version=row.version,
        status=row.status,
        sha256=row.sha256,
        content_hash=row.content_hash,
    )
    return page


ONLY_ARCHIVE = ("url", "aliases", "fetched_at", "first_seen", "changed_at", "version", "status", "sha256", "content_hash")
"""Keys of clean JSON that the archive fills in."""


def recomposed(document: Mapping[str, Any], archived: Mapping[str, Any]) -> dict[str, Any]:
    """Clean JSON made anew from the raw capture, with what only the archive knows of the page."""
    provenance = {**document["provenance"], "warc": archived["provenance"]["warc"]}
    return {**document, **{key: archived[key] for key in ONLY_ARCHIVE}, "provenance": provenance}


def aliases_of(connection: Connection, page_ids: Sequence[int]) -> dict[int, list[str]]:
    """The URLs under which pages were found besides their own, by page, in the order in which they were found."""
    second, copy, original = pages.alias("second"), documents.alias("copy"), documents.alias("original")
    found: dict[int, list[str]] = {}
    direct = (
        select(pages.c.alias_of, pages.c.id, pages.c.url)
        .outerjoin(copy, copy.c.page_id == pages.c.id)
        .outerjoin(original, original.c.page_id == pages.c.alias_of)
        .where(pages.c.alias_of.in_(list(page_ids)), or_(copy.c.page_id.is_(None), stands_for(copy, original)))
    )
    indirect = (
        select(pages.c.alias_of, second.c.id, second.c.url)
        .join(second, second.c.alias_of == pages.c.id)
        .outerjoin(copy, copy.c.page_id == second.c.id)
        .where(pages.c.alias_of.in_(list(page_ids)), copy.c.page_id.is_(None))
    )
    for target, _, url in sorted([*connection.execute(direct), *connection.execute(indirect)], key=lambda row: row[1]):
        urls = found.setdefault(target, [])
        if url not in urls:
            urls.append(url)
    return found


def document_of(archive: Archive, url: str) -> dict[str, Any] | None:
    """The clean JSON of the page with this URL, None when the archive holds none."""
    with archive.engine.connect() as connection:
        row = connection.execute(_select().where(pages.c.url == url)).one_or_none()
        return compose(row, aliases_of(connection, [row.page_id]).get(row.page_id, [])) if row else None
