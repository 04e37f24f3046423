"""One walk through a tree, which gives its text to the gatherer and notes its elements in the skeleton."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .elements import ATTRIBUTES, MARK_ATTRIBUTES, Trait
from .noted import may_name_author
from .skeleton import numbering
from .styles import style_traits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from .gather import Gatherer
    from .noted import Noted

SKIPPED, PHRASING, BLOCK, HIDES, OPEN, GAP = Trait.SKIPPED, Trait.PHRASING, Trait.BLOCK, Trait.HIDES, Trait.OPEN, Trait.GAP
RARE = HIDES | OPEN | Trait.ROW | Trait.CELL | Trait.TEMPLATE | Trait.SPREADS | Trait.FLAT
"""Traits about which the surroundings have a say."""
UNREAD = SKIPPED | Trait.TEMPLATE
"""A template can turn out to be one that is shown."""
OPENS = Trait.LINK | Trait.BOLD | Trait.BREAK | Trait.NAMED | Trait.NOTED | GAP
"""Traits that do more than to end a run."""
ACTS = OPENS | SKIPPED
CLOSES = OPENS & ~(Trait.BREAK | Trait.NOTED) | HIDES
"""The same, where the element ends."""
CUSTOM = OPEN | Trait.BOX
"""Traits of a custom element (HTML Standard, valid custom element name)."""
ENDLESS = 2
"""Children that are said to be left beside the root, so that no end is found there."""
NO_SEAM = -1


def walk(  # noqa: C901, PLR0912, PLR0915 - one call more for each element takes a twentieth of the time
    root: etree._Element, gather: Gatherer, traits: Mapping[str, int]
) -> dict[int, etree._Element]:
    """The elements of the skeleton whose parent is a phrasing element, which the skeleton leaves out; the rest is in `gather`.

    An element ends with its last child: how many are left to come is known, so that no end events are needed.
    """
    bones, noted, parts, add = gather.bones, gather.noted, gather.parts, gather.add
    tags, parents, ends = bones.tag, bones.parent, bones.end
    tag_numbers, mark_numbers = bones.tag_number, bones.mark_number
    tag_number, mark_number = numbering(), numbering()
    properties, suspects = noted.properties, noted.suspects
    wrapped: dict[int, etree._Element] = {}
    frames: list[tuple[etree._Element, int, int, int]] = []
    place, left, phrasing, count = -1, ENDLESS, 0, 0
    seam = NO_SEAM  # traits of the inline element that ended just before, with no text since
    known, telling, marking = traits.get, ATTRIBUTES, MARK_ATTRIBUTES
    elements = root.iter()
    for element in elements:
        tag: str = element.tag
        what = known(tag)
        if what is None:
            what = CUSTOM if "-" in tag else 0
        children = len(element)
        skipped = what & UNREAD == SKIPPED
        text = None if skipped else element.text  # scripts can be the most of a page, and their text would be copied
        names = ""
        if children or text or (skipped and element.get("src") is None):  # nothing needs to know the class of an empty element
            attributes: list[tuple[str, str]] = element.items()  # type: ignore[assignment]  # an HTML tree holds no bytes
            for name, value in attributes:
                if name == "class":  # most attributes are
                    names = f"{names} {value.lower()}"
                elif name in telling:
                    if name in marking:
                        names = f"{names} {value.lower()}"
                        if name == "itemprop":
                            properties.append(element)
                    elif name == "property":
                        suspects.add(element)
                    else:
                        what |= style_traits(value) if name == "style" else HIDES
            if names and may_name_author(names):
                suspects.add(element)
        elif element.get("itemprop") is not None:
            properties.append(element)
        if what & RARE:
            what = gather.decide(what, element)
            parts = gather.parts
        if parts:
            if what & BLOCK:
                gather.border(what)
            elif seam >= 0:
                gather.cross(seam, what)
        if what & PHRASING:
            phrasing += 1
        else:
            parents.append(place)
            place = count
            count += 1
            tags.append(tag)
            tag_numbers.append(tag_number[tag])
            mark_numbers.append(mark_number[names])
            ends.append(0)
            if phrasing and frames[-1][1] & PHRASING:
                wrapped[place] = element
        if what & ACTS:
            if what & SKIPPED:
                noted.see(element)
                pass_over(elements, children, noted)
                children, text = 0, None
            else:
                gather.open(what, element, tag, place)
        if text and add(text, place):
            seam = NO_SEAM
        if children:
            frames.append((element, what, place, left))
            left = children
            continue
        while True:
            if what & PHRASING:
                phrasing -= 1
            else:
                ends[place] = count
                place = parents[place]
            if parts and what & BLOCK:
                gather.border(what)
            if what & CLOSES:
                gather.close(what)
                parts = gather.parts
            text = element.tail
            if not text:
                seam = what
            elif add(text, place):
                seam = NO_SEAM
            left -= 1
            if left:
                break
            element, what, place, left = frames.pop()  # noqa: PLW2901 - the element that ends now
    bones.tags, bones.marks = dict(tag_number), dict(mark_number)
    return wrapped


def pass_over(elements: Iterator[etree._Element], children: int, noted: Noted) -> None:
    """Note what stands in an element of which no reader sees anything, and go on behind it."""
    while children:
        inner = next(elements)
        noted.see_inside(inner)
        children += len(inner) - 1
