"""Which addresses are on the public internet, and which requests leave."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request, Spider
from scrapy.utils.test import get_crawler

from scraper.guard import Guard, is_public
from scraper.refusal import RefusedError

PRIVATE = [
    ("127.0.0.1", "loopback"),
    ("127.255.255.254", "loopback"),
    ("0.0.0.0", "this host"),
    ("10.0.0.1", "RFC 1918"),
    ("172.16.0.1", "RFC 1918"),
    ("172.31.255.255", "RFC 1918"),
    ("192.168.1.1", "RFC 1918"),
    ("169.254.169.254", "link-local: metadata of a cloud"),
    ("100.64.0.1", "CGNAT"),
    ("100.127.255.255", "CGNAT"),
    ("192.0.2.1", "documentation"),
    ("198.18.0.1", "benchmarks"),
    ("224.0.0.1", "multicast"),
    ("239.255.255.250", "multicast"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "broadcast"),
    ("::", "unspecified"),
    ("::1", "loopback"),
    ("::ffff:127.0.0.1", "IPv4-mapped loopback"),
    ("::ffff:10.0.0.1", "IPv4-mapped RFC 1918"),
    ("::127.0.0.1", "IPv4-compatible loopback"),
    ("fc00::1", "unique local"),
    ("fdff::1", "unique local"),
    ("fe80::1", "link-local"),
    ("fe80::1%eth0", "link-local with its zone"),
    ("fec0::1", "site-local"),
    ("ff02::1", "multicast"),
    ("ff0e::1", "multicast of global scope"),
    ("2002:7f00:1::", "6to4 of loopback"),
    ("2002:a00:1::1", "6to4 of RFC 1918"),
    ("64:ff9b::7f00:1", "NAT64 of loopback"),
    ("64:ff9b::a00:1", "NAT64 of RFC 1918"),
    ("64:ff9b:1::1", "local NAT64"),
    ("2001::1", "Teredo"),
    ("2001:db8::1", "documentation"),
]

PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "192.167.255.255",
    "2606:4700:4700::1111",
    "2001:4860:4860::8888",
    "::ffff:8.8.8.8",
    "2002:808:808::",
    "64:ff9b::808:808",
]


@pytest.mark.parametrize("address", [pytest.param(address, id=f"{address} {why}") for address, why in PRIVATE])
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_judged_alike(address):
    assert is_public(f"::ffff:{address}") == is_public(str(address))
    high, low = divmod(int(address), 1 << 16)
    assert is_public(f"2002:{high:x}:{low:x}::") == is_public(str(address))


def check(url: str, **settings: object) -> str | None:
    """The reason for which the guard refuses a request."""
    guard = Guard(get_crawler(Spider, {"TELNETCONSOLE_ENABLED": False, **settings}))
    try:
        asyncio.run(guard.process_request(Request(url)))
    except RefusedError as refused:
        return refused.reason
    return None


@pytest.mark.parametrize(
    "url, reason",
    [
        ("http://8.8.8.8/", None),
        ("https://[2606:4700:4700::1111]/", None),
        ("http://127.0.0.1/", "guard.private"),
        ("http://127.1/", "guard.private"),
        ("http://2130706433/", "guard.private"),
        ("http://0x7f000001/", "guard.private"),
        ("http://localhost/", "guard.private"),
        ("http://[::1]/", "guard.private"),
        ("http://[::ffff:127.0.0.1]/", "guard.private"),
        ("ftp://8.8.8.8/", "guard.scheme"),
        ("file:///etc/passwd", "guard.scheme"),
        ("data:,x", "guard.scheme"),
    ],
)
def test_what_may_leave(url, reason):
    assert check(url) == reason


@pytest.mark.parametrize("url, reason", [("http://127.0.0.1/", None), ("http://10.0.0.1/", None), ("file:///etc/passwd", "guard.scheme")])
def test_what_may_leave_where_private_networks_are_allowed(url, reason):
    assert check(url, MARROW_ALLOW_PRIVATE_NETWORKS=True) == reason
