"""A page's elements in flat form, so that the steps after `segment` never see lxml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .xpath import step


@dataclass(slots=True)
class Skeleton:
    """The elements of a page in document order, one position a list entry.

    Phrasing elements without a box of their own (`<em>`, `<br>`, ...) are left out: no block is named after them.
    """

    tag: list[str] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    """Position of the parent; -1 for the root."""
    marks: list[str] = field(default_factory=list)
    """Class, id, role, itemprop, rel and aria-label, lower case."""
    hidden: list[bool] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    """Position after the last descendant."""
    detours: dict[int, str | None] = field(default_factory=dict)
    """The XPath steps to elements that stand in a phrasing element; None where no block needs them."""
    paths: dict[int, str] = field(default_factory=dict)
    """XPaths found so far."""

    def contains(self, outer: int, inner: int) -> bool:
        """Whether an element is another one or stands in it."""
        return outer <= inner < self.end[outer]

    def ancestors(self, element: int) -> Iterator[int]:
        """The element itself and all that contain it, innermost first."""
        while element >= 0:
            yield element
            element = self.parent[element]

    def with_ancestors(self, elements: Iterable[int]) -> set[int]:
        """These elements and all that contain one of them."""
        found: set[int] = set()
        for start in elements:
            for element in self.ancestors(start):
                if element in found:
                    break
                found.add(element)
        return found

    def xpath(self, element: int) -> str:
        """An XPath that leads to this element alone."""
        unknown = []
        while element not in self.paths:
            unknown.append(element)
            element = self.parent[element]
            if element < 0:
                self.paths[0] = f"/{self.tag[0]}[1]"
                element = 0
        for child in reversed(unknown):
            if child not in self.paths:
                self._name_children(self.parent[child])
        return self.paths[unknown[0] if unknown else element]

    def _name_children(self, parent: int) -> None:
        """Note the XPaths of all children of an element."""
        counts: dict[str, int] = {}
        child, path = parent + 1, self.paths[parent]
        while child < self.end[parent]:
            if child in self.detours:
                self.paths[child] = f"{path}/{self.detours[child]}"
            else:
                tag = self.tag[child]
                counts[tag] = counts.get(tag, 0) + 1
                self.paths[child] = f"{path}/{step(tag, counts[tag])}"
            child = self.end[child]
