"""A tree to blocks: runs of text that a reader sees as one piece. No visible text is lost, none is invented.

The walk keeps what later steps need of the tree in flat arrays (`Skeleton`), so that they never see lxml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from .addresses import base_url
from .elements import PHRASING, SKIPPED, TRAITS, TRAITS_UNSCRIPTED
from .gather import Gatherer, Run
from .noted import Noted
from .skeleton import Skeleton
from .spacing import collapse, tidy
from .walk import walk
from .xpath import detours

__all__ = ["SKIPPED", "Run", "Segments", "Survey", "collapse", "segment", "survey", "tidy"]


@dataclass(frozen=True, slots=True)
class Segments:
    """The blocks of a page and the flat picture of its tree."""

    runs: tuple[Run, ...]
    skeleton: Skeleton


@dataclass(frozen=True, slots=True)
class Survey:
    """What one walk through a page gives."""

    segments: Segments
    noted: Noted
    """Holds elements of the tree, which blocks do not."""


FEW_CHARS = 200
"""Characters of visible text up to which a page may have its article in `<noscript>`; a heading and a menu take that much."""
ARTICLE_CHARS = 600
"""Characters that it must have there: three sentences, and more than any advice to turn scripts on."""


def segment(root: etree._Element, url: str = "") -> Segments:
    """The page's text as runs in document order.

    Hidden elements give runs too, marked so; a piece that is hidden in the midst of a run follows it.
    What stands in `<noscript>` is hidden, unless the page shows nearly nothing besides.
    """
    return survey(root, url).segments


def survey(root: etree._Element, url: str = "") -> Survey:
    """The page's text as `segment` gives it, and what else the walk through the tree met."""
    head = root.find("head")
    base = url if head is None else base_url(head, url)
    reading = _read(root, base, TRAITS)
    if "base" in reading.segments.skeleton.tag:  # outside the head, where few look for it, it holds as well
        base = base_url(root, url)
        reading = _read(root, base, TRAITS)
    runs = reading.segments.runs
    if _shows_more_than(reading.segments, FEW_CHARS) or sum(len(run.text) for run in runs) < ARTICLE_CHARS:
        return reading
    unscripted = _read(root, base, TRAITS_UNSCRIPTED)
    return unscripted if _shows_more_than(unscripted.segments, ARTICLE_CHARS) else reading


def _read(root: etree._Element, base: str, traits: Mapping[str, int]) -> Survey:
    gather = Gatherer(root, base)
    wrapped = walk(root, gather, traits)
    gather.flush()
    skeleton = gather.bones
    if wrapped:
        held = skeleton.holders(wrapped, (run.element for run in gather.runs))
        skeleton.detours = detours(wrapped, held, PHRASING)
    return Survey(Segments(tuple(gather.runs), skeleton), gather.noted)


def _shows_more_than(segments: Segments, chars: int) -> bool:
    shown = 0
    for run in segments.runs:
        shown += 0 if run.hidden else len(run.text)
        if shown > chars:
            return True
    return False
