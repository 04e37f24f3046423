"""A tree to blocks: runs of text that a reader sees as one piece. No visible text is lost, none is invented.

The walk keeps what later steps need of the tree in flat arrays (`Skeleton`), so that they never see lxml.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from .elements import PHRASING, SKIPPED, TRAITS
from .gather import Gatherer, Run, collapse, tidy
from .parse import base_url
from .skeleton import Skeleton
from .walk import walk
from .xpath import detours

__all__ = ["SKIPPED", "Run", "Segments", "collapse", "segment", "tidy"]


@dataclass(frozen=True, slots=True)
class Segments:
    """The blocks of a page and the flat picture of its tree."""

    runs: tuple[Run, ...]
    skeleton: Skeleton


def segment(root: etree._Element, url: str = "") -> Segments:
    """The page's text as runs in document order. Hidden elements give runs too, marked so."""
    gather = Gatherer(base_url(root, url))
    wrapped = walk(root, gather, TRAITS)
    gather.flush()
    skeleton = gather.bones
    if wrapped:
        held = skeleton.with_ancestors(run.element for run in gather.runs)
        skeleton.detours = detours(wrapped, held, PHRASING)
    return Segments(tuple(gather.runs), skeleton)
