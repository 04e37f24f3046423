"""The way of one page through the house."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from .document import Document, Page, Provenance
from .fallback import with_declared_article
from .features import PageFacts, page_facts
from .hyperlinks import hyperlinks, robots_directives
from .judge import Context, judge
from .metadata import head_metadata, visible_metadata
from .model import Model, shipped
from .outline import outline
from .parse import Tree, UnreadablePageError, parse, parse_str
from .references import references
from .segment import read
from .structured import declared
from .thresholds import DEFAULT, Thresholds
from .verdict import page_verdict
from .voter import readability_elements
from .words import lexicon, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

try:
    VERSION = version("pagemarrow")
except PackageNotFoundError:  # the sources without an installation
    VERSION = "0"


def clean(html: bytes | str, url: str = "", *, headers: Mapping[str, str] | None = None, thresholds: Thresholds = DEFAULT) -> Document:
    """The document of some HTML.

    `headers` are those of the response, if there was one: `content-type` names the encoding. Never raises on any
    bytes: what cannot be understood gives a document with the verdict `empty_shell` and an `error`.
    """
    if isinstance(html, str):
        return _document(Page(url, b""), partial(parse_str, html), thresholds, shipped())
    named = {name.lower(): value for name, value in (headers or {}).items()}
    return clean_page(Page(url, html, headers=named), thresholds)


def clean_page(page: Page, thresholds: Thresholds = DEFAULT, model: Model | None = None) -> Document:
    """The document of a page as fetched; see `clean`. `model`: another one than that of the package."""
    return _document(page, partial(parse, page), thresholds, model or shipped())


def _document(page: Page, grow: Callable[[], Tree], thresholds: Thresholds, model: Model) -> Document:
    """The document of a page, given what parses it."""
    provenance = Provenance(VERSION, model.id, thresholds.id)
    try:
        tree = grow()
    except UnreadablePageError as error:
        return Document(page.url, provenance=provenance, error=str(error))
    return understand(page, tree, provenance, thresholds, model)


def understand(page: Page, tree: Tree, provenance: Provenance, thresholds: Thresholds, model: Model) -> Document:
    """The document of a parsed page."""
    reading = read(tree.root, page.url)
    said = declared(reading.noted)
    segments = with_declared_article(reading.segments, said.jsonld, tree.root)
    head = head_metadata(said, segments.runs, page.url)
    words = lexicon(head.language)
    facts = page_facts(segments, said, tokens(head.title or ""), words, model, thresholds)
    facts = second_opinion(facts, tree, thresholds)
    blocks = judge(Context(facts, (), head, words, thresholds, page.url))
    page_type, verdict = page_verdict(blocks, facts, head, said, words, thresholds)
    return Document(
        url=page.url,
        metadata=visible_metadata(head, blocks, said),
        blocks=blocks,
        outline=outline(blocks),
        references=references(blocks),
        provenance=provenance,
        page_type=page_type,
        verdict=verdict,
        hyperlinks=hyperlinks(reading.noted, page.url),
        encoding=tree.encoding,
        robots=robots_directives(reading.noted),
    )


def second_opinion(facts: PageFacts, tree: Tree, thresholds: Thresholds) -> PageFacts:
    """The facts with what readability-lxml keeps, on a page of some length in which the model finds nothing."""
    if any(fact.body >= thresholds.body for fact in facts.blocks) or sum(fact.words for fact in facts.blocks) < thresholds.doubtful_words:
        return facts
    return replace(facts, kept=readability_elements(tree.root))
