"""What stands in the log: one line for a refused page, the whole trace for one that broke."""

from __future__ import annotations

import json
import logging

import pytest

from bantracker import logs


@pytest.fixture
def written():
    """Write the record that Django makes of an answer with `status`, and read the line of JSON."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    logs.configure({"level": "INFO", "format": "json"})
    [handler] = root.handlers
    root.handlers[:], root.level = before, level

    def write(status: int, said: str) -> dict[str, str]:
        error = PermissionError(said)
        told = (type(error), error, None)
        record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Forbidden: %s", ("/desk/",), told)
        record.status_code = status
        assert handler.filter(record)
        return json.loads(handler.format(record))

    return write


def test_a_refused_page_is_one_line_without_a_trace(written):
    line = written(403, "not yours")
    assert line["event"] == "Forbidden: /desk/"
    assert "exception" not in line


def test_a_page_that_broke_keeps_its_trace(written):
    assert "PermissionError: broken" in written(500, "broken")["exception"]
