from __future__ import annotations

import pytest

from ingest.services import judging, learning
from tests.ingest.factories import EditorFactory
from tests.ingest.learning.decisions import rules_that_say_yes


@pytest.fixture(autouse=True)
def _fresh_weights():
    judging.forget_weights()
    yield
    judging.forget_weights()


@pytest.fixture
def editor(db):
    return EditorFactory()


@pytest.fixture
def sure_rules(monkeypatch):
    """The rules, replaced by ones that are sure of everything: what decisions teach is tested here."""
    monkeypatch.setattr(learning, "answer_versions", rules_that_say_yes)
