"""Rows of tables: which read as one line, and which are there for the layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .elements import BOUNDARY, CELL, WRAPPER

if TYPE_CHECKING:
    from lxml import etree

CELL_CHARS = 200
"""Characters a cell on average up to which a row of single paragraphs is data; columns of prose are longer."""
PARAGRAPH_BREAK = 2
"""`<br>` in a row that make paragraphs."""


def is_plain_row(row: etree._Element) -> bool:
    """Whether a table row holds running text only, at most one paragraph a cell, so that it reads as one line."""
    cells = wrappers = breaks = held = 0
    for element in row.iterdescendants():
        tag = element.tag
        if tag == "br":
            breaks += 1
        elif breaks >= PARAGRAPH_BREAK and tag not in CELL:
            return False
        else:
            breaks = 0
        if tag in CELL:
            cells, held = cells + 1, 0
        elif tag in WRAPPER:
            wrappers, held = wrappers + 1, held + 1
        if held > 1 or (tag in BOUNDARY and tag not in ALLOWED):
            return False
        if (element.tail or "").strip():
            if breaks >= PARAGRAPH_BREAK:
                return False
            breaks = 0
    return not wrappers or (cells > 1 and sum(map(len, row.itertext())) <= CELL_CHARS * cells)


ALLOWED = CELL | WRAPPER | {"button"}
