"""The bibliography: an item's text without its furniture, and the fields that stand in plain sight."""

from __future__ import annotations

import pytest

from cleaners import clean
from cleaners.document import Block, Kind, Label, Link, Verdict
from cleaners.references import raw_text, references


def item(text, *links, label=Label.REFERENCE, n=0):
    return Block(
        n, Kind.LIST_ITEM, text, "/html[1]", tuple(Link(href, words) for href, words in links), trail=(Verdict(label, "x.y", 0.9),)
    )


ITEM = "Ashby R. Grafts. J Cell. 2019;3:1-9."


@pytest.mark.parametrize(
    ("text", "links", "raw"),
    [
        pytest.param(ITEM, [], ITEM, id="noop"),
        pytest.param("1. " + ITEM, [], ITEM, id="number with a dot"),
        pytest.param("[12] " + ITEM, [], ITEM, id="number in brackets"),
        pytest.param("(3) " + ITEM, [], ITEM, id="number in round brackets"),
        pytest.param("4) " + ITEM, [], ITEM, id="number with a bracket"),
        pytest.param("5\t" + ITEM, [], ITEM, id="number in a cell"),
        pytest.param("^ " + ITEM, [], ITEM, id="back arrow"),
        pytest.param("2019 was a year. J Cell.", [], "2019 was a year. J Cell.", id="a year in front stays"),
        pytest.param("10.1016/j.stem.2019", [], "10.1016/j.stem.2019", id="a DOI in front stays"),
        pytest.param(ITEM + " PubMed", [("u", "PubMed")], ITEM, id="link word"),
        pytest.param(ITEM + " [PubMed] [CrossRef]", [("u", "PubMed"), ("v", "CrossRef")], ITEM, id="two link words"),
        pytest.param(ITEM + " Google Scholar →", [("u", "Google Scholar →")], ITEM, id="link word with an arrow"),
        pytest.param("Ashby R. PubMed grafts. 2019.", [], "Ashby R. PubMed grafts. 2019.", id="the word without a link"),
        pytest.param(
            "Ashby R. Grafts in marrow. 2019.", [("u", "Grafts in marrow")], "Ashby R. Grafts in marrow. 2019.", id="a linked title"
        ),
        pytest.param("Ashby R.\nGrafts.", [], "Ashby R. Grafts.", id="lines"),
    ],
)
def test_raw_text(text, links, raw):
    assert raw_text(item(text, *links)) == raw


@pytest.mark.parametrize(
    ("text", "links", "fields"),
    [
        pytest.param("Ashby R. Grafts.", [], {}, id="noop"),
        pytest.param("Ashby R. 2019.", [], {"issued": {"date-parts": [[2019]]}}, id="year"),
        pytest.param("Ashby R (2019a) Grafts.", [], {"issued": {"date-parts": [[2019]]}}, id="year with a letter"),
        pytest.param("Ashby R. doi:10.1000/xyz.", [], {"DOI": "10.1000/xyz"}, id="DOI in the text"),
        pytest.param("10.1016/j.stem", [], {"DOI": "10.1016/j.stem"}, id="nothing but a DOI"),
        pytest.param(
            "Ashby R.",
            [("https://doi.org/10.1000%2Fx-1", "Grafts")],
            {"DOI": "10.1000/x-1", "URL": "https://doi.org/10.1000%2Fx-1"},
            id="DOI in the link",
        ),
        pytest.param("Ashby R. PMID: 123456", [], {"PMID": "123456"}, id="PMID"),
        pytest.param(
            "Ashby R.",
            [("https://pubmed.ncbi.nlm.nih.gov/123456/", "PubMed")],
            {"PMID": "123456", "URL": "https://pubmed.ncbi.nlm.nih.gov/123456/"},
            id="PMID in the link",
        ),
        pytest.param(
            "Ashby R.",
            [("https://www.ncbi.nlm.nih.gov/pubmed/123456", "PubMed")],
            {"PMID": "123456", "URL": "https://www.ncbi.nlm.nih.gov/pubmed/123456"},
            id="PMID in the old link",
        ),
        pytest.param("Ashby R. 3 patients, p. 1234.", [], {}, id="no year"),
    ],
)
def test_fields(text, links, fields):
    (reference,) = references([item(text, *links)])
    assert dict(reference.fields) == fields
    assert reference.confidence.keys() == fields.keys()
    assert all(0 < value <= 1 for value in reference.confidence.values())


def test_only_references_are_numbered_and_each_names_its_block():
    blocks = [item("body", label=Label.BODY), item("1. A", n=1), item("2.", n=2), item("2. B", ("u", "x"), ("u", "y"), n=3)]
    assert [(r.id, r.raw, r.block, r.links) for r in references(blocks)] == [("r1", "A", 1, ()), ("r2", "B", 3, ("u",))]


PROSE = "<p>" + "Grafted cells settle in the marrow and divide there for many years after. " * 10 + "</p>"


@pytest.mark.parametrize("heading", ["<h2>References</h2>", "<p><b>Sources</b></p>", "<h3>Works cited</h3>"])
@pytest.mark.parametrize(
    "markup",
    [
        "<ol><li>{}<li>{}<li>{}</ol>",
        "<p>1. {}</p><p>2. {}</p><p>3. {}</p>",
        "<table><tr><td>1.<td>{}<tr><td>2.<td>{}<tr><td>3.<td>{}</table>",
    ],
)
def test_a_bibliography_in_a_page(heading, markup):
    items = [f"Ashby R. Grafts {name}. J Cell. 2019;3:1-9." for name in ("one", "two", "three")]
    document = clean(f"<main><h1>On grafts</h1>{PROSE}{heading}{markup.format(*items)}</main>", "https://cells.example/a")
    assert [reference.raw for reference in document.references] == items
    assert [reference.block for reference in document.references] == [block.n for block in document.with_label("reference")]


def test_no_bibliography_is_invented():
    document = clean(f"<main><h1>On grafts</h1>{PROSE}<ul><li>rest<li>water<li>sleep</ul></main>")
    assert document.references == ()
