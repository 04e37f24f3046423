"""Runs of text, gathered piece by piece while a tree is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from .addresses import Addresses
from .document import Kind, Link
from .elements import NAMES, Trait, has_shadow_root
from .noted import Noted
from .rows import is_plain_row
from .skeleton import Skeleton
from .spacing import BLANK, LINE, MARK, TAB, code_text, collapse, is_one_word, meet, tidy

if TYPE_CHECKING:
    from lxml import etree

LINK, NAMED, BOLD, BREAK, NOTED = Trait.LINK, Trait.NAMED, Trait.BOLD, Trait.BREAK, Trait.NOTED
BOX, GAP, TIGHT, CODE, ROW, CELL, LINE_END = Trait.BOX, Trait.GAP, Trait.TIGHT, Trait.CODE, Trait.ROW, Trait.CELL, Trait.LINE
BLOCK, WRAPPER, HIDES, OPEN, TEMPLATE = Trait.BLOCK, Trait.WRAPPER, Trait.HIDES, Trait.OPEN, Trait.TEMPLATE
SPREADS, FLAT, FRAME = Trait.SPREADS, Trait.FLAT, Trait.FRAME
NONE, SEAM, SURE = 0, 1, 2
"""How sure it is that what comes next is no part of the word before it."""
PARAGRAPH_BREAK = 2
"""`<br>` in a row that end a paragraph."""
SENTENCE_END = (".", "!", "?")


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


Opened = tuple[str, tuple[str, ...], int]
"""A link: target, rel, and how many parts of the run stood before it."""


class Gatherer:
    """The runs so far, and the one that is being gathered."""

    __slots__ = (
        "addresses", "aside", "bold", "bold_chars", "bones", "breaks", "code", "concealed", "gap", "later", "link", "link_chars", "links",
        "named", "noted", "owner", "parts", "row", "runs",
    )  # fmt: skip

    def __init__(self, root: etree._Element, base: str) -> None:
        self.noted = Noted(root, Addresses(base))
        self.addresses = self.noted.addresses
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
        self.gap = NONE
        """What stands between the last text and the next one."""
        self.link: Opened | None = None
        self.bold = self.code = 0
        """Open elements of these kinds."""
        self.row = -1
        """The open table row that reads as one line."""
        self.concealed = False
        """Whether an element hides what it holds."""
        self.aside: tuple[list[str], int, list[Link], int, int, int, Opened | None, list[Run]] | None = None
        """The run, and those before it, that wait until a hidden element inside it has ended."""
        self.later: list[Run] = []
        """Hidden runs that stand in the current one and follow it."""

    def add(self, text: str, place: int) -> bool:
        """Text of an element of the skeleton. Gives whether it is more than white space as ASCII and Unicode have it."""
        parts, owner = self.parts, self.owner
        blank = text.isspace()
        if blank or (not text.isascii() and not text.strip(BLANK)):
            if parts:
                parts.append(text)
            return not blank
        self.breaks = 0
        if owner < 0:
            self.owner = place
            self.gap = NONE
        elif owner != place:
            self.owner = self.open_ancestor(owner)
        if self.gap:
            self.bridge(text)
        if self.bold:
            self.bold_chars += len(text.strip())
        parts.append(text)
        return True

    def open_ancestor(self, element: int) -> int:
        """The innermost element around this one that is still open: it holds whatever is read now."""
        ends, parents = self.bones.end, self.bones.parent
        while ends[element]:
            element = parents[element]
        return element

    def cross(self, seam: int, what: int) -> None:
        """An inline element opens where another one ended, with no text between."""
        if what & seam & BOX:
            self.parts.append(" ")
        elif not (what | seam) & TIGHT:
            self.gap = self.gap or SEAM

    def bridge(self, text: str) -> None:
        """Put a space before this text, if it would run into the word before and is none with it."""
        gap, self.gap = self.gap, NONE
        before = self.parts[-1]
        if self.code or not meet(before, text):
            return
        if gap == SURE or not is_one_word(before, text):
            self.parts.append(" ")

    def open(self, what: int, element: etree._Element, tag: str, place: int) -> None:
        """An element opens that does more than to end a run."""
        if what & LINK:
            self.open_link(element)
        elif what & NAMED:
            self.named.append(NAMES[tag])
            if what & CODE:
                self.code += 1
            elif what & ROW:
                self.row = place
        elif what & GAP:
            self.gap = SURE
        elif what & BREAK:
            self.line_break()
        elif what & BOLD:
            self.bold += 1
        elif what & NOTED:
            self.noted.see(element)

    def open_link(self, element: etree._Element) -> None:
        """An `<a>` opens; one in another ends it."""
        if self.link:
            self.close_link()
        href, rel = element.get("href"), element.get("rel")
        self.link = (href or "", tuple(rel.lower().split()) if rel else (), len(self.parts))
        self.noted.see_link(element, href, rel)

    def close(self, what: int) -> None:
        """Such an element closes."""
        if what & LINK:
            if self.link:
                self.close_link()
        elif what & NAMED:
            self.close_named(what)
        elif what & GAP:
            self.gap = SURE
        elif what & BOLD:
            self.bold -= 1
        if what & HIDES:
            self.reveal()

    def close_named(self, what: int) -> None:
        """An element closes that says of what kind its text is."""
        self.named.pop()
        if what & CODE:
            self.code -= 1
        elif what & ROW:
            self.row = -1
        elif what & CELL and self.parts:
            self.parts.append(" ")

    def decide(self, what: int, element: etree._Element) -> int:
        """The traits of an element, where they depend on what stands around or in it."""
        if what & HIDES:
            what = self.conceal(what)
        if what & CELL:
            what = self.open_cell(what)
        elif what & ROW:
            what |= NAMED if is_plain_row(element) else 0
        elif what & TEMPLATE:
            what = BLOCK if has_shadow_root(element) else what
        elif what & OPEN:
            what |= 0 if self.goes_on(what, element) else BLOCK
        elif what & SPREADS:
            what |= 0 if what & GAP else BLOCK
        elif what & FLAT and what & WRAPPER:
            what &= ~BLOCK
        return what

    def open_cell(self, what: int) -> int:
        """The traits of a cell: the next piece of a row that reads as one line, or a block."""
        if self.row < 0:
            return what & ~CELL | BLOCK
        if self.parts:
            self.parts.append(TAB)
        return what | NAMED

    def goes_on(self, what: int, element: etree._Element) -> bool:
        """Whether the sentence before a button goes on after it, or text stands beside an element that only its site knows."""
        if self.row >= 0:
            return True
        tail = (element.tail or "").strip()
        if not what & GAP:
            return bool(self.parts or tail)
        return bool(tail and self.parts) and not self.parts[-1].rstrip().endswith(SENTENCE_END)

    def conceal(self, what: int) -> int:
        """An element hides what it holds: the run around it waits until it has ended."""
        if self.concealed:
            return what & ~HIDES
        if what & FRAME:
            self.flush()
        self.aside = (self.parts, self.owner, self.links, self.link_chars, self.bold_chars, self.breaks, self.link, self.runs)
        self.parts, self.runs, self.links, self.owner = [], [], [], -1
        self.link_chars = self.bold_chars = self.breaks = 0
        if self.link:
            self.link = (self.link[0], self.link[1], 0)
        self.concealed = True
        return what

    def reveal(self) -> None:
        """The hiding element ends."""
        assert self.aside
        self.flush()
        hidden = self.runs
        self.parts, self.owner, self.links, self.link_chars, self.bold_chars, self.breaks, self.link, self.runs = self.aside
        self.concealed, self.aside, self.gap = False, None, SURE
        (self.later if self.parts else self.runs).extend(hidden)

    def line_break(self) -> None:
        """A `<br>`: a new line, or the end of a paragraph."""
        self.breaks += 1
        if not self.parts:
            return
        if self.breaks >= PARAGRAPH_BREAK and self.row < 0 and not self.code:
            self.flush()
        else:
            self.parts.append(LINE)

    def close_link(self) -> None:
        """The open link ends, or its piece in the current run: the run gets it, if it leads somewhere and holds text."""
        assert self.link
        href, rel, start = self.link
        self.link = None
        held = self.parts[start:]
        if held:
            text = held[0] if len(held) == 1 else "".join(held).replace(MARK, "")
            text = " ".join(text.split()) if text.isascii() else collapse(text)
            if text:
                self.link_chars += len(text)
                if href:
                    self.links.append(Link(self.addresses[href], text, rel))

    def border(self, what: int) -> None:
        """A block begins or ends: the run ends, unless it is a line of code or the text of a cell."""
        if self.code and what & LINE_END:
            if not self.parts[-1].endswith("\n"):
                self.parts.append(LINE)
        elif self.row >= 0 and what & WRAPPER:
            self.parts.append(" ")
        else:
            self.flush()

    def flush(self) -> None:
        """End the current run."""
        parts, link = self.parts, self.link
        if link:
            # A link that goes on over several blocks belongs to each of them.
            self.close_link()
            self.link = (link[0], link[1], 0)
        if not parts:
            return
        text = "".join(parts)
        parts.clear()
        kind, level = self.named[-1]
        if self.code:
            text, kind = code_text(text), Kind.CODE if kind is Kind.LIST_ITEM else kind
        elif text.isascii() and MARK not in text:
            text = " ".join(text.split())
        else:
            text = tidy(text)
        if self.links:
            links, self.links = tuple(self.links), []
        else:
            links = ()
        self.runs.append(Run(kind, text, self.owner, links, self.link_chars, self.bold_chars, level, self.concealed))
        if self.later and not self.concealed:
            self.runs.extend(self.later)
            self.later.clear()
        self.link_chars = self.bold_chars = self.breaks = 0
        self.owner = -1
