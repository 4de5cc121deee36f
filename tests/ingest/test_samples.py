"""The sample sources are real documents of our own, served with validators, in the demo only."""

from __future__ import annotations

import feedparser
import pytest

from ingest.samples import samples

pytestmark = pytest.mark.usefixtures("the_demo")


@pytest.fixture
def the_demo(settings):
    settings.DEMO = True


def test_there_are_six_samples_in_four_formats():
    assert sorted(sample.format for sample in samples().values()) == ["atom", "atom", "jsonfeed", "rdf", "rss", "rss"]


@pytest.mark.parametrize("name", sorted(samples()))
def test_a_second_request_with_the_validators_is_answered_with_304(client, name):
    first = client.get(f"/samples/{name}")
    assert first.status_code == 200
    assert b"@SAMPLES@" not in first.content
    assert f"http://testserver/samples/{name}".encode() in first.content
    again = client.get(
        f"/samples/{name}",
        headers={"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]},
    )
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("name", [name for name, sample in samples().items() if sample.format != "jsonfeed"])
def test_a_sample_is_well_formed(client, name):
    assert not feedparser.parse(client.get(f"/samples/{name}").content).bozo


def test_one_sample_carries_the_damage_of_a_wrong_character_set(client):
    body = client.get("/samples/north-wire.rss").content.decode()
    assert "Hikvision鈥檚 Canadian business" in body
    assert "M茅lanie Joly" in body


def test_outside_the_demo_there_are_no_samples(client, settings):
    settings.DEMO = False
    assert client.get("/samples/north-wire.rss").status_code == 404


@pytest.mark.parametrize("name", ["nothing.rss", "__init__.py", "sources.yaml", "..%2fsettings.py"])
def test_nothing_but_samples_is_served(client, name):
    assert client.get(f"/samples/{name}").status_code == 404
