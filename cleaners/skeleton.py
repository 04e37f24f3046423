"""A page's elements in flat form, so that the steps after `segment` never see lxml."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from .elements import TRAITS
from .xpath import step


@dataclass(slots=True)
class Skeleton:
    """The elements of a page in document order, one position a list entry.

    Phrasing elements without a box of their own (`<em>`, `<br>`, ...) are left out: no block is named after them.
    """

    tag: list[str] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    """Position of the parent; -1 for the root."""
    tag_number: list[int] = field(default_factory=list)
    """The tag by its place in `tags`."""
    mark_number: list[int] = field(default_factory=list)
    """Class, id, role, itemprop, rel and aria-label by their place in `marks`."""
    tags: dict[str, int] = field(default_factory=lambda: defaultdict(count().__next__))
    """Each different tag with its number, in order."""
    marks: dict[str, int] = field(default_factory=lambda: defaultdict(count().__next__))
    """Likewise class, id, role, itemprop, rel and aria-label together, lower case."""
    end: list[int] = field(default_factory=list)
    """Position after the last descendant."""
    detours: dict[int, str | None] = field(default_factory=dict)
    """The XPath steps to elements that stand in a phrasing element; None where no block needs them."""
    paths: dict[int, str] = field(default_factory=dict)
    """XPaths found so far."""
    numbers: dict[int, int] = field(default_factory=dict)
    """Which child of its tag an element is, of those counted so far."""

    def contains(self, outer: int, inner: int) -> bool:
        """Whether an element is another one or stands in it."""
        return outer <= inner < self.end[outer]

    def ancestors(self, element: int) -> Iterator[int]:
        """The element itself and all that contain it, innermost first."""
        while element >= 0:
            yield element
            element = self.parent[element]

    def holders(self, candidates: Iterable[int], elements: Iterable[int]) -> set[int]:
        """Those of the candidates that are one of these elements or contain one."""
        places = sorted(set(elements))
        return {outer for outer in candidates if (n := bisect_left(places, outer)) < len(places) and places[n] < self.end[outer]}

    def xpath(self, element: int) -> str:
        """An XPath that leads to this element alone."""
        paths, parents, unknown = self.paths, self.parent, []
        while element >= 0 and element not in paths:
            unknown.append(element)
            element = parents[element]
        path = paths[element] if element >= 0 else ""
        tags, detours, numbers = self.tag, self.detours, self.numbers
        for child in reversed(unknown):
            if child not in numbers:
                self.number_children(parents[child])
            tag = tags[child]
            if child in detours or tag not in TRAITS:
                path = f"{path}/{detours.get(child) or step(tag, numbers[child])}"
            else:
                path = f"{path}/{tag}[{numbers[child]}]"
            paths[child] = path
        return path

    def number_children(self, parent: int) -> None:
        """Count the children of an element, each tag from 1; what stands in a phrasing element is none of the tree's children."""
        tags, ends, numbers, detours = self.tag, self.end, self.numbers, self.detours
        counts: dict[str, int] = {}
        child, last = parent + 1, ends[parent] if parent >= 0 else len(ends)
        while child < last:
            tag = tags[child]
            numbers[child] = number = counts.get(tag, 0) + 1
            if child not in detours:
                counts[tag] = number
            child = ends[child]
