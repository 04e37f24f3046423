"""The folded words of many texts, found for all of them at once: what `words.tokens` gives, in a fraction of the time."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from .characters import BASIC, character_codes
from .numbered import END, Groups, grouped
from .words import WORD_SIGNS, tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .words import Words

RARE = sys.maxunicode + 1
"""Stands for characters that fold to several, and for those above the basic plane: their texts are folded one by one."""
LINE = "\n"
STANDS_ALONE = "%"
"""The sign that is a word of its own, also beside a number."""


@dataclass(frozen=True, slots=True, eq=False)
class PageWords:
    """The folded words of some texts."""

    texts: list[Words]
    groups: Groups
    """The same by numbers."""


def page_words(texts: Sequence[str]) -> PageWords:
    """The folded words of each text."""
    codes, starts = character_codes(texts)
    folded = folding().take(codes, mode="clip")
    rare = np.flatnonzero(folded == RARE)
    folded[rare] = ord(" ")
    folded[starts[1:] - 1] = ord(LINE)
    page = folded.tobytes().decode("utf-32").replace(STANDS_ALONE, f" {STANDS_ALONE} ")
    if len(rare):
        lines = page.split(LINE)
        for n in set((np.searchsorted(starts, rare, "right") - 1).tolist()):
            lines[n] = " ".join(tokens(texts[n]))
        page = LINE.join(lines)
    words = page.replace(LINE, f" {END} ").split()
    groups = grouped(words)
    bounds = pairwise([*groups.starts.tolist(), len(words)])
    return PageWords([tuple(words[start : end - 1]) for start, end in bounds], groups)


@cache
def folding() -> NDArray[np.uint32]:
    """What each character of the basic plane folds to; a space where it belongs to no word."""
    table = np.full(BASIC + 1, RARE, np.uint32)
    for code, folded in enumerate(map(str.casefold, map(chr, range(BASIC)))):
        if len(folded) == 1:
            table[code] = ord(folded if folded.isalnum() or folded in WORD_SIGNS else " ")
    return table
