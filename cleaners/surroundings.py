"""Facts of what stands around a block: the elements that hold it, its neighbours, its look-alikes, its place in the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from . import characters as chars

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .flat import Flat

    Array = NDArray[Any]

COUNTED = 20
"""Marks of punctuation, links, copies and images, at which counts are cut."""
PROSE_CHARS_COUNTED = 600
"""Characters of one block that speak for what holds it, so that one giant block cannot decide alone."""
LEVELS = 5
"""Distinct ancestors looked at: each holds more text than the one before."""
REPEATED_LEVELS = 4
CONTAINERS = (0.5, 0.8, 0.95)
"""Shares of the page's prose that the smallest element holds which is asked for."""
FAR = 60
"""Blocks, at which distances are cut."""
NEAR_EDGE = 30
POSITION_CUT, TITLE_CUT = 200, 50
NO_TITLE = -60
LINKED_CHARS = 100
"""Characters of a block of links that count for how linked its surroundings are."""
Column = tuple[str, "Array | float"]
Columns = tuple[Sequence[str], "Array"]
"""Several columns at once: names, and as many rows."""
HOLDS = (
    "blocks", "share of the page", "link share", "prose", "share of the page's prose", "share of prose blocks", "characters a block",
    "headings a block", "tag",
)  # fmt: skip
HOLDS_OUT = tuple(tuple(f"{name} {n} out" for name in HOLDS) for n in range(LEVELS))
ALIKE = ("elements that look as {} out", "share of the page's prose in them {} out", "characters of each {} out")
ALIKE_OUT = tuple(tuple(name.format(n) for name in ALIKE) for n in range(REPEATED_LEVELS))
NEAR, NEARER = (-3, -2, -1, 1, 2, 3), (-2, -1, 1, 2)
"""How far the neighbours stand of which some and more is told."""
NEAR_NAMES = tuple(f"{name} at {by:+}" for by in NEAR for name in ("characters", "link share"))
NEARER_NAMES = tuple(f"{name} at {by:+}" for by in NEARER for name in ("ends as a sentence", "heading level", "tag", "prose"))
REACHES = (4, 12)
REACH_NAMES = tuple(
    tuple(f"{name} in the {reach} blocks {side}" for name in ("prose", "links") for side in ("before", "after")) for reach in REACHES
)
DISTANCES = tuple(f"blocks {side} {name}" for name in ("prose", "heading") for side in ("since", "until"))


class Held:
    """What elements hold, one entry an element."""

    def __init__(self, flat: Flat, prose_size: Array) -> None:
        inside = flat.tree.inside
        self.chars = np.maximum(inside(flat.size), 1)
        self.links = inside(np.minimum(flat.link_chars, flat.size))
        self.prose = inside(prose_size)
        self.prose_blocks = inside(flat.prose)
        self.headings = inside(flat.heading)
        self.total_prose = max(self.prose[0], 1)


def ancestor_columns(flat: Flat, held: Held) -> Iterator[Column | Columns]:
    """What stands in the elements around the block, from the nearest on that holds more than it."""
    tree, element = flat.tree, flat.tree.element
    blocks = np.maximum(tree.blocks, 1)
    holds = np.array(
        [
            np.log1p(tree.blocks),
            held.chars / held.chars[0],
            held.links / held.chars,
            held.prose / held.chars,
            held.prose / held.total_prose,
            held.prose_blocks / blocks,
            np.log1p(held.chars / blocks),
            held.headings / blocks,
            tree.looks.group,
        ],
        np.float32,
    )
    at = element
    for names in HOLDS_OUT:
        at = tree.up[at]
        yield names, holds.take(at, axis=1)
    yield "blocks in the same element", np.log1p(tree.blocks[element])
    yield "elements in it", np.log1p(tree.end[element] - element)
    children = np.bincount(tree.parent[1:], minlength=len(tree.parent))
    yield "siblings", np.log1p(children[tree.parent[element]])


