"""What every test stands on: real servers, closed sockets, plain static files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from pytest_socket import socket_allow_hosts

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(autouse=True)
def only_this_machine():
    """Nothing leaves this machine: connections go to loopback or fail."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session", autouse=True)
def plain_static_files() -> Iterator[None]:
    """Static files keep their own names and come from `static/`: nothing needs to be collected first."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "STATIC_ROOT", settings.STATICFILES_DIRS[0])
        patch.setattr(settings, "STORAGES", {**settings.STORAGES, "staticfiles": plain})
        yield


@pytest.fixture
def shared() -> Path:
    """The material beside the project; a test that wants it skips with a sentence where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED.name}/ does not lie beside the project, so this comparison was left out.")
    return SHARED
