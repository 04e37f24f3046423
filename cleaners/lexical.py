"""What class words and the words of short texts have meant on other sites, as learnt: log odds of standing in an article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .words import Words

WORD = re.compile(r"[a-z0-9]+")
DIGITS = re.compile(r"[0-9]+")
TEXT_WORDS = 60
"""Words of a block that are looked at: a button has few, a notice says what it is at its beginning."""
PHRASE_WORDS = 5
"""Words up to which a text counts as a whole too (`read more`, `all rights reserved`)."""
PHRASE = "="
"""Starts the entry of a whole text."""
NOTHING = (0.0, 0.0)
REMEMBERED = 8192
"""Attributes remembered: the pages of a site share theirs."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexical:
    """Scores of words."""

    marks: Mapping[str, float]
    """By words of class, id and role attributes, digits as 0."""
    texts: Mapping[str, float]
    """By folded words, and by whole short texts after `PHRASE`."""


@lru_cache(maxsize=REMEMBERED)
def mark_words(marks: str) -> tuple[str, ...]:
    """The words of class, id and role attributes: each as it stands, and its parts; numbers all alike.

    >>> mark_words("entry-content col-8")
    ('entry-content', 'col-0', 'entry', 'content', 'col', '0')
    """
    alike = DIGITS.sub("0", marks)
    return tuple(dict.fromkeys(alike.split() + WORD.findall(alike)))


@lru_cache(maxsize=REMEMBERED)
def mark_scores(lexical: Lexical, marks: str) -> tuple[float, float]:
    """The lowest and the highest score among the words of an element's attributes; 0 where none is known."""
    scores = lexical.marks
    known = [scores[word] for word in mark_words(marks) if word in scores]
    return (min(known), max(known)) if known else NOTHING


TEXT_COLUMNS = ("sum", "lowest", "highest", "phrase")


def text_scores(lexical: Lexical, texts: Sequence[Words]) -> NDArray[np.float32]:
    """4 x blocks: the scores of a text's words, their sum over the root of their number, lowest, highest; and that of the whole text."""
    scores = lexical.texts
    found = np.zeros((len(TEXT_COLUMNS), len(texts)), np.float32)
    for n, words in enumerate(texts):
        known = [scores[word] for word in words[:TEXT_WORDS] if word in scores]
        whole = scores.get(PHRASE + " ".join(words), 0.0) if len(words) <= PHRASE_WORDS else 0.0
        if known:
            found[:, n] = sum(known) / len(known) ** 0.5, min(known), max(known), whole
        elif whole:
            found[3, n] = whole
    return found
