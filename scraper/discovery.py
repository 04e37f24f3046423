"""Which URLs belong to a crawl, and where they come from: links, sitemaps, feeds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

from msgspec import structs
from scrapy.linkextractors import IGNORED_EXTENSIONS

from cleaners.document import Document, Hyperlink, Page
from cleaners.render import site_of
from pipelines.records import Finding
from pipelines.tables import Role, State

from .lists import read_list
from .urls import LONGEST_URL, host_twins, normal_url

NO_PAGES = frozenset(
    {
        *IGNORED_EXTENSIONS,
        "xml",
        "rss",
        "atom",
        "json",
        "css",
        "js",
        "txt",
        "webmanifest",
        "ics",
        "epub",
        "csv",
        "xsl",
        "vcf",
        "woff",
        "woff2",
    }
)
"""Extensions of what is no HTML page."""
EXTENSION = re.compile(r"\.([a-z0-9]{1,11})$")
SEGMENT_REPEATS = 3
"""Times that one path segment may stand in a URL; relative links in a loop make more."""
LONGEST_PATH = 20
"""Path segments of a URL that a person could have meant."""
PRIORITY = {"seed": 100, "next": 60, "sitemap": 30, "feed": 30, "redirect": 20, "canonical": 20, "link": 10}
LIST_PRIORITY = 90
"""Of sitemaps and feeds, which tell more of a site than any page."""
LIST_DEPTH = 4
"""Sitemap indexes inside indexes that are followed; the protocol allows one."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What belongs to a crawl. Picklable: the workers sort links by it. Implements `pipelines.records.Reader`."""

    sites: frozenset[str]
    """`host[:port]`, each with and without `www.`."""
    allow: tuple[re.Pattern[str], ...] = ()
    """A page's URL must match one of these, if there are any; the given pages and pagination are free."""
    deny: tuple[re.Pattern[str], ...] = ()
    max_depth: int | None = None
    """Links followed from the given pages; None for no limit."""

    def admits(self, url: str) -> bool:
        """Whether a URL lies on one of the crawl's sites."""
        return site_of(url) in self.sites

    def widened(self, site: str) -> Scope:
        """The scope with one more site."""
        return replace(self, sites=self.sites | frozenset(host_twins(site)))

    def objection(self, url: str, depth: int, source: str) -> str | None:
        """Why a URL in normal form is not fetched; None for no reason."""
        if not self.admits(url):
            return "scope.offsite"
        if reason := trap(url):
            return reason
        if (match := EXTENSION.search(urlsplit(url).path.lower())) and match.group(1) in NO_PAGES:
            return "type.extension"
        if self.max_depth is not None and depth > self.max_depth:
            return "limit.depth"
        if any(pattern.search(url) for pattern in self.deny):
            return "scope.pattern"
        if self.allow and source not in ("seed", "next") and not any(pattern.search(url) for pattern in self.allow):
            return "scope.pattern"
        return None

    def page_findings(self, document: Document, depth: int) -> tuple[Finding, ...]:
        """The links of a page, each URL once."""
        nofollow = "nofollow" in document.robots or "none" in document.robots
        found: dict[str, Finding] = {}
        for link in document.hyperlinks:
            for finding in self._link(link, depth, nofollow=nofollow):
                found.setdefault(finding.url, finding)
        return tuple(found.values())

    def _link(self, link: Hyperlink, depth: int, *, nofollow: bool) -> Iterator[Finding]:
        if link.role in LIST_ROLES:
            yield from self.list_entry(link.href, LIST_ROLES[link.role], 0)
            return
        source = "next" if link.role == "next" else "link"
        yield from self.page_entry(link.href, source, depth if source == "next" else depth + 1, nofollow=nofollow)

    def page_entry(self, href: str, source: str, depth: int, lastmod: str | None = None, *, nofollow: bool = False) -> Iterator[Finding]:
        """The findings of one link to a page: its normal form, and the spelling it was found in."""
        url = normal_url(href)
        if url is None:
            wrong = "url.invalid" if href.lower().startswith(("http://", "https://")) else "guard.scheme"
            yield Finding(href, site_of(href) or "", source, state=State.FILTERED, reason=wrong, depth=depth)
            return
        reason = self.objection(url, depth, source) or ("robots.nofollow" if nofollow else None)
        state = State.FILTERED if reason else State.QUEUED
        site = site_of(url) or ""
        yield Finding(url, site, source, Role.PAGE, state, reason, depth, PRIORITY[source], lastmod)
        if reason is None and href != url:
            yield Finding(href, site, source, state=State.FILTERED, reason="alias.spelling", depth=depth, alias_of=url)

    def list_entry(self, href: str, role: Role, depth: int) -> Iterator[Finding]:
        """The finding of one sitemap or feed; `depth` is the number of sitemap indexes above it."""
        url = normal_url(href)
        if url is None:
            return
        reason = "limit.lists" if depth > LIST_DEPTH else None if self.admits(url) else "scope.offsite"
        state = State.FILTERED if reason else State.QUEUED
        yield Finding(url, site_of(url) or "", role.value, role, state, reason, depth, LIST_PRIORITY)

    def list_findings(self, page: Page, role: Role, depth: int) -> tuple[Finding, ...]:
        """What a sitemap or a feed lists."""
        found: dict[str, Finding] = {}
        for entry in read_list(page, role):
            findings: Iterable[Finding]
            if entry.is_list:
                findings = self.list_entry(entry.url, Role.SITEMAP, depth + 1)
            else:
                findings = self.page_entry(entry.url, role.value, 1, entry.lastmod)
            for finding in findings:
                found.setdefault(finding.url, finding)
        return tuple(found.values())

    def canonical(self, document: Document) -> str | None:
        """The normal form of the page's canonical URL, if it can be true.

        Some themes name the home page as canonical on every page; such a claim is not believed.
        """
        url = normal_url(document.metadata.canonical_url or "")
        if url is None or self.objection(url, 0, "canonical") not in (None, "scope.pattern"):
            return None
        is_home = urlsplit(url).path in ("", "/") and not urlsplit(url).query
        return None if is_home and urlsplit(document.url).path not in ("", "/") else url


LIST_ROLES = {"feed": Role.FEED, "sitemap": Role.SITEMAP}


@lru_cache(maxsize=20_000)
def trap(url: str) -> str | None:
    """Why a URL looks like one of endlessly many that a server makes up."""
    if len(url) > LONGEST_URL:
        return "trap.length"
    segments = [segment for segment in urlsplit(url).path.split("/") if segment]
    if len(segments) > LONGEST_PATH or any(segments.count(segment) > SEGMENT_REPEATS for segment in set(segments)):
        return "trap.path"
    return None


def seed_findings(scope: Scope, url: str) -> Iterator[Finding]:
    """What a URL given by a person starts with: itself, as the page or the list that it looks like."""
    path = urlsplit(url).path.lower()
    if "sitemap" in path and path.endswith((".xml", ".xml.gz", ".txt", ".gz")):
        yield from scope.list_entry(url, Role.SITEMAP, 0)
    elif path.endswith((".rss", ".atom", "/feed", "/feed/", "/rss", "/feed.xml", "/rss.xml", "/atom.xml")):
        yield from scope.list_entry(url, Role.FEED, 0)
    else:
        for finding in scope.page_entry(url, "seed", 0):
            asked = finding.reason in ("type.extension", "scope.pattern")
            yield structs.replace(finding, state=State.QUEUED, reason=None) if asked else finding
