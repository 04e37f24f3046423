"""Addresses as they stand in a page, and the URLs that they mean."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.addresses import base_url, host_of, join
from cleaners.parse import parse_text


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>x", "https://a.example/dir/page", id="no base element"),
        pytest.param("<base><p>x", "https://a.example/dir/page", id="no href"),
        pytest.param("<base href='/other/'><p>x", "https://a.example/other/", id="relative base"),
        pytest.param("<base href='https://b.example/'><base href='https://c.example/'>", "https://b.example/", id="the first one holds"),
        pytest.param("<base href='http://['><p>x", "http://[", id="broken"),
    ],
)
def test_base_url(markup, expected):
    assert base_url(parse_text(markup), "https://a.example/dir/page") == expected


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("b", "https://a.example/b"),
        (" b ", "https://a.example/b"),
        ("//c.example/", "https://c.example/"),
        ("#x", "https://a.example/#x"),
        ("mailto:lab@a.example", "mailto:lab@a.example"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_join(href, expected):
    assert join("https://a.example/", href) == expected


PIECES = st.sampled_from(
    [
        "http://",
        "https://",
        "HTTPS://",
        "//",
        "/",
        "cells.example",
        "a",
        "b-c",
        "é",
        "..",
        ".",
        ":",
        ";",
        "?",
        "#",
        "=",
        "x y",
        "\t",
        "%20",
        "[",
        "@",
    ]
)
ADDRESSES = st.lists(PIECES, max_size=8).map("".join)


@given(ADDRESSES.map("https://cells.example/".__add__) | ADDRESSES.map("http://cells.example".__add__) | ADDRESSES, ADDRESSES)
@settings(max_examples=300)
def test_join_is_urljoin(base, href):
    try:
        expected = urljoin(base, href.strip())
    except ValueError:
        expected = href.strip()
    assert join(base, href) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://cells.example/a", "cells.example"),
        ("HTTPS://WWW.Cells.Example:8080/a", "cells.example"),
        ("http://www.cells.example", "cells.example"),
        ("http://name@cells.example/", "cells.example"),
        ("/a", ""),
        ("mailto:lab@cells.example", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_host_of(url, expected):
    assert host_of(url) == expected
