"""Dates as pages write them."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaners
from cleaners.dates import date_in_path, dates_in, iso_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-02", "2024-03-02"),
        (" 2024-03-02 ", "2024-03-02"),
        ("2024-03-02T10:00:00Z", "2024-03-02T10:00:00+00:00"),
        ("2024-03-02T10:00:00.123Z", "2024-03-02T10:00:00+00:00"),
        ("2024-03-02 10:00", "2024-03-02T10:00"),
        ("2024-03-02T10:00:00+01:00", "2024-03-02T10:00:00+01:00"),
        ("2024-03-02T10:00:00 +0100", "2024-03-02T10:00:00+0100"),
        ("2024-03-02T25:99", "2024-03-02"),
        ("2024-03-04 10:00:00 UTC", "2024-03-04"),
        ("2024-03-04T10:00+01", "2024-03-04"),
        ("2024-3-4", "2024-03-04"),
        ("2024.03.04", "2024-03-04"),
        ("2 March 2024", "2024-03-02"),
        ("March 2, 2024", "2024-03-02"),
        ("2 Mar 2024, 10:30", "2024-03-02"),
        ("2 March 2024 10:00 XYZ", "2024-03-02"),
        ("Sat, 02 Mar 2024 10:00:00 GMT", "2024-03-02"),
        ("March 2nd, 2024", "2024-03-02"),
        ("2.3.2024", "2024-03-02"),
        ("02-03-2024", "2024-03-02"),
        ("3/2/2024", "2024-03-02"),
        ("31/12/2024", "2024-12-31"),
    ],
)
def test_reads_english_and_numbers(text, expected):
    assert iso_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "   ",
        "2024",
        "March 2024",
        "Updated March 2024 at 10:30",
        "5 2024",
        "1 2 3 2024",
        "12 patients, 2024",
        "2024-02-30",
        "2024-13-01",
        "31 February 2024",
        "2 March 1789",
        "no date",
        "2 March",
        "Cells divide. " * 10 + "2 March 2024",
    ],
)
def test_invents_no_date(text):
    assert iso_date(text) is None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2. März 2024", "de", "2024-03-02"),
        ("2. März 2024", "de-AT", "2024-03-02"),
        ("2 de marzo de 2024", "es", "2024-03-02"),
        ("2 mars 2024", "fr", "2024-03-02"),
        ("2 марта 2024 г.", "ru", "2024-03-02"),
        ("2024年3月2日", "ja", "2024-03-02"),
        ("2024年3月2日", "zh", "2024-03-02"),
        ("März 2024", "de", None),
        ("2. März 2024", None, "2024-03-02"),
        ("2. März 2024", "en", "2024-03-02"),
        ("1er mars 2024", "xx", "2024-03-01"),
        ("2. Quartal 2024", "de", None),
        ("2024-03-02", "de", "2024-03-02"),
        ("2 marca 2024 r.", "pl", "2024-03-02"),
        ("2 Μαρτίου 2024", "el", "2024-03-02"),
        ("2024. március 2.", "hu", "2024-03-02"),
        ("2024년 3월 2일", "ko", "2024-03-02"),
        ("2024. 3. 2.", "ko", "2024-03-02"),
        ("2 tháng 3, 2024", "vi", "2024-03-02"),
        ("٢ مارس ٢٠٢٤", "ar", "2024-03-02"),
        ("2 मार्च 2024", "hi", "2024-03-02"),
        ("2 במרץ 2024", "he", "2024-03-02"),
        ("3/4/2024", "en-US", "2024-03-04"),
        ("3/4/2024", "en-GB", "2024-04-03"),
        ("3/4/2024", "fr", "2024-04-03"),
        ("12/31/2024", "fr", "2024-12-31"),
    ],
)
def test_reads_other_languages(text, language, expected):
    assert iso_date(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Cells divide within 12 days.", []),
        ("5 min · March 2024", []),
        ("12 patients in May 2024", []),
        ("Grafts 2023-2024", []),
        ("Updated: December 9, 2025", ["2025-12-09"]),
        ("Published 12 March 2024, updated 3 June 2024", ["2024-03-12", "2024-06-03"]),
        ("By Ruth Ashby | Nov 4th, 2025 | 3 min read", ["2025-11-04"]),
        ("10 min read 2024-03-02", ["2024-03-02"]),
        ("Veröffentlicht am 2. März 2024 um 10:30 Uhr", ["2024-03-02"]),
    ],
)
def test_dates_within_a_text(text, expected):
    assert [found for _, _, found in dates_in(text)] == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2024/03/02/grafts", "2024-03-02"),
        ("/news/2024-3-2-grafts", "2024-03-02"),
        ("/news/2024/3/2", "2024-03-02"),
        ("/news/2024/03/grafts", None),
        ("/news/2024/13/02/grafts", None),
        ("/item/120240302", None),
        ("/", None),
    ],
)
def test_dates_in_a_path(path, expected):
    assert date_in_path(path) == expected


def test_no_month_name_means_two_months():
    data = tomllib.loads((Path(cleaners.__file__).parent / "months.toml").read_text("utf-8"))
    names = [name for entries in data.values() for name in entries]
    assert len(data) == 12
    assert len(names) == len(set(names))
    assert [name for name in names if name != name.casefold().strip()] == []
    assert all(entries == sorted(entries) for entries in data.values())


SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?([+-]\d{2}:?\d{2})?)?", re.ASCII)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%m/%d/%Y"]))
@settings(max_examples=40)
def test_every_day_is_read_in_every_form(day, form):
    assert iso_date(day.strftime(form)) == day.isoformat()


@given(st.text("0123456789 -:/.TZ+,Marchy年٢２", max_size=30).map(lambda text: text + " 2024"), st.sampled_from([None, "de", "ja", "xx-"]))
def test_what_is_found_has_the_shape_of_iso_8601(text, language):
    found = iso_date(text, language)
    assert found is None or SHAPE.fullmatch(found)
