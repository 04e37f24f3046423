"""A page's elements in flat form, so that the steps after `segment` never see lxml."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from .elements import TRAITS
from .xpath import step


def numbering() -> dict[str, int]:
    """A dict that gives each new key the next number, from 0 on."""
    return defaultdict(count().__next__)


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
    tags: Mapping[str, int] = field(default_factory=dict)
    """Each different tag with its number, in order."""
    marks: Mapping[str, int] = field(default_factory=dict)
    """Likewise class, id, role, itemprop, rel and aria-label together, lower case."""
    end: list[int] = field(default_factory=list)
    """Position after the last descendant."""
    detours: dict[int, str | None] = field(default_factory=dict)
    """The XPath steps to elements that stand in a phrasing element; None where no block needs them."""
    paths: dict[int, str] = field(default_factory=dict)
    """XPaths found so far."""
    numbers: list[int] = field(default_factory=list)
    """What `number_siblings` gives, once it was asked for."""

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
        if not self.numbers:
            self.numbers = self.number_siblings()
        tags, detours, numbers = self.tag, self.detours, self.numbers
        for child in reversed(unknown):
            tag = tags[child]
            if child in detours or tag not in TRAITS:
                path = f"{path}/{detours.get(child) or step(tag, numbers[child])}"
            else:
                path = f"{path}/{tag}[{numbers[child]}]"
            paths[child] = path
        return path

    def number_siblings(self) -> list[int]:
        """Which child of its tag each element is, from 1; what stands in a phrasing element is none of the tree's children."""
        parent, tag = np.array(self.parent, np.int64), np.array(self.tag_number, np.int64)
        parent[[*self.detours]] = -2 - np.arange(len(self.detours))
        kind = (parent + 1) * len(self.tags) + tag
        order = np.argsort(kind, kind="stable")
        kind = kind[order]
        place = np.arange(len(kind))
        first = np.maximum.accumulate(np.where(np.diff(kind, prepend=kind[0] - 1) != 0, place, 0))
        numbers = np.empty(len(kind), np.int64)
        numbers[order] = place - first + 1
        return numbers.tolist()
