"""Dates as pages write them, to ISO 8601."""

from __future__ import annotations

import re
import tomllib
from datetime import date, time
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?$", re.ASCII)
YEAR = re.compile(r"(?:19|20)\d\d(?<!\d{5})(?!\d)", re.ASCII)
"""Looks behind at its end: what starts with a known character is found quickly."""
LONGEST_DATE = 60
"""Characters; a text longer than this holds more than a date."""
OTHER_WORDS = 4
"""Words beside a date that is alone in its text: weekday, hour, half of the day, time zone."""
SHORT_WORD = 3
"""Letters of what may stand behind a day or a month: `2nd`, `1er`, `del`, `năm`."""
SHORTER_WORD = 2
"""Letters of a word between day and month: `of`, `de`. What is longer counts something (`5 min, March 2024`)."""
MONTH_WORDS = 3
"""Words between day and year: the month, and a short one before it and after it."""
MONTHS_OF_YEAR = 12
DIGITS = str.maketrans({chr(zero + n): str(n) for zero in (0x0660, 0x06F0, 0x0966, 0xFF10) for n in range(10)})
"""Arabic, Persian, Devanagari and full-width digits."""
OTHER_DIGIT = re.compile(f"[{''.join(map(chr, DIGITS))}]")
DAY_FIRST_ENGLISH = frozenset({"en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-za", "en-sg", "en-hk", "en-ng", "en-ke"})
"""English with the day before the month (CLDR, short date patterns)."""
FORMS = re.compile(
    r"""
    (?<!\d)(?P<y1>(?:19|20)\d\d)(?:(?P<s1>[-/])|\.\s?|\s?[年년]\s?)(?P<m1>\d{1,2})(?:(?(s1)(?P=s1)|(?:\.\s?|\s?[月월]\s?)))(?P<d1>\d{1,2})(?![\d])
    | (?<!\d)(?P<a2>\d{1,2})(?P<s2>[-/.])\s?(?P<b2>\d{1,2})(?P=s2)\s?(?P<y2>(?:19|20)\d\d)(?!\d)
    | (?<!\d)(?P<d3>\d{1,2})(?!\d)(?P<m3>[^\d\n]{2,32}?|\s\S{3,8}\s\d{1,2}\D{1,8}?)(?P<y3>(?:19|20)\d\d)(?!\d)
    | (?P<m4>[^\W\d_][^\s\d,/-]{1,19})[\s-]{1,3}(?P<d4>\d{1,2})(?!\d)[^\W\d_]{0,3}[\s,.-]{1,4}(?P<y4>(?:19|20)\d\d)(?!\d)
    | (?<!\d)(?P<y5>(?:19|20)\d\d)[\s.,-]{1,3}(?P<m5>[^\W\d_][^\s\d,/-]{1,19})[\s-]{1,3}(?P<d5>\d{1,2})(?!\d)
    """,
    re.VERBOSE,
)
"""`2024-3-2`, `2024. 3. 2`, `2024年3月2日`; `2.3.2024`; `2nd of March 2024`; `March 2, 2024`; `2024. március 2`."""
BEFORE_YEAR = 34
"""Characters of a date that can stand before its year, as `FORMS` has them: two digits, and 32 around the month."""
CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\.\d+)?|[+-]\d{1,2}(?::?\d{2})?(?!\d)|\b\d{1,2}(?=\s?[ap]\.?m)", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")
COMPACT = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?$", re.ASCII)
IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/])(\d\d?)\2(\d\d?)(?=[-/_+.]|$)", re.ASCII)


@lru_cache(maxsize=1024)
def iso_date(text: str | None, language: str | None = None) -> str | None:
    """The date that a short text is (`2 March 2024`, `2024-03-02T10:00:00Z`, `2. März 2024`), None where it is another thing.

    A value that is ISO 8601 keeps its time and offset; of all others the day is given. A year alone is no date.
    """
    text = (text or "").strip()
    if not text or len(text) > LONGEST_DATE:
        return None
    if match := ISO.match(text):
        return _checked_iso(match)
    if match := COMPACT.match(text):
        return _day(*match.groups())
    for start, end, found in dates_in(text, language):
        rest = CLOCK.sub(" ", text[:start] + " " + text[end:])
        words = WORD.findall(rest)
        return found if len(words) <= OTHER_WORDS and not any(word.isdigit() for word in words) else None
    return None


