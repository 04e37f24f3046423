"""Bars measured on data that lies beside the project; skipped where it is absent."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections import Counter

import pytest
from processes import ROOT

from cleaners import Page, clean
from cleaners.parse import parse
from cleaners.segment import segment

SHARED = ROOT.parent / "shared"
SEED = SHARED / "seed"
DOMAIN = SHARED / "domain"
WORD = re.compile(r"\w+")


def words(texts):
    return Counter(word for text in texts for word in WORD.findall(text.lower()))


def is_subsequence(wanted, found):
    """Whether all of `wanted` stands in `found`, in order."""
    rest = iter(found)
    return all(any(text == other for other in rest) for text in wanted)


@pytest.fixture(scope="module")
def seed():
    """The first page, and its gold."""
    if not SEED.is_dir():
        pytest.skip("no shared/seed")
    page = clean((SEED / "page.html").read_bytes(), url="https://clinic.example/post/back-pain")
    return page, json.loads((SEED / "gold.json").read_text("utf-8"))


@pytest.mark.parametrize("label, count", [("body", 60), ("heading", 55)])
def test_seed_blocks_in_order(seed, label, count):
    page, gold = seed
    wanted = [" ".join(block["text"].split()) for block in gold["blocks"] if block["label"] == label]
    assert len(wanted) == count
    found = [" ".join(block.text.split()) for block in page.with_label(label)]
    if label == "heading":
        wanted = [node["text"] for node in gold["outline"]]
    assert is_subsequence(wanted, found)


def test_seed_loses_no_text(seed):
    page, gold = seed
    assert words(block.text for block in page.blocks) == words(block["text"] for block in gold["blocks"])


def test_seed_references(seed):
    page, gold = seed
    assert [reference.raw for reference in page.references] == [reference["raw"] for reference in gold["references"]]
    assert [reference.links[0] for reference in page.references] == [reference["url"] for reference in gold["references"]]


def test_seed_promos_are_not_in_the_article(seed):
    page, gold = seed
    promos = words(block["text"] for block in gold["blocks"] if block["label"] == "promo")
    assert promos["americord"]
    assert not words(block.text for block in page.with_label("body", "heading", "dek"))["americord"]


@pytest.mark.slow
def test_domain_every_article_once_and_no_token_lost(crawl, marrow, tmp_path):
    if not DOMAIN.is_dir():
        pytest.skip("no shared/domain")
    ports = tmp_path / "ports.json"
    server = subprocess.Popen(
        [sys.executable, str(SHARED / "measure" / "domain_serve.py"), str(DOMAIN), "--ports-file", str(ports)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        bases = json.loads(server.stdout.readline())
        done = crawl(*bases.values(), "--archive", tmp_path / "a")
    finally:
        server.terminate()
        server.communicate()
    assert done.returncode == 0, done.stderr
    exported = tmp_path / "pages.jsonl"
    marrow("export", "jsonl", "--all", "--archive", tmp_path / "a", "-o", exported)
    score = [
        sys.executable,
        str(SHARED / "measure" / "domain_score.py"),
        "--gold",
        str(DOMAIN / "gold"),
        "--pred",
        str(exported),
        "--ports",
        str(ports),
    ]
    result = json.loads(subprocess.run([*score, "--json"], capture_output=True, text=True, check=True).stdout)
    assert {name: result[name] for name in ("missing_pages", "second_predictions", "lost", "invented")} == {
        "missing_pages": 0,
        "second_predictions": 0,
        "lost": 0.0,
        "invented": 0.0,
    }


IGNORED = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
"""Between words, and inside them to say where a line may end."""
INVISIBLE = set("noscript noframes noembed iframe object video audio canvas title desc metadata annotation annotation-xml".split())


def declares(element, name, value):
    """Whether the style attribute's last word on a property is this value."""
    return re.findall(rf"(?:^|[;\s{{]){name}\s*:\s*([a-z-]+)", (element.get("style") or "").lower())[-1:] == [value]


def is_hidden(element, invisible):
    if element.tag in invisible or element.get("hidden") is not None:
        return True
    return "style" in element.attrib and (declares(element, "display", "none") or declares(element, "visibility", "hidden"))


def no_text(element):
    if element.tag == "template":
        return not (element.get("shadowrootmode") or element.get("shadowroot"))
    return element.tag in {"script", "style", "head", "datalist"}


def text_nodes(root, invisible):
    """The characters of a tree that are shown and those that are hidden, in document order."""
    found = {False: [], True: []}
    rest = [(root, None, False)]
    while rest:
        element, text, hidden = rest.pop()
        if text is not None:
            found[hidden].append(text)
        elif not no_text(element):
            hidden = hidden or is_hidden(element, invisible)
            inside = [(None, element.text or "", hidden)]
            for child in element:
                inside += [(child, None, hidden), (None, child.tail or "", hidden)]
            rest.extend(reversed(inside))
    return tuple(IGNORED.sub("", "".join(found[hidden])) for hidden in (False, True))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("corpus", ["wcxb-dev", "aeb-dev"])
def test_the_text_of_real_pages_is_the_text_of_their_blocks(corpus, part):
    files = sorted((SHARED / "data" / corpus / "html").glob("*.gz"))[part::4]
    if not files:
        pytest.skip(f"no shared/data/{corpus}")
    for file in files:
        root = parse(Page("https://cells.example/", gzip.decompress(file.read_bytes()))).root
        runs = segment(root).runs
        given = tuple(IGNORED.sub("", "".join(run.text for run in runs if run.hidden is hidden)) for hidden in (False, True))
        # A page that shows nothing besides has its article in `<noscript>`.
        assert given in (text_nodes(root, INVISIBLE), text_nodes(root, INVISIBLE - {"noscript", "noframes"})), file.name
