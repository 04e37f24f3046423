"""Why a fetch failed, by a stable name, and whether trying again can help."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

RETRIED_STATUS = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
"""Status codes of trouble that may pass."""
FINAL = frozenset({"content.too_large", "redirect.too_many", "network.tls"})
FIRST_PAUSE = 1.0
"""Seconds before the second attempt; doubled for each further one."""
LONGEST_PAUSE = 60.0
LONGEST_REQUESTED = 3600.0
"""Seconds of Retry-After up to which a crawl waits; beyond it the page is failed and the next run tries again."""
REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "network.dns"),
    (DownloadConnectionRefusedError, "network.refused"),
    (DownloadTimeoutError, "network.timeout"),
    (TimeoutError, "network.timeout"),
    (ResponseDataLossError, "network.truncated"),
    (DownloadCancelledError, "content.too_large"),
    (IgnoreRequest, "redirect.too_many"),
)


def reason_of(error: BaseException, timeout: str = "network.timeout") -> str:
    """The name of a download error; `timeout` names a server that does not answer."""
    for kind, reason in REASONS:
        if isinstance(error, kind):
            return timeout if reason == "network.timeout" else reason
    words = f"{type(error).__name__} {error}".lower()
    return "network.tls" if "ssl" in words or "tls" in words or "certificate" in words else "network.failed"


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again at this moment (seconds since the epoch)."""

    at: float
    whole_site: bool
    """Whether the server asked to be left alone altogether."""


def retry(reason: str, attempts: int, allowed: int, headers: Mapping[bytes, object], now: float) -> Retry | None:
    """When to try again after a failure, None to give up.

    `attempts` were made before this one, `allowed` further ones may follow the first. Retry-After (RFC 9110, section
    10.2.3) is kept where it is bearable; else the pause doubles from attempt to attempt, with some randomness, so
    that retries do not come in step.
    """
    if attempts >= allowed or reason in FINAL:
        return None
    if reason.startswith("http.") and int(reason.removeprefix("http.")) not in RETRIED_STATUS:
        return None
    asked = retry_after(headers, now)
    if asked is not None:
        return Retry(now + asked, whole_site=True) if asked <= LONGEST_REQUESTED else None
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempts)
    return Retry(now + pause * random.uniform(0.75, 1.25), whole_site=False)  # noqa: S311 - no secret


def retry_after(headers: Mapping[bytes, object], now: float) -> float | None:
    """Seconds that a response asks to wait, None when it does not say."""
    raw = headers.get(b"Retry-After")
    if not isinstance(raw, bytes):
        return None
    text = raw.decode("latin-1").strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now)
