"""What keeps a deployment from polling its own machine."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.core.checks import run_checks

from ingest.http import rules_from_settings


def found(*, deploy: bool) -> set[str]:
    return {message.id for message in run_checks(include_deployment_checks=deploy) if message.id.startswith("ingest.")}


def test_a_deployment_that_allows_loopback_addresses_fails_its_check(settings):
    settings.FETCH_ALLOW = ["127.0.0.1:8000"]
    assert found(deploy=True) == {"ingest.E002"}
    assert found(deploy=False) == set()


def test_an_empty_list_passes_and_is_the_default(settings):
    assert settings.FETCH_ALLOW == []
    assert found(deploy=True) == set()


def test_an_entry_that_is_no_loopback_place_is_named(settings):
    settings.FETCH_ALLOW = ["example.org:80"]
    assert found(deploy=False) == {"ingest.E001"}


def test_the_user_agent_names_version_about_page_and_contact(settings):
    settings.BASE_URL, settings.CONTACT, settings.FETCH_ALLOW = "https://bans.example", "desk@bans.example", []
    version = tomllib.loads(Path("pyproject.toml").read_text())["project"]["version"]
    assert rules_from_settings().user_agent == f"Bantracker/{version} (+https://bans.example/about/; desk@bans.example)"
