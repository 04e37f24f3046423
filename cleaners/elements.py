"""HTML elements and attributes, by what they mean for the text of a page (HTML Standard, content categories)."""

from __future__ import annotations

from .document import Kind

SKIPPED = frozenset({"script", "style", "template", "head", "datalist"})
"""Elements whose text no reader sees."""
BOUNDARY = frozenset(
    """address article aside blockquote body button caption center dd details dialog dir div dl dt embed fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe input legend li main menu nav noscript object ol
    optgroup option p pre search section select summary table tbody td textarea tfoot th thead tr ul video audio canvas
    """.split()
)
"""Elements that end the run of text before them and after them."""
INLINE_BOX = frozenset({"a", "label", "img", "svg"})
"""Inline elements that stand apart from a neighbour of the same kind even with no space between."""
BOLD = frozenset({"b", "strong"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
PHRASING = frozenset(
    "abbr b bdi bdo big br cite code data dfn em font i ins kbd mark nobr q s samp small strike strong sub sup tt u var wbr".split()
)
"""Inline elements that make no box."""
KINDS = {
    "li": Kind.LIST_ITEM,
    "dd": Kind.LIST_ITEM,
    "dt": Kind.LIST_ITEM,
    "blockquote": Kind.QUOTE,
    "pre": Kind.CODE,
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
    **dict.fromkeys(("tr", "td", "th"), Kind.TABLE),
    **dict.fromkeys(HEADINGS, Kind.HEADING),
}
CELL = frozenset({"td", "th", "tr"})
MARK_ATTRIBUTES = frozenset({"class", "id", "role", "itemprop", "aria-label", "rel"})
