"""What a style attribute does to the text of its element (CSS Display Level 3, CSS 2 `visibility`)."""

from __future__ import annotations

import re
from functools import lru_cache

from .elements import Trait

DECLARATION = re.compile(r"(?:^|[;\s{])(display|visibility)\s*:\s*([a-z-]+)")
DISPLAYS = {
    "none": Trait.HIDES,
    **dict.fromkeys(("block", "flex", "grid", "table", "list-item", "flow-root"), Trait.SPREADS),
    **dict.fromkeys(("inline-block", "inline-flex", "inline-grid", "inline-table"), Trait.BOX),
    **dict.fromkeys(("inline", "contents"), Trait.FLAT),
}


@lru_cache(maxsize=4096)
def style_traits(style: str) -> int:
    """The traits that a style attribute gives its element; of declarations of one property the last one counts.

    >>> style_traits("color: red") == 0
    True
    >>> style_traits("DISPLAY : none") == Trait.HIDES
    True
    """
    said = dict(DECLARATION.findall(style.lower()))
    traits = DISPLAYS.get(said.get("display", ""), 0)
    return traits | Trait.HIDES if said.get("visibility") == "hidden" else traits
