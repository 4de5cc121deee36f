from datetime import UTC, datetime

import pytest

from ingest.core.dates import read_instant
from tests.ingest.core.conftest import NOW


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-06-27T14:00:00Z", datetime(2025, 6, 27, 14, tzinfo=UTC)),
        ("2025-06-27T14:00:00+02:00", datetime(2025, 6, 27, 12, tzinfo=UTC)),
        ("2025-06-27", datetime(2025, 6, 27, tzinfo=UTC)),
        ("Fri, 27 Jun 2025 14:00:00 GMT", datetime(2025, 6, 27, 14, tzinfo=UTC)),
        ("1751032800", datetime(2025, 6, 27, 14, tzinfo=UTC)),
        ("June 27, 2025", datetime(2025, 6, 27, tzinfo=UTC)),
        ("June 27, 2025 at 2:05 pm", datetime(2025, 6, 27, 14, 5, tzinfo=UTC)),
        ("le 27 juin 2025", datetime(2025, 6, 27, tzinfo=UTC)),
        ("1er juillet 2025", datetime(2025, 7, 1, tzinfo=UTC)),
        ("27. Juni 2025", datetime(2025, 6, 27, tzinfo=UTC)),
        ("27 de junio de 2025", datetime(2025, 6, 27, tzinfo=UTC)),
        ("27.06.2025", datetime(2025, 6, 27, tzinfo=UTC)),
        ("27 июня 2025", datetime(2025, 6, 27, tzinfo=UTC)),
        ("2025年6月27日", datetime(2025, 6, 27, tzinfo=UTC)),
        ("06/27/99", datetime(1999, 6, 27, tzinfo=UTC)),
        ("27JUN2025", datetime(2025, 6, 27, tzinfo=UTC)),
        ("June 26 & 27, 2025", datetime(2025, 6, 26, tzinfo=UTC)),
        ("June 26-27, 2025", datetime(2025, 6, 26, tzinfo=UTC)),
        ("26. und 27. Juni 2025", datetime(2025, 6, 26, tzinfo=UTC)),
        ("26 et 27 juin 2025", datetime(2025, 6, 26, tzinfo=UTC)),
        ("29 Μαΐου 2025", datetime(2025, 5, 29, tzinfo=UTC)),
        ("2125-01-01", NOW),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01", None),
        ("03/04/2025", None),
        ("31 June 2025", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_is_read_or_left_unknown(text, expected):
    assert read_instant(text, now=NOW) == expected
