"""A second opinion on where the article stands, from readability-lxml, for pages on which the rules are unsure.

It reads a stamped copy of the tree; only the stamps that survive come back, its text never enters ours.
"""

from __future__ import annotations

import logging
from copy import deepcopy

from lxml import etree

from .elements import PHRASING, SKIPPED, has_shadow_root

STAMP = "data-marrow-element"


def readability_elements(root: etree._Element) -> frozenset[int]:
    """Positions (as in `Skeleton`) of the elements that readability-lxml keeps; empty when it finds nothing."""
    from readability import Document as Readability  # noqa: PLC0415 - slow to import, and few pages need it

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    try:
        summary = Readability(_stamped(root)).summary(html_partial=True)
        kept = etree.fromstring(summary, etree.HTMLParser(huge_tree=True))
    except (ValueError, TypeError, AttributeError, etree.LxmlError, RecursionError):
        # readability-lxml raises each of these on some broken page; no second opinion is one too.
        return frozenset()
    if kept is None:
        return frozenset()
    return frozenset(int(value) for element in kept.iter() if (value := element.get(STAMP)) and value.isdigit())


def _stamped(root: etree._Element) -> str:
    """The markup of a page with its elements stamped. The copy of the tree goes before readability-lxml grows its own."""
    copy = deepcopy(root)
    _stamp(copy)
    return etree.tostring(copy, encoding="unicode", method="html")


def _stamp(root: etree._Element) -> None:
    """Give each element its position in document order, the insides of skipped ones left out."""
    etree.strip_attributes(root, STAMP)
    position = 0
    events = etree.iterwalk(root, events=("start",))
    for _, element in events:
        if element.tag in PHRASING:
            continue
        element.set(STAMP, str(position))
        position += 1
        if element.tag in SKIPPED and not (element.tag == "template" and has_shadow_root(element)):
            events.skip_subtree()
