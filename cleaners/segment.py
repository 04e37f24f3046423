"""A tree to blocks: runs of text that a reader sees as one piece. No visible text is lost, none is invented.

The walk keeps what later steps need of the tree in flat arrays (`Skeleton`), so that they never see lxml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from msgspec import Struct

from .document import Kind, Link
from .elements import BOLD, BOUNDARY, CELL, HEADINGS, INLINE_BOX, KINDS, MARK_ATTRIBUTES, PHRASING, SKIPPED
from .parse import base_url, join
from .skeleton import Skeleton
from .xpath import detours

INVISIBLE_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
MARK = "\x00"
"""Starts what stands for a line break or the border of a cell while a run is gathered; no tree can hold this character."""
LINE, TAB = MARK + "\n", MARK + "\t"
PARAGRAPH_BREAK = 2
"""`<br>` in a row that end a paragraph."""


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


@dataclass(frozen=True, slots=True)
class Segments:
    """The blocks of a page and the flat picture of its tree."""

    runs: tuple[Run, ...]
    skeleton: Skeleton


def segment(root: etree._Element, url: str = "") -> Segments:
    """The page's text as runs in document order. Hidden elements give runs too, marked so."""
    walk = Walk(base_url(root, url))
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "end":
            walk.leave(element)
        elif element.tag in SKIPPED:
            walk.skip(element)
            events.skip_subtree()
        else:
            walk.enter(element)
    walk.flush()
    if walk.wrapped:
        held = walk.skeleton.with_ancestors(run.element for run in walk.runs)
        walk.skeleton.detours = detours(walk.wrapped, held, PHRASING)
    return Segments(tuple(walk.runs), walk.skeleton)


class Walk:
    """Collects text into runs while the tree is walked once. One call an element: what is slow here is slow on each page."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.runs: list[Run] = []
        self.skeleton = Skeleton()
        self.stack: list[int] = []
        """Positions of the open elements of the skeleton."""
        self.parts: list[str] = []
        self.links: list[Link] = []
        self.link_chars = self.bold_chars = self.bold_depth = self.breaks = self.pre_depth = self.phrasing_depth = 0
        self.anchor: list[tuple[str, tuple[str, ...], list[str]]] = []
        """Open links: target, rel, text so far."""
        self.wrapped: dict[int, etree._Element] = {}
        """Elements of the skeleton whose parent is a phrasing element, which the skeleton leaves out."""
        self.rows: list[int] = []
        """Open table rows that read as one line."""
        self.owner = -1
        self.touching = ""
        """The inline box that ended just before, with no space after it."""

    def enter(self, element: etree._Element) -> None:
        """An element opens."""
        tag: str = element.tag
        if tag in BOUNDARY:
            self.enter_boundary(element, tag)
        elif tag in PHRASING:
            self.phrasing_depth += 1
            if tag == "br":
                self.line_break()
            elif tag in BOLD:
                self.bold_depth += 1
        else:
            if tag == self.touching and self.parts:
                self.parts.append(" ")
            self.register(element, tag)
            if tag == "a":
                self.anchor.append((element.get("href") or "", tuple((element.get("rel") or "").lower().split()), []))
        if element.text:
            self.add(element.text)

    def enter_boundary(self, element: etree._Element, tag: str) -> None:
        """A block-level element opens."""
        self.open_boundary(tag)
        self.register(element, tag)
        if tag == "pre":
            self.pre_depth += 1
        elif tag == "tr" and _is_plain_row(element):
            self.rows.append(self.stack[-1])

    def skip(self, element: etree._Element) -> None:
        """An element opens that no reader sees."""
        self.register(element, element.tag)

    def leave(self, element: etree._Element) -> None:
        """An element closes."""
        tag: str = element.tag
        if tag in PHRASING:
            self.phrasing_depth -= 1
            if tag in BOLD:
                self.bold_depth -= 1
        else:
            self.close(tag)
        tail = element.tail
        if tail:
            self.add(tail)
        elif tag in INLINE_BOX:
            self.touching = tag

    def close(self, tag: str) -> None:
        """An element of the skeleton closes."""
        if tag == "a":
            self.close_link()
        elif tag in BOUNDARY:
            if not (self.rows and tag in CELL) or tag == "tr":
                self.flush()
            else:
                self.parts.append(" ")
            if tag == "pre":
                self.pre_depth -= 1
            elif tag == "tr" and self.rows and self.rows[-1] == self.stack[-1]:
                self.rows.pop()
        self.skeleton.end[self.stack.pop()] = len(self.skeleton.tag)

    def register(self, element: etree._Element, tag: str) -> None:
        """Note the element in the skeleton."""
        bones, stack = self.skeleton, self.stack
        parent = stack[-1] if stack else -1
        marks, hides = _marks(element, tag)
        stack.append(len(bones.tag))
        bones.tag.append(tag)
        bones.parent.append(parent)
        bones.marks.append(marks)
        bones.hidden.append(hides or (parent >= 0 and bones.hidden[parent]))
        bones.end.append(0)
        if self.phrasing_depth:
            outer = element.getparent()
            if outer is not None and outer.tag in PHRASING:
                self.wrapped[stack[-1]] = element

    def add(self, text: str) -> None:
        """Text of the current place."""
        if text.isspace():
            if self.parts:
                self.parts.append(text if self.pre_depth else " ")
            return
        self.breaks = 0
        self.touching = ""
        place = self.stack[-1]
        self.owner = place if self.owner < 0 else self.common(self.owner, place)
        if self.anchor:
            self.link_chars += len(text.strip())
            self.anchor[-1][2].append(text)
        if self.bold_depth:
            self.bold_chars += len(text.strip())
        self.parts.append(text)

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
            self.parts.append(LINE)

    def open_boundary(self, tag: str) -> None:
        """A block-level element opens: the run ends, or the cell of a row that reads as one line."""
        if not (self.rows and tag in CELL):
            self.flush()
        elif self.parts and tag != "tr":
            self.parts.append(TAB)

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
        if self.owner >= 0:
            text = tidy("".join(self.parts), keep_lines=self.pre_depth > 0)
            if self.anchor:
                self.split_open_links()
            self.runs.append(self.run(text))
        if self.parts:
            self.parts = []
        self.links = []
        self.link_chars = self.bold_chars = self.breaks = 0
        self.owner = -1
        self.touching = ""

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


def _marks(element: etree._Element, tag: str) -> tuple[str, bool]:
    """What class, id and role say of an element, and whether its markup hides it."""
    hides = tag == "noscript"
    marks = ""
    attributes: list[tuple[str, str]] = element.items()  # type: ignore[assignment]  # an HTML tree holds no bytes
    for name, value in attributes:
        if name in MARK_ATTRIBUTES:
            marks = f"{marks} {value.lower()}"
        elif name == "hidden" or (name == "style" and INVISIBLE_STYLE.search(value)):
            hides = True
    return marks, hides


def _is_plain_row(row: etree._Element) -> bool:
    """Whether a table row holds running text only, so that it reads as one line."""
    return not any(isinstance(e.tag, str) and e.tag in BOUNDARY and e.tag not in CELL for e in row.iterdescendants())


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
