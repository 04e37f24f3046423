"""Scrapy extension that shows how far a crawl is: a bar on a terminal, a JSON line every few seconds otherwise."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from rich.live import Live
from rich.text import Text
from scrapy import signals

from pipelines.session import Session
from pipelines.summary import queued_count

from .console import COLOURS, log_event, stderr

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

TERMINAL_PERIOD = 0.5
"""Seconds between two looks on a terminal."""
LOG_PERIOD = 10.0
"""Seconds between two lines in a log."""


class Progress:
    """Counts and shows; changes nothing."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.began = monotonic()
        self.live = Live(console=stderr, refresh_per_second=4, transient=True) if stderr.is_terminal else None
        self.task: asyncio.Task[None] | None = None
        crawler.signals.connect(self.start, signals.spider_opened)
        crawler.signals.connect(self.stop, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def start(self) -> None:
        """Begin to show."""
        if self.live is not None:
            self.live.start()
        self.task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Show no more."""
        if self.task is not None:
            self.task.cancel()
            with suppress(asyncio.CancelledError):
                await self.task
        if self.live is not None:
            self.live.stop()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(TERMINAL_PERIOD if self.live else LOG_PERIOD)
            numbers, labels = self._numbers()
            if self.live is not None:
                self.live.update(_line(numbers, labels))
            else:
                log_event("progress", {**numbers, "labels": labels})

    def _numbers(self) -> tuple[dict[str, float], dict[str, int]]:
        session = Session.of(self.crawler)
        session.publish()
        stats = session.counts
        done = stats["pages/archived"]
        with session.run.engine.connect() as connection:
            queued = queued_count(connection, session.sites())
        numbers = {
            "done": done,
            "queued": queued,
            "failed": sum(v for k, v in stats.items() if k.startswith("pages/failed/")),
            "rate": round(done / max(0.001, monotonic() - self.began), 1),
        }
        return numbers, {name.removeprefix("labels/"): count for name, count in stats.items() if name.startswith("labels/")}


def _line(numbers: dict[str, float], labels: dict[str, int]) -> Text:
    """`12 done · 30 queued · 4.0 pages/s · body 210 · promo 40`."""
    line = Text(
        f"{numbers['done']:.0f} done · {numbers['queued']:.0f} queued · {numbers['failed']:.0f} failed · {numbers['rate']:.1f} pages/s"
    )
    for label, count in sorted(labels.items(), key=lambda row: -row[1]):
        line.append(f" · {label} {count}", COLOURS.get(label, ""))
    return line
