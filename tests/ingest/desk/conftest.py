from __future__ import annotations

import pytest
from django.core.cache import cache

from bantracker.accounts.models import Role
from tests.ingest.factories import EditorFactory


@pytest.fixture(autouse=True)
def _static_files_where_they_lie(settings):
    """Found when asked for: tests collect none."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def _no_memory():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def editor(db):
    return EditorFactory()


@pytest.fixture
def desk(client, editor):
    """A browser in which an editor is signed in."""
    client.force_login(editor)
    return client


@pytest.fixture
def operator_desk(client, db):
    client.force_login(EditorFactory(role=Role.OPERATOR))
    return client
