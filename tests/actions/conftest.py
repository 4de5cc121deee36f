from __future__ import annotations

import pytest
from django.db import transaction

from actions.starter import loading
from ingest.starter.loading import load_sources


@pytest.fixture(scope="module")
def directory(django_db_setup, django_db_blocker):
    """The starter directory, loaded once for a module; what a test changes is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        report = loading.load_directory()
        load_sources(report, lambda _table: None)
        yield report
        transaction.set_rollback(True)
