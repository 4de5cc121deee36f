import hashlib
import re
from pathlib import Path

from django.conf import settings

VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"
LISTED = dict(
    re.findall(r"^\| `([^`]+)` \| \d+ \| `([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text(), re.MULTILINE)
)


def test_each_file_of_others_is_listed_with_its_hash():
    present = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()} - {"README.md"}
    assert present == set(LISTED)


def test_no_file_of_others_was_changed():
    changed = [
        name for name, digest in LISTED.items() if hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() != digest
    ]
    assert changed == []


def test_the_fonts_of_the_first_screen_stay_under_sixty_kilobytes():
    sizes = [(VENDOR / "fonts" / f"source-{name}-latin.woff2").stat().st_size for name in ("serif-4", "sans-3")]
    assert sum(sizes) < 60_000
