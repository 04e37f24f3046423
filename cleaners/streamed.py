"""Text that a server sent late, put where browsers show it.

React streams a page with holes: `<template id="B:0">` where something is still missing, and later in the page
`<div hidden id="S:0">` with what belongs there, which a script moves (https://react.dev/reference/react-dom/server/renderToPipeableStream).
Without this the better part of such an article reads as hidden text at the end of the page.
"""

from __future__ import annotations

import re

from lxml import etree

SIGN = b' hidden id="'
"""Stands in every page with such a part, and in few others."""
HOLE = re.compile(r"(.*)[BP]:([0-9a-f]+)")
"""The id of a hole: of a boundary or of a piece of one; before it the prefix that the site chose."""
PART = re.compile(r"(.*)S:([0-9a-f]+)")


def settle(root: etree._Element) -> None:
    """Move each part that came late to its hole."""
    parts = {}
    for element in root.iterfind(".//*[@hidden][@id]"):
        if match := PART.fullmatch(element.get("id", "")):
            parts[match.groups()] = element
    if not parts:
        return
    for hole in list(root.iterfind(".//template[@id]")):
        match = HOLE.fullmatch(hole.get("id", ""))
        part = parts.pop(match.groups(), None) if match else None
        if part is not None and part not in hole.iterancestors():
            _fill(hole, part)


def _fill(hole: etree._Element, part: etree._Element) -> None:
    """Put what the part holds before the hole; both are left empty and invisible, as a script would remove them."""
    parent = hole.getparent()
    if parent is None:
        return
    _add_text(hole, part.text)
    part.text = None
    for child in list(part):
        hole.addprevious(child)


def _add_text(before: etree._Element, text: str | None) -> None:
    """Put text just before an element."""
    if not text:
        return
    previous, parent = before.getprevious(), before.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text