def container_columns(flat: Flat, held: Held, prose_size: Array) -> Iterator[Column]:
    """Where the block stands with respect to the elements that hold the page's prose."""
    tree, element = flat.tree, flat.tree.element
    depth = tree.depth[element]
    weight = prose_size if prose_size.any() else np.ones(len(depth))
    yield "depth", depth
    yield "depth against the prose", depth - (depth * weight).sum(dtype=np.float64) / weight.sum(dtype=np.float64)
    own = np.bincount(element, np.minimum(prose_size, PROSE_CHARS_COUNTED), len(tree.parent))
    read = tree.outwards(own)
    read /= max(read.max(), 1)
    yield "weight of the parent", read[tree.parent[element]]
    yield "weight 0 out", read[tree.up[element]]
    yield "weight 1 out", read[tree.up[tree.up[element]]]
    yield "highest weight around", tree.highest_around(read)[element]
    best = int(read.argmax())
    yield "in the heaviest element", (element >= best) & (element < tree.end[best])
    position = np.arange(len(depth))
    for share in CONTAINERS:
        container = int(np.flatnonzero(held.prose >= share * held.prose[0])[-1])
        inside = (element >= container) & (element < tree.end[container])
        within = np.flatnonzero(inside)
        first, last = (within[0], within[-1]) if len(within) else (0, len(depth))
        percent = round(100 * share)
        yield f"in the element with {percent} % of the prose", inside
        yield f"blocks since the {percent} % begin", between(position - first, NEAR_EDGE)
        yield f"blocks until the {percent} % end", between(last - position, NEAR_EDGE)
        yield f"depth in the {percent} %", depth - tree.depth[container]


def repeat_columns(flat: Flat, held: Held, prose_size: Array) -> Iterator[Column | Columns]:
    """How often what looks like the block, or like the elements around it, stands in the page."""
    tree = flat.tree
    own = tree.path[tree.element]
    count = int(tree.path.max()) + 1
    peers = np.bincount(own, minlength=count)[own]
    characters = np.bincount(own, flat.size, count)[own]
    yield "blocks of its look", np.log1p(peers)
    yield "characters a block of its look", np.log1p(characters / peers)
    yield "link share of its look", np.bincount(own, np.minimum(flat.link_chars, flat.size), count)[own] / np.maximum(characters, 1)
    yield "share of the page's prose of its look", np.bincount(own, prose_size, count)[own] / held.total_prose
    yield "share of the page of its look", characters / held.chars[0]
    elements = np.bincount(tree.path, minlength=count)
    prose = np.bincount(tree.path, held.prose, count) / held.total_prose
    mean = np.log1p(np.bincount(tree.path, held.chars, count) / elements)
    alike = np.array([np.log1p(elements), np.minimum(prose, 2), mean], np.float32)
    at = tree.element
    for names in ALIKE_OUT:
        at = tree.up[at]
        yield names, alike.take(tree.path[at], axis=1)


def neighbour_columns(flat: Flat) -> Iterator[Column | Columns]:
    """The blocks just before and after."""
    tree, element = flat.tree, flat.tree.element
    parent, up = tree.parent[element], tree.up[element]
    beside = _same_as_before(parent) | _same_as_before(element)
    yield "shares the parent with the block before", beside
    yield "shares the parent with the block after", shifted(beside, 1)
    near = _same_as_before(up)
    yield "stands with the block before", near
    yield "stands with the block after", shifted(near, 1)
    yield NEAR_NAMES, neighbours([np.log1p(flat.size), flat.link_share], NEAR)
    yield NEARER_NAMES, neighbours([is_stop(flat.last), flat.level, tree.looks.group[element], flat.prose], NEARER)


def _same_as_before(values: Array) -> Array:
    found = np.zeros(len(values), np.bool_)
    found[1:] = values[1:] == values[:-1]
    return found


