"""Crawls article sites into an archive, from the queue that lives there."""

from __future__ import annotations

import asyncio
import logging
import re
import shlex
from collections.abc import AsyncIterator, Iterable
from time import time
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.http import HtmlResponse
from sqlalchemy import Connection

from cleaners.addresses import join
from cleaners.render import site_of
from pipelines.archive import now, was_interrupted
from pipelines.found import add_findings, rejudge, reopen
from pipelines.frontier import Frontier
from pipelines.items import Fetched, Missed, fetched
from pipelines.records import Finding, Queued
from pipelines.session import Session
from pipelines.tables import Role, State
from scraper.discovery import PRIORITY, Scope, seed_findings
from scraper.failures import reason_of, retry
from scraper.refusal import RefusedError
from scraper.urls import host_twins, normal_url, with_scheme

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

UNACKNOWLEDGED = 4
"""Pages under way for each request that may be on the wire: enough to keep the workers busy while a commit is made."""
COMMON_SITEMAPS = ("/sitemap.xml",)
"""Asked for where robots.txt names none."""
logger = logging.getLogger(__name__)


class ArticleSpider(Spider):
    """`scrapy crawl articles -a url="https://a.example https://b.example"`.

    Arguments: `url`, `allow` and `deny` (regular expressions, separated by blanks), `also_site` (further hosts),
    `max_pages`, `max_depth`, `max_time` (seconds), `max_bytes`.
    """

    name = "articles"

    def __init__(  # noqa: PLR0913, PLR0917 - Scrapy hands the arguments of the command line over one by one
        self,
        url: str = "",
        allow: str = "",
        deny: str = "",
        also_site: str = "",
        max_pages: str | int = 0,
        max_depth: str | int | None = None,
        max_time: str | float = 0,
        max_bytes: str | int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.targets = seeds(url)
        if not self.targets:
            raise ValueError('name the sites to crawl: scrapy crawl articles -a url="https://a.example https://b.example"')
        self.scope = Scope(
            sites=frozenset(twin for site in [*map(site_of, self.targets), *also_site.split()] if site for twin in host_twins(site)),
            allow=tuple(map(re.compile, split(allow))),
            deny=tuple(map(re.compile, split(deny))),
            max_depth=int(max_depth) if max_depth not in (None, "") else None,
        )
        self.max_pages, self.max_time, self.max_bytes = int(max_pages), float(max_time), int(max_bytes)
        self.pages = self.bytes = 0
        self.session: Session
        self.frontier: Frontier

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Made by Scrapy; opens the archive and its queue."""
        crawler.settings.set("MARROW_ARGUMENTS", {"urls": seeds(kwargs.get("url", ""))}, "spider")
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        spider.session = Session.of(crawler)
        spider.frontier = Frontier(
            spider.session.run.engine,
            sorted(spider.scope.sites),
            settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
            UNACKNOWLEDGED * settings.getint("CONCURRENT_REQUESTS"),
        )
        spider.session.frontier = spider.frontier
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Requests for the queued URLs, as long as there are any."""
        await self._open()
        if self.max_time:
            asyncio.get_running_loop().call_later(self.max_time, self._stop_at_limit, "limit.time")
        async for queued in self.frontier.urls():
            if queued.twin_of is not None and queued.site in self.frontier.slashes:
                yield Missed(queued, State.FILTERED, "alias.slash", alias_of=queued.twin_of)
            elif self._at_page_limit(queued):
                return
            else:
                yield self._request(queued)

    def _at_page_limit(self, queued: Queued) -> bool:
        """Whether so many pages were asked for as may be; this one then stays in the queue."""
        self.pages += queued.role is Role.PAGE
        if self.max_pages and self.pages > self.max_pages:
            self.frontier.acknowledged(queued)
            self._stop_at_limit("limit.pages")
            return True
        return False

    async def _open(self) -> None:
        """Put the given URLs into the queue; go on where an interrupted run was, or look for what is new after a finished one."""
        findings = [finding for url in self.targets for finding in seed_findings(self.scope, url)]
        resumed = was_interrupted(self.session.run.archive, "crawl", self.session.run.id)
        moment, sites = now(), sorted(self.scope.sites)

        def action(connection: Connection) -> None:
            for finding in findings:
                add_findings(connection, [finding], finding.site, None, moment)
            rejudge(connection, sites, self.scope.objection)
            if not resumed:
                reopen(connection, sites, [finding.url for finding in findings])

        await asyncio.wrap_future(self.session.run.writer.write(action))
        self.frontier.stopped = False

    def _request(self, queued: Queued) -> Request:
        return Request(
            queued.url,
            callback=self.parse,
            errback=self.missed,
            dont_filter=True,
            priority=0,
            meta={"queued": queued, "dont_cache": True},
        )

    async def parse(self, response: Response, **_: Any) -> AsyncIterator[Fetched | Missed]:
        """What the archive is to take of a response."""
        queued: Queued = response.meta["queued"]
        self.frontier.fetched(queued)
        self._count(response)
        problem = self._problem(queued, response)
        if problem is None:
            yield fetched(response, queued=queued, final=self._final(queued, response), reader=self.scope)
        else:
            yield self._missed(queued, problem, f"{response.status} {response.url}", response.request, response)

    def _problem(self, queued: Queued, response: Response) -> str | None:
        """Why a response is no page, None if it is one."""
        if not 200 <= response.status < 300:  # noqa: PLR2004 - the HTTP status class of success
            return f"http.{response.status}"
        if not response.body.strip():
            return "content.empty"
        if queued.role is Role.PAGE and not _is_html(response):
            return "content.not_html"
        return None

    def missed(self, failure: Failure) -> Iterable[Missed]:
        """What the archive is to note of a request without a response."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        queued: Queued = request.meta["queued"]
        self.frontier.fetched(queued)
        error = failure.value
        assert error is not None
        if isinstance(error, RefusedError) and not (self.session.limit == "limit.time" and error.state is State.FAILED):
            yield Missed(queued, error.state, error.reason, error.detail, request)
        else:
            yield self._missed(queued, reason_of(error), str(error) or type(error).__name__, request)

    def _missed(self, queued: Queued, reason: str, detail: str, request: Request | None, response: Response | None = None) -> Missed:
        if self.session.limit == "limit.time":  # the run ends here: the next one tries again
            return Missed(queued, State.FAILED, reason, detail, request, retry_at=time())
        again = None
        if reason.startswith(("http.", "network.")):
            headers = dict(response.headers) if response is not None else {}
            single = {name: values[0] for name, values in headers.items() if values}
            again = retry(reason, queued.attempts, self.crawler.settings.getint("RETRY_TIMES"), single, time())
        if again is not None and again.whole_site:
            self.frontier.hold(queued.site, again.at)
        return Missed(queued, State.FAILED, reason, detail, request, retry_at=again.at if again else None)

    def _final(self, queued: Queued, response: Response) -> Finding | None:
        """Where a redirect led, None if to the same page."""
        url = normal_url(response.url)
        if url is None or url == queued.url:
            return None
        site = site_of(url) or queued.site
        if not self.scope.admits(url):  # a given page that has moved: the guard lets only those leave the site
            self.scope = self.scope.widened(site)
            for twin in host_twins(site):
                self.frontier.admit(twin)
        return Finding(url, site, "redirect", queued.role, depth=queued.depth, priority=PRIORITY["redirect"])

    def _count(self, response: Response) -> None:
        """Watch the limit of bytes."""
        self.bytes += len(response.body)
        if self.max_bytes and self.bytes >= self.max_bytes:
            self._stop_at_limit("limit.bytes")

    def _stop_at_limit(self, limit: str) -> None:
        """Hand out nothing more; what is under way is finished."""
        if not self.frontier.stopped:
            logger.info("stopping at %s", limit)
            self.session.limit = limit
            self.frontier.stop()

    def sitemaps_announced(self, origin: str, sitemaps: list[str]) -> None:
        """Queue the sitemaps that robots.txt names, or look for one where it names none."""
        named = [normal for url in sitemaps if (normal := normal_url(join(f"{origin}/robots.txt", url)))]
        listed = named or [origin + path for path in COMMON_SITEMAPS]
        findings = [finding for url in listed for finding in self.scope.list_entry(url, Role.SITEMAP, 0)]
        site, moment = site_of(origin) or "", now()
        written = self.session.run.writer.write(lambda connection: add_findings(connection, findings, site, None, moment))
        asyncio.wrap_future(written).add_done_callback(lambda _: self.frontier.refill())


def _is_html(response: Response) -> bool:
    """Whether a response is HTML by its type, or by its bytes where the server names no type."""
    untyped = not (response.headers.get("Content-Type") or b"").strip()
    return isinstance(response, HtmlResponse) or (untyped and HTML_START.match(response.body) is not None)


HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|!--|html|head|body|title|meta|script|style|h1|div|p|table|a|br|b)[\s>]", re.IGNORECASE
)
"""How HTML begins (WHATWG MIME Sniffing, section 7.1)."""


def seeds(url: str) -> list[str]:
    """The URLs of a list separated by blanks, in normal form."""
    return [normal for word in url.split() if (normal := normal_url(with_scheme(word)))]


def split(patterns: str) -> list[str]:
    """The patterns of a list separated by blanks, quoted where they hold some."""
    return shlex.split(patterns)
