"""Understands one page: bytes in, a `Document` out. Pure: no network, no disk, no clock.

A page takes these steps, one module each: `parse` (bytes to tree) · `segment` (tree to blocks, no visible text is
lost) · `features` (facts of a block and its surroundings) · `judge` (a label and a reason for each block) ·
`outline`, `references`, `metadata`, `verdict` (what the blocks add up to) · `render` (text, Markdown, JSON).

    >>> from cleaners import clean
    >>> clean("<h1>On cells</h1><p>Cells divide.</p>").blocks[1].text
    'Cells divide.'
"""

from __future__ import annotations

from .clean import VERSION, clean, clean_page
from .document import Block, Document, Kind, Label, Link, Metadata, Page, PageType, PageVerdict, Verdict
from .explain import Explanation, Fact, Judgement, explain, explain_page

__all__ = [
    "VERSION",
    "Block",
    "Document",
    "Explanation",
    "Fact",
    "Judgement",
    "Kind",
    "Label",
    "Link",
    "Metadata",
    "Page",
    "PageType",
    "PageVerdict",
    "Verdict",
    "clean",
    "clean_page",
    "explain",
    "explain_page",
]
