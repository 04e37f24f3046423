"""Author, dates, reading time, author biography."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ..characters import DIGIT as DIGIT_CLASS
from ..dates import YEAR, iso_date
from ..document import Label, Verdict
from ..features import Facts
from ..hashing import word_hashes
from ..phrases import SAYS
from ..places import Place
from ..vocabulary import word_set
from ..words import Words, tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..judge import Context

MARKED = Verdict(Label.BYLINE, "byline.marked", 0.85)
NAMED = Verdict(Label.BYLINE, "byline.named", 0.85)
WORDS = Verdict(Label.BYLINE, "byline.words", 0.8)
DATE = Verdict(Label.BYLINE, "byline.date", 0.8)
BIO = Verdict(Label.BYLINE, "byline.biography", 0.75)
CREDIT = Verdict(Label.BYLINE, "byline.credit", 0.75)
DIGIT = re.compile(r"\d")
OPEN = (Label.BODY, Label.OTHER, Label.HEADING, Label.NAVIGATION)
SAID = SAYS["report_credit"] | SAYS["author_bio"] | SAYS["byline"] | SAYS["byline_phrase"]
DATE_WORDS = 10
"""Words of two dates with a word before each."""
DATE_DIGITS = 4
"""Digits of a year."""
HEAD_REACH = 8
"""Blocks after the title within which a line without a telling class can be the byline."""


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts near the title by words and dates, anywhere by class words and by the authors' names."""
    title = page.first(Label.TITLE)
    names = [words for name in page.metadata.authors if (words := tokens(name))]
    for fact in page.where(_is_candidate(page, names)):
        if fact.places & Place.NAVIGATION and not fact.near & (Place.BIO | Place.BYLINE) and not page.is_in_article(fact):
            continue
        if fact.says & SAYS["report_credit"] and fact.words <= page.thresholds.credit_words:
            yield fact.n, CREDIT
        elif fact.near & Place.BIO or (not _in_head(fact, title) and _is_biography(page, fact)):
            yield fact.n, BIO
        elif fact.words <= page.thresholds.byline_words and fact.run.level is None and (verdict := _line(page, fact, title, names)):
            yield fact.n, verdict


def _is_candidate(page: Context, names: list[Words]) -> NDArray[np.bool_]:
    """For each block whether there is anything in it of a byline: a name, a telling word or class, enough digits for a date."""
    columns, flat = page.columns, page.flat
    last = word_hashes([*{name[-1] for name in names}])
    signed = word_set(last).of(flat.tokens.lasts(), unknown=False)
    dated = (flat.counts[DIGIT_CLASS] >= DATE_DIGITS) & (columns.words <= DATE_WORDS)
    told = (columns.says & SAID) | (columns.near & (Place.BIO | Place.BYLINE))
    found: NDArray[np.bool_] = (signed | dated | (told > 0)) & (columns.places & (Place.COMMENT | Place.POPUP) == 0)
    return found & page.mask(*OPEN)


def _ends_with_name(fact: Facts, names: list[Words]) -> bool:
    """Whether a line ends with the name of one of the authors."""
    return any(fact.tokens[-len(name) :] == name for name in names)


def _line(page: Context, fact: Facts, title: int | None, names: list[Words]) -> Verdict | None:
    """What a short line says of itself."""
    text = fact.run.text
    if _ends_with_name(fact, names) and not (page.is_firm(fact) and fact.words > DATE_WORDS):
        return NAMED
    if fact.near & Place.BYLINE:
        return MARKED
    if not (_in_head(fact, title) or not fact.inside):
        return None
    if fact.says & SAYS["byline"] and _looks_like_name(page.words.strip_prefix("byline", text)):
        return WORDS
    if DIGIT.search(text) and (fact.says & SAYS["byline_phrase"] or _is_date(page, fact)):
        return DATE
    return None


def _in_head(fact: Facts, title: int | None) -> bool:
    """Whether a block stands just below the headline or just above it."""
    return title is not None and abs(fact.n - title) <= HEAD_REACH


def _is_date(page: Context, fact: Facts) -> bool:
    """Whether a line is a date, with a word like `Updated` before it or without."""
    if fact.words > DATE_WORDS or not YEAR.search(fact.run.text):
        return False
    return any(
        iso_date(page.words.strip_prefix("date_prefix", part) or part, page.metadata.language)
        for part in (fact.run.text, *PARTS.split(fact.run.text))
    )


PARTS = re.compile(r"\s*[,|•·\n]\s*")
"""Between the dates of a line like `Published 12 March 2024, updated 3 June 2024`."""


def _looks_like_name(text: str) -> bool:
    """Whether a text starts with a capital or is written without capitals at all."""
    return bool(text) and (text[:1].isupper() or not text[:1].isascii())


def _is_biography(page: Context, fact: Facts) -> bool:
    """Whether a paragraph after the text speaks of one of the authors."""
    if fact.words > page.thresholds.dek_words or not fact.says & SAYS["author_bio"] or fact.body >= page.thresholds.aside:
        return False
    return not fact.inside or fact.n > len(page.blocks) * 2 // 3
