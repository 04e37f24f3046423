"""The way of one page through the house."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from .document import Document, Label, Page, Provenance, by_label
from .fallback import with_declared_article
from .features import PageFacts, page_facts
from .hyperlinks import hyperlinks, robots_directives
from .judge import Context, judge
from .labels.body import can_be_kept
from .metadata import head_metadata, visible_metadata
from .model import Look, Model, shipped
from .outline import outline
from .parse import Tree, UnreadablePageError, parse, parse_str
from .references import references
from .segment import survey
from .structured import declared
from .thresholds import DEFAULT, Thresholds
from .told import told
from .verdict import page_verdict
from .voter import readability_elements
from .words import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

try:
    VERSION = version("pagemarrow")
except PackageNotFoundError:  # the sources without an installation
    VERSION = "0"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A page as it was understood."""

    document: Document
    look: Look | None = None
    """What the model made of it; None for a page without blocks."""


def clean(html: bytes | str, url: str = "", *, headers: Mapping[str, str] | None = None, thresholds: Thresholds = DEFAULT) -> Document:
    """The document of some HTML.

    `headers` are those of the response, if there was one: `content-type` names the encoding. Never raises on any
    bytes: what cannot be understood gives a document with the verdict `empty_shell` and an `error`.
    """
    return read(html, url, headers or {}, thresholds).document


def clean_page(page: Page, thresholds: Thresholds = DEFAULT, model: Model | None = None) -> Document:
    """The document of a page as fetched; see `clean`. `model`: another one than that of the package."""
    return read_page(page, thresholds, model or shipped()).document


def read(html: bytes | str, url: str, headers: Mapping[str, str], thresholds: Thresholds) -> Reading:
    """Some HTML, understood with the model of the package; see `clean`."""
    if isinstance(html, str):
        return _read(Page(url, b""), partial(parse_str, html), thresholds, shipped())
    return read_page(Page(url, html, headers={name.lower(): value for name, value in headers.items()}), thresholds, shipped())


def read_page(page: Page, thresholds: Thresholds, model: Model) -> Reading:
    """A page as fetched, understood."""
    return _read(page, partial(parse, page), thresholds, model)


def _read(page: Page, grow: Callable[[], Tree], thresholds: Thresholds, model: Model) -> Reading:
    """A page, understood, given what parses it."""
    provenance = Provenance(VERSION, model.id, thresholds.id)
    try:
        tree = grow()
    except UnreadablePageError as error:
        return Reading(Document(page.url, provenance=provenance, error=str(error)))
    return understand(page, tree, provenance, thresholds, model)


def understand(page: Page, tree: Tree, provenance: Provenance, thresholds: Thresholds, model: Model) -> Reading:
    """A parsed page, understood."""
    found = survey(tree.root, page.url)
    said = declared(found.noted)
    segments = with_declared_article(found.segments, said.jsonld, tree.root)
    head = head_metadata(said, segments.runs, page.url)
    words = lexicon(head.language)
    facts = page_facts(segments, said, told(said, head.title, page.url), words, model, thresholds)
    facts = second_opinion(facts, tree, thresholds)
    blocks = judge(Context(facts, (), head, words, thresholds, page.url))
    labelled = by_label(blocks)
    page_type, verdict = page_verdict(blocks, facts, head, said, words, thresholds)
    document = Document(
        url=page.url,
        metadata=visible_metadata(head, blocks, said),
        blocks=blocks,
        outline=outline(labelled[Label.HEADING]),
        references=references(labelled[Label.REFERENCE]),
        provenance=provenance,
        page_type=page_type,
        verdict=verdict,
        hyperlinks=hyperlinks(found.noted, page.url),
        encoding=tree.encoding,
        robots=robots_directives(found.noted),
    )
    return Reading(document, facts.look)


def second_opinion(facts: PageFacts, tree: Tree, thresholds: Thresholds) -> PageFacts:
    """The facts with what readability-lxml keeps, on a page with text enough in which the model finds nothing."""
    columns = facts.columns
    if (columns.body >= thresholds.body).any() or columns.words[can_be_kept(facts, thresholds)].sum() < thresholds.doubtful_words:
        return facts
    return replace(facts, kept=readability_elements(tree.root))
