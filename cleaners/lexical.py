"""What class words and the words of short texts have meant on other sites, as learnt: log odds of standing in an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING

import numpy as np

from .numbered import pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .words import Words

BETWEEN = "\0"
"""Parts attributes; none holds it."""
DIGITS = bytes.maketrans(b"123456789", b"000000000")
ONE_DIGIT, TWO_DIGITS = b"0", b"00"
PARTS = bytes(code if chr(code) in f"{ascii_lowercase}{digits}{BETWEEN}" else ord(" ") for code in range(256))
"""What parts words becomes a space."""
TEXT_WORDS = 60
"""Words of a block that are looked at: a button has few, a notice says what it is at its beginning."""
PHRASE_WORDS = 5
"""Words up to which a text counts as a whole too (`read more`, `all rights reserved`)."""
PHRASE = "="
"""Starts the entry of a whole text."""


NO_WORDS = ("",)
"""What stands for the words of a text that has none."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexical:
    """Scores of words."""

    marks: Mapping[str, float]
    """By words of class, id and role attributes, digits as 0."""
    texts: Mapping[str, float]
    """By folded words, and by whole short texts after `PHRASE`."""


def mark_words(marks: str) -> tuple[str, ...]:
    """The words of class, id and role attributes, each once: as they stand, and their parts; numbers all alike.

    >>> mark_words("entry-content col-8")
    ('entry-content', 'entry', 'content', 'col-0', 'col', '0')
    """
    return tuple(dict.fromkeys(chain.from_iterable(words_of_marks(marks.split()))))


def words_of_marks(marks: Sequence[str]) -> list[list[str]]:
    """For each class, id or role itself and its parts; those of a page are taken apart together, as bytes, which is quick."""
    alike = BETWEEN.join(marks).encode("utf-8", "surrogatepass").translate(DIGITS)
    while TWO_DIGITS in alike:
        alike = alike.replace(TWO_DIGITS, ONE_DIGIT)
    wholes = alike.decode("utf-8", "surrogatepass").split(BETWEEN)
    parts = alike.translate(PARTS).decode("ascii").split(BETWEEN)
    return [[whole] if whole == part else [whole, *part.split()] for _, whole, part in zip(marks, wholes, parts, strict=False)]


def known_scores(scores: Mapping[str, float], words: Sequence[str]) -> NDArray[np.float64]:
    """The scores of words; not a number for those that are unknown."""
    return np.fromiter(map(scores.get, words, repeat(np.nan)), np.float64, len(words))


TEXT_COLUMNS = ("sum", "lowest", "highest", "phrase")


def whole_texts(texts: Sequence[Words]) -> list[str]:
    """The entry of each text as a whole; empty for a long one."""
    return [PHRASE + " ".join(words) if len(words) <= PHRASE_WORDS else "" for words in texts]


def text_scores(lexical: Lexical, texts: Sequence[Words], wholes: Sequence[str]) -> NDArray[np.float32]:
    """4 x blocks: the scores of a text's words, their sum over the root of their number, lowest, highest; and that of the whole text."""
    if not texts:
        return np.zeros((len(TEXT_COLUMNS), 0), np.float32)
    words = pieces([text[:TEXT_WORDS] or NO_WORDS for text in texts])
    values = known_scores(lexical.texts, words.things)
    known = ~np.isnan(values)
    total, number = words.joined(np.add, np.where(known, values, 0)), words.joined(np.add, known.astype(np.float64))
    low, high = words.joined(np.fmin, values), words.joined(np.fmax, values)
    whole = np.nan_to_num(known_scores(lexical.texts, wholes))
    return np.nan_to_num(np.array([total / np.sqrt(np.maximum(number, 1)), low, high, whole], np.float32), copy=False)
