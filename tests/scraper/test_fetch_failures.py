"""Why fetches fail, and when another attempt is worth it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from scraper.failures import FIRST_PAUSE, LONGEST_PAUSE, LONGEST_REQUESTED, Retry, reason_of, retry, retry_after

NOW = 1_000_000_000.0
"""Sun, 09 Sep 2001 01:46:40 GMT"""


@pytest.mark.parametrize(
    "error, reason",
    [
        (CannotResolveHostError("e.org"), "network.dns"),
        (DownloadConnectionRefusedError("e.org"), "network.refused"),
        (DownloadTimeoutError("180 s"), "network.timeout"),
        (TimeoutError(), "network.timeout"),
        (ResponseDataLossError(), "network.truncated"),
        (DownloadCancelledError("too large"), "content.too_large"),
        (IgnoreRequest("max redirections reached"), "redirect.too_many"),
        (OSError("SSL routines: wrong version number"), "network.tls"),
        (OSError("certificate verify failed"), "network.tls"),
        (OSError("connection reset by peer"), "network.failed"),
        (Exception(), "network.failed"),
    ],
)
def test_reason_of(error, reason):
    assert reason_of(error) == reason


def test_the_caller_names_a_silent_server():
    assert reason_of(TimeoutError(), "robots.unreachable") == "robots.unreachable"
    assert reason_of(CannotResolveHostError("e.org"), "robots.unreachable") == "network.dns"


@pytest.mark.parametrize(
    "reason", ["network.dns", "network.timeout", "network.refused", "network.failed", "http.500", "http.503", "http.429", "http.408"]
)
def test_trouble_that_may_pass_is_retried(reason):
    again = retry(reason, 0, 1, {}, NOW)
    assert again is not None
    assert NOW < again.at <= NOW + LONGEST_PAUSE * 1.25
    assert not again.whole_site


@pytest.mark.parametrize(
    "reason",
    ["http.400", "http.401", "http.403", "http.404", "http.410", "http.501", "network.tls", "content.too_large", "redirect.too_many"],
)
def test_trouble_that_stays_is_not_retried(reason):
    assert retry(reason, 0, 5, {}, NOW) is None


@pytest.mark.parametrize("attempts, allowed", [(0, 0), (1, 1), (2, 2), (3, 2)])
def test_attempts_come_to_an_end(attempts, allowed):
    assert retry("http.503", attempts, allowed, {}, NOW) is None
    assert retry("http.503", attempts, allowed, {b"Retry-After": b"5"}, NOW) is None


@pytest.mark.parametrize("attempts", range(12))
def test_the_pause_doubles_up_to_a_bound(attempts):
    again = retry("http.503", attempts, 20, {}, NOW)
    assert again is not None
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempts)
    assert 0.75 * pause <= again.at - NOW <= 1.25 * pause


@pytest.mark.parametrize(
    "header, again",
    [
        (b"5", Retry(NOW + 5, whole_site=True)),
        (b" 5 ", Retry(NOW + 5, whole_site=True)),
        (b"0", Retry(NOW, whole_site=True)),
        (b"3600", Retry(NOW + LONGEST_REQUESTED, whole_site=True)),
        (b"3601", None),
        (b"9" * 5000, None),
        (b"Sun, 09 Sep 2001 01:47:40 GMT", Retry(NOW + 60, whole_site=True)),
        (b"Sun, 09 Sep 2001 01:47:40", Retry(NOW + 60, whole_site=True)),
        (b"Sun, 09 Sep 2001 01:45:40 GMT", Retry(NOW, whole_site=True)),
        (b"Sun, 09 Sep 2001 02:46:41 GMT", None),
        (b"Fri, 31 Dec 9999 23:59:59 GMT", None),
    ],
)
def test_retry_after_is_kept_where_it_is_bearable(header, again):
    assert retry("http.503", 0, 2, {b"Retry-After": header}, NOW) == again


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"soon",
        b"-5",
        b"1.5",
        b"5 minutes",
        b"\xb2",
        b"\xff",
        b"Mon, 32 Jan 2024 00:00:00 GMT",
        b"Mon, 01 Jan 2024 00:00:00 +99999999999999999999",
        "5",
        5,
        None,
    ],
)
def test_a_garbled_retry_after_says_nothing(header):
    assert retry_after({b"Retry-After": header}, NOW) is None
    again = retry("http.503", 0, 2, {b"Retry-After": header}, NOW)
    assert again is not None
    assert not again.whole_site


def test_no_header_says_nothing():
    assert retry_after({}, NOW) is None


@given(
    st.one_of(st.binary(max_size=40), st.text("0123456789 :,+-GMTJanSu²", max_size=40).map(lambda text: text.encode("latin-1", "replace")))
)
@example("²".encode("latin-1"))
def test_retry_after_never_raises(header):
    seconds = retry_after({b"Retry-After": header}, NOW)
    assert seconds is None or seconds >= 0
