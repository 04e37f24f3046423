"""Facts of a page's elements as arrays: what each one is, what holds it, how much text stands in it.

What goes from parents to children is worked out for all elements at once: from the parent, then from two elements out, four, eight
(pointer jumping); what must be added up in order goes level by level, all elements of one depth at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from .hashing import MIX, distinct
from .looks import Looks, looks
from .places import NOWHERE, Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .lexical import Lexical
    from .segment import Run
    from .skeleton import Skeleton

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

PLACE_SHIFT = 16
"""Where the places begin in the bits of an element, after what its tags mean."""
INHERITED_SHARE = 0.7
"""How much of what an element's class words say is left one level further in."""
READ_SHARE = 0.5
"""How much of a paragraph's length counts for the element one level further out, as readability does."""
KEPT_AROUND_TITLE = Place.HEADER | Place.BYLINE | Place.NAVIGATION | Place.FORM
"""Places in which a headline can stand."""
PATH_FACTOR = 1_000_003
WORD_SIZE = 1 << 64


@dataclass(frozen=True, slots=True, eq=False)
class TreeFacts:
    """One entry an element, in document order."""

    element: Ints
    """For each block the element that holds its text."""
    parent: Ints
    """The root is its own parent."""
    end: Ints
    """Position after the last descendant."""
    depth: Ints
    levels: tuple[Ints, ...]
    """The elements of each depth from 1 on."""
    looks: Looks
    own_places: Ints
    """The places of its looks, where they are believed."""
    bits: Ints
    """What the element and all that hold it are: meanings of tags, then places from bit `PLACE_SHIFT` on."""
    scores: Floats
    """4 x elements: the lowest and the highest score of the element's own class words; their sum, decayed, with those further
    out; the lowest score of any element around it."""
    best_score: Floats
    path: Ints
    """A number for each path of tags and class words, the same for elements that look alike."""
    blocks: Floats
    """Blocks in it."""
    up: Ints
    """The nearest element around it that holds more blocks."""

    def inside(self, values: NDArray[Any]) -> NDArray[Any]:
        """The sum over each element and all that it holds, of values that blocks have."""
        return subtree(np.bincount(self.element, values, len(self.parent)), self.end)

    def outwards(self, values: NDArray[Any]) -> NDArray[Any]:
        """Values of elements added to those around them, halved at each step."""
        found = values.copy()
        for level in reversed(self.levels):
            np.add.at(found, self.parent[level], READ_SHARE * found[level])
        return found

    def highest_around(self, values: NDArray[Any]) -> NDArray[Any]:
        """For each element the highest value of itself and all that hold it."""
        found = values.copy()
        for outer in _outer(self.parent, self.depth):
            np.maximum(found, found[outer], out=found)
        return found


def tree_facts(
    skeleton: Skeleton, runs: Sequence[Run], sizes: NDArray[Any], lexical: Lexical, wrapper_share: float, titles: NDArray[np.intp]
) -> TreeFacts:
    """The facts of a page's elements; `sizes` are the characters of its blocks.

    An element that holds more than `wrapper_share` of the text says with its class words what the page is, not what a piece of it is;
    so does one that holds the headline, the first of the blocks `titles`.
    """
    count = len(skeleton.tag)
    parent, end = np.array(skeleton.parent, np.int64), np.array(skeleton.end, np.int64)
    parent[0] = 0
    element = np.fromiter((run.element for run in runs), np.int64, len(runs))
    depth = _depths(parent)
    look = looks(skeleton, lexical)
    held = subtree(np.bincount(element, sizes, count), end)
    place = _believed(look.places, held > wrapper_share * max(held[0], 1), element[titles[:1]], end)
    blocks = subtree(np.bincount(element, minlength=count).astype(np.float64), end)
    levels = _levels(depth)
    low, high = look.scores
    bits = look.meaning | (place << PLACE_SHIFT)
    lowest, highest = low.copy(), high.copy()
    for outer in _outer(parent, depth):
        bits |= bits[outer]
        np.minimum(lowest, lowest[outer], out=lowest)
        np.maximum(highest, highest[outer], out=highest)
    return TreeFacts(
        element=element,
        parent=parent,
        end=end,
        depth=depth,
        levels=levels,
        looks=look,
        own_places=place,
        bits=bits,
        scores=np.stack([low, high, _decayed(low + high, parent, levels), lowest]),
        best_score=highest,
        path=_paths(look.kind, parent, depth),
        blocks=blocks,
        up=_holding_more(blocks, parent, depth),
    )


def _believed(places: Ints, wraps: NDArray[np.bool_], headline: Ints, end: Ints) -> Ints:
    """The places that elements name, but for those that hold most of the page, or its headline (no element or one)."""
    found = np.where(wraps, NOWHERE, places)
    for element in headline.tolist():
        found[: element + 1][element < end[: element + 1]] &= KEPT_AROUND_TITLE
    return found


def _outer(parent: Ints, depth: Ints) -> Iterator[Ints]:
    """For each element its parent, then the element two further out, then four, eight, ...: as far as the deepest needs it.

    What an element takes over from each of them, after they did the same, it has from all that hold it.
    """
    outer = parent
    for _ in range(int(depth.max()).bit_length()):
        yield outer
        outer = outer[outer]


def _depths(parent: Ints) -> Ints:
    depth: Ints = np.ones(len(parent), np.int64)
    outer = parent
    depth[0] = 0
    while outer.any():
        depth += depth[outer]
        outer = outer[outer]
    return depth


def _levels(depth: Ints) -> tuple[Ints, ...]:
    """The elements of each depth from 1 on."""
    order = np.argsort(depth.astype(np.uint16), kind="stable")  # a sort of 16 bits takes one pass
    bounds = np.cumsum(np.bincount(depth)).tolist()
    return tuple(order[first:last] for first, last in pairwise(bounds))


def _decayed(scores: Floats, parent: Ints, levels: Sequence[Ints]) -> Floats:
    """The scores added to those of all elements further in, less at each level."""
    for level in levels:
        scores[level] += INHERITED_SHARE * scores[parent[level]]
    return scores


def _paths(kind: Ints, parent: Ints, depth: Ints) -> Ints:
    """A number for each path of kinds from the root: a polynomial of them tells the paths apart."""
    path, factor = kind.astype(np.uint64) + np.uint64(1), PATH_FACTOR
    path[0] = 0
    for outer in _outer(parent, depth):
        path += path[outer] * np.uint64(factor)
        factor = factor * factor % WORD_SIZE
    return distinct(path * np.uint64(MIX))[1]


def _holding_more(blocks: Floats, parent: Ints, depth: Ints) -> Ints:
    """For each element the nearest one around it that holds more blocks; the root where none does."""
    found = parent.copy()
    for _ in range(int(depth.max()).bit_length()):
        np.copyto(found, found[found], where=blocks[found] == blocks)
    return found


def subtree(own: NDArray[Any], end: NDArray[Any]) -> NDArray[Any]:
    """Values of elements, each added to those of all that it holds. `end`: the position after its last descendant."""
    total = np.zeros(len(own) + 1)
    np.cumsum(own, out=total[1:])
    held: NDArray[Any] = total[end] - total[:-1]
    return held
