"""Steps of XPaths: how one child of an element is named."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from lxml import etree

NAME = re.compile(r"[a-z_][a-z0-9_.-]*")
"""Tags that can stand in an XPath as they are; `<o:p>` of Word and the tags of broken markup cannot."""


@lru_cache(maxsize=1024)
def step(tag: str, number: int) -> str:
    """The XPath step to the child of this tag with this number, from 1."""
    if NAME.fullmatch(tag):
        return f"{tag}[{number}]"
    literal = f'"{tag}"' if '"' not in tag else "concat(" + ", '\"', ".join(f'"{part}"' for part in tag.split('"')) + ")"
    return f"*[name()={literal}][{number}]"


def detours(wrapped: Mapping[int, etree._Element], held: AbstractSet[int], phrasing: AbstractSet[str]) -> dict[int, str | None]:
    """The steps to each element of `wrapped` that is in `held`, None for the others: such paths can be long and many."""
    numbers: dict[etree._Element, int] = {}
    return {position: _path(element, phrasing, numbers) if position in held else None for position, element in wrapped.items()}


def _path(element: etree._Element, phrasing: AbstractSet[str], numbers: dict[etree._Element, int]) -> str:
    """The steps from the nearest ancestor that is no phrasing element. `numbers` remembers what was counted for the next call."""
    steps: list[str] = []
    parent = element.getparent()
    while parent is not None:
        if element not in numbers:
            counts: Counter[str] = Counter()
            for child in parent:
                counts[child.tag] += 1
                numbers[child] = counts[child.tag]
        steps.append(step(element.tag, numbers[element]))
        if parent.tag not in phrasing:
            break
        element, parent = parent, parent.getparent()
    return "/".join(reversed(steps))
