"""HTML elements and attributes, by what they mean for the text of a page (HTML Standard, content categories)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .document import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from lxml import etree

SKIPPED = frozenset({"script", "style", "template", "head", "datalist"})
"""Elements whose text no reader sees; of templates those without a shadow root."""
SHADOW_ROOTS = ("shadowrootmode", "shadowroot")
"""Attributes that make a template the content of its parent (HTML Standard, declarative shadow DOM; what Chrome 90 called it)."""
BOUNDARY = frozenset(
    """address article aside blockquote body button caption center dd details dialog dir div dl dt embed fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe input legend li main menu nav noscript object ol
    listing optgroup option p plaintext pre search section select summary table tbody td textarea tfoot th thead tr ul video audio canvas
    xmp
    """.split()
)
"""Elements that end the run of text before them and after them."""
INLINE_BOX = frozenset({"a", "button", "img", "label", "svg"})
"""Inline elements that stand apart from a neighbour that is one too, even with no space between."""
GAP = frozenset({"img", "svg", "button", "rt", "mtd", "text"})
"""Inline elements that keep the words before and after them apart. Where a ruby text has brackets (`<rp>`), these do it."""
TIGHT = frozenset({"sub", "sup", "wbr"})
"""Elements that belong to the letters beside them."""
WRAPPER = frozenset({"div", "p"})
"""Blocks that a cell or a line of code can have around its text."""
FRAME = frozenset({"iframe", "object", "video", "audio", "canvas"})
"""Blocks that show something else than their text."""
FALLBACK = frozenset({*FRAME, "noscript", "noframes", "noembed"})
"""Elements whose text is shown by browsers that do without scripts, frames or media."""
UNSCRIPTED = frozenset({"noscript", "noframes"})
"""Those that can hold the whole article."""
UNSEEN = frozenset({*FALLBACK, "title", "desc", "metadata", "annotation", "annotation-xml"})
"""Elements that browsers show no text of: besides those, the names of drawings and the sources of formulas."""
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
    **dict.fromkeys(("pre", "xmp", "listing", "plaintext"), Kind.CODE),
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
    **dict.fromkeys(("tr", "td", "th"), Kind.TABLE),
    **dict.fromkeys(HEADINGS, Kind.HEADING),
}
CELL = frozenset({"td", "th"})
MARK_ATTRIBUTES = frozenset({"class", "id", "role", "itemprop", "aria-label", "rel"})
ATTRIBUTES = frozenset({*MARK_ATTRIBUTES, "style", "hidden", "property"})
"""Attributes that say something of their element's text."""
LEADS = frozenset({"area", "base", "link", "meta"})
"""Elements that lead somewhere, besides links in the text."""
NOTED = frozenset({*LEADS, "script", "time", "title"})
"""Elements that tell programs something."""


class Trait:
    """What an element does to the text around it: bits of an int (enum.IntFlag takes 20 times as long).

    The first eight are asked for most: CPython keeps ints up to 256 at hand.
    """

    SKIPPED = 1 << 0
    PHRASING = 1 << 1
    BLOCK = 1 << 2
    """Ends the run of text before it and its own."""
    BOX = 1 << 3
    GAP = 1 << 4
    TIGHT = 1 << 9
    NAMED = 1 << 5
    """Says of what kind its text is."""
    BOLD = 1 << 6
    LINK = 1 << 7
    BREAK = 1 << 8
    CODE = 1 << 10
    """Keeps white space."""
    ROW = 1 << 11
    CELL = 1 << 12
    LINE = 1 << 13
    """Ends a line of code rather than the code."""
    WRAPPER = 1 << 14
    HIDES = 1 << 15
    OPEN = 1 << 16
    """Is a block or part of a sentence, as the text around it says."""
    TEMPLATE = 1 << 17
    SPREADS = 1 << 18
    """Its style makes it a block."""
    FLAT = 1 << 19
    """Its style makes it inline."""
    FRAME = 1 << 20
    NOTED = 1 << 21


def traits_of(unseen: AbstractSet[str]) -> Mapping[str, int]:
    """The traits of each known element, with the text of `unseen` ones hidden."""
    members: dict[int, AbstractSet[str]] = {
        Trait.SKIPPED: SKIPPED,
        Trait.PHRASING: PHRASING,
        Trait.BLOCK: (BOUNDARY | FALLBACK) - CELL - {"button"},
        Trait.BOX: INLINE_BOX,
        Trait.GAP: GAP,
        Trait.TIGHT: TIGHT,
        Trait.NAMED: frozenset(KINDS) - CELL - {"tr"},
        Trait.BOLD: BOLD,
        Trait.LINK: {"a"},
        Trait.BREAK: {"br"},
        Trait.CODE: {tag for tag, kind in KINDS.items() if kind is Kind.CODE},
        Trait.ROW: {"tr"},
        Trait.CELL: CELL,
        Trait.LINE: {"div", "li"},
        Trait.WRAPPER: WRAPPER,
        Trait.HIDES: unseen,
        Trait.FRAME: FRAME,
        Trait.OPEN: {"button"},
        Trait.TEMPLATE: {"template"},
        Trait.NOTED: NOTED,
    }
    traits = dict.fromkeys(("span", "time", "picture", "g"), 0)
    for trait, tags in members.items():
        for tag in tags:
            traits[tag] = traits.get(tag, 0) | trait
    return traits


TRAITS = traits_of(UNSEEN)
TRAITS_UNSCRIPTED = traits_of(UNSEEN - UNSCRIPTED)
"""For pages that are read with scripts and frames turned off."""
NAMES: Mapping[str, tuple[Kind, int | None]] = {tag: (kind, HEADINGS.get(tag)) for tag, kind in KINDS.items()}
"""Kind and level of the text in the elements that name one."""


def has_shadow_root(template: etree._Element) -> bool:
    """Whether a template's content is shown in the place of its parent's."""
    return any(template.get(name) for name in SHADOW_ROOTS)
