"""Facts of a page's elements as arrays: what each one is, what holds it, how much text stands in it.

What goes from parents to children is worked out level by level, all elements of one depth at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .lexical import NOTHING, mark_scores
from .places import Place, places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .lexical import Lexical
    from .segment import Run
    from .skeleton import Skeleton

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

TAG_GROUPS = {
    name: group
    for group, names in enumerate(
        (
            "p",
            "div section span center",
            "article main",
            "li dd dt",
            "ul ol dl menu",
            "a",
            "td th tr table tbody thead tfoot",
            "h1",
            "h2 h3",
            "h4 h5 h6",
            "blockquote q",
            "pre code",
            "figcaption caption figure",
            "nav",
            "header",
            "footer",
            "aside",
            "form fieldset legend label input select option optgroup textarea",
            "button summary details",
            "address time",
        ),
        1,
    )
    for name in names.split()
}
GROUP_NAMES = (
    "other", "p", "div", "article", "li", "ul", "a", "table", "h1", "h2", "h4", "blockquote", "pre", "caption", "nav", "header",
    "footer", "aside", "form", "button", "time",
)  # fmt: skip
ARTICLE_GROUP, FORM_GROUP = GROUP_NAMES.index("article"), GROUP_NAMES.index("form")
SEMANTICS = tuple("article|main|nav|header|footer|aside|form|table|ul ol dl|a|button|figure|blockquote|details dialog|li dd".split("|"))
SEMANTIC = {name: 1 << bit for bit, names in enumerate(SEMANTICS) for name in names.split()}
PLACE_SHIFT = 16
"""Where the places begin in the bits of an element, after what its tags mean."""
INHERITED_SHARE = 0.7
"""How much of what an element's class words say is left one level further in."""
READ_SHARE = 0.5
"""How much of a paragraph's length counts for the element one level further out, as readability does."""
KEPT_AROUND_TITLE = Place.HEADER | Place.BYLINE | Place.NAVIGATION | Place.FORM
"""Places in which a headline can stand."""
PATH_FACTOR = np.uint64(1_000_003)


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
    group: Ints
    """Group of the tag."""
    own_places: Ints
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
        own = np.bincount(self.element, values, len(self.parent))
        total = np.zeros(len(own) + 1)
        np.cumsum(own, out=total[1:])
        return total[self.end] - total[:-1]

    def outwards(self, values: NDArray[Any]) -> NDArray[Any]:
        """Values of elements added to those around them, halved at each step."""
        found = values.copy()
        for level in reversed(self.levels):
            np.add.at(found, self.parent[level], READ_SHARE * found[level])
        return found

    def highest_around(self, values: NDArray[Any]) -> NDArray[Any]:
        """For each element the highest value of itself and all that hold it."""
        found = values.copy()
        for level in self.levels:
            found[level] = np.maximum(found[level], found[self.parent[level]])
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
    depth = _depths(skeleton.parent)
    order = np.argsort(depth, kind="stable")
    levels = tuple(np.split(order, np.flatnonzero(np.diff(depth[order])) + 1)[1:])
    kinds: dict[tuple[str, str], int] = {}
    pairs = zip(skeleton.tag, skeleton.marks, strict=True)
    kind = np.array([kinds.setdefault(pair, len(kinds)) for pair in pairs], np.int64)
    group, meaning, place = (np.array(column, np.int64)[kind] for column in zip(*(_kind(*key) for key in kinds), strict=True))
    pairs_of_scores = [mark_scores(lexical, marks) if marks else NOTHING for _, marks in kinds]
    low, high = np.array(pairs_of_scores, np.float32).T[:, kind]
    held = _subtree(np.bincount(element, sizes, count), end)
    place[held > wrapper_share * max(held[0], 1)] = 0
    if len(titles):
        headline = element[titles[0]]
        place[(np.arange(count) <= headline) & (headline < end)] &= KEPT_AROUND_TITLE
    blocks = _subtree(np.bincount(element, minlength=count).astype(np.float64), end)
    tree = TreeFacts(
        element=element,
        parent=parent,
        end=end,
        depth=depth,
        levels=levels,
        group=group,
        own_places=place,
        bits=meaning | (place << PLACE_SHIFT),
        scores=np.stack([low, high, low + high, low]),
        best_score=high.copy(),
        path=kind,
        blocks=blocks,
        up=np.zeros(count, np.int64),
    )
    return _inherited(tree)


def _inherited(tree: TreeFacts) -> TreeFacts:
    """The facts with what goes from parents to children worked out, level by level."""
    bits, scores, best, up, parent, blocks = tree.bits, tree.scores, tree.best_score, tree.up, tree.parent, tree.blocks
    path = tree.path.astype(np.uint64)
    for level in tree.levels:
        above = parent[level]
        bits[level] |= bits[above]
        path[level] += path[above] * PATH_FACTOR
        scores[2, level] += INHERITED_SHARE * scores[2, above]
        scores[3, level] = np.minimum(scores[3, level], scores[3, above])
        best[level] = np.maximum(best[level], best[above])
        up[level] = np.where(blocks[above] > blocks[level], above, up[above])
    return replace(tree, path=np.unique(path, return_inverse=True)[1].astype(np.int64))


def _kind(tag: str, marks: str) -> tuple[int, int, int]:
    """Group, meaning and places of an element by its tag and class words."""
    return TAG_GROUPS.get(tag, 0), SEMANTIC.get(tag, 0), places(tag, marks)


def _depths(parent: Sequence[int]) -> Ints:
    depth = [0] * len(parent)
    for element in range(1, len(parent)):
        depth[element] = depth[parent[element]] + 1
    return np.array(depth, np.int64)


def _subtree(own: NDArray[Any], end: Ints) -> NDArray[Any]:
    total = np.zeros(len(own) + 1)
    np.cumsum(own, out=total[1:])
    return total[end] - total[:-1]
