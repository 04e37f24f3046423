"""The quality gate: F1 of each label over the words of the fixture pages. A floor is lowered only by hand, with a sentence why."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict

import pytest
from processes import ROOT

from cleaners import clean

FIXTURES = ROOT / "fixtures"
WORD = re.compile(r"\w+")
FLOORS = {
    "title": 0.98,
    "dek": 0.84,
    "heading": 0.89,
    "body": 0.955,
    "reference": 0.97,
    "promo": 0.77,
    "filler": 0.83,
    "byline": 0.90,
    "caption": 0.87,
    "related": 0.87,
    "navigation": 0.81,
    "notice": 0.95,
    "comment": 0.99,
}


def words(text):
    return Counter(WORD.findall(text.lower()))


@pytest.fixture(scope="module")
def scores():
    sums = defaultdict(lambda: [0, 0, 0])
    routes = {route["path"]: route for route in json.loads((FIXTURES / "site" / "routes.json").read_text("utf-8"))}
    for path in sorted((FIXTURES / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        route = routes[gold["url_path"]]
        page = (FIXTURES / "site" / route["file"]).read_bytes()
        document = clean(page, url="https://cells.example" + gold["url_path"], headers={"content-type": route["type"]})
        wanted, found = defaultdict(Counter), defaultdict(Counter)
        for block in gold["blocks"]:
            wanted[block["label"]] += words(block["text"])
        for block in document.blocks:
            found[str(block.label)] += words(block.text)
        for label in wanted.keys() | found.keys():
            for n, bag in enumerate((wanted[label] & found[label], found[label], wanted[label])):
                sums[label][n] += bag.total()
    return {label: 2 * hits / (got + gold) for label, (hits, got, gold) in sums.items() if got + gold}


@pytest.mark.parametrize("label", FLOORS)
def test_no_label_falls_below_its_floor(scores, label):
    assert scores[label] >= FLOORS[label]
