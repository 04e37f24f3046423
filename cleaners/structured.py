"""What a page declares of itself in machine-readable form: JSON-LD, meta tags, microdata, marked elements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from .jsonld import names_of, nodes
from .marked import author_marks, itemprops, text_of
from .spacing import collapse

if TYPE_CHECKING:
    from lxml import etree

    from .noted import Noted

ARTICLE_TYPES = frozenset(
    """article newsarticle blogposting medicalscholarlyarticle scholarlyarticle techarticle report reportagenewsarticle
    analysisnewsarticle opinionnewsarticle reviewnewsarticle socialmediaposting liveblogposting medicalwebpage review webpage
    advertisercontentarticle satiricalarticle backgroundnewsarticle askpublicnewsarticle creativework recipe howto
    """.split()
)
"""schema.org types that carry the facts of an article, lower case."""
WEAK_TYPES = frozenset({"webpage", "medicalwebpage", "review", "creativework", "recipe", "howto"})
"""Types that may also stand for a part of the page, or for its frame."""

TOLD = frozenset({"author", "datePublished"})
"""Properties of a JSON-LD node next to which microdata have nothing to add."""
TOLD_BY_META = frozenset({"author", "article:published_time"})
"""The same of meta tags."""
MOST_TIMES = 20
"""Elements of times whose text is looked for beside the headline."""


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
    nodes: tuple[Mapping[str, Any], ...] = ()
    """All typed nodes of the JSON-LD, for references between them."""
    marked: Callable[[], tuple[str, ...]] = tuple
    """Gives the short texts of the elements that the markup calls an author's. Few pages need it, and it looks at each element."""
    shown_times: Mapping[str, str] = field(default_factory=dict)
    """`datetime` of the first `<time>` elements by the text that they show."""


def declared(noted: Noted) -> Declared:
    """All declarations of a page. JSON-LD that nobody can read counts as absent."""
    scripts, titles, times = (tuple(e for e in noted.facts if e.tag == tag) for tag in ("script", "title", "time"))
    everything = nodes(script.text or "" for script in scripts if "ld+json" in (script.get("type") or "").lower())
    articles = [node for node in everything if names_of(node) & ARTICLE_TYPES]
    stamped = [(element, stamp) for element in times if (stamp := element.get("datetime"))]
    meta = _meta(noted.metas())
    told = meta.keys() >= TOLD_BY_META or any(node.keys() >= TOLD for node in articles)
    return Declared(
        jsonld=tuple(sorted(articles, key=lambda node: not names_of(node) & ARTICLE_TYPES - WEAK_TYPES)),
        site=next((node for node in everything if "website" in names_of(node)), {}),
        types=tuple(name for node in everything for name in sorted(names_of(node))),
        meta=meta,
        itemprop={} if told else itemprops(noted.properties),
        title=_first(collapse(text_of(element)) for element in titles),
        canonical=_canonical(noted),
        language=_language(noted.root),
        times=tuple(stamp for _, stamp in stamped),
        nodes=tuple(everything),
        marked=partial(author_marks, noted),
        shown_times={collapse(text_of(element)): stamp for element, stamp in reversed(stamped[:MOST_TIMES])},
    )


def _language(root: etree._Element) -> str | None:
    return root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")


def _canonical(noted: Noted) -> str | None:
    links = (lead for lead in noted.leads if not isinstance(lead, str) and lead.tag == "link")
    return _first(link.get("href") for link in links if "canonical" in (link.get("rel") or "").lower().split())


def _first(values: Iterable[str | None]) -> str | None:
    return next((v.strip() for v in values if v and v.strip()), None)


def _meta(elements: Iterable[etree._Element]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for element in elements:
        content = element.get("content")
        if content and (content := content.strip()):
            for name in _keys(element):
                found[name].append(content)
    return {name: tuple(values) for name, values in found.items()}


def _keys(element: etree._Element) -> Iterator[str]:
    for attribute in ("property", "name", "http-equiv", "itemprop"):
        names = element.get(attribute)
        if names:
            yield from names.lower().split() if attribute == "itemprop" else (names.strip().lower(),)
