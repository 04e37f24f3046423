"""robots.txt: obeyed, and failed closed where it cannot be read (RFC 9309), with Crawl-delay and the sitemaps it names."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from pipelines.session import Session
from pipelines.tables import State

from .failures import reason_of
from .refusal import RefusedError

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)
ATTEMPTS = 3
"""Requests for a robots.txt before its site counts as unreachable."""
PAUSE = 1.0
"""Seconds before the second request; twice as many before the third."""
LARGEST = 500 * 1024
"""Bytes that are read (RFC 9309, section 2.5, asks for at least this many)."""
LONG_DELAY = 60.0
"""Seconds of Crawl-delay above which the person is told: the crawl will take days."""


class Policy:
    """What a site's robots.txt says."""

    def __init__(self, rules: Protego | None, refusal: RefusedError | None = None) -> None:
        self.rules = rules
        self.refusal = refusal

    def check(self, url: str, agent: str) -> None:
        """Raise RefusedError for a URL that must not be fetched."""
        if self.refusal is not None:
            raise RefusedError(self.refusal.reason, self.refusal.detail, self.refusal.state)
        if self.rules is not None and not self.rules.can_fetch(url, agent):
            raise RefusedError("robots.disallowed", "forbidden by robots.txt")


class Robots:
    """Downloader middleware in the place of Scrapy's own, which takes an unreachable robots.txt for a permission."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.obey = crawler.settings.getbool("ROBOTSTXT_OBEY")
        self.agent = crawler.settings.get("ROBOTSTXT_USER_AGENT") or crawler.settings.get("USER_AGENT")
        self.policies: dict[str, asyncio.Task[Policy]] = {}
        self.delays: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait for the site's rules, then obey them."""
        if not self.obey or request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.policies:
            self.policies[origin] = asyncio.get_running_loop().create_task(self._policy(origin))
        policy = await self.policies[origin]
        policy.check(request.url, self.agent)
        if origin in self.delays:
            request.meta["autothrottle_dont_adjust_delay"] = True

    async def _policy(self, origin: str) -> Policy:
        """Fetch and read a robots.txt."""
        request = Request(
            f"{origin}/robots.txt", priority=1000, callback=NO_CALLBACK, meta={"dont_obey_robotstxt": True, "dont_retry": True}
        )
        refusal = RefusedError("robots.unreachable", "not asked", State.FAILED)
        for attempt in range(ATTEMPTS):
            try:
                assert self.crawler.engine is not None
                response = await self.crawler.engine.download_async(request.replace(dont_filter=True))
            except RefusedError as refused:
                return Policy(None, refused)
            except IgnoreRequest:  # more than five redirects: unavailable, hence no rules (section 2.3.1.2)
                self._announce(origin, [])
                return Policy(None)
            except Exception as error:  # noqa: BLE001 - whatever kept the rules from us, the site stays closed
                refusal = RefusedError(reason_of(error, "robots.unreachable"), str(error) or type(error).__name__, State.FAILED)
            else:
                if response.status < 500 and response.status != 429:  # noqa: PLR2004 - HTTP status classes
                    return self._read(origin, response)
                refusal = RefusedError("robots.unreachable", f"robots.txt answers {response.status}", State.FAILED)
            if Session.of(self.crawler).limit:
                break
            await asyncio.sleep(PAUSE * 2**attempt if attempt + 1 < ATTEMPTS else 0)
        logger.warning("%s is left alone: %s", origin, refusal.detail)
        return Policy(None, refusal)

    def _read(self, origin: str, response: Response) -> Policy:
        if not 200 <= response.status < 300:  # noqa: PLR2004 - HTTP status classes
            self._announce(origin, [])
            return Policy(None)
        rules = Protego.parse(response.body[:LARGEST].decode("utf-8", "ignore").lstrip("\ufeff"))
        self._slow_down(origin, response, rules.crawl_delay(self.agent))
        self._announce(origin, list(rules.sitemaps))
        return Policy(rules)

    def _slow_down(self, origin: str, response: Response, delay: float | None) -> None:
        """Keep a Crawl-delay: exactly, whatever AutoThrottle thinks of it."""
        if not delay:
            return
        assert self.crawler.engine is not None
        assert response.request is not None
        if delay > LONG_DELAY:
            logger.warning("%s asks for %g s between requests", origin, delay)
        downloader = self.crawler.engine.downloader
        key = downloader.get_slot_key(response.request)
        delay = max(float(delay), self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
        self.delays[origin] = delay
        downloader.per_slot_settings[key] = {"concurrency": 1, "delay": delay, "jitter": 0.0}
        if key in downloader.slots:
            slot = downloader.slots[key]
            slot.delay, slot.jitter, slot.concurrency = delay, 0.0, 1

    def _announce(self, origin: str, sitemaps: list[str]) -> None:
        """Tell the spider which sitemaps there are."""
        heard = getattr(self.crawler.spider, "sitemaps_announced", None)
        if heard is not None:
            heard(origin, sitemaps)
