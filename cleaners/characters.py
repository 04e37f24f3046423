"""What texts are made of, counted for all blocks of a page at once, whatever the script."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

OTHER, LOWER, UPPER, CASELESS, DIGIT, SPACE, COMMA, STOP, PUNCTUATION, SEPARATOR, CURRENCY, UNSPACED, QUESTION = range(13)
"""Classes of characters: the columns of `Characters.counts`."""
CLASSES = 13
LETTERS = (LOWER, UPPER, CASELESS, UNSPACED)
COMMAS = ",;:、，；：،؛·"
STOPS = ".!。！．…।؟｡"
QUESTIONS = "?？؟;"
SEPARATORS = "|/\\•·›»«‹→←<>_*#~=+@©®™↑↓▶►"
BASIC = 0x10000
"""Characters above are counted as those of an unspaced script (rare ideographs) or as symbols; both are rare."""
UNSPACED_RANGES = ((0x0E00, 0x0E80), (0x3040, 0x3100), (0x3400, 0xA000))
"""Thai, kana, ideographs: scripts without spaces between words."""
BY_CATEGORY = {
    "Ll": LOWER,
    "Lu": UPPER,
    "Lt": UPPER,
    "Lo": CASELESS,
    "Lm": CASELESS,
    "Mn": CASELESS,
    "Mc": CASELESS,
    "Nd": DIGIT,
    "Zs": SPACE,
    "Zl": SPACE,
    "Zp": SPACE,
    "Cc": SPACE,
    "Sc": CURRENCY,
    "Sm": SEPARATOR,
}


@cache
def classes() -> NDArray[np.uint8]:
    """The class of each character of the basic plane."""
    table = np.zeros(BASIC, np.uint8)
    for code in range(BASIC):
        category = unicodedata.category(chr(code))
        table[code] = BY_CATEGORY.get(category, PUNCTUATION if category[0] == "P" else OTHER)
    for low, high in UNSPACED_RANGES:
        letters = table[low:high] == CASELESS
        table[low:high][letters] = UNSPACED
    for text, kind in ((COMMAS, COMMA), (STOPS, STOP), (QUESTIONS, QUESTION), (SEPARATORS, SEPARATOR)):
        table[[ord(character) for character in text]] = kind
    return table


ENCODING = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


def character_classes(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.intp]]:
    """The class of each character of the texts, a space after each text, and where each text starts (one more: the end)."""
    lengths = np.fromiter(map(len, texts), np.intp, len(texts))
    starts = np.zeros(len(texts) + 1, np.intp)
    np.cumsum(lengths + 1, out=starts[1:])
    codes = np.frombuffer((" ".join(texts) + " ").encode(ENCODING, "surrogatepass"), np.uint32)
    return classes()[np.minimum(codes, BASIC - 1)], starts


def counts(kinds: NDArray[np.uint8], starts: NDArray[np.intp]) -> NDArray[np.float32]:
    """Texts x classes: how many characters of each class a text has."""
    texts = len(starts) - 1
    owner = np.repeat(np.arange(texts), np.diff(starts))
    table = np.bincount(owner * CLASSES + kinds, minlength=texts * CLASSES).reshape(texts, CLASSES).astype(np.float32)
    table[:, SPACE] -= 1
    return table
