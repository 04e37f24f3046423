"""Cookie, legal, medical-disclaimer, editorial-policy and medical-review notices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..document import Label, Verdict
from ..features import Facts
from ..phrases import SAYS
from ..places import Place

if TYPE_CHECKING:
    from ..judge import Context

COOKIE = Verdict(Label.NOTICE, "notice.cookie", 0.9)
LEGAL = Verdict(Label.NOTICE, "notice.legal", 0.8)
MARKED = Verdict(Label.NOTICE, "notice.marked", 0.8)
REVIEW = Verdict(Label.NOTICE, "notice.review", 0.85)
CLOSED = frozenset({Label.TITLE, Label.HEADING, Label.REFERENCE, Label.COMMENT})


COPYRIGHT = ("©", "(c)", "copyright")
"""What the last line of a footer starts with."""
COPYRIGHT_CHARS = max(map(len, COPYRIGHT))
RIGHTS_START = "©(cC"
"""The first characters of these, looked at before the text is folded."""
TELLING = SAYS["cookie_button"] | SAYS["review_notice"] | SAYS["cookie_notice"] | SAYS["legal_notice"]


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts by place and by the phrases that such notices are made of."""
    columns = page.columns
    for fact in page.where((columns.says & TELLING) | ((columns.places | columns.near) & (Place.COOKIE | Place.NOTICE))):
        label = page.labels[fact.n]
        if (label is Label.NAVIGATION and claims_rights(fact.run.text)) or (label in CLOSED and not fact.places & Place.COOKIE):
            continue
        verdict = _notice(page, fact)
        if verdict and (verdict is REVIEW or fact.words <= page.thresholds.prose_words or not page.is_firm(fact)):
            yield fact.n, verdict


def claims_rights(text: str) -> bool:
    """Whether a text starts as the last line of a footer does."""
    return text[:1] in RIGHTS_START and text[:COPYRIGHT_CHARS].casefold().startswith(COPYRIGHT)


def _notice(page: Context, fact: Facts) -> Verdict | None:
    if fact.places & Place.COOKIE or (fact.words <= page.thresholds.prose_words and fact.says & SAYS["cookie_button"]):
        return COOKIE
    if fact.words > page.thresholds.notice_words or fact.link_share > page.thresholds.link_block_share:
        return None
    if fact.says & SAYS["review_notice"] and fact.words <= page.thresholds.byline_words:
        return REVIEW
    if not fact.inside and fact.says & SAYS["cookie_notice"]:
        return COOKIE
    if fact.near & Place.NOTICE:
        return MARKED
    return LEGAL if fact.says & SAYS["legal_notice"] else None
