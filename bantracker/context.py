"""What every page knows: the site's address, whether this is the demo, and the reader's role."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates `base_url`, `is_demo` and the address of this page without its query."""
    return {"base_url": settings.BASE_URL, "is_demo": settings.DEMO, "canonical": settings.BASE_URL + request.path}
