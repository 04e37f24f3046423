"""A tree to blocks: runs of text that a reader sees as one piece. No visible text is lost, none is invented.

The walk keeps what later steps need of the tree in flat arrays (`Skeleton`), so that they never see lxml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from .elements import PHRASING, SKIPPED, TRAITS, TRAITS_UNSCRIPTED
from .gather import Gatherer, Run
from .parse import base_url
from .skeleton import Skeleton
from .spacing import collapse, tidy
from .walk import walk
from .xpath import detours

__all__ = ["SKIPPED", "Run", "Segments", "collapse", "segment", "tidy"]


@dataclass(frozen=True, slots=True)
class Segments:
    """The blocks of a page and the flat picture of its tree."""

    runs: tuple[Run, ...]
    skeleton: Skeleton


FEW_CHARS = 200
"""Characters of visible text up to which a page may have its article in `<noscript>`; a heading and a menu take that much."""
ARTICLE_CHARS = 600
"""Characters that it must have there: three sentences, and more than any advice to turn scripts on."""


def segment(root: etree._Element, url: str = "") -> Segments:
    """The page's text as runs in document order.

    Hidden elements give runs too, marked so; a piece that is hidden in the midst of a run follows it.
    What stands in `<noscript>` is hidden, unless the page shows nearly nothing besides.
    """
    segments = _segment(root, url, TRAITS)
    if _chars(segments, hidden=False) > FEW_CHARS or _chars(segments, hidden=True) < ARTICLE_CHARS:
        return segments
    unscripted = _segment(root, url, TRAITS_UNSCRIPTED)
    return unscripted if _chars(unscripted, hidden=False) >= ARTICLE_CHARS else segments


def _segment(root: etree._Element, url: str, traits: Mapping[str, int]) -> Segments:
    gather = Gatherer(base_url(root, url))
    wrapped = walk(root, gather, traits)
    gather.flush()
    skeleton = gather.bones
    if wrapped:
        held = skeleton.with_ancestors(run.element for run in gather.runs)
        skeleton.detours = detours(wrapped, held, PHRASING)
    return Segments(tuple(gather.runs), skeleton)


def _chars(segments: Segments, *, hidden: bool) -> int:
    return sum(len(run.text) for run in segments.runs if run.hidden is hidden)
