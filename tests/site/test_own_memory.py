from __future__ import annotations

import os

import pytest
from django.conf import settings

from tests.own_memory import address_for


@pytest.mark.parametrize(
    ("worker", "url", "own"),
    [
        ("gw0", "redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/1"),
        ("gw1", "redis://:secret@127.0.0.1:6379/0", "redis://:secret@127.0.0.1:6379/2"),
        ("gw1", "redis://127.0.0.1:6379", "redis://127.0.0.1:6379/2"),
        ("", "redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
    ],
)
def test_each_worker_has_a_database_of_its_own(worker, url, own):
    assert address_for(worker, url) == own


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="This run has one worker only.")
def test_the_settings_of_a_worker_name_its_database():
    number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw")) + 1
    assert settings.REDIS_URL.endswith(f"/{number}")
    assert settings.CACHES["default"]["LOCATION"] == settings.REDIS_URL
