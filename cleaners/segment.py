"""A tree to blocks: runs of text that a reader sees as one piece. No visible text is lost, none is invented.

The walk keeps what later steps need of the tree in flat arrays (`Skeleton`), so that they never see lxml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from .document import Kind, Link
from .parse import base_url, join

if TYPE_CHECKING:
    from collections.abc import Iterator

SKIPPED = frozenset({"script", "style", "template", "head", "datalist"})
"""Elements whose text no reader sees."""
BOUNDARY = frozenset(
    """address article aside blockquote body button caption center dd details dialog dir div dl dt embed fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe input legend li main menu nav noscript object ol
    optgroup option p pre search section select summary table tbody td textarea tfoot th thead tr ul video audio canvas
    """.split()
)
"""Elements that end the run of text before them and after them."""
INLINE_BOX = frozenset({"a", "label", "img", "svg"})
"""Inline elements that stand apart from a neighbour of the same kind even with no space between."""
BOLD = frozenset({"b", "strong"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
INVISIBLE_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
FLAT = {ord(space): " " for space in "\t\n\r\f"}
PARAGRAPH_BREAK = 2
"""`<br>` in a row that end a paragraph."""
KINDS = {"li": Kind.LIST_ITEM, "dd": Kind.LIST_ITEM, "dt": Kind.LIST_ITEM, "blockquote": Kind.QUOTE, "pre": Kind.CODE,
         "figcaption": Kind.CAPTION, "caption": Kind.CAPTION, **dict.fromkeys(("tr", "td", "th"), Kind.TABLE),
         **dict.fromkeys(HEADINGS, Kind.HEADING)}


@dataclass(slots=True)
class Skeleton:
    """The elements of a page in document order, one position a list entry."""

    tag: list[str] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    """Position of the parent; -1 for the root."""
    nth: list[int] = field(default_factory=list)
    """1 for the first sibling of its tag, as XPath counts."""
    marks: list[str] = field(default_factory=list)
    """Class, id, role, itemprop and aria-label, lower case."""
    hidden: list[bool] = field(default_factory=list)

    def ancestors(self, element: int) -> Iterator[int]:
        """The element itself and all that contain it, innermost first."""
        while element >= 0:
            yield element
            element = self.parent[element]

    def xpath(self, element: int) -> str:
        """An XPath that leads to this element alone."""
        return "".join(f"/{self.tag[e]}[{self.nth[e]}]" for e in reversed(list(self.ancestors(element))))


@dataclass(frozen=True, slots=True)
class Run:
    """A block before anything was judged."""

    kind: Kind
    text: str
    element: int
    """Position in the skeleton of the element that holds the text."""
    links: tuple[Link, ...]
    link_chars: int
    bold_chars: int
    level: int | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class Segments:
    """The blocks of a page and the flat picture of its tree."""

    runs: tuple[Run, ...]
    skeleton: Skeleton


def segment(root: etree._Element, url: str = "") -> Segments:
    """The page's text as runs in document order. Hidden elements give runs too, marked so."""
    walk = Walk(base_url(root, url))
    for event, element in _events(root):
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
    walk.flush()
    return Segments(tuple(walk.runs), walk.skeleton)


