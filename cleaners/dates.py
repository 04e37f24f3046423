"""Dates as pages write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import lru_cache

from dateutil import parser as dateutil_parser

ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?$")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\b", re.IGNORECASE)
LONGEST_DATE = 60
"""Characters; a text longer than this holds more than a date."""
DEFAULT_DATES = (datetime(1, 1, 1), datetime(1, 2, 2))  # noqa: DTZ001 - only fill what the text leaves open
"""A date that comes out differently with each of them was not given in full."""


@lru_cache(maxsize=1024)
def iso_date(text: str | None, language: str | None = None) -> str | None:
    """The date in a short text (`2 March 2024`, `2024-03-02T10:00:00Z`, `2. März 2024`), None where there is none.

    A value that is ISO 8601 keeps its time and offset; of all others the day is given. A year alone is no date.
    """
    text = (text or "").strip()
    if not text or len(text) > LONGEST_DATE or not YEAR.search(text):
        return None
    if match := ISO.match(text):
        return _checked_iso(match)
    return _western(text) or _worldwide(text, language)


def _checked_iso(match: re.Match[str]) -> str | None:
    year, month, day, clock, offset = match.groups()
    try:
        datetime(int(year), int(month), int(day))  # noqa: DTZ001 - only tests that such a day exists
    except ValueError:
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


def _western(text: str) -> str | None:
    """English and numeric forms. `4.3.2024` is read as in Europe, `3/4/2024` as in America, `2024-3-4` as in ISO 8601."""
    if not DAY.search(YEAR.sub("", text)):
        return None
    dayfirst = "/" not in text and not YEAR.match(text)
    try:
        first, second = (dateutil_parser.parse(text, default=day, dayfirst=dayfirst, ignoretz=True).date() for day in DEFAULT_DATES)
    except (ValueError, OverflowError):
        return None
    return first.isoformat() if first == second and str(first.year) in YEAR.findall(text) else None


def _worldwide(text: str, language: str | None) -> str | None:
    """Forms of other languages, by their month names."""
    if not language or language.startswith("en"):
        return None
    import dateparser  # noqa: PLC0415 - slow to import, and few pages need it

    try:
        found = dateparser.parse(text, languages=[language.split("-")[0]], settings={"REQUIRE_PARTS": ["day", "month", "year"]})
    except ValueError:  # a language that dateparser does not know
        return None
    return found.date().isoformat() if found else None
