"""Placeholder text that no reader was meant to see."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ..document import Label, Verdict
from ..hashing import word_hashes
from ..vocabulary import Vocabulary, word_set
from ..words import Words

if TYPE_CHECKING:
    from ..judge import Context

PSEUDO_LATIN = Verdict(Label.FILLER, "filler.lorem", 0.95)


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts on blocks that are pseudo-Latin for the most part."""
    if not telling_words().of(page.flat.tokens.different, unknown=False).any():
        return
    for fact in page.blocks:
        if fact.words >= page.thresholds.filler_words and pseudo_latin_share(fact.tokens) >= page.thresholds.filler_share:
            yield fact.n, PSEUDO_LATIN


def pseudo_latin_share(words: Words) -> float:
    """Share of a text's folded words that belong to the vocabulary of lorem ipsum, 0 to 1.

    Words that are also words of living languages count only beside others that are not.
    """
    certain, possible = vocabulary()
    if certain.isdisjoint(words):
        return 0.0
    return sum(word in certain or word in possible for word in words) / len(words)


@cache
def vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """The words that only placeholder text has, and those that it shares with other text."""
    lines = (files("cleaners") / "lorem.txt").read_text("utf-8").splitlines()
    entries = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    possible = frozenset(word[1:] for word in entries if word.startswith("?"))
    return frozenset(entries) - {"?" + word for word in possible}, possible


@cache
def telling_words() -> Vocabulary:
    """The words that only placeholder text has, for a look at all words of a page."""
    return word_set(word_hashes([*vocabulary()[0]]))
