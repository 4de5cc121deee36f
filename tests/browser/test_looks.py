from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = ["/styleguide/", "/accounts/login/", "/accounts/password/reset/", "/nothing-here/"]
THEMES = ["light", "dark", "light", "dark", "dark", "light", "dark", "light"]
WIDTHS = [1280, 390, 1280, 390, 390, 1280, 390, 1280]
PAPER = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.mark.parametrize(("address", "theme", "width"), list(zip(ADDRESSES * 2, THEMES, WIDTHS, strict=True)))
def test_a_page_can_be_used_by_everyone(visit, address, theme, width):
    answer = Axe().run(visit(address, theme=theme, width=width)).response
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in answer["violations"]] == []


@pytest.mark.parametrize(("address", "width"), list(product(ADDRESSES, [320, 1920])))
def test_a_page_never_scrolls_sideways(visit, address, width):
    assert visit(address, width=width).evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_breaks_no_rule_of_its_own_security_policy(visit, live_server):
    page = visit("/accounts/login/")
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(live_server.url + "/styleguide/")
    assert refused == []


def test_a_chosen_theme_is_remembered(visit):
    page = visit("/styleguide/")
    light = page.evaluate(PAPER)
    page.get_by_text("Dark", exact=True).click()
    dark = page.evaluate(PAPER)
    page.reload()
    assert page.evaluate(PAPER) == dark != light


def test_the_system_s_theme_holds_again_once_it_is_chosen(visit):
    page = visit("/styleguide/")
    page.get_by_text("Dark", exact=True).click()
    page.get_by_text("System", exact=True).click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") is None


def test_without_script_the_system_s_theme_holds_and_no_dead_switch_shows(visit):
    light = visit("/styleguide/", java_script_enabled=False)
    assert not light.get_by_text("Theme", exact=True).is_visible()


def test_the_first_stop_of_the_keyboard_leads_to_the_content(visit):
    page = visit("/styleguide/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_on_paper_a_dark_page_is_black_on_white(visit):
    page = visit("/styleguide/", theme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(PAPER) == "rgb(255, 255, 255)"


def test_our_own_faces_are_loaded_before_the_page_is_read(visit):
    page = visit("/styleguide/")
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('17px \"Source Serif 4\"'))")
