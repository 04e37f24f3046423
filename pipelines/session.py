"""What the Scrapy components of one crawl share: the run on the archive, the worker processes, the statistics."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
from collections import Counter
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

from pebble import ProcessExpired, ProcessPool
from scrapy import signals

from .archive import FINISHED, INTERRUPTED, Run, begin_run
from .errors import CleaningError
from .found import KnownUrls
from .records import Task, Understood, UnreadableListError
from .work import limit_memory, understand

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from .capture import Captured
    from .frontier import Frontier

STATS = "marrow"
"""Prefix of all statistics."""
logger = logging.getLogger(__name__)


class Session:
    """One crawl's hold on the archive. Opened by the first component that asks for it, closed with the engine."""

    _of: ClassVar[WeakKeyDictionary[Crawler, Session]] = WeakKeyDictionary()

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.stack = ExitStack()
        folder = Path(settings.get("MARROW_ARCHIVE", "archive"))
        command = settings.get("MARROW_COMMAND", "crawl")
        self.run: Run = self.stack.enter_context(begin_run(folder, command, settings.getdict("MARROW_ARGUMENTS")))
        self.timeout = settings.getfloat("MARROW_CLEAN_TIMEOUT", 30.0)
        self.workers = settings.getint("MARROW_WORKERS", 0) or os.cpu_count() or 1
        self.pool = ProcessPool(max_workers=self.workers, initializer=limit_memory, context=multiprocessing.get_context("forkserver"))
        self.captures: WeakKeyDictionary[Request, Captured] = WeakKeyDictionary()
        self.known = KnownUrls()
        self.counts: Counter[str] = Counter()
        self.frontier: Frontier | None = None
        """The queue, when the spider crawls from it."""
        self.stopping: str | None = None
        """Why the crawl is ended before its time."""
        self.limit: str | None = None
        """The limit that it has reached."""
        crawler.signals.connect(self.closed, signals.spider_closed)
        crawler.signals.connect(self.close, signals.engine_stopped)

    @classmethod
    def of(cls, crawler: Crawler) -> Session:
        """The session of a crawler."""
        if crawler not in cls._of:
            cls._of[crawler] = cls(crawler)
        return cls._of[crawler]

    async def understand(self, task: Task) -> Understood:
        """What a worker process makes of a page; raises CleaningError when the page costs it its life, time or memory."""
        future = self.pool.schedule(understand, args=[task], timeout=self.timeout)
        try:
            result: Understood = await asyncio.wrap_future(future)
        except (TimeoutError, FutureTimeoutError) as error:
            raise CleaningError("clean.timeout", f"not done after {self.timeout:g} s") from error
        except ProcessExpired as error:
            raise CleaningError("clean.crashed", f"the worker died with exit code {error.exitcode}") from error
        except MemoryError as error:
            raise CleaningError("clean.memory", "the page needs too much memory") from error
        except UnreadableListError as error:
            raise CleaningError("content.unreadable", str(error)) from error
        except Exception as error:
            logger.exception("cleaning %s failed", task.page.url)
            raise CleaningError("clean.error", f"{type(error).__name__}: {error}") from error
        if result.error:
            raise CleaningError("content.empty", result.error)
        return result

    def count(self, name: str, by: int = 1) -> None:
        """Add to a statistic; Scrapy sees it when `publish` is called."""
        self.counts[name] += by

    def closed(self, reason: str) -> None:
        """The spider was closed: of itself, or by somebody (a signal, Scrapy's own limits)."""
        self.publish()
        if reason != FINISHED and self.stopping is None:
            self.stopping = INTERRUPTED

    def publish(self) -> None:
        """Hand the statistics over to Scrapy's collector, which is too slow to be asked for each label of each page."""
        assert self.crawler.stats is not None
        for name, value in self.counts.items():
            self.crawler.stats.set_value(f"{STATS}/{name}", value)

    def stop(self, reason: str) -> None:
        """End the crawl in an orderly way, for the first reason given."""
        if self.stopping is None:
            self.stopping = reason
            if self.frontier is not None:
                self.frontier.stop()
            assert self.crawler.engine is not None
            asyncio.get_running_loop().create_task(self.crawler.engine.close_spider_async(reason=reason))

    def close(self) -> None:
        """Let go of the workers and of the archive."""
        self.pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it out
        self.pool.join()
        self.run.outcome = self.stopping or self.limit or FINISHED
        self.stack.close()

    def sites(self) -> list[str]:
        """The sites that the crawl takes in, also those that a given page had moved to."""
        return sorted(self.frontier.sites) if self.frontier is not None else []
