"""What all tests share: the fixture site on loopback, and the commands in processes of their own."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import settings
from processes import ROOT, Command, run

# Properties are about what comes out, never about how long it took; the same examples in each run, so that a change is
# judged by what it changed. `pytest --hypothesis-profile=search` looks for new ones.
settings.register_profile("stable", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("stable")

SITE = ROOT / "fixtures" / "site"
GOLD = ROOT / "fixtures" / "gold"


def load(path: Path) -> ModuleType:
    """A module by its file; `fixtures/` is no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The base URL of the fixture site."""
    with load(ROOT / "fixtures" / "serve.py").serving(SITE) as base:
        yield base


@pytest.fixture(scope="session")
def gold() -> list[dict[str, Any]]:
    """The gold of the fixture site."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(GOLD.glob("*.json"))]


@pytest.fixture(scope="session")
def marrow() -> Command:
    """`marrow ARGUMENT...` as a process."""
    return lambda *arguments, **options: run("scraper", *map(str, arguments), **options)


@pytest.fixture(scope="session")
def crawl(marrow: Command) -> Command:
    """`marrow crawl ARGUMENT...` of a server of our own: loopback allowed, no throttle, JSON at the end."""
    fast = ("--allow-private-networks", "--delay", "0", "--json")
    return lambda *arguments, **options: marrow("crawl", *arguments, *fast, **options)


@pytest.fixture(scope="session")
def crawled(crawl: Command, site: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The fixture site, crawled once; to be read only."""
    archive = tmp_path_factory.mktemp("crawled") / "archive"
    return crawl(site, "--archive", archive), archive
