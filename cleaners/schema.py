"""The JSON Schema of the clean JSON, shipped with the package."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def schema() -> dict[str, Any]:
    """The schema of one line of clean JSON (JSON Schema 2020-12)."""
    loaded: dict[str, Any] = json.loads((files(__package__) / "clean.schema.json").read_text("utf-8"))
    return loaded
