"""What may import what: `scraper -> pipelines -> cleaners`, and nothing of the web in `cleaners`."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import cleaners

ROOT = Path(cleaners.__file__).resolve().parent.parent
HEAVY = ["scrapy", "twisted", "sqlalchemy", "bs4", "readability", "dateparser", "pipelines", "scraper"]


def loaded(code):
    """Which of the heavy modules are in `sys.modules` after some code."""
    script = f"import sys; {code}; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.split()


def test_the_tests_run_against_the_project():
    assert Path(__file__).resolve().parents[2] == ROOT


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("import cleaners", [], id="the package"),
        pytest.param("import cleaners; cleaners.clean(b'<h1>On grafts</h1><p>Cells divide.')", [], id="a plain page"),
        pytest.param("import cleaners; cleaners.clean(b'<p>x').to_dict(); cleaners.clean(b'<p>x').to_markdown()", [], id="rendering"),
        pytest.param("import cleaners.schema; cleaners.schema.schema()", [], id="the schema"),
        pytest.param("import bs4", ["bs4"], id="the test can fail"),
    ],
)
def test_what_an_import_loads(code, expected):
    assert loaded(code) == expected


def imports(path, *, at_module_level=False):
    """The modules that a file imports, relative ones by their full name."""
    tree = ast.parse(path.read_text("utf-8"))
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    found = set()
    for node in tree.body if at_module_level else ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            found.add(".".join(filter(None, [start, node.module])))
    return found


def files(package):
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in sorted((ROOT / package).rglob("*.py"))]


def tops(path):
    return {name.split(".")[0] for name in imports(path)}


def test_the_imports_are_read():
    path = ROOT / "cleaners" / "labels" / "body.py"
    assert {"cleaners.document", "cleaners.features", "cleaners.judge", "collections.abc"} <= imports(path)
    assert "cleaners.render" in imports(ROOT / "cleaners" / "document.py")


@pytest.mark.parametrize("path", files("cleaners"))
def test_cleaners_imports_nothing_from_above(path):
    assert tops(path) & {"pipelines", "scraper", "scrapy", "twisted", "sqlalchemy", "requests", "socket"} == set()


@pytest.mark.parametrize("path", files("pipelines"))
def test_pipelines_imports_nothing_from_scraper(path):
    assert "scraper" not in tops(path)


@pytest.mark.parametrize("name", ["document", "thresholds"])
def test_the_values_know_nothing_of_the_rest(name):
    found = imports(ROOT / "cleaners" / f"{name}.py", at_module_level=True)
    assert {module for module in found if module.split(".")[0] == "cleaners"} == set()
    assert found


@pytest.mark.parametrize("path", files("cleaners"))
def test_cleaners_has_no_clock_and_no_chance(path):
    assert tops(path) & {"time", "random", "secrets", "uuid", "subprocess", "urllib.request"} == set()
