"""The editorial heading tree: levels repaired without inventing a heading, the title outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .document import Label, OutlineNode

if TYPE_CHECKING:
    from .document import Block

TOP = 2
"""Level of the headings directly below the title."""
DEEPEST = 6


def outline(blocks: Sequence[Block]) -> tuple[OutlineNode, ...]:
    """The headings of the article as a tree.

    A heading element keeps its level (an `<h1>` below the title counts as 2); a bold paragraph stands one below the
    heading element before it, or on top where the page marks all its headings so. Gaps between levels stay as
    they are: the tree says what stands below what.
    """
    headings = [block for block in blocks if block.label is Label.HEADING]
    flat: list[tuple[int, Block]] = []
    real = 0
    for block in headings:
        if block.level is not None:
            real = max(TOP, block.level)
        flat.append((max(TOP, block.level) if block.level is not None else min(DEEPEST, real + 1 if real else TOP), block))
    return _tree(flat)


def _tree(flat: list[tuple[int, Block]]) -> tuple[OutlineNode, ...]:
    """Nested nodes of a flat list of levels and blocks."""
    nodes: list[OutlineNode] = []
    start = 0
    while start < len(flat):
        level, block = flat[start]
        end = start + 1
        while end < len(flat) and flat[end][0] > level:
            end += 1
        nodes.append(OutlineNode(level, block.text, block.n, _tree(flat[start + 1 : end])))
        start = end
    return tuple(nodes)
