"""Facts that no language changes: whether a block speaks of what the page is about, where its links lead, what stands beside its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from .surroundings import COUNTED, Column, Columns, alternating, since
from .tree_facts import subtree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .flat import Flat
    from .vocabulary import Vocabulary

    Array = NDArray[Any]

LONG = 4
"""Letters above which a word is one that a topic brings with it; shorter ones stand in every text."""
RULES = 5
PLACES = 40
UNKNOWN = -1.0
"""Of a block without long words, and of a page that tells nothing."""
WEB = ("http://", "https://")
MEDIA = (
    ("images", frozenset({"img", "picture"})),
    ("icons", frozenset({"svg"})),
    ("controls", frozenset({"input", "button", "select", "textarea", "form"})),
    ("players", frozenset({"iframe", "video", "audio"})),
)
MEDIA_NAMES = tuple(f"{name} {where}" for where in ("in the parent", "a block 0 out", "a block 1 out") for name, _ in MEDIA)
LINK_NAMES = ("share of links within the page", "share of links within the site", "share of links elsewhere")


def topic_columns(flat: Flat, above: Array) -> Iterator[Column]:
    """How much of a block's long words stands in the page's prose, in its title, in its description, in the name of its site.

    `above`: for each block the last heading before it, -1 for none.
    """
    words, told, tree = flat.tokens, flat.told_words, flat.tree
    is_long = (words.letters > LONG) | ~words.is_ascii
    is_long[words.number == 0] = False
    count = np.add.reduceat(is_long, words.starts, dtype=np.float32)
    filled = np.maximum(count, 1)
    found, elsewhere = _in_prose(words.number, words.owners(), flat.prose, len(words.different))
    overlap = np.where(count > 0, np.add.reduceat(np.log1p(found) * is_long, words.starts) / filled, UNKNOWN)
    yield (
        "words known to the prose",
        np.where(count > 0, np.add.reduceat(elsewhere & is_long, words.starts, dtype=np.float32) / filled, UNKNOWN),
    )
    yield "likeness to the prose", overlap
    weight = np.log1p(flat.size) * (count > 0)
    mean = tree.inside(overlap * weight) / np.maximum(tree.inside(weight), 1)
    box = tree.up[tree.element]
    yield "likeness to the prose 0 out", mean[box]
    yield "likeness to the prose 1 out", mean[tree.up[box]]
    title = _share(flat, told.title)
    yield "words of the title", title
    yield "words of the description", _share(flat, told.description)
    yield "words of the site", words.joined(np.logical_or, told.site.of(words.different, unknown=False))
    yield "words of the title in the heading above", np.where(above >= 0, title[above], UNKNOWN)
    yield "likeness of the heading above to the prose", np.where(above >= 0, overlap[above], UNKNOWN)


def _in_prose(number: Array, block: Array, prose: Array, different: int) -> tuple[Array, Array]:
    """For each word of the page how often it stands in prose, and whether it does in another block than its own."""
    told = prose[block] & (number > 0)
    where, blocks = number[told], block[told]
    first, last = np.full((2, different + 1), -1)
    last[where] = blocks
    first[where[::-1]] = blocks[::-1]
    elsewhere = ((first[number] != block) | (last[number] != block)) & (first[number] >= 0)
    return np.bincount(where, minlength=different + 1)[number], elsewhere


def _share(flat: Flat, told: Vocabulary) -> Array:
    """How many of the words of something told a block has, as a share of them."""
    if not len(told.hashes):
        return np.full(len(flat.size), UNKNOWN, np.float32)
    words = flat.tokens
    known = told.of(words.different, unknown=False).astype(np.float32)
    return np.minimum(words.joined(np.add, known) / len(told.hashes), 1)


def link_columns(flat: Flat) -> Iterator[Column | Columns]:
    """Where the links of a block lead, as shares of its characters."""
    tree, told = flat.tree, flat.told
    here = ("", told.here)
    shares = np.zeros((len(LINK_NAMES), len(flat.size)), np.float32)
    for n, run in enumerate(flat.segments.runs):
        for link in run.links:
            href = link.href
            if "#" in href and href.partition("#")[0] in here:
                shares[0, n] += len(link.text)
            elif href.startswith(told.own):
                shares[1, n] += len(link.text)
            elif href.startswith(WEB):
                shares[2, n] += len(link.text)
    yield LINK_NAMES, np.minimum(shares / np.maximum(flat.length, 1), 1) if told.own else np.full_like(shares, UNKNOWN)
    yield "share of links elsewhere 0 out", (tree.inside(shares[2]) / np.maximum(tree.inside(flat.length), 1))[tree.up[tree.element]]


def media_columns(flat: Flat) -> Iterator[Column | Columns]:
    """Images, controls and players around a block, and the rules that part the page."""
    tree, element = flat.tree, flat.tree.element
    box = tree.up[element]
    held = np.array([subtree(tree.looks.is_any(names), tree.end) for _, names in MEDIA])
    mean = held / np.maximum(tree.blocks, 1)
    yield MEDIA_NAMES, np.concatenate([np.minimum(held[:, tree.parent[element]], COUNTED), mean[:, box], mean[:, tree.up[box]]])
    rules = np.cumsum(tree.looks.is_any(("hr",)))
    before = rules[element]
    yield "rules before", np.minimum(before, RULES)
    yield "rules after", np.minimum(rules[-1] - before, RULES)
    yield "blocks since rule", since(np.diff(before, prepend=0) > 0)


def box_columns(flat: Flat) -> Iterator[Column | Columns]:
    """Which child a block's box is of the next one: the first of many, the last, one among many alike."""
    tree, element = flat.tree, flat.tree.element
    order = np.argsort(tree.parent, kind="stable")
    children = np.bincount(tree.parent, minlength=len(order))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order)) - (np.cumsum(children) - children)[tree.parent[order]]
    left = children[tree.parent] - 1 - place
    outermost = _outermost(tree.parent, tree.blocks)
    inner = outermost[element]
    outer = outermost[tree.up[element]]
    at = np.stack([inner, outer])
    yield (
        tuple(f"{which} in the box {n} out" for n in range(2) for which in ("place", "place from the end")),
        alternating(np.minimum(place, PLACES)[at], np.minimum(left, PLACES)[at]),
    )
    yield "place from the end in the parent", np.minimum(left, PLACES)[element]


def _outermost(parent: Array, blocks: Array) -> Array:
    """For each element the outermost one that holds the same blocks and no more."""
    found = np.where(blocks[parent] == blocks, parent, np.arange(len(parent)))
    while True:
        further = found[found]
        if np.array_equal(further, found):
            return found
        found = further