def reach_columns(flat: Flat, prose_size: Array) -> Iterator[Column | Columns]:
    """How much prose and how many links stand around, and how far the next are."""
    linked = flat.link_share * np.minimum(flat.size, LINKED_CHARS)
    values, flags = np.stack([prose_size, linked]), np.stack([flat.prose, flat.heading])
    for names, reach in zip(REACH_NAMES, REACHES, strict=True):
        yield names, alternating(*np.log1p(windowed(values, reach)))
    yield DISTANCES, alternating(since(flags), since(flags[:, ::-1])[:, ::-1])


def alternating(*parts: Array) -> Array:
    """The first row of each part, then the second of each, and so on."""
    return np.stack(parts, axis=1).reshape(-1, parts[0].shape[1])


def neighbours(facts: Sequence[Array], distances: Sequence[int]) -> Array:
    """The facts of the blocks so many places further on, those of one distance after the other; 0 beyond the ends."""
    blocks, edge = len(facts[0]), max(distances)
    padded = np.zeros((len(facts), blocks + 2 * edge), np.float32)
    for row, values in zip(padded, facts, strict=True):
        row[edge:-edge] = values
    return np.concatenate([padded[:, edge + by : edge + by + blocks] for by in distances])


def shifted(values: Array, by: int) -> Array:
    """The value of the block `by` places further on; 0 beyond the ends."""
    found = np.zeros_like(values)
    if by > 0:
        found[:-by] = values[by:]
    else:
        found[-by:] = values[:by]
    return found


def windowed(values: Array, reach: int) -> tuple[Array, Array]:
    """Sums over the `reach` blocks before each block, and over those after it, along the last axis."""
    count = values.shape[-1]
    index = np.arange(count)
    total = np.zeros((*values.shape[:-1], count + 1))
    np.cumsum(values, axis=-1, out=total[..., 1:])
    before = total[..., :-1] - total[..., np.maximum(index - reach, 0)]
    return before, total[..., np.minimum(index + 1 + reach, count)] - total[..., 1:]


def since(flags: Array) -> Array:
    """Blocks since the last flagged one before each block, at most `FAR`, along the last axis."""
    index = np.arange(flags.shape[-1])
    found: Array = np.full(flags.shape, FAR)
    last = np.maximum.accumulate(np.where(flags, index, -FAR), axis=-1)
    np.minimum(index[1:] - last[..., :-1], FAR, out=found[..., 1:])
    return found


def position_columns(flat: Flat, prose_size: Array) -> Iterator[Column]:
    """Where in the page the block stands."""
    count = len(flat.size)
    index = np.arange(count)
    yield "position", index / max(count - 1, 1)
    yield "blocks from the start", np.minimum(index, POSITION_CUT)
    yield "blocks to the end", np.minimum(count - 1 - index, POSITION_CUT)
    before = np.cumsum(flat.size) - flat.size
    yield "share of the page before", before / max(flat.size.sum(), 1)
    prose, total = np.cumsum(prose_size), max(prose_size.sum(), 1)
    yield "share of the prose before", (prose - prose_size) / total
    yield "share of the prose after", 1 - prose / total
    for name, flags in (("first <h1>", (flat.level == 1) & ~flat.hidden), ("title", flat.title == 1)):
        found = np.flatnonzero(flags)
        yield f"blocks from the {name}", between(index - found[0], TITLE_CUT) if len(found) else NO_TITLE


def between(values: Array, limit: int) -> Array:
    """Values cut at a limit on both sides; `numpy.clip` takes three times as long for few values."""
    found: Array = np.minimum(np.maximum(values, -limit), limit)
    return found


def is_stop(kinds: Array) -> NDArray[np.bool_]:
    """Whether characters of these classes end sentences."""
    found: NDArray[np.bool_] = (kinds == chars.STOP) | (kinds == chars.QUESTION)
    return found