def _events(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Start and end of each element, without the insides of what is skipped."""
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start" and element.tag in SKIPPED:
            events.skip_subtree()
        yield event, element


class Walk:
    """Collects text into runs while the tree is walked once."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.runs: list[Run] = []
        self.skeleton = Skeleton()
        self.stack: list[int] = []
        self.counts: list[dict[str, int]] = [{}]
        self.parts: list[str] = []
        self.links: list[Link] = []
        self.link_chars = self.bold_chars = self.bold_depth = self.breaks = 0
        self.anchor: list[tuple[str, tuple[str, ...], list[str]]] = []
        self.carried: list[tuple[str, tuple[str, ...]]] = []
        self.rows: list[int] = []
        self.owner = -1
        self.pre_depth = 0
        self.last_inline = ""

    def enter(self, element: etree._Element) -> None:
        """An element opens."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in BOUNDARY:
            self.boundary(tag, opening=element)
        elif tag == "br":
            self.line_break()
        elif tag in INLINE_BOX and self.last_inline == tag and self.parts:
            self.parts.append(" ")
        self.register(element, tag)
        if tag in SKIPPED:
            return
        if tag == "a":
            self.anchor.append((element.get("href") or "", tuple((element.get("rel") or "").lower().split()), []))
        elif tag in BOLD:
            self.bold_depth += 1
        elif tag == "pre":
            self.pre_depth += 1
        self.add(element.text)

    def leave(self, element: etree._Element) -> None:
        """An element closes."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag == "a":
            self.close_link()
        elif tag in BOLD:
            self.bold_depth -= 1
        elif tag in BOUNDARY:
            self.boundary(tag)
            if tag == "pre":
                self.pre_depth -= 1
            elif tag == "tr" and self.rows and self.rows[-1] == self.stack[-1]:
                self.rows.pop()
        self.stack.pop()
        self.counts.pop()
        if tag in INLINE_BOX and not element.tail:
            self.last_inline = tag
        self.add(element.tail)

    def register(self, element: etree._Element, tag: str) -> None:
        """Note the element in the skeleton."""
        parent = self.stack[-1] if self.stack else -1
        siblings = self.counts[-1]
        siblings[tag] = siblings.get(tag, 0) + 1
        bones = self.skeleton
        position = len(bones.tag)
        bones.tag.append(tag)
        bones.parent.append(parent)
        bones.nth.append(siblings[tag])
        marks, hides = _marks(element, tag)
        bones.marks.append(marks)
        bones.hidden.append(hides or (parent >= 0 and bones.hidden[parent]))
        self.stack.append(position)
        self.counts.append({})
        if tag == "tr" and _is_plain_row(element):
            self.rows.append(position)

    def add(self, text: str | None) -> None:
        """Text of the current place."""
        if not text:
            return
        if not text.isspace():
            self.breaks = 0
            self.last_inline = ""
            if self.owner < 0:
                self.owner = self.stack[-1] if self.stack else 0
            else:
                self.owner = self.common(self.owner, self.stack[-1])
            length = len(text.strip())
            self.link_chars += length if self.anchor else 0
            self.bold_chars += length if self.bold_depth else 0
            if self.anchor:
                self.anchor[-1][2].append(text)
        elif not self.parts:
            return
        self.parts.append(text if self.pre_depth else text.translate(FLAT))

    def common(self, first: int, second: int) -> int:
        """The innermost element that contains both."""
        parent = self.skeleton.parent
        while first != second:
            if first > second:
                first = parent[first]
            else:
                second = parent[second]
        return first

    def line_break(self) -> None:
        """A `<br>`: a new line, or the end of a paragraph."""
        self.breaks += 1
        if self.breaks >= PARAGRAPH_BREAK and not self.rows:
            self.flush()
        elif self.parts:
            self.parts.append("\n")

    def boundary(self, tag: str, opening: etree._Element | None = None) -> None:
        """A block-level element opens or closes."""
        if self.rows and tag in CELL:
            if self.parts and opening is not None and tag != "tr":
                self.parts.append("\t")
            if tag != "tr":
                return
        self.flush()

    def close_link(self) -> None:
        """The innermost link ends."""
        if not self.anchor:
            return
        href, rel, parts = self.anchor.pop()
        text = collapse("".join(parts))
        if href and text:
            self.links.append(Link(join(self.base, href), text, rel))

    def flush(self) -> None:
        """End the current run."""
        text = tidy("".join(self.parts), keep_lines=self.pre_depth > 0)
        if text:
            self.split_open_links()
            self.runs.append(self.run(text))
        self.parts = []
        self.links = []
        self.link_chars = self.bold_chars = self.breaks = 0
        self.owner = -1
        self.last_inline = ""

    def split_open_links(self) -> None:
        """A link that goes on over several blocks belongs to each of them."""
        for href, rel, parts in self.anchor:
            text = collapse("".join(parts))
            if href and text:
                self.links.append(Link(join(self.base, href), text, rel))
            parts.clear()

    def run(self, text: str) -> Run:
        """The run of the text gathered so far."""
        bones, owner = self.skeleton, self.owner
        kind, level = Kind.PARAGRAPH, None
        for element in bones.ancestors(owner):
            tag = bones.tag[element]
            if tag in KINDS and (self.rows or tag not in CELL):
                kind, level = KINDS[tag], HEADINGS.get(tag)
                break
        return Run(kind, text, owner, tuple(self.links), self.link_chars, self.bold_chars, level, bones.hidden[owner])


CELL = frozenset({"td", "th", "tr"})


def _marks(element: etree._Element, tag: str) -> tuple[str, bool]:
    """What class, id and role say of an element, and whether its markup hides it."""
    hides = tag == "noscript"
    words: list[str] = []
    for name, value in element.attrib.items():
        if name in MARK_ATTRIBUTES:
            words.append(str(value))
        elif name == "hidden" or (name == "style" and INVISIBLE_STYLE.search(str(value))):
            hides = True
        elif name == "type" and tag == "input" and value == "hidden":
            hides = True
    return " ".join(words).lower(), hides


MARK_ATTRIBUTES = frozenset({"class", "id", "role", "itemprop", "aria-label", "rel"})


def _is_plain_row(row: etree._Element) -> bool:
    """Whether a table row holds running text only, so that it reads as one line."""
    return not any(isinstance(e.tag, str) and e.tag in BOUNDARY and e.tag not in CELL for e in row.iterdescendants())


def tidy(text: str, *, keep_lines: bool) -> str:
    """Text with runs of white space folded; line breaks and cell tabs stay, a code block keeps its indentation."""
    if keep_lines:
        return text.strip("\n").rstrip() if text.strip() else ""
    if "\n" not in text and "\t" not in text:
        return collapse(text)
    lines = ("\t".join(collapse(cell) for cell in line.split("\t")) if "\t" in line else collapse(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line.strip()).strip()


def collapse(text: str) -> str:
    """Text with each run of white space as one space, none at the ends."""
    return " ".join(text.split())
