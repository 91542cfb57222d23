from datetime import UTC, datetime

import pytest

from scrapers.fetching.pausing import back_off, retry_after

NOW = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("0", 0.0),
        (" 120 ", 120.0),
        ("9" * 400, 1e9),
        ("Mon, 02 Mar 2026 16:31:00 GMT", 60.0),
        ("Mon, 02 Mar 2026 16:31:00", 60.0),
        ("Mon, 02 Mar 2026 18:31:00 +0200", 60.0),
        ("Monday, 02-Mar-26 16:31:00 GMT", 60.0),
        ("Mon, 02 Mar 2020 16:31:00 GMT", 0.0),
        ("Mon, 99 Mar 2026 16:31:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 1e9),
    ],
)
def test_a_pause_is_seconds_or_a_date_or_nothing(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_a_host_that_names_no_pause_is_left_alone_longer_each_time() -> None:
    assert [back_off(attempt) for attempt in range(4)] == [1.0, 2.0, 4.0, 8.0]
