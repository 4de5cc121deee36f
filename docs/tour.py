"""Take the pictures of the README from a running site: `.venv/bin/python docs/tour.py`.

Start the site with `make up` first. Chromium is `$CHROMIUM` or the one on the path. The demo's
editor is read from `.data/env`; nothing is changed on the site.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from environs import Env
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "tour"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


class Picture(NamedTuple):
    name: str
    path: str
    theme: str = "light"
    width: int = 1280
    height: int = 900
    is_desk: bool = False


TOUR = (
    Picture("home", "/"),
    Picture("country", "/jurisdictions/CA/"),
    Picture("vendor-dark", "/vendors/hikvision/", theme="dark"),
    Picture("action", "/actions/ca-hikvision-shutdown-2025/"),
    Picture("directory", "/actions/?kind=procurement_ban&vendor=tiktok"),
    Picture("matrix", "/matrix/"),
    Picture("map", "/map/?vendor=hikvision"),
    Picture("phone", "/vendors/hikvision/", width=390, height=844),
    Picture("desk", "/desk/", is_desk=True),
)


def sign_in(page: Page, base: str) -> None:
    env = Env()
    env.read_env(str(ROOT / ".data" / "env"), recurse=False)
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", env.str("DEMO_EMAIL"))
    page.fill("input[name=password]", env.str("DEMO_PASSWORD"))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def take(browser: Browser, base: str, picture: Picture) -> None:
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.theme == "dark" else "light",
    )
    page = context.new_page()
    if picture.is_desk:
        sign_in(page, base)
    page.goto(base + picture.path)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(PICTURES / f"{picture.name}.png"))
    context.close()
    print(f"{picture.name}: {base}{picture.path}")


def main() -> int:
    base = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://localhost:8000"
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        print("The tour needs Chromium: install it, or name it in CHROMIUM.", file=sys.stderr)
        return 2
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for picture in TOUR:
            take(browser, base, picture)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
