"""The list of actions narrows as choices are made: address, focus, the way back, and what a screen reader hears."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import ActionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUSED = "[document.activeElement.name, document.activeElement.value]"


@pytest.fixture(autouse=True)
def three_actions():
    for kind, place in (("advisory", "CA"), ("advisory", "DE"), ("removal_order", "DE")):
        ActionFactory(kind=kind, place=place)


@pytest.fixture
def page(visit):
    page = visit("/actions/")
    page.evaluate("window.stayed = true")
    return page


def test_a_choice_narrows_at_once_and_keeps_page_focus_and_address(page):
    page.get_by_role("checkbox", name="Advisory").focus()
    page.keyboard.press("Space")
    expect(page.locator("#results .lead")).to_have_text("2 actions")
    expect(page).to_have_url(re.compile(r"/actions/\?kind=advisory$"))
    expect(page.get_by_role("status").filter(has_text="2 actions")).to_have_count(1)
    assert page.evaluate(FOCUSED) == ["kind", "advisory"]
    assert page.evaluate("window.stayed")
    assert page.get_by_role("link", name="Atom").first.get_attribute("href") == "/actions/feed.atom?kind=advisory"
    page.keyboard.press("Space")
    expect(page.locator("#results .lead")).to_have_text("3 actions")


def test_the_way_back_leads_through_what_was_chosen(page):
    page.get_by_role("checkbox", name="Advisory").check()
    expect(page.locator("#results .lead")).to_have_text("2 actions")
    page.get_by_role("checkbox", name="Germany").check()
    expect(page.locator("#results .lead")).to_have_text("1 action")
    page.go_back()
    expect(page.locator("#results .lead")).to_have_text("2 actions")
    expect(page.get_by_role("checkbox", name="Germany")).not_to_be_checked()
    page.go_back()
    expect(page.locator("#results .lead")).to_have_text("3 actions")


def test_a_date_waits_until_it_is_whole(page):
    page.locator("#since").fill("2025")
    page.locator("#until").focus()
    assert page.url.endswith("/actions/")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/actions/\?since=2025$"))


def test_what_cannot_be_answered_is_told_on_a_page(page):
    page.locator("#since").fill("never")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("This address cannot be answered")


def test_the_script_breaks_no_rule_of_the_security_policy(page):
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.get_by_role("checkbox", name="Advisory").check()
    expect(page.locator("#results .lead")).to_have_text("2 actions")
    assert refused == []
