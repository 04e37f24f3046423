"""The values that the whole house passes on: a page as fetched, its blocks, and the document made of it.

Everything here is frozen. This module knows nothing of the rest of the package.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Label(StrEnum):
    """What a block is for."""

    TITLE = "title"
    DEK = "dek"
    HEADING = "heading"
    BODY = "body"
    REFERENCE = "reference"
    PROMO = "promo"
    FILLER = "filler"
    BYLINE = "byline"
    CAPTION = "caption"
    RELATED = "related"
    NAVIGATION = "navigation"
    NOTICE = "notice"
    COMMENT = "comment"
    OTHER = "other"

    __hash__ = str.__hash__  # a label is looked up many times a block, and that of an enum runs as Python


EDITORIAL = frozenset({Label.DEK, Label.HEADING, Label.BODY, Label.REFERENCE})
"""Labels whose text makes up the article; a change of this text is a change of the article."""


class Kind(StrEnum):
    """What the markup says that a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    TABLE = "table"
    CODE = "code"
    CAPTION = "caption"

    __hash__ = str.__hash__


class PageType(StrEnum):
    """What kind of page this is."""

    ARTICLE = "article"
    LISTING = "listing"
    FORUM = "forum"
    PRODUCT = "product"
    DOCUMENTATION = "documentation"
    SERVICE = "service"
    OTHER = "other"


class PageVerdict(StrEnum):
    """What the page is worth to somebody who wants its article."""

    COMPLETE = "complete"
    PARTLY_TEMPLATE = "partly_template"
    EMPTY_SHELL = "empty_shell"
    NOT_ARTICLE = "not_article"


class Page(Struct, frozen=True, gc=False):
    """A page as it came over the network or from a file, before anything was understood."""

    url: str
    """The address it was fetched from, after redirects."""
    body: bytes
    """The body with its content coding (gzip, ...) undone, its characters not decoded."""
    status: int = 200
    """HTTP status code (RFC 9110, section 15)."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Response header fields with lower-case names."""
    fetched_at: str | None = None
    """UTC, RFC 3339 with seconds."""

    def __repr__(self) -> str:
        """Short enough for a log."""
        return f"<Page {self.status} {self.url} {len(self.body)} bytes>"


class Verdict(Struct, frozen=True, gc=False):
    """One rule's word about one block."""

    label: Label
    reason: str
    """Dotted name of the rule (`promo.call_to_action`); stable, since people filter by it."""
    confidence: float
    """0 to 1: how often such a verdict holds."""


class Link(Struct, frozen=True, gc=False):
    """A hyperlink inside a block."""

    href: str
    """As written in the page, resolved against the page's base URL."""
    text: str
    rel: tuple[str, ...] = ()


class Block(Struct, frozen=True, gc=False):
    """A run of visible text that a reader sees as one piece."""

    n: int
    """Position in the page, from 0."""
    kind: Kind
    text: str
    xpath: str
    """The element that holds the text; several blocks may share one."""
    links: tuple[Link, ...] = ()
    level: int | None = None
    """Level of the heading element (1 to 6); None for everything that is no `<hN>`."""
    words: int = 0
    """Words of the text; in scripts without spaces half the number of characters."""
    hidden: bool = False
    """Whether the markup hides it (`hidden`, `display:none`, `<noscript>`, ...)."""
    trail: tuple[Verdict, ...] = ()
    """The verdicts in the order in which they were given; the last one holds."""

    @property
    def verdict(self) -> Verdict:
        """The verdict that holds."""
        return self.trail[-1] if self.trail else UNJUDGED

    @property
    def label(self) -> Label:
        """What the block is for."""
        return self.trail[-1].label if self.trail else Label.OTHER

    @property
    def reason(self) -> str:
        """The rule that decided."""
        return self.verdict.reason


