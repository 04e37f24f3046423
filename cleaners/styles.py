"""What a style attribute does to the text of its element (CSS Display, CSS 2 `visibility`)."""

from __future__ import annotations

import re
from functools import lru_cache

from .elements import Trait

INVISIBLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def style_traits(style: str) -> int:
    """The traits that a style attribute gives its element."""
    return Trait.HIDES if INVISIBLE.search(style) else 0