def dates_in(text: str, language: str | None = None) -> Iterator[tuple[int, int, str]]:
    """The full dates in a text: where each starts and ends, and its ISO form.

    `4.3.2024` is read as in Europe, `3/4/2024` as the page's language writes it (as in America where that is unknown).
    """
    if not text.isascii() and OTHER_DIGIT.search(text):
        text = text.translate(DIGITS)
    position = 0
    while year := YEAR.search(text, position):
        match = FORMS.search(text, max(position, year.start() - BEFORE_YEAR))
        if not match:
            return
        found = _read(match, language)
        position = match.end() if found else match.start() + 1
        if found:
            yield match.start(), match.end(), found


def date_in_path(path: str) -> str | None:
    """The day in a URL's path (`/2024/03/02/grafts`)."""
    match = IN_PATH.search(path)
    return _day(match[1], match[3], match[4]) if match else None


def _read(match: re.Match[str], language: str | None) -> str | None:
    """The day that a match of `FORMS` means."""
    n = (match.lastgroup or "")[-1:]
    if n == "1":
        return _day(match["y1"], match["m1"], match["d1"])
    if n == "2":
        return _numbers(match["a2"], match["b2"], match["y2"], month_first=match["s2"] == "/" and _month_first(language))
    month = _month_between(match["m3"]) if n == "3" else months().get(match[f"m{n}"].casefold().rstrip("."))
    return _day(match[f"y{n}"], month, match[f"d{n}"]) if month else None


def _numbers(first: str, second: str, year: str, *, month_first: bool) -> str | None:
    """The day of `3/4/2024`; what cannot be a month is the day."""
    if month_first or int(second) > MONTHS_OF_YEAR:
        return _day(year, first, second) or _day(year, second, first)
    return _day(year, second, first)


def _month_first(language: str | None) -> bool:
    tag = (language or "en").lower().replace("_", "-")
    return tag.split("-")[0] == "en" and tag not in DAY_FIRST_ENGLISH


def _month_between(text: str) -> int | None:
    """The month named between a day and a year, where nothing else stands but short words."""
    words = BETWEEN.sub(" ", text.casefold()).split()
    if len(words) > MONTH_WORDS:
        return None
    shortest = [len(word) - SHORT_WORD if n or not text[0].isspace() else len(word) - SHORTER_WORD for n, word in enumerate(words)]
    for size in (1, 2):
        for start in range(len(words) - size + 1):
            month = months().get(" ".join(words[start : start + size]))
            if month and all(excess <= 0 for excess in shortest[:start] + shortest[start + size :]):
                return month
    return None


BETWEEN = re.compile(r"[-/,.]")


@cache
def months() -> dict[str, int]:
    """The number of a month by its folded names in the languages that there are words for."""
    data = tomllib.loads((files(__package__) / "months.toml").read_text("utf-8"))
    return {name: number for number, names in enumerate(data.values(), 1) for name in names}


def _day(year: str, month: str | int, day: str) -> str | None:
    """The ISO form of a day, if there is such a day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _checked_iso(match: re.Match[str]) -> str | None:
    year, month, day, clock, offset = match.groups()
    if not YEAR.match(year) or not _day(year, month, day):
        return None
    if not clock or not _is_time(clock):
        return f"{year}-{month}-{day}"
    return f"{year}-{month}-{day}T{clock}{(offset or '').replace('Z', '+00:00')}"


def _is_time(clock: str) -> bool:
    """Whether there is such a time of day."""
    try:
        time.fromisoformat(clock)
    except ValueError:
        return False
    return True
