"""What became of the URLs that crawls found, in numbers that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, false, func, select

from .identity import stands_for
from .records import ARTICLES
from .store import found_by, state_counts
from .tables import Role, State, documents, pages


@dataclass(frozen=True, slots=True)
class Summary:
    """`found = archived + failed + filtered + left`."""

    archived: int = 0
    articles: int = 0
    """Of the archived pages those with an article that is no alias of another page."""
    aliases: int = 0
    no_article: int = 0
    kept: int = 0
    """Articles of an earlier visit whose page failed at a later one or waits for it; exported, and counted as failed or left."""
    failed: Mapping[str, int] = field(default_factory=dict)
    """By reason."""
    filtered: Mapping[str, int] = field(default_factory=dict)
    left: int = 0
    """In the queue for the next run."""
    lists: Mapping[str, int] = field(default_factory=dict)
    """Sitemaps and feeds, by role and state (`sitemap.archived`); they are no pages."""

    @property
    def found(self) -> int:
        """All pages whose URL is known."""
        return self.archived + sum(self.failed.values()) + sum(self.filtered.values()) + self.left

    def to_dict(self) -> dict[str, Any]:
        """For machines."""
        return {
            "found": self.found,
            "archived": self.archived,
            "articles": self.articles,
            "aliases": self.aliases,
            "no_article": self.no_article,
            "kept": self.kept,
            "failed": sum(self.failed.values()),
            "filtered": sum(self.filtered.values()),
            "left": self.left,
            "failed_by_reason": dict(self.failed),
            "filtered_by_reason": dict(self.filtered),
            "lists": dict(self.lists),
        }


def summarise(connection: Connection, sites: Sequence[str] = (), limit: str | None = None) -> Summary:
    """The numbers of the crawls of these sites (of all, for none); what a `limit` left in the queue counts as filtered by it."""
    counts = state_counts(connection, sites)
    filtered = _reasons(counts, State.FILTERED)
    left = sum(count for (state, _), count in counts.items() if state == State.QUEUED)
    if limit and left:
        filtered, left = {**filtered, limit: left}, 0
    kinds = _archived_kinds(connection, sites)
    return Summary(
        archived=kinds["articles"] + kinds["aliases"] + kinds["no_article"],
        articles=kinds["articles"],
        aliases=kinds["aliases"],
        no_article=kinds["no_article"],
        kept=kinds["kept"],
        failed=_reasons(counts, State.FAILED),
        filtered=filtered,
        left=left,
        lists=_lists(connection, sites),
    )


def _reasons(counts: Mapping[tuple[str, str | None], int], wanted: State) -> dict[str, int]:
    return {reason or "unknown": count for (state, reason), count in sorted(counts.items(), key=lambda row: -row[1]) if state == wanted}


def _archived_kinds(connection: Connection, sites: Sequence[str]) -> Counter[str]:
    """Pages with a document: articles, aliases of them, and the rest; apart from them articles kept from an earlier visit."""
    target = documents.alias("target")
    is_alias = func.coalesce(stands_for(documents, target), false())
    query = (
        select(pages.c.state, is_alias, documents.c.verdict.in_(ARTICLES), func.count())
        .select_from(pages)
        .join(documents, documents.c.page_id == pages.c.id)
        .outerjoin(target, target.c.page_id == pages.c.alias_of)
        .where(pages.c.state != State.FILTERED, pages.c.role == Role.PAGE, found_by(sites))
        .group_by(pages.c.state, is_alias, documents.c.verdict.in_(ARTICLES))
    )
    kinds: Counter[str] = Counter()
    for state, alias, article, count in connection.execute(query):
        kind = "aliases" if alias else "articles" if article else "no_article"
        if state == State.ARCHIVED:
            kinds[kind] += count
        elif kind == "articles":
            kinds["kept"] += count
    return kinds


def _lists(connection: Connection, sites: Sequence[str]) -> dict[str, int]:
    query = (
        select(pages.c.role, pages.c.state, func.count())
        .where(pages.c.role != Role.PAGE, found_by(sites))
        .group_by(pages.c.role, pages.c.state)
    )
    return {f"{role}.{state}": count for role, state, count in connection.execute(query)}


def queued_count(connection: Connection, sites: Sequence[str]) -> int:
    """URLs in the queue."""
    return connection.execute(select(func.count()).where(pages.c.state == State.QUEUED, pages.c.site.in_(list(sites)))).scalar_one()
