import re
from pathlib import Path

import pytest
from django.conf import settings

COMPONENTS = sorted(
    f"components/{path.name}" for path in (Path(settings.BASE_DIR) / "templates" / "components").glob("*.html")
)


@pytest.fixture
def page(client):
    return client.get("/styleguide/")


@pytest.mark.parametrize("name", COMPONENTS)
def test_the_style_guide_shows_each_component(page, name):
    assert name in {template.name for template in page.templates}


def test_the_style_guide_needs_no_database(page):
    assert page.status_code == 200


def test_each_component_says_what_it_is_and_what_it_needs():
    texts = {name: (Path(settings.BASE_DIR) / "templates" / name).read_text() for name in COMPONENTS}
    silent = [name for name, text in texts.items() if not re.match(r"\{% comment %\}.+?\.\{% endcomment %\}", text)]
    assert silent == []


def test_each_mark_of_the_style_guide_is_drawn(page):
    drawn = set(re.findall(r'id="([^"]+)"', (Path(settings.BASE_DIR) / "static" / "marks.svg").read_text()))
    used = set(re.findall(r'marks\.svg#([^"]+)"', page.content.decode()))
    assert len(used) == 30
    assert used <= drawn


def test_a_date_is_typeset_at_its_own_precision(page):
    text = page.content.decode()
    assert '<time datetime="2025-06-27">27 June 2025</time>' in text
    assert '<time datetime="2025-06">June 2025</time>' in text
    assert '<time datetime="2025">2025</time>' in text
    assert '<span class="unknown">not known</span>' in text
