"""Authors and dates as the page shows them, near its headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .dates import YEAR, dates_in, iso_date
from .headline import folded, may_start_with
from .names import BARS, looks_signed, split_names, without_dates
from .words import tokens

if TYPE_CHECKING:
    from .document import Block
    from .words import Lexicon

LINES = re.compile(rf"[{BARS}]|\s//\s")


@dataclass(frozen=True, slots=True)
class Shown:
    """A date that the page shows."""

    day: str
    updated: bool
    """Whether it is called the day of an update or of a review."""
    named: bool
    """Whether it is called the day of publication."""


def head_of(blocks: tuple[Block, ...], anchor: int | None) -> tuple[Block, ...]:
    """The short visible blocks around the headline, those below it first, the nearest first; those above it then."""
    if anchor is None:
        return ()
    near = [*blocks[anchor : anchor + BELOW + 1], *reversed(blocks[max(0, anchor - ABOVE) : anchor])]
    return tuple(block for block in near if block.words <= LONGEST and not block.hidden)


ABOVE, BELOW = 4, 12
"""Blocks above the headline that may be its byline, and below it: the dek, share buttons and pictures stand between."""
LONGEST = 40
"""Words of a block that tells who wrote the page and when."""


def anchor_of(blocks: tuple[Block, ...], title: str | None) -> int | None:
    """The position of the headline: the visible block with its words, a heading before others; else the first of the first level."""
    wanted = folded(title or "")
    headings = [n for n, block in enumerate(blocks) if block.level is not None and not block.hidden]
    first = {wanted[:1]}
    for n in headings:
        if may_start_with(blocks[n].text, first) and folded(blocks[n].text) == wanted:
            return n
    start = title[:1] if title else ""
    for n, block in enumerate(blocks) if start else ():
        if block.text[:1] == start and not block.hidden and folded(block.text) == wanted:
            return n
    return next((n for n in headings if blocks[n].level == 1), None)


def shown_dates(blocks: Iterable[Block], times: Mapping[str, str], language: str | None, words: Lexicon) -> list[Shown]:
    """The dates that stand alone or with a few words in their line, with what they are called there or in the line before."""
    found: list[Shown] = []
    label = ""
    for block in blocks:
        if block.text.isascii() and not times and not YEAR.search(block.text):
            label = block.text
            continue
        for line in LINES.split(block.text):
            end = 0
            for start, stop, day in _dates(line, times, language):
                before = line[end:start] or (label if not end else "")
                if len(before.split()) <= BESIDE and (end or len(line[stop:].split()) <= BESIDE):
                    found.append(_called(before, day, words))
                end = stop
            label = line
    return found


BESIDE = 10
"""Words before a date, or behind it, in a line that is not a sentence of the article."""


def _dates(text: str, times: Mapping[str, str], language: str | None) -> Iterator[tuple[int, int, str]]:
    """Where the dates of a text stand; what a `<time>` shows is the day of its `datetime`."""
    written = list(dates_in(text, language))
    if written:
        yield from written
        return
    for shown, stamp in times.items():
        if shown and shown in text and (day := iso_date(stamp, language)):
            start = text.index(shown)
            yield start, start + len(shown), day[:10]
            return


def _called(before: str, day: str, words: Lexicon) -> Shown:
    """A date with the words that stand just before it."""
    last = tokens(before)
    updated = words.prefix("review_notice", last) or any(words.whole("modified_prefix", last[n:]) for n in range(len(last)))
    return Shown(day, updated, not updated and words.whole("date_prefix", last))


def signed(blocks: Iterable[Block], words: Lexicon) -> tuple[str, ...]:
    """The names in the lines that start as bylines do, or stand under one that says so."""
    label = False
    byline = words.phrases["byline"]
    for block in blocks:
        for written in LINES.split(without_dates(block.text)):
            line = _unglued(written.strip(), words)
            known = tokens(line)
            rest = words.strip_prefix("byline", line) if byline.starts(known) else ""
            under = not rest and label and len(line.split()) <= NAME_ONLY
            label = byline.matches(known) or (label and not line)
            found = split_names(line if under else rest, words)
            names = [name for name in found if (looks_like_author(name, words) if under else looks_signed(name))]
            if names:
                return tuple(names)
    return ()


NAME_ONLY = 8
"""Words of a block that is a name, under one that says `Written by`."""


def _unglued(line: str, words: Lexicon) -> str:
    """A line that starts as `ByRuth Ashby`, with the space that style sheets put there."""
    match = GLUED.match(line)
    return f"{match[0]} {line[match.end() :]}" if match and words.whole("byline", (match[0].casefold(),)) else line


GLUED = re.compile(r"[^\W\d_][^\W\d_A-Z]{1,12}(?=[A-Z])")


def beside_date(blocks: Iterable[Block], language: str | None, words: Lexicon) -> tuple[str, ...]:
    """The name in a line that holds nothing else but a date or a role: `Ruth Ashby | Staff Writer | 2 March 2024`."""
    for block in blocks:
        if block.words > NAME_AND_DATE:
            continue
        lines = [line.strip() for line in LINES.split(without_dates(block.text)) if line.strip()]
        told = any(True for _ in dates_in(block.text, language)) or any(words.phrase("role", tokens(line)) for line in lines[1:])
        if told:
            for line in lines:
                names = [name for name in split_names(line, words) if looks_like_author(name, words)]
                if names and all(1 < len(name.split(",")[0].split()) <= FULL_NAME for name in names):
                    return tuple(names)
    return ()


NAME_AND_DATE = 16
"""Words of a block that is a name with its role and a date."""
FULL_NAME = 4
"""Words of a person's name that stands without a word like `by`."""


def nearest(marked: Iterable[str], blocks: tuple[Block, ...], anchor: int, words: Lexicon) -> tuple[str, ...]:
    """Of the texts that the markup calls an author's, the names in the block that stands nearest to the headline."""
    found: dict[int, dict[str, bool]] = {}
    for text in marked:
        names = [name for name in split_names(text, words) if looks_like_author(name, words)]
        for name in names:
            first = name.split(",")[0]
            places = [abs(n - anchor) for n, block in enumerate(blocks) if n != anchor and first in block.text]
            alone = len(names) == 1 and folded(words.strip_prefix("byline", text) or text) == folded(name)
            known = found.setdefault(min(places, default=len(blocks)), {})
            known[name] = known.get(name, False) or alone
    names_there = found[min(found)] if found else {}
    return tuple(name for name, alone in names_there.items() if alone) or tuple(names_there)


FURNITURE = ("byline", "byline_phrase", "call_to_action", "comment_furniture", "date_prefix", "navigation", "related_heading", "share")
TELLING = ("author_bio", "byline_phrase", "role")
"""Phrases of what is told of authors, and of nothing in their names."""


def looks_like_author(name: str, words: Lexicon) -> bool:
    """Whether a text in an author's place is a name and not a word of the furniture."""
    known = tokens(name)
    if not looks_signed(name) or any(words.whole(key, known) for key in FURNITURE):
        return False
    return not any(words.phrase(key, known) for key in TELLING)
