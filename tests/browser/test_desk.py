from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from actions.models import Action
from ingest.models import Decision, Story
from tests.ingest.factories import EditorFactory, make_story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit_signed_in(visit, live_server):
    """Open an address as an editor."""

    def open_page(address, **options):
        client = Client()
        client.force_login(EditorFactory())
        page = visit("/report/", **options)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        page.context.add_cookies([cookie | {"url": live_server.url}])
        page.goto(live_server.url + address)
        return page

    return open_page


def violations(page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    return [found["id"] for found in Axe().run(page).response["violations"]]


def test_two_keys_approve_a_story_and_two_take_it_back(visit_signed_in):
    story = make_story()
    page = visit_signed_in(f"/desk/stories/{story.pk}/")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/?decided=*")
    assert Action.objects.published().count() == 2
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/stories/{story.pk}/")
    assert Action.objects.published().count() == 0


def test_two_keys_reject_a_story(visit_signed_in):
    page = visit_signed_in(f"/desk/stories/{make_story().pk}/")
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/?decided=*")
    assert Story.objects.get().state == "rejected"


def test_j_and_k_go_through_the_queue(visit_signed_in):
    first, second = make_story(title="First"), make_story(title="Second")
    Story.objects.filter(pk=second.pk).update(score=0.1)
    page = visit_signed_in("/desk/")
    page.keyboard.press("j")
    page.wait_for_url(f"**/stories/{first.pk}/")
    page.keyboard.press("j")
    page.wait_for_url(f"**/stories/{second.pk}/")
    page.keyboard.press("k")
    page.wait_for_url(f"**/stories/{first.pk}/")


def test_letters_that_are_typed_into_a_field_are_no_keys(visit_signed_in):
    page = visit_signed_in(f"/desk/stories/{make_story().pk}/")
    page.locator("#id_draft-0-title").fill("")
    page.locator("#id_draft-0-title").press_sequentially("arj")
    assert page.locator("#id_draft-0-title").input_value() == "arj"
    assert page.url.endswith(f"/desk/stories/{Story.objects.get().pk}/")


def test_enter_in_a_field_checks_and_decides_nothing(visit_signed_in):
    page = visit_signed_in(f"/desk/stories/{make_story().pk}/")
    page.locator("#id_draft-0-title").press("Enter")
    page.wait_for_selector(".messages")
    assert "Nothing is decided yet" in page.locator(".messages").inner_text()
    assert not Decision.objects.exists()


def test_keys_can_be_switched_off_and_stay_off(visit_signed_in):
    story = make_story()
    page = visit_signed_in(f"/desk/stories/{story.pk}/")
    page.locator("[data-keys] summary").click()
    page.get_by_label("Single keys act on this page").uncheck()
    page.reload()
    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_the_part_that_an_answer_needs_opens(visit_signed_in):
    page = visit_signed_in(f"/desk/stories/{make_story().pk}/")
    assert page.locator("[data-part=new]").first.evaluate("part => part.open")
    page.locator("#id_draft-0-answer").select_option("leave")
    assert not page.locator("[data-part=new]").first.evaluate("part => part.open")


def test_a_story_is_approved_without_script(visit_signed_in):
    page = visit_signed_in(f"/desk/stories/{make_story().pk}/", java_script_enabled=False)
    page.get_by_role("button", name="Approve").click()
    assert page.url.partition("?")[2].startswith("decided=")
    assert Action.objects.published().count() == 2


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1280, "light"), (1920, "light")])
def test_the_queue_and_a_story_are_for_everybody_and_fit(visit_signed_in, width, theme):
    story = make_story(items=2)
    page = visit_signed_in("/desk/", width=width, theme=theme)
    origin = page.url.removesuffix("/desk/")
    for address in ("/desk/", f"/desk/stories/{story.pk}/"):
        page.goto(origin + address)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
