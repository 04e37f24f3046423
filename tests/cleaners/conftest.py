"""Properties are about what comes out, never about how long it took: slow imports fall into the first example."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("cleaners", deadline=None)
settings.load_profile("cleaners")
