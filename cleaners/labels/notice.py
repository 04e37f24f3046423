"""Cookie, legal, medical-disclaimer, editorial-policy and medical-review notices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..document import Label, Verdict
from ..features import Facts, Place

if TYPE_CHECKING:
    from ..judge import Context

COOKIE = Verdict(Label.NOTICE, "notice.cookie", 0.9)
LEGAL = Verdict(Label.NOTICE, "notice.legal", 0.8)
MARKED = Verdict(Label.NOTICE, "notice.marked", 0.8)
REVIEW = Verdict(Label.NOTICE, "notice.review", 0.85)
CLOSED = frozenset({Label.TITLE, Label.HEADING, Label.REFERENCE, Label.COMMENT})
COPYRIGHT = ("©", "(c)", "copyright")


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts by place and by the phrases that such notices are made of."""
    for fact in page.blocks:
        if page.labels[fact.n] in CLOSED and not fact.places & Place.COOKIE:
            continue
        verdict = _notice(page, fact)
        if verdict:
            yield fact.n, verdict


def _notice(page: Context, fact: Facts) -> Verdict | None:
    words, text = page.words, fact.run.text
    if fact.places & Place.COOKIE or (fact.words <= page.thresholds.prose_words and words.whole("cookie_button", fact.tokens)):
        return COOKIE
    if fact.words > page.thresholds.notice_words or fact.link_share > page.thresholds.link_block_share:
        return None
    if words.prefix("review_notice", fact.tokens) and fact.words <= page.thresholds.byline_words:
        return REVIEW
    if not fact.inside and words.phrase("cookie_notice", fact.tokens):
        return COOKIE
    if fact.near & Place.NOTICE:
        return MARKED
    if words.phrase("legal_notice", fact.tokens) or text.casefold().startswith(COPYRIGHT):
        return LEGAL
    return None
