"""What elements say that they are, by tag, class, id and role: bits of an int (enum.IntFlag takes 20 times as long)."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files


class Place:
    """What an element or one of those around it says that it is."""

    NAVIGATION = 1 << 0
    SHARE = 1 << 1
    RELATED = 1 << 2
    COMMENT = 1 << 3
    PROMO = 1 << 4
    POPUP = 1 << 5
    COOKIE = 1 << 6
    NOTICE = 1 << 7
    BYLINE = 1 << 8
    BIO = 1 << 9
    CAPTION = 1 << 10
    REFERENCES = 1 << 11
    DEK = 1 << 12
    ASIDE = 1 << 13
    HEADER = 1 << 14
    FORM = 1 << 15


NAMES = tuple(name.lower() for name in vars(Place) if name.isupper())
"""The places in the order of their bits."""
NOWHERE = 0
TAGS = {
    "nav": Place.NAVIGATION,
    "footer": Place.NAVIGATION,
    "menu": Place.NAVIGATION,
    "search": Place.NAVIGATION,
    "aside": Place.ASIDE,
    "header": Place.HEADER,
    "dialog": Place.POPUP,
    "figcaption": Place.CAPTION,
    "form": Place.FORM,
    "fieldset": Place.FORM,
    "button": Place.FORM,
    "select": Place.FORM,
    "label": Place.FORM,
}
BOILERPLATE = (
    Place.NAVIGATION | Place.SHARE | Place.RELATED | Place.COMMENT | Place.PROMO | Place.POPUP | Place.COOKIE | Place.ASIDE | Place.BIO
)
"""Places that hold no editorial prose."""
MARK_WORD = re.compile(r"[a-z0-9]+")
MARKS_REMEMBERED = 8192


@cache
def _mark_words() -> dict[str, int]:
    data = tomllib.loads((files(__package__) / "marks.toml").read_text("utf-8"))
    return {word: getattr(Place, name.upper()) for name, words in data.items() for word in words}


@lru_cache(maxsize=MARKS_REMEMBERED)
def places(tag: str, marks: str) -> int:
    """What a tag and the words of its class, id or role say."""
    known = _mark_words()
    found = TAGS.get(tag, NOWHERE)
    for word in MARK_WORD.findall(marks):
        found |= known.get(word, NOWHERE)
    return found
