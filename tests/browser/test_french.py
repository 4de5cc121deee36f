"""The interface in French, in a browser: usable by everyone, never wider than the screen, chosen without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.factories import ActionFactory, CitationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def one_action():
    CitationFactory(of=[ActionFactory(slug="warning", kind="sanctions_listing", binds=["public"])])


@pytest.mark.parametrize(
    ("address", "theme", "width"),
    [("/", "light", 390), ("/actions/warning/", "dark", 1280), ("/actions/", "light", 1280), ("/matrix/", "dark", 390)],
)
def test_a_french_page_can_be_used_by_everyone(visit, address, theme, width):
    page = visit(address, theme=theme, width=width, locale="fr-FR")
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    answer = Axe().run(page).response
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in answer["violations"]] == []


@pytest.mark.parametrize("with_script", [True, False])
def test_the_language_is_chosen_in_the_footer(visit, with_script):
    page = visit("/actions/?kind=sanctions_listing", java_script_enabled=with_script)
    page.get_by_role("button", name="Français").click()
    assert page.url.endswith("/actions/?kind=sanctions_listing")
    assert page.locator("h1").inner_text() == "Mesures"
    page.get_by_role("button", name="English").click()
    assert page.locator("h1").inner_text() == "Actions"
