"""Scrapy's cookies, without the request of its own that Scrapy's copy of the public suffix list would make."""

from __future__ import annotations

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

OFFLINE = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
"""With the list that the package brings. Scrapy's default fetches it from the web at the first cookie, past the guard,
robots.txt and the archive."""


class Cookies(cookies.CookiesMiddleware):
    """The middleware as it is, with the offline list in place of the one that it looks cookie domains up in."""

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002 - Scrapy's signature
        super().__init__(debug)
        cookies._split_domain = OFFLINE  # noqa: SLF001 - Scrapy offers no setting for it
