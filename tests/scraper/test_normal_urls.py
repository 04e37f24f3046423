"""One page, one URL: the normal form, and what is no URL at all."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.urls import host_twins, is_tracking, normal_url, with_scheme

SAME = [
    "http://e.org/",
    "https://e.org/",
    "http://e.org/a",
    "http://e.org/a/",
    "http://e.org/A",
    "http://e.org//a",
    "http://e.org/a=",
    "http://e.org/a=b",
    "http://e.org/a;v=1",
    "http://e.org/a?q",
    "http://e.org/a?b=2&b=1&c=".replace("b=2&b=1", "b=1&b=2"),
    "http://e.org/a%2Fb",
    "http://e.org/a%3Fb",
    "http://e.org/100%",
    "http://e.org/%25",
    "http://e.org/%252e",
    "http://e.org/...",
    "http://e.org/.well-known",
    "http://e.org/a..b",
    "http://e.org/%E4",
    "http://e.org:8080/",
    "http://[::1]/",
    "http://[::1]:8080/a",
    "http://127.0.0.1/",
    "http://xn--bcher-kva.example/",
    "http://e.org/a?utm=1",
    "http://e.org/a?reference=1",
    "http://e.org/utm_source=x",
]

REWRITE = [
    # surroundings
    ("  http://e.org/ ", "http://e.org/"),
    ("http://e.org/\n", "http://e.org/"),
    # case of scheme and host, not of the path
    ("HTTP://E.ORG/A", "http://e.org/A"),
    ("http://e.org", "http://e.org/"),
    ("http://e.org?q=1", "http://e.org/?q=1"),
    # port
    ("http://e.org:80/", "http://e.org/"),
    ("https://e.org:443/", "https://e.org/"),
    ("https://e.org:80/", "https://e.org:80/"),
    ("http://e.org:443/", "http://e.org:443/"),
    ("http://e.org:/", "http://e.org/"),
    ("http://e.org:0080/", "http://e.org/"),
    # who asks
    ("http://user:secret@e.org/", "http://e.org/"),
    # dot segments (RFC 3986, section 5.4)
    ("http://e.org/a/./b", "http://e.org/a/b"),
    ("http://e.org/a/../b", "http://e.org/b"),
    ("http://e.org/a/..", "http://e.org/"),
    ("http://e.org/a/.", "http://e.org/a/"),
    ("http://e.org/a/b/..", "http://e.org/a/"),
    ("http://e.org/..", "http://e.org/"),
    ("http://e.org/../../a", "http://e.org/a"),
    ("http://e.org/a/%2e%2e/b", "http://e.org/b"),
    ("http://e.org/a/%2E/b", "http://e.org/a/b"),
    # escapes
    ("http://e.org/%7Ea", "http://e.org/~a"),
    ("http://e.org/a%2fb", "http://e.org/a%2Fb"),
    ("http://e.org/a b", "http://e.org/a%20b"),
    ("http://e.org/ä", "http://e.org/%C3%A4"),
    ("http://e.org/%c3%a4", "http://e.org/%C3%A4"),
    ("http://e.org/?q=a%20b", "http://e.org/?q=a+b"),
    ("http://e.org/?q=ü", "http://e.org/?q=%C3%BC"),
    ("http://e.org/a\\b", "http://e.org/a/b"),
    ("http://e.org/a\tb", "http://e.org/ab"),
    # international names (RFC 3490)
    ("http://bücher.example/", "http://xn--bcher-kva.example/"),
    ("http://BÜCHER.example/", "http://xn--bcher-kva.example/"),
    ("http://e。org/", "http://e.org/"),
    # query
    ("http://e.org/?b=2&a=1", "http://e.org/?a=1&b=2"),
    ("http://e.org/?b=2&a=1&b=1", "http://e.org/?a=1&b=1&b=2"),
    ("http://e.org/?", "http://e.org/"),
    ("http://e.org/?&", "http://e.org/"),
    ("http://e.org/?=", "http://e.org/"),
    ("http://e.org/?&a=1&&b=2&", "http://e.org/?a=1&b=2"),
    ("http://e.org/?q=", "http://e.org/?q"),
    ("http://e.org/?q=a=b", "http://e.org/?q=a%3Db"),
    # tracking
    ("http://e.org/?utm_source=feed", "http://e.org/"),
    ("http://e.org/?UTM_Source=feed", "http://e.org/"),
    ("http://e.org/a?fbclid=1&id=7&utm_medium=x", "http://e.org/a?id=7"),
    ("http://e.org/a?gclid", "http://e.org/a"),
    # fragment
    ("http://e.org/a#b", "http://e.org/a"),
    ("http://e.org/#!/a", "http://e.org/"),
    ("http://e.org/a?b=1#c?d", "http://e.org/a?b=1"),
    # IPv6
    ("http://[::1]:80/", "http://[::1]/"),
    ("http://[2001:DB8::A]/", "http://[2001:db8::a]/"),
]

NONE = [
    "",
    " ",
    "e.org",
    "/a",
    "//e.org/a",
    "mailto:a@e.org",
    "javascript:void(0)",
    "ftp://e.org/",
    "data:text/html,a",
    "http:",
    "http://",
    "http:///a",
    "http://:80/",
    "http://user@/",
    "http://a b.org/",
    "http://<host>/",
    "http://\\",
    "http://\u00af/",
    "http://e.org:port/",
    "http://e.org:65536/",
    "http://e.org:-1/",
    "http://[::1/",
    "http://::1]/",
    "http://[zz]/",
    "http://e.org\uff03/",
]


@pytest.mark.parametrize("url", SAME)
def test_normal_url_noop(url):
    assert normal_url(url) == url


@pytest.mark.parametrize("url, normal", REWRITE)
def test_normal_url_rewrite(url, normal):
    assert normal_url(url) == normal


@pytest.mark.parametrize("url", NONE)
def test_what_is_no_web_url(url):
    assert normal_url(url) is None


PARTS = st.text(alphabet="aB1/.%2eEäß€?&=#+:;@~ -_[]\\\"'\x00\t", max_size=30)


@given(
    st.one_of(
        st.text(max_size=60), PARTS.map("http://e.org/{}".format), PARTS.map("https://{}/a?b".format), PARTS.map("http://e.org/?{}".format)
    )
)
@example("http://e.org/a=")
@example("http://e.org/%2525")
@example("http://e.org/?=&=")
def test_normal_url_never_raises_and_is_idempotent(url):
    normal = normal_url(url)
    if normal is not None:
        assert normal_url(normal) == normal


@given(st.lists(st.tuples(st.text("abc", min_size=1, max_size=2), st.text("xyz", min_size=1, max_size=2)), max_size=5), st.randoms())
def test_the_order_of_the_query_does_not_matter(pairs, random):
    shuffled = random.sample(pairs, len(pairs))
    first, second = ("http://e.org/?" + "&".join(f"{k}={v}" for k, v in some) for some in (pairs, shuffled))
    assert normal_url(first) == normal_url(second)


@pytest.mark.parametrize(
    "site, twins", [("e.org", ("e.org", "www.e.org")), ("www.e.org", ("e.org", "www.e.org")), ("e.org:81", ("e.org:81", "www.e.org:81"))]
)
def test_host_twins(site, twins):
    assert host_twins(site) == twins


@pytest.mark.parametrize(
    "typed, url",
    [
        ("e.org", "https://e.org"),
        ("e.org/blog", "https://e.org/blog"),
        ("http://e.org", "http://e.org"),
        ("ftp://e.org", "ftp://e.org"),
    ],
)
def test_with_scheme(typed, url):
    assert with_scheme(typed) == url


@pytest.mark.parametrize("name", ["fbclid", "FBCLID", "utm_source", "utm_", "UTM_x", "_ga"])
def test_tracking_parameters(name):
    assert is_tracking(name)


@pytest.mark.parametrize("name", ["", "id", "utm", "p", "ga", "fbclid2", "#"])
def test_parameters_that_track_nobody(name):
    assert not is_tracking(name)
