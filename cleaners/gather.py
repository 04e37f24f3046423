"""Runs of text, gathered piece by piece while a tree is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from .document import Kind, Link
from .elements import BOUNDARY, CELL, NAMES, Trait
from .parse import join
from .skeleton import Skeleton

if TYPE_CHECKING:
    from lxml import etree

MARK = "\x00"
"""Starts what stands for a line break or the border of a cell while a run is gathered; no tree can hold this character."""
LINE, TAB = MARK + "\n", MARK + "\t"
PARAGRAPH_BREAK = 2
"""`<br>` in a row that end a paragraph."""


class Run(Struct, frozen=True, gc=False):
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


class Gatherer:
    """The runs so far, and the one that is being gathered."""

    __slots__ = (
        "base",
        "bold",
        "bold_chars",
        "bones",
        "breaks",
        "code",
        "concealed",
        "link",
        "link_chars",
        "links",
        "named",
        "owner",
        "parts",
        "row",
        "runs",
        "touching",
    )

    def __init__(self, base: str) -> None:
        self.base = base
        self.bones = Skeleton()
        self.runs: list[Run] = []
        self.named: list[tuple[Kind, int | None]] = [(Kind.PARAGRAPH, None)]
        """Kind and level of the text in the open elements that name one. They end the run before them and their own."""
        self.parts: list[str] = []
        """Text of the run so far; empty when there is none."""
        self.owner = -1
        """The innermost element that holds all of the run so far; it may be closed already."""
        self.links: list[Link] = []
        self.link_chars = self.bold_chars = 0
        self.breaks = 0
        """`<br>` since the last text."""
        self.touching = False
        """Whether an inline box ended just before, with no space after it."""
        self.link: tuple[str, tuple[str, ...], int] | None = None
        """The open link: target, rel, and how many parts stood before it."""
        self.bold = self.code = 0
        """Open elements of these kinds."""
        self.row = -1
        """The open table row that reads as one line."""
        self.concealed = False
        """Whether an element hides what it holds."""

    def add(self, text: str, place: int) -> None:
        """Text, which is not all white space, of an element of the skeleton."""
        self.breaks = 0
        self.touching = False
        owner = self.owner
        if owner < 0:
            self.owner = place
        elif owner != place:
            self.owner = self.open_ancestor(owner)
        if self.link:
            self.link_chars += len(text.strip())
        if self.bold:
            self.bold_chars += len(text.strip())
        self.parts.append(text)

    def open_ancestor(self, element: int) -> int:
        """The innermost element around this one that is still open: it holds whatever is read now."""
        ends, parents = self.bones.end, self.bones.parent
        while ends[element]:
            element = parents[element]
        return element

    def open(self, what: int, element: etree._Element, tag: str, place: int) -> None:
        """An element opens that does more than to hold text."""
        if what & Trait.LINK:
            if self.link:
                self.close_link()
            rel = element.get("rel")
            self.link = (element.get("href") or "", tuple(rel.lower().split()) if rel else (), len(self.parts))
        elif what & Trait.NAMED:
            self.named.append(NAMES[tag])
            if what & Trait.CODE:
                self.code += 1
            elif what & Trait.ROW:
                self.row = place
        elif what & Trait.BREAK:
            self.line_break()
        elif what & Trait.BOLD:
            self.bold += 1

    def close(self, what: int) -> None:
        """Such an element closes."""
        if what & Trait.LINK:
            if self.link:
                self.close_link()
        elif what & Trait.NAMED:
            self.named.pop()
            if what & Trait.CODE:
                self.code -= 1
            elif what & Trait.ROW:
                self.row = -1
            elif what & Trait.CELL and self.parts:
                self.parts.append(" ")
        elif what & Trait.BOLD:
            self.bold -= 1
        if what & Trait.HIDES:
            self.concealed = False

    def decide(self, what: int, element: etree._Element) -> int:
        """The traits of an element, where they depend on what stands around or in it."""
        if what & Trait.HIDES:
            if self.concealed:
                what ^= Trait.HIDES
            self.concealed = True
        if what & Trait.ROW and is_plain_row(element):
            what |= Trait.NAMED
        elif what & Trait.CELL:
            if self.row < 0:
                return what ^ Trait.CELL | Trait.BLOCK
            if self.parts:
                self.parts.append(TAB)
            what |= Trait.NAMED
        return what

    def line_break(self) -> None:
        """A `<br>`: a new line, or the end of a paragraph."""
        self.breaks += 1
        if not self.parts:
            return
        if self.breaks >= PARAGRAPH_BREAK and self.row < 0:
            self.flush()
        else:
            self.parts.append(LINE)

    def close_link(self) -> None:
        """The open link ends, or its piece in the current run: the run gets it, if it leads somewhere and holds text."""
        assert self.link
        href, rel, start = self.link
        self.link = None
        held = self.parts[start:]
        if href and held:
            text = held[0] if len(held) == 1 else "".join(held).replace(MARK, "")
            text = " ".join(text.split())
            if text:
                self.links.append(Link(join(self.base, href), text, rel))

    def flush(self) -> None:
        """End the current run."""
        parts, link = self.parts, self.link
        if link:
            # A link that goes on over several blocks belongs to each of them.
            self.close_link()
            self.link = (link[0], link[1], 0)
        if parts:
            text = "".join(parts)
            text = tidy(text, keep_lines=self.code > 0) if self.code or MARK in text else " ".join(text.split())
            kind, level = self.named[-1]
            links: tuple[Link, ...] = ()
            if self.links:
                links = tuple(self.links)
                self.links.clear()
            self.runs.append(Run(kind, text, self.owner, links, self.link_chars, self.bold_chars, level, self.bones.hidden[self.owner]))
            parts.clear()
            self.link_chars = self.bold_chars = self.breaks = 0
            self.owner = -1
        self.touching = False


def is_plain_row(row: etree._Element) -> bool:
    """Whether a table row holds running text only, so that it reads as one line."""
    return not any(e.tag in BOUNDARY and e.tag not in CELL for e in row.iterdescendants())


def tidy(text: str, *, keep_lines: bool) -> str:
    """Text with runs of white space folded; line breaks and cell tabs stay, a code block keeps its indentation."""
    if keep_lines:
        return text.replace(LINE, "\n").replace(TAB, "\t").strip("\n").rstrip()
    if MARK not in text:
        return " ".join(text.split())
    lines = ("\t".join(collapse(cell) for cell in line.split(TAB)).strip() for line in text.split(LINE))
    return "\n".join(line for line in lines if line)


def collapse(text: str) -> str:
    """Text with each run of white space as one space, none at the ends."""
    return " ".join(text.split())
