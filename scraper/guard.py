"""The network guard: no request leaves for a private address, for another protocol, or off the crawl's sites by a redirect."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from scrapy.utils.httpobj import urlparse_cached

from .refusal import RefusedError

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

WEB = frozenset({"http", "https"})


class Guard:
    """Downloader middleware before all others."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.private_allowed = crawler.settings.getbool("MARROW_ALLOW_PRIVATE_NETWORKS")
        self.public: dict[str, bool] = {}
        """Hosts looked up, and whether all their addresses are public."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise RefusedError for what must not be sent."""
        parts = urlparse_cached(request)
        if parts.scheme not in WEB:
            raise RefusedError("guard.scheme", f"{parts.scheme}: is not fetched")
        self._check_redirect(request)
        if not self.private_allowed and not await self._is_public(parts.hostname or ""):
            raise RefusedError("guard.private", f"{parts.hostname} is a private address; --allow-private-networks fetches it")

    def _check_redirect(self, request: Request) -> None:
        """A redirect may not leave the crawl's sites; the given pages may have moved."""
        scope = getattr(self.crawler.spider, "scope", None)
        if scope is None or "redirect_urls" not in request.meta or request.meta.get("dont_obey_robotstxt"):
            return
        queued = request.meta.get("queued")
        if not scope.admits(request.url) and not (queued is not None and queued.depth == 0):
            raise RefusedError("redirect.offsite", f"leads to {request.url}")

    async def _is_public(self, host: str) -> bool:
        if host not in self.public:
            self.public[host] = all(is_public(address) for address in await _addresses(host))
        return self.public[host]


async def _addresses(host: str) -> list[str]:
    """The addresses of a host; none for one that cannot be resolved, which the downloader will report."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(entry[4][0]) for entry in found]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet (IANA special-purpose registries)."""
    parsed: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        parsed = _inner(parsed) or parsed
    return parsed.is_global and not parsed.is_multicast and not any(parsed in network for network in NOT_PUBLIC)


NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: a gateway sends on what comes here to the IPv4 address in the last 32 bits."""
NOT_PUBLIC = IPv6Network("fec0::/10"), IPv6Network("::/96"), IPv6Network("64:ff9b:1::/48")
"""Site-local (RFC 3879), IPv4-compatible (RFC 4291) and local NAT64 (RFC 8215), which Python takes for public."""


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
