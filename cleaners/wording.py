"""The model's facts in words: what a column is about, for somebody who never saw the code, and its value with its unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

import numpy as np

from .looks import GROUP_NAMES
from .matrix import TEXT_PREFIX
from .surroundings import COUNTED, FAR, NEAR_EDGE, NO_TITLE, POSITION_CUT, TITLE_CUT
from .topic import PLACES, RULES

Format = Callable[[float], str]
"""A value of a column in a few characters."""
SMALL = 10
"""Numbers below it are told with decimals."""


def share(value: float) -> str:
    """A part of a whole.

    >>> share(0.804), share(0.004), share(0)
    ('80 %', '0.4 %', '0 %')
    """
    percent = 100 * value
    return f"{percent:.1f} %" if 0 < percent < 1 else f"{percent:.0f} %"


def number(value: float) -> str:
    """Something that need not be whole.

    >>> number(4.5994), number(2.0), number(117.2)
    ('4.6', '2', '117')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) < SMALL else f"{value:,.0f}"


def count(value: float) -> str:
    """A whole number.

    >>> count(1204.0)
    '1,204'
    """
    return f"{value:,.0f}"


def logged(value: float) -> str:
    """A whole number that the model sees as a logarithm.

    >>> logged(0.6931472)
    '1'
    """
    return count(float(np.expm1(value)))


def cut(most: int, value: float) -> str:
    """A whole number of which the model sees no more than `most`, below 0 as above it.

    >>> cut(20, 7), cut(20, 20), cut(20, -20)
    ('7', '20 or more', '-20 or less')
    """
    if abs(value) < most:
        return count(value)
    return f"{most} or more" if value > 0 else f"-{most} or less"


def from_title(value: float) -> str:
    """Blocks from a title, if the page has one.

    >>> from_title(-60), from_title(-2)
    ('there is none', '-2')
    """
    return "there is none" if value == NO_TITLE else cut(TITLE_CUT, value)


def or_unknown(value: float) -> str:
    """A part of a whole, if there is one.

    >>> or_unknown(0.25), or_unknown(-1)
    ('25 %', 'unknown')
    """
    return "unknown" if value < 0 else share(value)


def flag(value: float) -> str:
    """Yes or no."""
    return "yes" if value else "no"


def level(value: float) -> str:
    """The level of a heading, if it is one of the markup's."""
    return f"<h{value:.0f}>" if value > 0 else "none"


def level_above(value: float) -> str:
    """The level of the heading above a block, which may be one of bold text."""
    return level(value) if value else "bold text"


def tag(value: float) -> str:
    """One of the groups of elements that the model tells apart."""
    return f"<{GROUP_NAMES[int(value)]}>"


def score(value: float) -> str:
    """What words meant on other sites: above 0 they stood in articles.

    >>> score(1.26), score(0)
    ('+1.3', '0')
    """
    return f"{value:+.1f}" if value else "0"


