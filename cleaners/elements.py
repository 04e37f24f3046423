"""HTML elements and attributes, by what they mean for the text of a page (HTML Standard, content categories)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .document import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

SKIPPED = frozenset({"script", "style", "template", "head", "datalist"})
"""Elements whose text no reader sees; of templates those without a shadow root."""
SHADOW_ROOTS = ("shadowrootmode", "shadowroot")
"""Attributes that make a template the visible content of its parent (HTML Standard, declarative shadow DOM; Chrome 90-110)."""
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
KINDS: Mapping[str, Kind] = {
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
MUTE = frozenset("script style link meta source track path use circle ellipse line polygon polyline rect stop wbr".split())
"""Elements that hold no text of a block; nothing needs to know their class."""
CELL = frozenset({"td", "th"})
MARK_ATTRIBUTES = frozenset({"class", "id", "role", "itemprop", "aria-label", "rel"})


class Trait:
    """What an element does to the text around it: bits of an int (enum.IntFlag takes 20 times as long)."""

    SKIPPED = 1 << 0
    PHRASING = 1 << 1
    BLOCK = 1 << 2
    BOX = 1 << 3
    NAMED = 1 << 4
    """Says of what kind its text is."""
    BOLD = 1 << 5
    LINK = 1 << 6
    BREAK = 1 << 7
    CODE = 1 << 8
    ROW = 1 << 9
    CELL = 1 << 10
    HIDES = 1 << 11
    MUTE = 1 << 12
    """Has no attribute that tells of a text."""


def _traits() -> dict[str, int]:
    members = {
        Trait.SKIPPED: SKIPPED,
        Trait.PHRASING: PHRASING,
        Trait.BLOCK: BOUNDARY - CELL,
        Trait.BOX: INLINE_BOX,
        Trait.NAMED: frozenset(KINDS) - CELL - {"tr"},
        Trait.BOLD: BOLD,
        Trait.LINK: {"a"},
        Trait.BREAK: {"br"},
        Trait.CODE: {"pre"},
        Trait.ROW: {"tr"},
        Trait.CELL: CELL,
        Trait.HIDES: {"noscript"},
        Trait.MUTE: MUTE,
    }
    traits: dict[str, int] = {}
    for trait, tags in members.items():
        for tag in tags:
            traits[tag] = traits.get(tag, 0) | trait
    return traits


TRAITS = _traits()
NAMES: Mapping[str, tuple[Kind, int | None]] = {tag: (kind, HEADINGS.get(tag)) for tag, kind in KINDS.items()}
"""Kind and level of the text in the elements that name one."""
