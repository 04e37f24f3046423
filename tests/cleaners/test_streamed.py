"""Parts that a server sent late stand where a browser shows them."""

from __future__ import annotations

import pytest

from cleaners import clean

PAGE = """<body><main><h1>Grafts</h1><!--$?--><template id="{b}"></template>{wait}<!--/$--><p>After the hole.</p></main>
<footer>Imprint</footer><div hidden id="{s}">{part}</div><script>$RC("{b}","{s}")</script></body>"""


def texts(html: str) -> list[str]:
    return [block.text for block in clean(html).blocks if not block.hidden]


@pytest.mark.parametrize(
    ("b", "s", "part", "expected"),
    [
        ("B:0", "S:0", "<p>Late.</p>", ["Grafts", "Late.", "After the hole.", "Imprint"]),
        (
            "B:1f",
            "S:1f",
            "Bare <b>text</b>, then<p>a paragraph.</p>",
            ["Grafts", "Bare text, then", "a paragraph.", "After the hole.", "Imprint"],
        ),
        ("x-B:0", "x-S:0", "<p>Late.</p>", ["Grafts", "Late.", "After the hole.", "Imprint"]),
        ("B:0", "S:1", "<p>For another hole.</p>", ["Grafts", "After the hole.", "Imprint"]),
        ("B:0", "x-S:0", "<p>Of another root.</p>", ["Grafts", "After the hole.", "Imprint"]),
        ("B:0", "S:0", "", ["Grafts", "After the hole.", "Imprint"]),
    ],
)
def test_a_late_part_fills_its_hole(b: str, s: str, part: str, expected: list[str]) -> None:
    assert texts(PAGE.format(b=b, s=s, part=part, wait="")) == expected


def test_parts_have_holes_of_their_own() -> None:
    page = PAGE.format(b="B:0", s="S:0", part='<h2>Cells</h2><template id="P:3"></template><p>End.</p>', wait="")
    page = page.replace("</body>", '<div hidden id="S:3"><p>Middle.</p></div></body>')
    assert texts(page) == ["Grafts", "Cells", "Middle.", "End.", "After the hole.", "Imprint"]


def test_a_part_that_holds_its_own_hole_stays() -> None:
    assert texts('<p>Seen.</p><div hidden id="S:0"><p>Lost.</p><template id="B:0"></template></div>') == ["Seen."]


def test_other_hidden_text_stays_hidden() -> None:
    blocks = clean('<p>Seen.</p><template id="B:0"></template><div hidden id="SS:0x"><p>Not seen.</p></div>').blocks
    assert [(block.text, block.hidden) for block in blocks] == [("Seen.", False), ("Not seen.", True)]