BOXES = ("the box around it", *(f"the {n} box around it" for n in ("2nd", "3rd", "4th", "5th")))
"""The elements around a block, from the nearest on that holds more blocks than its own."""
UP = ("its element", "the element around it", "the 2nd element around it", "the 3rd element around it")
BESIDE = {
    f"{sign}{n}": f"the {nth}block {side}"
    for sign, side in (("-", "before"), ("+", "after"))
    for n, nth in enumerate(("", "2nd ", "3rd "), 1)
}
WORDINGS: tuple[tuple[str, str, Format], ...] = (
    # the text itself
    ("words", "words", logged),
    ("characters", "characters", logged),
    ("(letters|commas|full stops) a word", "{0} a word", number),
    ("share of letters without case", "share of letters of a script without capitals", share),
    ("share of (capitals|digits|punctuation|separators|symbols)", "share of {0}", share),
    ("full stops|commas|signs of currency", "{name}", partial(cut, COUNTED)),
    ("(ends (as a sentence|with a comma)|starts with .+)", "{0}", flag),
    ("link share", "share of its text in links", share),
    ("links", "links", partial(cut, COUNTED)),
    ("links a word", "links a word", number),
    ("bold share", "share of its text in bold", share),
    ("heading level", "level as a heading", level),
    ("hidden", "hidden by the markup", flag),
    ("copies in the page", "times that its text stands in the page", partial(cut, COUNTED)),
    ("later copy", "begins as an earlier block does", flag),
    ("likeness to the title", "likeness to the title", share),
    # its markup, what its words and the names around it say
    ("is a (.+)", "marked up as {0}", flag),
    ("(<[^>]+>)", "its element is {0} or its like", flag),
    ("in (<[^>]+>)", "stands in {0}", flag),
    ("named (.+)", "its own element is named as {0}", flag),
    ("says (.+)", "reads as {0}", flag),
    ("below a heading that says (.+)", "below a heading that reads as {0}", flag),
    ("level of the heading above", "level of the heading above", level_above),
    # the elements around it
    (r"blocks (\d) out", "blocks in {box}", logged),
    (r"share of the page (\d) out", "share of the page's text in {box}", share),
    (r"link share (\d) out", "share of links in {box}", share),
    (r"prose (\d) out", "share of prose in {box}", share),
    (r"share of the page's prose (\d) out", "share of the page's prose in {box}", share),
    (r"share of prose blocks (\d) out", "share of blocks of prose in {box}", share),
    (r"characters a block (\d) out", "characters a block in {box}", logged),
    (r"headings a block (\d) out", "headings a block in {box}", number),
    (r"tag (\d) out", "kind of {box}", tag),
    ("blocks in the same element", "blocks in its own element", logged),
    ("elements in it", "elements in its own one", logged),
    ("siblings", "elements side by side with its own", logged),
    # where the prose stands
    ("depth", "elements around it", count),
    ("depth against the prose", "elements around it, more than around the prose", number),
    ("weight of the parent", "weight of the prose in the element around it", share),
    (r"weight (\d) out", "weight of the prose in {box}", share),
    ("highest weight around", "highest weight of prose in any box around it", share),
    ("in the heaviest element", "in the element with the most prose", flag),
    (r"in the element with (\d+) % of the prose", "in the smallest box with {0} % of the prose", flag),
    (r"blocks since the (\d+) % begin", "blocks from the beginning of the box with {0} % of the prose", partial(cut, NEAR_EDGE)),
    (r"blocks until the (\d+) % end", "blocks to the end of the box with {0} % of the prose", partial(cut, NEAR_EDGE)),
    (r"depth in the (\d+) %", "elements around it within the box with {0} % of the prose", count),
    # what looks like it
    ("blocks of its look", "blocks that look like it", logged),
    ("characters a block of its look", "characters a block of those that look like it", logged),
    ("link share of its look", "share of links in blocks that look like it", share),
    ("share of the page's prose of its look", "share of the page's prose in blocks that look like it", share),
    ("share of the page of its look", "share of the page's text in blocks that look like it", share),
    (r"elements that look as (\d) out", "boxes that look like {box}", logged),
    (r"share of the page's prose in them (\d) out", "share of the page's prose in boxes that look like {box}", share),
    (r"characters of each (\d) out", "characters a box of those that look like {box}", logged),
    # its neighbours
    ("(shares|stands) (.+)", "{0} {1}", flag),
    ("characters( at .+)", "characters of {beside}", logged),
    ("link share( at .+)", "share of links in {beside}", share),
    ("heading level( at .+)", "level as a heading of {beside}", level),
    ("tag( at .+)", "kind of {beside}", tag),
    ("prose( at .+)", "{beside} is prose", flag),
    ("ends as a sentence( at .+)", "{beside} ends as a sentence", flag),
    (r"(prose|links) in the (\d+) blocks (before|after)", "characters of {0} in the {1} blocks {2}", logged),
    ("blocks since (.+)", "blocks since the last {0}", partial(cut, FAR)),
    ("blocks until (.+)", "blocks until the next {0}", partial(cut, FAR)),
    # its place in the page
    ("position", "place in the page", share),
    ("blocks from the start|blocks to the end", "{name} of the page", partial(cut, POSITION_CUT)),
    ("share of the (page|prose) (before|after)", "share of the {0} {1} it", share),
    ("blocks from the (.+)", "blocks from the {0}", from_title),
    # what words meant on other sites
    (r"(lowest|highest) class word (\d) up", "{0} score of the class names of {up}", score),
    (r"class words (\d) up", "score of the class names of {up}", score),
    (r"class words (\d) out", "score of the class names of {box}", score),
    ("class words around", "score of all class names around it", score),
    ("(lowest|highest) class word around", "{0} score of all class names around it", score),
    (f"{TEXT_PREFIX}sum", "score of its words", score),
    (f"{TEXT_PREFIX}(lowest|highest)", "{0} score of its words", score),
    (f"{TEXT_PREFIX}phrase", "score of its text as a whole", score),
    (f"{TEXT_PREFIX}(before|after)", "score of the words of the block {0}", score),
    (f"{TEXT_PREFIX}sum of the heading above", "score of the words of the heading above", score),
    (f"{TEXT_PREFIX}(lowest|highest) of the heading above", "{0} score of the words of the heading above", score),
    (f"{TEXT_PREFIX}phrase of the heading above", "score of the heading above as a whole", score),
    # what the page is about
    ("words known to the prose", "share of its long words that other prose of the page has", or_unknown),
    ("likeness to the prose", "how common its long words are in the page's prose", number),
    (r"likeness to the prose (\d) out", "how common the long words of {box} are in the page's prose", number),
    ("likeness of the heading above to the prose", "how common the long words of the heading above are in the page's prose", number),
    ("words of the (title|description)", "share of the words of the page's {0} in it", or_unknown),
    ("words of the title in the heading above", "share of the words of the page's title in the heading above", or_unknown),
    ("words of the site", "names the site", flag),
    ("share of links (within the page|within the site|elsewhere)", "share of its text in links {0}", or_unknown),
    (r"share of links elsewhere (\d) out", "share of links elsewhere in {box}", share),
    # what stands beside it
    ("(images|icons|controls|players) in the parent", "{0} in the element around it", partial(cut, COUNTED)),
    (r"(images|icons|controls|players) a block (\d) out", "{0} a block in {box}", number),
    ("rules (before|after)", "rules across the page {0} it", partial(cut, RULES)),
    (r"place in the box (\d) out", "elements before it in {box}", partial(cut, PLACES)),
    (r"place from the end in the box (\d) out", "elements after it in {box}", partial(cut, PLACES)),
    ("place from the end in the parent", "elements after it in the element around it", partial(cut, PLACES)),
    # the page
    ("(blocks|characters) of the page", "{0} of the page", logged),
    ("prose of the page", "characters of prose in the page", logged),
    ("longest prose of the page", "characters of the longest prose in the page", logged),
    ("link share of the page", "share of links in the page", share),
    ("prose share of the page", "share of prose in the page", share),
    ("prose blocks of the page", "share of blocks of prose in the page", share),
    ("headings a block of the page", "headings a block of the page", number),
    ("form controls in the page", "form controls in the page", logged),
    ("prices in the page|title stands in the page", "{name}", flag),
    ("(<[^>]+>) (of|in) the page", "{0} in the page", count),
    ("declared (.+)", "the page declares itself {0}", flag),
    ("in (.+)", "in a place named as {0}", flag),
)
"""Patterns of the names of columns, the first that fits counts; what a reader is told, `{0}` being the first group; the format."""


@cache
def wording(column: str) -> tuple[str, Format]:
    """What a column of the model is about, in words, and the format of its values; the bare name of one that is not known.

    >>> words, told = wording("link share 1 out")
    >>> words, told(0.25)
    ('share of links in the 2nd box around it', '25 %')
    """
    for pattern, words, told in WORDINGS:
        if found := re.fullmatch(pattern, column):
            return _filled(words, column, [group or "" for group in found.groups()]), told
    return column, number


def _filled(words: str, column: str, groups: list[str]) -> str:
    """The words, with what the groups of the pattern stand for."""
    beside = BESIDE.get(groups[-1].removeprefix(" at "), "") if groups else ""
    digit = int(groups[-1]) if groups and groups[-1].isdigit() else 0
    told = (group.replace("_", " ") for group in groups)
    return words.format(*told, name=column, beside=beside, box=BOXES[min(digit, len(BOXES) - 1)], up=UP[min(digit, len(UP) - 1)])
