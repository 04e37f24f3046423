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
    steps: dict[int, str] = field(default_factory=dict)
    """Their last steps, also of elements that nobody asked for yet."""

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
        paths, unknown = self.paths, []
        while element >= 0 and element not in paths:
            unknown.append(element)
            element = self.parent[element]
        path = paths[element] if element >= 0 else ""
        for child in reversed(unknown):
            if child not in self.steps:
                self._number_children(self.parent[child])
            path = paths[child] = f"{path}/{self.steps[child]}"
        return path

    def _number_children(self, parent: int) -> None:
        """Note the XPath steps to all children of an element; those to what stands in a phrasing element are known."""
        tags, ends, steps, detours = self.tag, self.end, self.steps, self.detours
        counts: dict[str, int] = {}
        child, last = parent + 1, ends[parent] if parent >= 0 else len(ends)
        while child < last:
            if child in detours:
                steps[child] = detours[child] or ""
            else:
                tag = tags[child]
                number = counts[tag] = counts.get(tag, 0) + 1
                steps[child] = step(tag, number)
            child = ends[child]
