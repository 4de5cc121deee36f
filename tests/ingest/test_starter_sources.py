"""The starter sources: each can be read as it is configured, and those that must not be polled stay off."""

import pytest
from django.core.management import CommandError, call_command

from ingest.core.parsing.config import check_config
from ingest.models import Source
from ingest.services.sources import SourceRefused, resume
from ingest.starter.loading import RESTING, source_entries
from jurisdictions.models import Coverage


def test_every_config_of_the_starter_directory_can_be_used():
    told = {row["id"]: check_config(row["format"], row.get("config") or {}) for row in source_entries()}
    assert {slug: faults for slug, faults in told.items() if faults} == {}


def test_every_listing_page_and_every_interface_has_a_config():
    rows = [row for row in source_entries() if row["format"] in {"html_listing", "json_api"}]
    assert len(rows) == 49
    assert [row["id"] for row in rows if not row.get("config")] == []


def test_a_source_that_is_off_says_why_in_a_sentence():
    off = {row["id"]: row["why_off"] for row in source_entries() if row.get("why_off")}
    assert {"us-legiscan", "us-congress-api", "ua-nsdc-sanctions", "scmp"} <= set(off)
    assert all(reason.endswith(".") and len(reason) > 20 for reason in off.values())


@pytest.fixture
def loaded(db, settings):
    settings.CONTACT = "press@watch.example"
    call_command("load_starter", verbosity=0)


@pytest.mark.usefixtures("loaded")
def test_sources_come_with_their_configs_and_reasons():
    court = Source.objects.get(slug="us-fr-fcc")
    assert (court.config, court.pause_reason) == ({"preset": "federal_register"}, RESTING)
    assert Source.objects.get(slug="us-legiscan").pause_reason.startswith("Off: It needs a free key")


@pytest.mark.usefixtures("loaded")
def test_coverage_tells_of_starter_sources_before_the_first_is_read(client):
    canada = Coverage.objects.get(jurisdiction__code="CA")
    assert (canada.source_count > 0, canada.active_count, canada.watched_since) == (True, 0, None)
    assert "sources rest until an operator starts them" in client.get("/coverage/").content.decode()
    assert "On the books, not read at the moment" in client.get("/coverage/").content.decode()


@pytest.mark.usefixtures("loaded")
def test_an_off_source_is_resumed_only_when_forced_or_when_its_address_was_changed():
    held, free = Source.objects.get(slug="us-legiscan"), Source.objects.get(slug="us-fr-fcc")
    with pytest.raises(SourceRefused, match="needs a free key"):
        resume([held])
    assert resume([held, free]) == 1
    assert Source.objects.get(slug="us-legiscan").is_paused
    held.url += "?key=secret"
    assert resume([held]) == 1


@pytest.mark.usefixtures("loaded")
def test_the_command_names_what_stays_off_and_forces_when_told(capsys):
    call_command("sources", "resume", "us-legiscan", "us-fr-fcc")
    said = capsys.readouterr().out
    assert "us-legiscan stays off. It needs a free key" in said
    assert "Resumed 1 of 2 sources." in said
    with pytest.raises(CommandError, match="stays off"):
        call_command("sources", "resume", "us-legiscan")
    call_command("sources", "resume", "us-legiscan", "--force")
    assert "Resumed 1 of 1 sources." in capsys.readouterr().out
