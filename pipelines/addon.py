"""Scrapy add-on: the cleaning and the archive for the spiders of any project.

    ADDONS = {"pipelines.addon.Marrow": 500}

Every HTML page that a callback of the project gets is captured, cleaned and archived in `MARROW_ARCHIVE` (default
`archive`), and its clean JSON leaves the item pipelines beside the project's own items. With `MARROW_CAPTURE = "yielded"`
only those pages are taken that the spider yields as `pipelines.items.fetched(response)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.http import HtmlResponse

from .capture import Capture
from .items import ArchivePipeline, CleanPipeline, fetched
from .session import Session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings


class Marrow:
    """Installs the components; a project's own settings win."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Called by Scrapy before the crawl."""
        settings.setdefault_in_component_priority_dict("DOWNLOADER_MIDDLEWARES", Capture, CAPTURE_ORDER)
        settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", CleanPipeline, CLEAN_ORDER)
        settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", ArchivePipeline, ARCHIVE_ORDER)
        settings.setdefault_in_component_priority_dict("SPIDER_MIDDLEWARES", CapturePages, PAGES_ORDER)


CAPTURE_ORDER, CLEAN_ORDER, ARCHIVE_ORDER, PAGES_ORDER = 990, 100, 110, 900
"""Next to the downloader, so that bodies are captured as they came; early among the pipelines; next to the spider."""


class CapturePages:
    """Spider middleware: hands each HTML page that reached a callback to the pipelines."""

    def __init__(self, crawler: Crawler) -> None:
        self.everything = crawler.settings.get("MARROW_CAPTURE", "all") == "all"
        self.session = Session.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The spider's own output, and before it the page."""
        if self.everything and isinstance(response, HtmlResponse):
            yield fetched(response)
        async for output in result:
            yield output
