"""Logs are events with fields, one line each: JSON for machines, columns for a terminal."""

from __future__ import annotations

import logging
import logging.config
from typing import TypedDict

import structlog

_STDERR = {"class": "logging.StreamHandler", "formatter": "events", "filters": ["no_trace_of_refusals"]}


class LogSettings(TypedDict):
    level: str
    format: str


def drop_trace_of_refusal(record: logging.LogRecord) -> bool:
    """A page that was refused (403, 404, a request that cannot be read) is a line: nothing in the program broke."""
    if record.name.startswith("django.") and getattr(record, "status_code", 500) < 500:
        record.exc_info = record.exc_text = None
    return True


def configure(settings: LogSettings) -> None:
    """Set up structlog and route the standard library's loggers through it.

    `settings` is Django's LOGGING: the lowest level kept, and `json` or `console`.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    is_console = settings["format"] == "console"
    renderer = structlog.dev.ConsoleRenderer() if is_console else structlog.processors.JSONRenderer()
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "events": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processor": renderer,
                    "foreign_pre_chain": shared,
                }
            },
            "filters": {"no_trace_of_refusals": {"()": lambda: drop_trace_of_refusal}},
            "handlers": {"stderr": _STDERR},
            "root": {"handlers": ["stderr"], "level": settings["level"]},
            "loggers": {"django.server": {"level": "WARNING"}, "faker": {"level": "WARNING"}},
        }
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
