"""Bars measured on data that lies beside the project; skipped where it is absent."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter

import pytest
from processes import ROOT

from cleaners import clean

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
