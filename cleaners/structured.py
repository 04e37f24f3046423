"""What a page declares of itself in machine-readable form: JSON-LD, meta tags, microdata."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from .segment import collapse

ARTICLE_TYPES = frozenset(
    """article newsarticle blogposting medicalscholarlyarticle scholarlyarticle techarticle report reportagenewsarticle
    analysisnewsarticle opinionnewsarticle reviewnewsarticle socialmediaposting liveblogposting medicalwebpage review webpage
    """.split()
)
"""schema.org types that carry the facts of an article, lower case."""
WEAK_TYPES = frozenset({"webpage", "medicalwebpage"})
NESTING = 8
"""How deep JSON-LD is searched for nodes; real ones stand within three."""


@dataclass(frozen=True, slots=True)
class Declared:
    """The page's declarations, as written."""

    jsonld: tuple[Mapping[str, Any], ...] = ()
    """Nodes about an article, the most specific type first."""
    site: Mapping[str, Any] = field(default_factory=dict)
    """The node about the web site."""
    types: tuple[str, ...] = ()
    """schema.org types of all nodes, lower case, in page order."""
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Contents by lower-case `name`, `property` or `http-equiv`."""
    itemprop: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title: str | None = None
    canonical: str | None = None
    language: str | None = None
    times: tuple[str, ...] = ()
    """`datetime` of the `<time>` elements in page order."""


def declared(root: etree._Element) -> Declared:
    """All declarations of a page. Broken JSON-LD counts as absent."""
    found: dict[str, list[etree._Element]] = {"script": [], "meta": [], "title": [], "link": [], "time": []}
    for element in root.iter(*found):
        found[element.tag].append(element)
    nodes = [node for script in found["script"] for node in _jsonld(script)]
    articles = sorted((n for n in nodes if _types(n) & ARTICLE_TYPES), key=lambda n: bool(_types(n) & WEAK_TYPES))
    sites = [n for n in nodes if "website" in _types(n)]
    return Declared(
        jsonld=tuple(articles),
        site=sites[0] if sites else {},
        types=tuple(name for node in nodes for name in sorted(_types(node))),
        meta=_meta(found["meta"]),
        itemprop=_itemprops(root),
        title=_first(collapse(text_of(e)) for e in found["title"]),
        canonical=_first(e.get("href") for e in found["link"] if "canonical" in (e.get("rel") or "").lower().split()),
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
        times=tuple(e.get("datetime") or "" for e in found["time"] if e.get("datetime")),
    )


def _first(values: Iterator[str | None]) -> str | None:
    return next((v.strip() for v in values if v and v.strip()), None)


def _jsonld(script: etree._Element) -> Iterator[Mapping[str, Any]]:
    if "ld+json" not in (script.get("type") or "").lower() or not script.text:
        return
    text = script.text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        data = json.loads(text, strict=False)
        if LONE_SURROGATE.search(text):
            data = json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return
    yield from _nodes(data, NESTING)


LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""An escape that may be half a character, which no UTF-8 can hold."""


def _nodes(data: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Every typed object in a JSON-LD value, outer ones first."""
    if depth == 0:
        return
    if isinstance(data, list):
        for entry in data:
            yield from _nodes(entry, depth - 1)
    elif isinstance(data, dict):
        if "@type" in data:
            yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from _nodes(data.get(key), depth - 1)


def _types(node: Mapping[str, Any]) -> set[str]:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return {str(name).rsplit("/", 1)[-1].lower() for name in names}


def _meta(elements: list[etree._Element]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for element in elements:
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "http-equiv", "itemprop"):
            name = element.get(attribute)
            if name and content:
                found[name.strip().lower()].append(content)
    return {name: tuple(values) for name, values in found.items()}


def _itemprops(root: etree._Element) -> dict[str, tuple[str, ...]]:
    """Microdata values of the properties that an article has (HTML Standard, microdata)."""
    found: dict[str, list[str]] = defaultdict(list)
    elements: list[etree._Element] = WITH_ITEMPROP(root)  # type: ignore[assignment]  # elements are all that this path finds
    for element in elements:
        names = element.get("itemprop") or ""
        if element.tag == "meta":
            continue
        value = element.get("content") or element.get("datetime") or _own_name(element)
        for name in names.lower().split():
            if name in MICRODATA and value:
                found[name].append(collapse(value))
    return {name: tuple(values) for name, values in found.items()}


WITH_ITEMPROP = etree.XPath("//*[@itemprop]")
MICRODATA = frozenset({"headline", "author", "datepublished", "datemodified", "description", "inlanguage", "creator"})


def _own_name(element: etree._Element) -> str:
    """The text of a property; of a nested item its `name`."""
    for inner in element.iterdescendants():
        if "name" in (inner.get("itemprop") or "").lower().split():
            return (inner.get("content") or "") if inner.tag == "meta" else text_of(inner)
    return text_of(element)


def text_of(element: etree._Element) -> str:
    """All text inside an element."""
    return "".join(str(text) for text in element.itertext())
