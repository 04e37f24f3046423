"""Which pages are one article: by the URL that they name as canonical, or by their very content."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, FromClause, and_, bindparam, func, or_, select

from cleaners.render import site_of

from .found import add_findings, ids_of
from .records import ARTICLES, Finding, Queued, Understood
from .tables import documents, pages


def stands_for(copy: FromClause, original: FromClause) -> ColumnElement[bool]:
    """The condition that a document is a copy of the one that its page names as canonical, and may be left out for it.

    Many a site names a listing, or the same page everywhere, as canonical: the claim is believed where the other page
    holds an article too, with the same text or under the same title.
    """
    same_text = copy.c.content_hash == original.c.content_hash
    same_title = func.lower(copy.c.title) == func.lower(original.c.title)
    return and_(
        original.c.page_id.is_not(None),
        or_(copy.c.sha256 == original.c.sha256, and_(original.c.verdict.in_(ARTICLES), or_(same_text, same_title))),
    )


CHAIN = 10
"""Aliases of aliases that are followed."""


def canonical_page(connection: Connection, page: Any, queued: Queued, result: Understood, now: str) -> int | None:
    """The page that this one names as its canonical form, unless that leads back here."""
    if not result.canonical or result.canonical == page.url:
        return None
    site = site_of(result.canonical) or page.site
    finding = Finding(result.canonical, site, "canonical", depth=queued.depth, priority=CANONICAL_PRIORITY)
    add_findings(connection, [finding], queued.site, page.id, now)
    return root_of(connection, ids_of(connection, [result.canonical])[result.canonical], page.id)


CANONICAL_PRIORITY = 5


def root_of(connection: Connection, target: int, page_id: int) -> int | None:
    """The page at the end of a chain of aliases; None when the chain comes back to `page_id`."""
    for _ in range(CHAIN):
        if target == page_id:
            return None
        further = connection.execute(select(pages.c.alias_of).where(pages.c.id == target)).scalar_one()
        if further is None:
            return target
        target = further
    return None


def same_content(connection: Connection, page: Any, result: Understood) -> int | None:
    """An earlier page of the site with the very same article, or the very same bytes."""
    binds = {"site": page.site, "hash": result.content_hash, "sha": result.sha256, "article": result.is_article, "page": page.id}
    earlier = connection.execute(SAME_CONTENT, binds).scalar_one_or_none()
    return root_of(connection, earlier, page.id) if earlier is not None else None


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
