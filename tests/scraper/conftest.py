"""Properties are about what comes out, never about how long it took."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("scraper", deadline=None)
settings.load_profile("scraper")
