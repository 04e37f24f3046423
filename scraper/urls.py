"""URLs in one form, so that the spellings of a page are found to be one page."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from unicodedata import normalize
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from cleaners.render import DEFAULT_PORTS

LONGEST_URL = 2083
"""Characters; what browsers and Scrapy's `URLLENGTH_LIMIT` agree on."""
FOREIGN = "<>\"'\\"
"""Characters that stand in no host name and that a broken link may bring along."""
REMEMBERED = 20_000
"""URLs whose normal form is kept: the menus of a site repeat on each of its pages."""


@lru_cache(maxsize=REMEMBERED)
def normal_url(url: str) -> str | None:
    """The normal form of a web URL; None for what is none.

    Scheme and host in lower case, no default port, dot segments resolved, escapes in one form, query parameters
    sorted, tracking parameters and fragment dropped (RFC 3986, section 6). The slash at the end stays as it is: whether it
    matters is the site's to say.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in DEFAULT_PORTS or not host or _is_broken(host):
        return None
    scheme = parts.scheme.lower()
    shown = f"[{host}]" if ":" in host else host
    netloc = f"{shown}:{port}" if port and port != DEFAULT_PORTS[scheme] else shown
    query = "&".join(pair for pair in parts.query.split("&") if pair and not is_tracking(pair.partition("=")[0]))
    try:
        return _bare_key(canonicalize_url(urlunsplit((scheme, netloc, _dots_resolved(parts.path) or "/", query, ""))))
    except (ValueError, UnicodeError):
        return None


def _is_broken(host: str) -> bool:
    """Whether a host name holds what can stand in none, also once its characters are brought into their plain form (NFKC, as IDNA does)."""
    return any(char.isspace() or char in FOREIGN for char in normalize("NFKC", host))


def _bare_key(url: str) -> str:
    """A query that names keys only keeps them without `=`, as most sites write them."""
    query = url.partition("?")[2]
    return url[:-1].removesuffix("?") if query.endswith("=") and "&" not in query and query.count("=") == 1 else url


def _dots_resolved(path: str) -> str:
    """The path without `.` and `..` segments (RFC 3986, section 5.2.4)."""
    if "/." not in path:
        return path
    out: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if len(out) > 1:
                out.pop()
        elif segment != ".":
            out.append(segment)
    tail = "/" if path.endswith(("/.", "/..")) and out[-1:] != [""] else ""
    return "/".join(out) + tail


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    lines = (files(__package__) / "tracking.txt").read_text("utf-8").splitlines()
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return frozenset(n for n in names if not n.endswith("*")), tuple(n[:-1] for n in names if n.endswith("*"))


def is_tracking(parameter: str) -> bool:
    """Whether a query parameter only says where the reader came from."""
    names, prefixes = _tracking()
    name = parameter.lower()
    return name in names or name.startswith(prefixes)


def host_twins(site: str) -> tuple[str, str]:
    """A site with and without `www.`: one site for a reader."""
    bare = site.removeprefix("www.")
    return bare, f"www.{bare}"


def with_scheme(target: str) -> str:
    """A URL as a person types it (`example.org/blog`), with a scheme."""
    return target if "://" in target else f"https://{target}"
