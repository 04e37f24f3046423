"""The built wheel in an empty environment: a working `marrow`, with its data files."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile

from processes import ROOT

PARAGRAPH = (
    "<p>In the {0} year of the trial, cells from the marrow were given to forty patients who had waited long for a donor. "
    "The {0} report says how many of them left the ward, what became of the graft, and which of the side effects were lasting.</p>"
)


def test_the_wheel_brings_its_data_and_works_without_the_sources(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("pagemarrow-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "cleaners/clean.schema.json",
        "cleaners/words/en.toml",
        "cleaners/marks.toml",
        "cleaners/lorem.txt",
        "cleaners/model.npz",
        "scraper/tracking.txt",
    } <= names
    assert {"pipelines/migrations/env.py", "pipelines/migrations/versions/0001_initial.py"} <= names
    assert not any(name.startswith(("tests/", "fixtures/", "bench/")) for name in names)

    # The environment sees the libraries of this one, but not its editable install: packages come from the wheel alone.
    venv.create(tmp_path / "env", with_pip=False)
    python = tmp_path / "env" / "bin" / "python"
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True
    )
    zipfile.ZipFile(wheel).extractall(site.stdout.strip())
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    page = tmp_path / "page.html"
    page.write_text("<h1>Trial</h1>" + "".join(PARAGRAPH.format(n) for n in ("first", "second", "third", "fourth", "fifth")))
    code = (
        f"import sys; sys.path.append({libraries!r}); sys.argv[0] = 'marrow'; import cleaners; print(cleaners.__file__, file=sys.stderr); "
    )
    code += "from scraper.cli import main; main()"
    done = subprocess.run([python, "-c", code, "explain", str(page), "--json"], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(str(tmp_path / "env"))
    assert json.loads(done.stdout)["document"]["verdict"] == "complete"
