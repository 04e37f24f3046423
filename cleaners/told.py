"""What a page tells of itself, with which its blocks are compared: headline, summary, site, address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .addresses import host_of
from .words import tokens

if TYPE_CHECKING:
    from .structured import Declared
    from .words import Words

NAME = re.compile(r"[a-z]{4,}")
"""A part of a host that can be a word of the site's name; shorter ones are those of registries and services."""
NAME_CHARS = 3
"""Characters from which a word of a site's name says something."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told by the head of a page and its address."""

    title: Words = ()
    description: Words = ()
    site: frozenset[str] = frozenset()
    """Words of the site's name, and of its host."""
    here: str = ""
    """The page's URL without fragment; empty when not known."""
    own: tuple[str, ...] = ()
    """How URLs of the site begin."""


def told(declared: Declared, title: str | None, url: str) -> Told:
    """What a page tells; without a URL, that which the page gives as its own."""
    meta = declared.meta
    here = (url or declared.canonical or first(meta.get("og:url"))).partition("#")[0]
    host = host_of(here)
    names = {word for word in tokens(first(meta.get("og:site_name"))) if len(word) >= NAME_CHARS}
    return Told(
        title=tokens(title or ""),
        description=tokens(first(meta.get("og:description")) or first(meta.get("description"))),
        site=frozenset(names.union(*(NAME.findall(label) for label in host.split(".")[:-1]))),
        here=here,
        own=tuple(f"{scheme}://{www}{host}" for scheme in ("https", "http") for www in ("www.", "")) if host else (),
    )


def first(values: tuple[str, ...] | None) -> str:
    """The first of some contents of a meta tag."""
    return values[0] if values else ""
