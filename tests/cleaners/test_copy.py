"""Text that stands in the page twice is the article's once."""

from __future__ import annotations

import pytest

from cleaners import clean
from cleaners.document import Label

ONE = (
    "The trial enrolled forty adults with knee osteoarthritis, who received either cultured stromal cells or saline, "
    "and neither they nor their physicians knew which until the last visit a year later."
)
TWO = (
    "Pain fell in both groups by about the same amount, which is why the authors, who had hoped for more, advise "
    "against offering the injection outside of studies for the time being."
)
TEXT = f"<h2>What was found</h2><p>{ONE}</p><p>{TWO}</p>"
MORE = "".join(
    f"<p>In year {n} the registry counted {n * 17} further patients, and their physicians wrote down every unwanted effect, "
    "however slight it seemed to them, for the report that the ministry prints in autumn.</p>"
    for n in range(1, 5)
)


def page(first: str, second: str) -> str:
    return f"<html><body><main><h1>Cells for the knee</h1><div class=wide>{first}{MORE}</div><div class=narrow>{second}</div></main></body></html>"


def reasons(html: str) -> list[str]:
    return [block.reason for block in clean(html).blocks]


def test_the_copy_of_a_passage_is_no_body() -> None:
    blocks = clean(page(TEXT, TEXT)).blocks
    assert [block.reason for block in blocks[-3:]] == ["other.copy"] * 3
    assert [block.label for block in blocks[1:4]] == [Label.HEADING, Label.BODY, Label.BODY]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(f"<p>{ONE[:-1]}, or two.</p>", id="another ending"),
        pytest.param("<h2>What was found</h2><p>Another thing altogether, of which the report says little.</p>", id="only the heading"),
    ],
)
def test_other_text_is_no_copy(second: str) -> None:
    assert "other.copy" not in reasons(page(TEXT, second))


def test_a_refrain_is_no_copy() -> None:
    assert "other.copy" not in reasons(page(TEXT + f"<p>{ONE}</p>", ""))
