"""Why a request is not sent, as an exception with a typed reason."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from pipelines.tables import State


class RefusedError(IgnoreRequest):
    """A request is not sent; `reason` is the dotted name that the URL is counted under."""

    def __init__(self, reason: str, detail: str, state: State = State.FILTERED) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.state = state
