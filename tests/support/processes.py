"""Commands of this environment, in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SITE = ROOT / "fixtures" / "site"
Command = Callable[..., subprocess.CompletedProcess[str]]


def run(*command: str, cwd: Path = ROOT, timeout: float = 120, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command of this environment."""
    return subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, cwd=cwd, timeout=timeout, check=False, env={**os.environ, **env}
    )
