"""The queue of URLs to fetch. It lives in the index, so a killed crawl goes on where it was; only what is under way is in memory."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from time import time

from sqlalchemy import Engine, func, or_, select

from .records import Archived, Queued
from .tables import Role, State, pages

REFILL = 200
"""URLs of one site read at a time."""
LONGEST_WAIT = 5.0
"""Seconds after which a waiting frontier looks again, whatever happened."""


class Frontier:
    """Hands out queued URLs, a site after the other, never more than a site or the whole crawl can take.

    `per_site` bounds the URLs of one site that wait for their response, so that a slow site leaves room for others;
    `total` bounds the URLs that are not acknowledged, so that memory stays bounded.
    """

    def __init__(self, engine: Engine, sites: Sequence[str], per_site: int, total: int, clock: Callable[[], float] = time) -> None:
        self.engine = engine
        self.per_site = per_site
        self.total = total
        self.clock = clock
        self.sites = deque(dict.fromkeys(sites))
        self.buffers: dict[str, deque[Queued]] = {}
        self.fetching: dict[str, set[int]] = {}
        self.open: set[int] = set()
        """Handed out and not acknowledged."""
        self.dry: dict[str, float] = {}
        """Sites whose queue was found empty, and until when that is believed."""
        self.held: dict[str, float] = {}
        """Sites that asked for a pause, and until when (seconds since the epoch)."""
        self.slashes: set[str] = set()
        """Sites that serve one page with and without the slash at the end."""
        self.settled: set[int] = set()
        """Pages that were archived under another entry's request."""
        self.stopped = False
        self._changed = asyncio.Event()

    async def urls(self) -> AsyncIterator[Queued]:
        """The URLs to fetch, as they may be fetched; ends when none is left and none is under way, or on `stop`."""
        while not self.stopped:
            self._changed.clear()
            if (claimed := self.claim()) is not None:
                yield claimed
                continue
            pause = LONGEST_WAIT
            if not self.open:
                if (moment := self._next_moment()) is None:
                    return
                self.dry.clear()
                pause = min(pause, moment - self.clock())
            if pause > 0:
                await self._wait(pause)

    def claim(self) -> Queued | None:
        """The next URL, None while nothing can be handed out."""
        if len(self.open) >= self.total:
            return None
        for _ in range(len(self.sites)):
            site = self.sites[0]
            self.sites.rotate(-1)
            if len(self.fetching.get(site, ())) >= self.per_site or self.held.get(site, 0.0) > self.clock():
                continue
            if (queued := self._from(site)) is not None:
                self.open.add(queued.id)
                self.fetching.setdefault(site, set()).add(queued.id)
                return queued
        return None

    def fetched(self, queued: Queued) -> None:
        """The response is here; the site can take the next request."""
        self.fetching.get(queued.site, set()).discard(queued.id)
        self._changed.set()

    def acknowledged(self, queued: Queued) -> None:
        """The result is committed (or given up)."""
        self.fetched(queued)
        self.open.discard(queued.id)
        self._changed.set()

    def refill(self) -> None:
        """There may be new URLs in the index."""
        self.dry.clear()
        self._changed.set()

    def learn(self, queued: Queued, archived: Archived) -> None:
        """What an archived page tells of others: a page reached by a redirect is done, a twin means that slashes do not matter."""
        if archived.page_id != queued.id:
            self.settled.add(archived.page_id)
        if archived.opened:
            self.refill()
        if archived.twin_agrees:
            self.slashes.add(queued.site)

    def hold(self, site: str, until: float) -> None:
        """Leave a site alone until this moment (seconds since the epoch)."""
        self.held[site] = max(until, self.held.get(site, 0.0))

    def admit(self, site: str) -> None:
        """Take up a further host name of the crawl."""
        if site not in self.sites:
            self.sites.append(site)

    def stop(self) -> None:
        """Hand out nothing more."""
        self.stopped = True
        self._changed.set()

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            pass

    def _from(self, site: str) -> Queued | None:
        buffer = self.buffers.setdefault(site, deque())
        if not buffer and self.dry.get(site, 0.0) <= self.clock():
            buffer.extend(self._read(site))
            if not buffer:
                self.dry[site] = self.clock() + LONGEST_WAIT
        while buffer:
            queued = buffer.popleft()
            if queued.id not in self.open and queued.id not in self.settled:
                return queued
        return None

    def _read(self, site: str) -> list[Queued]:
        """The most urgent queued URLs of a site that are not under way."""
        due = or_(pages.c.not_before.is_(None), pages.c.not_before <= self.clock())
        query = (
            select(pages.c.id, pages.c.url, pages.c.site, pages.c.role, pages.c.depth, pages.c.attempts, pages.c.twin_of)
            .where(pages.c.state == State.QUEUED, pages.c.site == site, due)
            .order_by(pages.c.priority.desc(), pages.c.depth, pages.c.id)
            .limit(REFILL + len(self.open))
        )
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        found = (Queued(row.id, row.url, row.site, Role(row.role), row.depth, row.attempts, row.twin_of) for row in rows)
        return [queued for queued in found if queued.id not in self.open]

    def _next_moment(self) -> float | None:
        """When the next queued URL may be fetched; None when none is queued."""
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(pages.c.site, func.min(func.coalesce(pages.c.not_before, 0.0)))
                .where(pages.c.state == State.QUEUED, pages.c.site.in_(list(self.sites)))
                .group_by(pages.c.site)
            ).all()
        moments = [max(moment, self.held.get(site, 0.0)) for site, moment in rows]
        return min(moments) if moments else None
