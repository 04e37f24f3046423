"""One walk through a tree, which gives its text to the gatherer and notes its elements in the skeleton."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .elements import MARK_ATTRIBUTES, Trait
from .styles import style_traits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from .gather import Gatherer

SKIPPED, PHRASING, BLOCK, HIDES, OPEN, GAP = Trait.SKIPPED, Trait.PHRASING, Trait.BLOCK, Trait.HIDES, Trait.OPEN, Trait.GAP
RARE = HIDES | OPEN | Trait.ROW | Trait.CELL | Trait.TEMPLATE | Trait.SPREADS | Trait.FLAT
"""Traits about which the surroundings have a say."""
OPENS = Trait.LINK | Trait.BOLD | Trait.BREAK | Trait.NAMED | GAP
"""Traits that do more than to end a run."""
CLOSES = OPENS & ~Trait.BREAK | HIDES
"""The same, where the element ends."""
CUSTOM = OPEN | Trait.BOX
"""Traits of a custom element (HTML Standard, valid custom element name)."""
ENDLESS = 2
"""Children that are said to be left beside the root, so that no end is found there."""
UNKNOWN = NO_SEAM = -1


def walk(  # noqa: C901, PLR0912, PLR0915 - one call an element is what is slow
    root: etree._Element, gather: Gatherer, traits: Mapping[str, int]
) -> dict[int, etree._Element]:
    """The elements of the skeleton whose parent is a phrasing element, which the skeleton leaves out; the rest is in `gather`.

    An element ends with its last child: how many are left to come is known, so that no end events are needed.
    """
    bones, parts, add = gather.bones, gather.parts, gather.add
    tags, parents, marks, hidden, ends = bones.tag, bones.parent, bones.marks, bones.hidden, bones.end
    wrapped: dict[int, etree._Element] = {}
    frames: list[tuple[etree._Element, int, int, int]] = []
    place, left, phrasing, concealed = -1, ENDLESS, 0, False
    seam = NO_SEAM  # traits of the inline element that ended just before, with no text since
    elements = root.iter()
    for element in elements:
        tag: str = element.tag
        what = traits.get(tag, UNKNOWN)
        if what < 0:
            what = CUSTOM if "-" in tag else 0
        children = len(element)
        text = element.text
        names = ""
        if children or text:  # nothing needs to know the class of an empty element
            attributes: list[tuple[str, str]] = element.items()  # type: ignore[assignment]  # an HTML tree holds no bytes
            for name, value in attributes:
                if name == "class" or name in MARK_ATTRIBUTES:  # most attributes are classes
                    names = f"{names} {value.lower()}"
                elif name == "style":
                    what |= style_traits(value)
                elif name == "hidden":
                    what |= HIDES
        if what & RARE:
            what = gather.decide(what, element)
            concealed, parts = gather.concealed, gather.parts
        if parts:
            if what & BLOCK:
                gather.border(what)
            elif seam >= 0:
                gather.cross(seam, what)
        if not what & PHRASING:
            parents.append(place)
            place = len(tags)
            tags.append(tag)
            marks.append(names)
            hidden.append(concealed)
            ends.append(0)
            if phrasing and frames[-1][1] & PHRASING:
                wrapped[place] = element
        if what & OPENS:
            gather.open(what, element, tag, place)
        if what & SKIPPED:
            while children:
                children += len(next(elements)) - 1
        else:
            if text:
                if not text.isspace():
                    add(text, place)
                    seam = NO_SEAM
                elif parts:
                    parts.append(text)
            if children:
                frames.append((element, what, place, left))
                left = children
                phrasing += what & PHRASING
                continue
        while True:
            if not what & PHRASING:
                ends[place] = len(tags)
                place = parents[place]
            if parts and what & BLOCK:
                gather.border(what)
            if what & CLOSES:
                gather.close(what)
                concealed, parts = gather.concealed, gather.parts
            text = element.tail
            if text:
                if not text.isspace():
                    add(text, place)
                    seam = NO_SEAM
                elif parts:
                    parts.append(text)
            else:
                seam = what
            left -= 1
            if left:
                break
            element, what, place, left = frames.pop()  # noqa: PLW2901 - the element that ends now
            phrasing -= what & PHRASING
    return wrapped
