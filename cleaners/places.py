"""What elements say that they are, by tag, class, id and role: bits of an int (enum.IntFlag takes 20 times as long)."""

from __future__ import annotations

import tomllib
from functools import cache
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


@cache
def places_of_words() -> dict[str, int]:
    """The place that a word of a class, id or role names."""
    data = tomllib.loads((files(__package__) / "marks.toml").read_text("utf-8"))
    return {word: getattr(Place, name.upper()) for name, words in data.items() for word in words}