def by_label(blocks: Iterable[Block]) -> Mapping[Label, Sequence[Block]]:
    """The blocks of each label, in page order; an empty list for a label that no block has."""
    found: dict[Label, list[Block]] = {label: [] for label in Label}
    for block in blocks:
        found[block.label].append(block)
    return found


UNJUDGED = Verdict(Label.OTHER, "judge.none", 0.0)


class Metadata(Struct, frozen=True, gc=False):
    """What the page says of itself. Names follow schema.org `Article`."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO 8601: a date, or a date with time and offset where the page gives one."""
    modified: str | None = None
    language: str | None = None
    """BCP 47 tag, as declared or found."""
    description: str | None = None
    canonical_url: str | None = None
    site_name: str | None = None
    image: str | None = None


class OutlineNode(Struct, frozen=True, gc=False):
    """A heading of the article with the headings below it."""

    level: int
    """2 to 6; the title is 1 and stands outside the outline."""
    text: str
    block: int
    """`n` of the block."""
    children: tuple[OutlineNode, ...] = ()


class Reference(Struct, frozen=True, gc=False):
    """An item of the bibliography. `fields` uses the names of CSL-JSON 1.0."""

    id: str
    raw: str
    """The item's text without its number and its link words."""
    links: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)
    residue: str = ""
    """The part of `raw` that no field explains."""
    block: int = -1
    cited_by: tuple[int, ...] = ()


class Citation(Struct, frozen=True, gc=False):
    """A place in the text that points to the bibliography."""

    block: int
    marker: str
    start: int
    """Offset of the marker in the block's text, in characters."""
    end: int
    references: tuple[str, ...] = ()


class Provenance(Struct, frozen=True, gc=False):
    """With what the document was made."""

    marrow: str = ""
    model: str = ""
    thresholds: str = ""
    profile: str | None = None


class Hyperlink(Struct, frozen=True, gc=False):
    """A link of the page as a crawler sees it, wherever it stands."""

    href: str
    """Absolute URL without fragment."""
    rel: tuple[str, ...] = ()
    role: str = "link"
    """`link`, `next` (pagination), `feed`, `sitemap` or `refresh`."""


class Document(Struct, frozen=True, gc=False):
    """An article page, understood: its blocks in order, and what they add up to."""

    url: str
    metadata: Metadata = field(default_factory=Metadata)
    blocks: tuple[Block, ...] = ()
    outline: tuple[OutlineNode, ...] = ()
    references: tuple[Reference, ...] = ()
    citations: tuple[Citation, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)
    page_type: PageType = PageType.OTHER
    verdict: PageVerdict = PageVerdict.EMPTY_SHELL
    hyperlinks: tuple[Hyperlink, ...] = ()
    """Every link of the page, for discovery; not part of the clean JSON."""
    encoding: str = "utf-8"
    robots: frozenset[str] = frozenset()
    """Directives of `<meta name=robots>`, lower case (`noindex`, `nofollow`, ...)."""
    error: str | None = None
    """Why the page could not be understood, if it could not."""

    def text(self, *labels: str) -> str:
        """The joined text of the blocks with these labels, in page order, a blank line between two."""
        wanted = {Label(name) for name in labels}
        return "\n\n".join(block.text for block in self.blocks if block.label in wanted)

    def with_label(self, *labels: str) -> Iterable[Block]:
        """The blocks with these labels, in page order."""
        wanted = {Label(name) for name in labels}
        return (block for block in self.blocks if block.label in wanted)

    @property
    def is_article(self) -> bool:
        """Whether the page's body is worth exporting."""
        return self.verdict in {PageVerdict.COMPLETE, PageVerdict.PARTLY_TEMPLATE}

    def to_dict(self) -> dict[str, Any]:
        """The clean JSON of this page; what only an archive knows is None or empty."""
        from .render import clean_json  # noqa: PLC0415 - render depends on this module

        return clean_json(self)

    def to_markdown(self) -> str:
        """Title, body, headings and references as CommonMark."""
        from .render import markdown  # noqa: PLC0415 - render depends on this module

        return markdown(self)
